// The unnamed credential of a deputy who is not in the hall: made and hidden here, signed by the server unseen, kept on this
// device until it is cast from the page without sign-in.
import { blind, prepare, unblind } from "./blind.js";
import { canSeal } from "./box.js";
import { fromBase64, sha256, toBase64, toHex, utf8 } from "./bytes.js";

const page = document.getElementById("token");
const $ = (id) => document.getElementById(id);
const { code, hash } = page.dataset;
const ASKED = `vote-asked-${code}`;
const TOKEN = `vote-token-${code}`;
let file = "";

function complain(text) {
  $("problem-text").textContent = text;
  $("problem").hidden = !text;
}

async function modulus() {
  const answer = await fetch(`/vote/${code}/round.json`, { credentials: "omit", cache: "no-store" });
  const text = await answer.text();
  if (!answer.ok || toHex(await sha256(utf8(text))) !== hash) throw new Error("封存文件与公布的散列值不符，请告诉监票人，不要领取。");
  return fromBase64(JSON.parse(text).blind_key.n);
}

// Kept before it is sent: the server signs one request a deputy, so after a lost answer the very same one must go again.
async function request(n) {
  const kept = JSON.parse(localStorage.getItem(ASKED) ?? "null");
  if (kept) return kept;
  const message = prepare();
  const { blinded, undo } = await blind(n, message);
  const asked = { message: toBase64(message), blinded: toBase64(blinded), undo: toBase64(undo) };
  localStorage.setItem(ASKED, JSON.stringify(asked));
  return asked;
}

async function obtain() {
  const n = await modulus();
  const asked = await request(n);
  const answer = await fetch(`/m/vote/${code}/sign`, {
    method: "POST",
    cache: "no-store",
    headers: { "Content-Type": "application/json", "X-CSRFToken": page.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ blinded: asked.blinded }),
  }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!told || answer.status >= 500) throw new Error("没有收到回答。请求保存在这台设备上，请检查网络后再按一次，不会多领。");
  if (!answer.ok) {
    // Refused for good: the request kept here is of no use to anybody. Any other refusal may follow a lost signature.
    if (["signed", "given", "bad_blinded"].includes(told.reason)) localStorage.removeItem(ASKED);
    throw new Error(told.problem ?? "没有领取成功，请告诉人大机关。");
  }
  const signature = await unblind(n, fromBase64(asked.message), fromBase64(told.signature), fromBase64(asked.undo)).catch(() => {
    throw new Error("服务器的签名不对，请告诉监票人，不要使用。");
  });
  localStorage.setItem(TOKEN, `R.${asked.message}.${toBase64(signature)}`);
  localStorage.removeItem(ASKED);
  show(true);
}

function show(focus) {
  const text = localStorage.getItem(TOKEN);
  $("ask").hidden = Boolean(text);
  $("have").hidden = !text;
  if (!text) return;
  $("text").textContent = text;
  URL.revokeObjectURL(file);
  file = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  $("save").href = file;
  if (focus) $("have-head").focus();
}

async function get() {
  complain("");
  $("get").disabled = true;
  $("busy").textContent = "正在领取……";
  try {
    await obtain();
  } catch (wrong) {
    complain(wrong.message);
  } finally {
    $("get").disabled = false;
    $("busy").textContent = "";
  }
}

if (canSeal()) {
  page.hidden = false;
  $("get")?.addEventListener("click", get);
  $("print").addEventListener("click", () => window.print());
  show(false);
  page.dataset.ready = "";
} else {
  $("unable").hidden = false;
}
