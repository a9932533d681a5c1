// The ballot page: credential, choice, review, receipt. What was sealed is kept until the server has acknowledged it, so that
// a lost answer is asked for again with the same box; the choice itself is kept nowhere.
import { canSeal, seal } from "./box.js";
import { canonical, receiptOf, sha256, toBase64, toHex, utf8 } from "./bytes.js";
import { describe, marksOf, problemOf, start } from "./marks.js";

const page = document.getElementById("ballot");
const $ = (id) => document.getElementById(id);
const { code, hash, type } = page.dataset;
const places = Number(page.dataset.places);
const PENDING = `vote-${code}`;
// Left here by token.js on the device of a deputy who is not in the hall.
const TOKEN = `vote-token-${code}`;
const TRIES = 8;
const STEPS = ["step-code", "step-choose", "step-review", "step-done"];

let credential = "";
let round = null;

function show(step, focus) {
  for (const name of STEPS) $(name).hidden = name !== step;
  complain("");
  if (focus) $(focus).focus();
  else window.scrollTo(0, 0);
}

function complain(text) {
  $("problem-text").textContent = text;
  $("problem").hidden = !text;
  if (text) $("problem").scrollIntoView({ block: "center" });
}

const clean = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");

// The document is hashed here: a server that shows another one than was frozen in the hall is found out.
async function load() {
  const answer = await fetch(`/vote/${code}/round.json`, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("无法读取封存文件，请刷新页面。");
  const text = await answer.text();
  if (toHex(await sha256(utf8(text))) !== hash) throw new Error("封存文件与会场公布的散列值不符，请告诉监票人，不要投票。");
  round = JSON.parse(text);
  if (canonical(round) !== text) throw new Error("封存文件的格式不对，请告诉监票人。");
}

function take(text) {
  const token = text.startsWith("R.");
  credential = token ? text : clean(text);
  if (!token && credential.length !== 26) {
    complain(`凭证是 26 个字符，现在是 ${credential.length} 个，请核对。`);
    $("code").focus();
    return;
  }
  show("step-choose", "choose-head");
  refresh();
}

function refresh() {
  const state = problemOf(page, type, places);
  $("count").textContent = state.count;
  $("why").textContent = state.why;
  return !state.why;
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// Sent until an answer comes: the same box never counts twice.
async function send(sealed) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt) {
      $("busy").textContent = `没有收到回答，正在第 ${attempt + 1} 次发送同一张选票，不会重复计票。`;
      await wait(Math.min(500 * 2 ** attempt, 8000));
    }
    try {
      const answer = await fetch(`/vote/${code}/cast`, {
        method: "POST",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(sealed),
      });
      if (answer.status < 500 && answer.status !== 429) return [answer.status, await answer.json()];
    } catch {
      // The line broke: nothing is known about the box, so it is sent again.
    }
  }
  return [0, {}];
}

async function deliver(sealed) {
  $("cast").disabled = true;
  $("busy").textContent = "正在发送……";
  const [status, told] = await send(sealed);
  $("cast").disabled = false;
  $("busy").textContent = "";
  if (status === 0) {
    complain("发送没有成功。选票仍密封在这台设备上，请检查网络后再按“密封并投出”，或请监票人帮助。");
    return;
  }
  sessionStorage.removeItem(PENDING);
  if (status !== 200) {
    credential = "";
    show("step-code", "code");
    complain(told.problem ?? "选票没有被接受，请告诉监票人。");
    return;
  }
  if (sealed.credential === localStorage.getItem(TOKEN)) localStorage.removeItem(TOKEN);
  $("kept").hidden = !localStorage.getItem(TOKEN);
  $("receipt").textContent = told.receipt;
  show("step-done", "done-head");
}

async function cast() {
  // A box that was sent without an answer goes out again as it is: another one would be refused.
  const kept = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
  if (kept?.credential === credential) return deliver(kept);
  const bytes = await seal(marksOf(page, type), round, hash);
  const sealed = { credential, box: toBase64(bytes) };
  sessionStorage.setItem(PENDING, JSON.stringify(sealed));
  $("receipt").dataset.expected = receiptOf(await sha256(bytes));
  return deliver(sealed);
}

function reset() {
  credential = "";
  sessionStorage.removeItem(PENDING);
  $("choose-form").reset();
  $("code-form").reset();
  $("receipt").textContent = "";
  $("review").replaceChildren();
  show("step-code", "code");
}

$("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  take($("code").value.trim());
});
$("use-kept").addEventListener("click", () => take(localStorage.getItem(TOKEN)));
$("choose-form").addEventListener("change", refresh);
$("choose-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!refresh()) return $("why").scrollIntoView({ block: "center" });
  $("review").replaceChildren(
    ...describe(page, type).map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
  return show("step-review", "review-head");
});
$("back").addEventListener("click", () => show("step-choose", "choose-head"));
$("cast").addEventListener("click", () => cast().catch((wrong) => complain(wrong.message)));
$("print").addEventListener("click", () => window.print());
$("next").addEventListener("click", reset);
// A page that comes back out of the browser's memory shows nobody's ballot.
window.addEventListener("pageshow", (event) => event.persisted && reset());

async function begin() {
  if (!canSeal()) {
    $("unable").hidden = false;
    return;
  }
  page.hidden = false;
  start(page, type);
  $("kept").hidden = !localStorage.getItem(TOKEN);
  await load();
  const scanned = decodeURIComponent(location.hash.slice(1));
  // The credential leaves the address at once: no history, no screenshot of the bar.
  if (scanned) history.replaceState(null, "", location.pathname);
  const kept = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
  if (kept) {
    credential = kept.credential;
    show("step-review", "review-head");
    await deliver(kept);
  } else if (scanned) take(scanned);
  page.dataset.ready = "";
}

begin().catch((wrong) => complain(wrong.message));
