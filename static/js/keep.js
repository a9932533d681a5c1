// Keeps what is being typed into the textareas of a page, in this tab only, until the form has been sent and the server
// has moved on. A session that ends in the middle of a long answer loses nothing: after signing in again the page is
// there with its text. A form that must not be kept says data-keep="no". The portal does not load this file: people
// type there at public computers.
(() => {
  "use strict";
  const PREFIX = "keep:";
  const SENT = "keep-sent";
  const store = window.sessionStorage;
  const keyOf = (field) => `${PREFIX}${location.pathname}:${field.form.getAttribute("action") || ""}:${field.name}`;

  const sent = store.getItem(SENT);
  store.removeItem(SENT);
  const signingIn = document.querySelector("form.sign-in-form");
  const refused = document.querySelector("[aria-invalid='true'], .field-bad, .error-summary");
  if (sent && !signingIn && !refused) {
    Object.keys(store)
      .filter((key) => key.startsWith(`${PREFIX}${sent}:`))
      .forEach((key) => store.removeItem(key));
  }

  document.querySelectorAll("form[method='post']:not([data-keep='no'])").forEach((form) => {
    form.querySelectorAll("textarea").forEach((field) => {
      const kept = store.getItem(keyOf(field));
      if (kept && !field.value) {
        field.value = kept;
      }
      field.addEventListener("input", () => store.setItem(keyOf(field), field.value));
    });
    form.addEventListener("submit", () => store.setItem(SENT, location.pathname));
  });

  // Signing out leaves nothing behind for the next person at this computer.
  document.querySelectorAll("form[action$='/logout/']").forEach((form) => {
    form.addEventListener("submit", () => store.clear());
  });
})();
