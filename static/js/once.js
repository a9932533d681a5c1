// A form is sent once: after the first press its submit buttons rest until the page is shown again, or for ten seconds:
// a download or a broken line leaves the page where it is.
const REST_MS = 10000;
const resting = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (resting.has(form)) {
    event.preventDefault();
    return;
  }
  resting.add(form);
  // After the browser has collected the form.
  setTimeout(() => mark(form, true));
  setTimeout(() => release(form), REST_MS);
});

// Back from the next page.
addEventListener("pageshow", () => {
  for (const form of document.forms) release(form);
});

function release(form) {
  resting.delete(form);
  mark(form, false);
}

function mark(form, busy) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}
