// The scrutineers' key: made here, split here, forgotten here. Only the public half is posted.
import { canSeal, keyId } from "./box.js";
import { fromBase64, toBase64, toHex } from "./bytes.js";
import { split } from "./shares.js";

const $ = (id) => document.getElementById(id);
const token = () => decodeURIComponent(/(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "");

let pub = null;
let need = 0;
let files = [];

function complain(text) {
  $("problem-text").textContent = text;
  $("problem").hidden = !text;
}

async function make(event) {
  event.preventDefault();
  complain("");
  need = Number($("k").value);
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  pub = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const kid = await keyId(pub);
  const texts = await split(BigInt(`0x${toHex(fromBase64(d))}`), kid, need, Number($("make").dataset.holders));
  $("kid").textContent = kid;
  for (const address of files) URL.revokeObjectURL(address);
  files = [];
  document.querySelectorAll("[data-share]").forEach((line, place) => fill(line, texts[place], place + 1));
  $("make").hidden = true;
  $("shares").hidden = false;
  $("shares-head").focus();
}

// A share is on the screen only while its keeper looks at it.
function fill(line, text, number) {
  const body = line.querySelector("[data-body]");
  const button = line.querySelector("[data-reveal]");
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[data-body]")) if (other !== body) hide(other);
    if (body.hidden) {
      line.querySelector("[data-text]").textContent = text;
      body.hidden = false;
      button.textContent = "收起本份";
    } else hide(body);
  });
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  files.push(address);
  const save = line.querySelector("[data-save]");
  save.href = address;
  save.download = `密钥第${number}份.txt`;
  line.querySelector("[data-print]").addEventListener("click", () => window.print());
}

function hide(body) {
  body.hidden = true;
  body.querySelector("[data-text]").textContent = "";
  body.closest("[data-share]").querySelector("[data-reveal]").textContent = "显示本份";
}

async function register(event) {
  event.preventDefault();
  $("busy").textContent = "正在登记……";
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ public_key: toBase64(pub), k: need }),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.problem);
    for (const address of files) URL.revokeObjectURL(address);
    // Leaving the page is the destruction: nothing of the key was kept anywhere else.
    location.replace(told.address);
  } catch (wrong) {
    $("busy").textContent = "";
    complain(wrong.message || "没有登记成功，请重试。");
  }
}

if ($("make")) {
  if (canSeal()) {
    $("make-form").addEventListener("submit", (event) => make(event).catch((wrong) => complain(wrong.message)));
    $("done-form").addEventListener("submit", register);
    $("make").dataset.ready = "";
  } else {
    $("make").hidden = true;
    $("unable").hidden = false;
  }
}
