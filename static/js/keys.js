// The workbench by keyboard: / search, J and K along the list, Enter opens, X chooses, T transfers the chosen, ? help.
// Single letters can be switched off (html[data-keys=off]) and never act while somebody types.
const KEYS = [
  ["/", "跳到搜索框"],
  ["J", "下一行，或下一件"],
  ["K", "上一行，或上一件"],
  ["Enter", "打开所在行"],
  ["X", "选中或取消所在行"],
  ["T", "转办选中的事项"],
  ["?", "显示本帮助"],
  ["Esc", "关闭"],
];
const off = () => document.documentElement.dataset.keys === "off";
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
const rows = () => [...document.querySelectorAll("[data-keys-list] tbody tr")];
let at = -1;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off() || typing(event.target)) return;
  const act = { "/": search, j: () => step(1), k: () => step(-1), x: choose, t: transfer, "?": help, Enter: () => open(event) };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (act[key] && act[key]() !== false) event.preventDefault();
});

function search() {
  const field = document.querySelector(".find input, [type=search]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function step(by) {
  const list = rows();
  if (!list.length) {
    // On a case page: the neighbours of the list it was opened from.
    const link = document.querySelector(by > 0 ? "a[data-next]" : "a[data-previous]");
    link?.click();
    return Boolean(link);
  }
  list[at]?.classList.remove("cursor");
  at = Math.min(Math.max(at + by, 0), list.length - 1);
  list[at].classList.add("cursor");
  list[at].querySelector(".ttl a, a")?.focus({ preventScroll: true });
  list[at].scrollIntoView({ block: "nearest" });
  return true;
}

function open(event) {
  if (event.target !== document.body || !rows()[at]) return false;
  rows()[at].querySelector("a")?.click();
  return true;
}

function choose() {
  const box = rows()[at]?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function transfer() {
  const button = document.querySelector("[data-key-t]:not([disabled])");
  if (!button || button.closest("[hidden]")) return false;
  button.click();
  return true;
}

function help() {
  let box = document.querySelector("dialog.keys-help");
  if (!box) {
    box = document.createElement("dialog");
    box.className = "keys-help";
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = "键盘快捷键";
    box.setAttribute("aria-labelledby", title.id);
    const list = document.createElement("dl");
    for (const [key, words] of KEYS) {
      const name = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      name.append(cap);
      const text = document.createElement("dd");
      text.textContent = words;
      list.append(name, text);
    }
    const close = document.createElement("button");
    close.className = "btn top-gap";
    close.textContent = "关闭";
    close.addEventListener("click", () => box.close());
    box.append(title, list, close);
    document.body.append(box);
  }
  box.showModal();
  return true;
}

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", help);
}
