// Keeps what a citizen types into a long form in this browser, until it has been sent. The form carries
// data-draft="<name>"; the page after success carries data-draft-clear="<name>". Fields with data-draft-skip (phone,
// name) are never kept: the computer may be a public one. A draft is forgotten after three days.
const PREFIX = "draft:";
const KEPT_MS = 3 * 24 * 3600 * 1000;

const load = (name) => {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name));
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
};
const forget = (name) => localStorage.removeItem(PREFIX + name);

for (const mark of document.querySelectorAll("[data-draft-clear]")) forget(mark.dataset.draftClear);

for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = form.dataset.draft;
  const fields = [...form.querySelectorAll("textarea, input[type=text], select")].filter((field) => field.name && !("draftSkip" in field.dataset));
  const draft = load(name);
  let restored = false;
  if (draft) {
    for (const field of fields) {
      if (!field.value && draft.values[field.name]) {
        field.value = draft.values[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
        restored = true;
      }
    }
  }
  const line = document.querySelector("[data-draft-line]");
  if (restored && line) offer(line, form, name, fields);

  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      try {
        localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values }));
      } catch {
        // A full or forbidden store: the page works without.
      }
    }, 600);
  });
}

function offer(line, form, name, fields) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link";
  button.textContent = "清空重写";
  button.addEventListener("click", () => {
    forget(name);
    for (const field of fields) field.value = "";
    line.hidden = true;
    fields[0]?.focus();
  });
  line.textContent = "已恢复您上次没写完的内容。";
  line.append(button);
  line.hidden = false;
}
