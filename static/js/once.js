// A form is sent once: after the first press its submit buttons rest until the page is shown again.
const resting = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (resting.has(form)) {
    event.preventDefault();
    return;
  }
  resting.add(form);
  // After the browser has collected the form: a disabled button would not send its own name and value.
  setTimeout(() => mark(form, true));
});

// Back from the next page, or a refused download: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    resting.delete(form);
    mark(form, false);
  }
});

function mark(form, busy) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}
