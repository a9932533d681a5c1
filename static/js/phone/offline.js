// The page instead of any that is not to be had: what the phone knows, drawn here.
import { add, counts, onChange } from "./queue.js";
import { reference } from "./reference.js";
import { whoami } from "./store.js";

const WAYS = { call: "打过电话", message: "发过信息" };
const part = (name) => document.querySelector(`[data-part=${name}]`);

function line(title, note, href) {
  const item = document.createElement("li");
  const head = document.createElement(href ? "a" : "b");
  if (href) head.href = href;
  head.textContent = title;
  const small = document.createElement("small");
  small.textContent = note;
  item.append(head, small);
  return item;
}

function show(name, items) {
  const section = part(name);
  section.hidden = !items.length;
  section.querySelector("ul").replaceChildren(...items);
}

// Write down a contact of today; the button's form says that it is done.
export async function contact(household, way, form) {
  const me = await whoami();
  if (!me) return;
  const on = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  await add(me, { kind: "contact", data: { household, way, on }, label: `联系户：${WAYS[way]}` });
  const done = document.createElement("p");
  done.setAttribute("role", "status");
  done.textContent = `已记下${WAYS[way]}，有信号会自动上传。`;
  form.replaceChildren(done);
}

function household(row) {
  const item = document.createElement("li");
  const words = document.createElement("div");
  const name = document.createElement("b");
  name.textContent = row.name;
  const note = document.createElement("small");
  note.textContent = [row.place, row.visit ? (row.call ? "还没有联系" : "已联系，还差上门") : "已上门"].filter(Boolean).join(" · ");
  words.append(name, note);
  const buttons = document.createElement("div");
  buttons.className = "row g1";
  for (const [way, label] of Object.entries(WAYS)) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: label });
    button.addEventListener("click", () => contact(row.uid, way, buttons));
    buttons.append(button);
  }
  buttons.append(Object.assign(document.createElement("a"), { className: "btn btn-sm", href: `/m/log/visit/#household=${row.uid}`, textContent: "上门，记一笔" }));
  item.append(words, buttons);
  return item;
}

// The door's code was scanned where there is no signal: the check-in waits with the time of this moment.
async function offerCheckIn(me) {
  const [, code, token] = location.pathname.match(/^\/m\/check-in\/([^/]+)\/([^/]+)\/$/) ?? [];
  if (!me || !code) return;
  const why = document.querySelector("[data-why-words]");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-main", textContent: "我到了，签到" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    await add(me, { kind: "check_in", data: { station: decodeURIComponent(code), token }, label: "值班签到" });
    why.textContent = "签到已记在手机里，有信号会自动上传。";
    button.remove();
  });
  why.textContent = "签到可以先记在手机里。";
  why.after(button);
}

async function drawWaiting() {
  const { waiting, refused } = await counts();
  const words = document.querySelector("[data-waiting-words]");
  words.textContent = waiting + refused ? `${waiting + refused} 条在手机里，查看` : "没有，都已上传";
}

async function start() {
  const known = await reference();
  const me = await whoami();
  await offerCheckIn(me);
  if (!me) document.querySelector("[data-why-words]").textContent = "这部手机还没有登录，请有信号时先登录一次。";
  if (known) {
    show("shifts", known.shifts.map((row) => line(`${row.on} ${row.starts_at}`, row.name)));
    // Who is done with needs no button.
    show("households", known.households.filter((row) => row.call || row.visit).map(household));
    show("recent", known.recent.map((row) => line(row.title, `${row.on} · ${row.state}${row.remark ? ` · ${row.remark}` : ""}`)));
    const kept = document.querySelector("[data-kept-on]");
    kept.textContent = `以上内容是 ${new Date(known.kept_at).toLocaleString("zh-CN")} 取得的。`;
    kept.hidden = false;
    if (location.pathname === "/m/contacts/") part("households").scrollIntoView();
  }
  await drawWaiting();
  onChange(drawWaiting);
  addEventListener("online", () => location.reload());
}

// This file serves the contact list, too.
if (document.querySelector("[data-why]")) start();
