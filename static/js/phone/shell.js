// On every page of the phone: the worker that opens pages without signal, the queue that sends by itself, the line that
// says how it stands, and the question before signing out with something unsent.
import { changed, counts, onChange } from "./queue.js";
import { reference, signIn } from "./reference.js";
import { flush } from "./send.js";
import { able, leave, whoami } from "./store.js";

const SOONEST_MS = 1000;
const LONG_MS = 24 * 3600 * 1000;

// ---- the worker

function register() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/m/sw.js", { scope: "/m/" }).catch(() => {
    // Not to be had here (WeChat on iOS, a certificate the phone does not trust): the queue works without.
  });
  navigator.serviceWorker.addEventListener("message", (event) => event.data === "flush" && send());
}

// ---- sending

let timer;

async function send(options) {
  const before = await counts();
  const state = await flush(options);
  if (state === "done" && before.waiting) reference({ fresh: true });
  await draw();
  // What is to be tried later has its own time: 5 seconds after the first failure, ten minutes after many.
  clearTimeout(timer);
  const { waiting, next } = await counts();
  if (waiting) timer = setTimeout(() => document.hidden || send(), Math.max(SOONEST_MS, next - Date.now()));
  // Where the browser can, it goes on after the page is closed. Nothing depends on it.
  if (state === "offline") navigator.serviceWorker?.ready.then((found) => found.sync?.register("flush")).catch(() => {});
  return state;
}

// ---- saying how it stands

async function draw() {
  const me = await whoami();
  const { waiting, refused, oldest } = await counts();
  const chip = document.querySelector("[data-sync]");
  if (chip) {
    chip.hidden = !me;
    chip.querySelector("[data-sync-words]").textContent = words(waiting, refused);
  }
  if (!me) return;
  if (me.signed_out && waiting + refused) banner("signed-out", `请重新登录，${waiting + refused} 条记录还没上传，都在手机里。`, "去登录", `/login/?next=${encodeURIComponent(location.pathname)}`);
  else if (refused) banner("refused", `${refused} 条记录服务器没有收下，请看看原因。`, "去处理", "/m/queue/");
  else if (waiting && Date.now() - oldest > LONG_MS) banner("old", `${waiting} 条记录等了一天多还没上传，请找有信号的地方打开本页。`, "去看看", "/m/queue/");
  else document.querySelector("[data-phone-banner]")?.remove();
}

function words(waiting, refused) {
  if (refused) return `${refused} 条要处理`;
  if (waiting) return `${waiting} 条待传`;
  return navigator.onLine ? "都已上传" : "没有信号";
}

function banner(name, text, action, href) {
  const main = document.querySelector("main");
  if (!main || location.pathname === "/m/queue/" || main.querySelector(`[data-phone-banner="${name}"]`)) return;
  main.querySelector("[data-phone-banner]")?.remove();
  const box = document.createElement("div");
  box.className = "banner warn";
  box.dataset.phoneBanner = name;
  box.setAttribute("role", "status");
  const line = document.createElement("div");
  line.textContent = text;
  const link = Object.assign(document.createElement("a"), { className: "btn btn-sm", href, textContent: action });
  box.append(line, link);
  main.prepend(box);
}

// ---- signing out

function guardSignOut() {
  for (const form of document.querySelectorAll("form[action$='/logout/']")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sure) return;
      event.preventDefault();
      const { waiting, refused } = await counts();
      if (waiting + refused) return ask(form, waiting + refused);
      return go(form);
    });
  }
}

async function go(form) {
  await leave();
  form.dataset.sure = "yes";
  HTMLFormElement.prototype.submit.call(form);
}

function ask(form, many) {
  form.querySelector("[data-sign-out]")?.remove();
  const box = document.createElement("div");
  box.className = "banner warn";
  box.dataset.signOut = "";
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-label", "还有没上传的记录");
  const text = document.createElement("p");
  text.textContent = `还有 ${many} 条记录没有上传。现在退出，它们加密留在这部手机里，别人看不到；您下次在这部手机登录后继续上传。`;
  const stay = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-main", textContent: "先上传" });
  const out = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "仍然退出" });
  stay.addEventListener("click", async () => {
    stay.disabled = true;
    const state = await send({ force: true });
    const left = await counts();
    if (left.waiting + left.refused) {
      text.textContent = state === "offline" ? "现在没有信号，没能上传。" : `还有 ${left.waiting + left.refused} 条没有上传，请到“待传记录”看原因。`;
      stay.disabled = false;
    } else go(form);
  });
  out.addEventListener("click", () => go(form));
  const row = document.createElement("div");
  row.className = "row";
  row.append(stay, out);
  box.append(text, row);
  form.append(box);
  stay.focus();
}

// ---- one tap for a contact: kept here when there is no signal

function keepContacts() {
  for (const form of document.querySelectorAll("form[data-contact]")) {
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      import("./offline.js").then(({ contact }) => contact(form.elements.household.value, event.submitter.value, form));
    });
  }
}

// ---- start

async function start() {
  guardSignOut();
  if (!able()) return;
  register();
  keepContacts();
  onChange(draw);
  addEventListener("online", () => send({ force: true }));
  addEventListener("offline", draw);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  await draw();
  if (navigator.onLine) await signIn();
  // Opening the page is a wish to send: what was to be tried later is tried now.
  await send({ force: true });
  await reference();
  if ((await counts()).waiting) navigator.storage?.persist?.().catch(() => {});
  changed();
}

start();
