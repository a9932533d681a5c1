// What every page has beyond plain HTML: forms are sent once, type size changes at once, menus close by themselves.
// One file, because each request counts on a weak line.

// ---- forms: after the first press the submit buttons rest until the page is shown again, or for ten seconds:
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

// ---- type size at once, without a new page; the same buttons work as a plain form
const root = document.documentElement;

for (const form of document.querySelectorAll("[data-sizes]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    // 长辈版 has pages of its own, so into it and out of it goes by the server.
    if (button?.name !== "size" || root.hasAttribute("data-elder")) return;
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `size=${button.value}; path=/; max-age=31536000; samesite=lax${secure}`;
    root.dataset.size = button.value;
    for (const other of document.querySelectorAll("[data-sizes] button[name=size]")) {
      other.setAttribute("aria-pressed", String(other.value === button.value));
    }
  });
}

// ---- menus: Escape or a press elsewhere closes them

const MENUS = "details.pop[open], details.drawer[open], details.nav-drawer[open]";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENUS)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(MENUS)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
