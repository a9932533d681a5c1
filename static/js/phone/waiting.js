// 待传记录: what waits on this phone, what went up, what was refused and why.
import { again, contentOf, mine, onChange, remove } from "./queue.js";
import { flush } from "./send.js";
import { whoami } from "./store.js";

const list = document.querySelector("[data-list]");
const summary = document.querySelector("[data-summary]");
const words = document.querySelector("[data-summary-words]");
const OUTCOMES = {
  idle: "",
  done: "",
  offline: "现在连不上服务器，有信号会自动上传。",
  signed_out: "请重新登录，记录都在手机里。",
  no_role: "您的代表账号现在不能上传，请联系代表工委。记录都在手机里。",
  other_user: "这部手机刚换了账号登录，请换回本人账号再上传。",
};

// What the last press of the button came to.
let outcome = "";

const make = (tag, fields, ...children) => {
  const node = Object.assign(document.createElement(tag), fields);
  node.append(...children);
  return node;
};

function state(row) {
  if (row.state === "sent") return ["ok", "已上传"];
  if (row.state === "refused") return ["bad", "需要处理"];
  if (row.text_sent) return ["info", `文字已上传，还有 ${row.photos.length} 张照片`];
  return ["warn", row.tries ? `待传，试过 ${row.tries} 次` : "待传"];
}

function size(row) {
  const bytes = row.photos.reduce((sum, photo) => sum + photo.size, 0);
  return bytes ? ` · ${row.photos.length} 张照片 ${Math.round(bytes / 1024)} KB` : "";
}

function button(label, act, look = "btn btn-sm") {
  const node = make("button", { type: "button", className: look, textContent: label });
  node.addEventListener("click", act);
  return node;
}

// Throwing away takes a second press.
function thrower(row) {
  const node = button("删除", () => {
    if (node.dataset.sure) return remove(row.seq);
    node.dataset.sure = "yes";
    node.textContent = "再按一次就删除";
    return undefined;
  });
  return node;
}

async function card(me, row) {
  const [tone, said] = state(row);
  const { label } = await contentOf(me, row);
  const head = make("div", { className: "row between" }, make("b", { textContent: label }), make("span", { className: `tag ${tone}`, textContent: said }));
  const when = make("p", { className: "small muted", textContent: `${new Date(row.made_at).toLocaleString("zh-CN")} 记${size(row)}` });
  const item = make("li", { className: "card" }, head, when);
  item.dataset.state = row.state;
  if (row.error) item.append(make("p", { className: "error", textContent: row.error.message }));
  for (const number of row.numbers ?? []) item.append(make("p", { textContent: `已转为意见建议 ${number}` }));
  for (const why of row.unraised ?? []) item.append(make("p", { className: "small", textContent: `有一条没能转出去：${why}` }));
  const tools = make("div", { className: "row g1" });
  if (row.state !== "sent") {
    if (!row.text_sent && row.slug) tools.append(make("a", { className: "btn btn-sm", href: `/m/log/${row.slug}/#edit=${row.uid}`, textContent: "修改" }));
    if (row.state === "refused") tools.append(button("再传一次", () => again(row.seq).then(() => send())));
    tools.append(thrower(row));
  } else if (row.slug) tools.append(make("a", { className: "btn btn-sm", href: `/m/log/${row.uid}/`, textContent: "查看" }));
  item.append(tools);
  return item;
}

let drawing = Promise.resolve();

function draw() {
  // One after the other: two drawings at once would mix their lists.
  drawing = drawing.then(drawNow, drawNow);
  return drawing;
}

async function drawNow() {
  const me = await whoami();
  const rows = (await mine(me)).reverse();
  list.replaceChildren(...(await Promise.all(rows.map((row) => card(me, row)))));
  const left = rows.filter((row) => row.state !== "sent").length;
  summary.hidden = !left;
  const signedOut = Boolean(left && me?.signed_out);
  words.textContent = (signedOut && OUTCOMES.signed_out) || outcome || `${left} 条在手机里`;
  if (signedOut) words.append(" ", make("a", { href: "/login/?next=/m/queue/", textContent: "去登录" }));
  document.querySelector("[data-empty]").hidden = rows.length > 0;
}

async function send() {
  outcome = "正在上传…";
  await draw();
  outcome = OUTCOMES[await flush({ force: true })];
  await draw();
}

document.querySelector("[data-send]").addEventListener("click", send);
onChange(draw);
draw();
