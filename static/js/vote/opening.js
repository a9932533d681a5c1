// Opening: shares are joined here, a worker opens every box, and only the ballots, sorted by their text, are posted.
import { privateKey } from "./box.js";
import { canonical, fromBase64, sha256, toHex, utf8 } from "./bytes.js";
import { joinShares, read } from "./shares.js";

const page = document.getElementById("opening");
const $ = (id) => document.getElementById(id);
const { code, kid, hash } = page.dataset;
const token = () => decodeURIComponent(/(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "");

function complain(text) {
  $("problem-text").textContent = text;
  $("problem").hidden = !text;
  if (text) $("problem").scrollIntoView({ block: "center" });
}

async function boxes() {
  const answer = await fetch(`/desk/projects/votes/${code}/boxes.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error("无法读取密封的选票，请刷新页面。");
  const told = (await answer.json()).boxes.map(fromBase64);
  const hashes = [];
  for (const box of told) hashes.push(toHex(await sha256(box)));
  if (toHex(await sha256(utf8(hashes.join("\n")))) !== page.dataset.list) {
    throw new Error("读到的选票与截止时公布的清单不符，请停止启封并报告总监票人。");
  }
  return told;
}

// In a worker, so that the page goes on answering: some thousand boxes take seconds.
function openAll(sealed, key, pub) {
  return new Promise((done, fail) => {
    const worker = new Worker(page.dataset.worker, { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.ballots) {
        worker.terminate();
        done(data);
      } else $("bar").value = (100 * data.done) / sealed.length;
    };
    worker.onerror = () => fail(new Error("启封没有完成，请重试。"));
    worker.postMessage({ sealed, key, pub, hash });
  });
}

async function open(event) {
  event.preventDefault();
  complain("");
  const texts = [...document.querySelectorAll("[data-share]")].map((field) => field.value.trim()).filter(Boolean);
  for (const text of texts) {
    if ((await read(text)).kid !== kid) throw new Error("这份密钥不属于这次投票。");
  }
  if (!texts.length) throw new Error("请输入密钥。");
  const pub = fromBase64(page.dataset.public);
  const key = await privateKey(await joinShares(texts), pub);
  $("busy").textContent = "正在启封……";
  $("bar").hidden = false;
  const { ballots, unreadable } = await openAll(await boxes(), key, pub);
  if (ballots.length && unreadable === ballots.length) throw new Error("没有一张能打开：密钥不对，请逐份核对。");
  const sorted = ballots.map((ballot) => [canonical(ballot), ballot]).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const answer = await fetch(location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ ballots: sorted.map(([, ballot]) => ballot) }),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.problem);
  for (const field of document.querySelectorAll("[data-share]")) field.value = "";
  location.replace(told.address);
}

$("files").addEventListener("change", async ({ target }) => {
  const fields = [...document.querySelectorAll("[data-share]")];
  for (const file of target.files) {
    const empty = fields.find((field) => !field.value.trim());
    if (empty) empty.value = (await file.text()).trim();
  }
  target.value = "";
});
$("shares-form").addEventListener("submit", (event) =>
  open(event).catch((wrong) => {
    $("busy").textContent = "";
    $("bar").hidden = true;
    complain(wrong.message);
  }),
);
page.dataset.ready = "";
