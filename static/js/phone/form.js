// One of the five forms: what is typed is kept as a draft, what is saved goes into the queue. Without this script the
// form is posted as any other.
import { add, contentOf, dropDraft, find, keepDraft, photosOf, readDraft, rewrite } from "./queue.js";
import { shrink, thumbnail } from "./photos.js";
import { reference, signIn } from "./reference.js";
import { flush } from "./send.js";
import { able, whoami } from "./store.js";
import { setUpVoices } from "./voices.js";

const MOST_PHOTOS = 6;
const DRAFT_MS = 1000;
// Columns of a book of its own; deputies/phone/reading.py knows the same.
const DETAILS = new Set(["organiser", "opinions", "form", "lecturer", "thoughts"]);
const LISTS = new Set(["households", "deputies"]);
const SKIPPED = new Set(["csrfmiddlewaretoken", "uid", "photos"]);

const FULL = "手机存储空间不足，请先上传，或少放几张照片。内容还在这个页面里。";
const UNSAVED = "没有存进手机，请再按一次保存。内容还在这个页面里。";

const form = document.getElementById("log");
const slug = form.dataset.slug;
const voices = setUpVoices(form);
const shots = [];
let editing = null;
let timer;

const say = (words) => {
  document.querySelector("[data-kept]").textContent = words;
};

// ---- reading and filling

function collect() {
  const data = { details: {}, voices: voices.collect() };
  for (const [name, value] of new FormData(form)) {
    if (SKIPPED.has(name) || name.startsWith("voices-") || value === "") continue;
    if (LISTS.has(name)) (data[name] ??= []).push(value);
    else if (DETAILS.has(name)) data.details[name] = value.trim();
    else data[name] = typeof value === "string" ? value.trim() : value;
  }
  if (form.dataset.subkind) data.subkind = form.dataset.subkind;
  return data;
}

function fill(data) {
  const values = { ...data, ...data.details };
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.name.startsWith("voices-")) continue;
    const value = values[field.name];
    if (field.type === "checkbox") field.checked = (value ?? []).includes(field.value);
    else if (field.type === "radio") field.checked = field.value === value;
    else if (value !== undefined) field.value = value;
  }
  voices.fill(data.voices ?? []);
  form.querySelector("[data-locate]")?.toggleAttribute("checked", Boolean(data.latitude));
}

// A line by which the deputy knows the entry again in the queue.
function labelOf(data) {
  const words = data.title || data.place || data.voices[0]?.said || data.content || "";
  return `${form.dataset.label}：${words}`.slice(0, 40);
}

// ---- photos

function drawShots() {
  const list = form.querySelector("[data-shots]");
  if (!list) return;
  for (const old of list.querySelectorAll("figure")) old.remove();
  const add = list.querySelector(".add");
  shots.forEach((bytes, index) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const away = document.createElement("button");
    away.type = "button";
    away.className = "as-link";
    away.textContent = "删除";
    away.setAttribute("aria-label", `删除照片 ${index + 1}`);
    away.addEventListener("click", () => {
      shots.splice(index, 1);
      drawShots();
      soon();
    });
    caption.append(`${Math.round(bytes.byteLength / 1024)} KB `, away);
    figure.append(thumbnail(bytes, `照片 ${index + 1}`), caption);
    add.before(figure);
  });
  add.hidden = shots.length >= MOST_PHOTOS;
  form.querySelector("[data-shots-words]").textContent = shots.length ? "再拍一张" : "拍照或选照片";
}

async function takePhotos(input) {
  const files = [...input.files].slice(0, MOST_PHOTOS - shots.length);
  input.value = "";
  for (const file of files) {
    say("正在压缩照片…");
    try {
      shots.push(await shrink(file));
    } catch {
      trouble("这张照片打不开，请换一张，或用手机相机重新拍。", "photos");
    }
    drawShots();
  }
  say("");
  soon();
}

// ---- saving

function trouble(words, field = "") {
  const box = document.querySelector("[data-trouble]");
  const line = document.createElement(field ? "a" : "p");
  if (field) line.href = `#${document.getElementById(field) ? field : `id_${field}`}`;
  line.textContent = words;
  box.replaceChildren(line);
  box.hidden = false;
  box.focus();
}

// What the server would refuse for certain; the rest it says itself.
function missing(data) {
  const today = todayHere();
  if (!data.happened_on) return ["请填写日期。", "happened_on"];
  if (data.happened_on > today) return ["日期不能晚于今天。", "happened_on"];
  for (const [index, voice] of data.voices.entries()) {
    if ((voice.said ?? "").length < 4) return ["群众说了什么，请至少写 4 个字。", `voices-${index}-said`];
    if (voice.way === "on_spot" && !voice.on_spot_reply) return ["当场答复的，请写下答复了什么。", `voices-${index}-reply`];
  }
  const words = (data.content ?? "").length;
  if (slug === "snap" && !data.voices.length) return ["请写一两句话，说清楚是什么问题。", "voices-0-said"];
  if (slug === "reception" && !data.voices.length && words < 2) return ["请写下群众说了什么。", "voices-0-said"];
  if (slug === "visit" && !data.voices.length && words < 6) return ["请写下群众说了什么，或走访情况（至少 6 个字）。", "voices-0-said"];
  if ((slug === "activity" || slug === "training") && !data.title) return ["请填写主题。", "title"];
  if ((slug === "activity" || slug === "training") && words < 6) return ["内容至少写 6 个字。", "content"];
  if (slug === "training" && !data.hours) return ["请填写学时。", "hours"];
  if (slug === "training" && !data.details.form) return ["请选择形式。", "form"];
  return null;
}

function todayHere() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

async function save() {
  const me = await ready;
  if (!me) {
    if (!navigator.onLine) return trouble("这部手机还没有登录过，请有信号时先登录一次。内容还在这个页面里。");
    // No store on this phone, or nobody known: as any form.
    return HTMLFormElement.prototype.submit.call(form);
  }
  const data = collect();
  const wrong = missing(data);
  if (wrong) return trouble(...wrong);
  const words = { kind: form.dataset.kind, slug, data, label: labelOf(data), photos: shots };
  try {
    if (editing && !(await rewrite(me, editing.seq, words))) return trouble("这条已经上传，请到“我的记录”里补正。");
    if (!editing) await add(me, words);
  } catch (refused) {
    return trouble(refused?.name === "QuotaExceededError" ? FULL : UNSAVED);
  }
  form.removeEventListener("input", soon);
  clearTimeout(timer);
  if (!editing) await dropDraft(me, slug);
  // A first try while the next page opens; it goes on trying by itself.
  flush({ force: true });
  return location.assign("/m/queue/");
}

function soon() {
  clearTimeout(timer);
  if (editing) return;
  timer = setTimeout(async () => {
    const me = await whoami();
    if (!me) return;
    try {
      await keepDraft(me, slug, collect(), shots);
      say("已自动存稿");
    } catch {
      say("");
    }
  }, DRAFT_MS);
}

// ---- what only this deputy may choose

function offer(known) {
  choices("households", known.households.map((row) => [row.uid, row.place ? `${row.name}（${row.place}）` : row.name]));
  choices("deputies", known.deputies.filter((row) => row.uid !== known.me).map((row) => [row.uid, row.name]), [known.me]);
  const box = form.querySelector("[data-own=station]");
  const select = box?.querySelector("select");
  if (select && known.stations.length > 1) {
    select.replaceChildren(...known.stations.map((row) => new Option(row.name, row.code)));
    box.hidden = false;
  }
}

function choices(name, rows, always = []) {
  const box = form.querySelector(`[data-own=${name}]`);
  const place = box?.querySelector(".choice-rows, .choices");
  if (!place || !rows.length) return;
  const labels = rows.map(([value, words]) => {
    const label = document.createElement("label");
    label.className = "check";
    const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    const text = document.createElement("span");
    text.textContent = words;
    label.append(input, text);
    return label;
  });
  const fixed = always.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  place.replaceChildren(...labels);
  box.append(...fixed);
  box.hidden = false;
}

function locate(box) {
  const words = form.querySelector("[data-where-words]");
  const set = (latitude, longitude) => {
    form.elements.latitude.value = latitude;
    form.elements.longitude.value = longitude;
  };
  if (!box.checked) return set("", "");
  words.textContent = "正在定位…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      // About a hundred metres: the village, not the door.
      set(coords.latitude.toFixed(3), coords.longitude.toFixed(3));
      words.textContent = `已附上，定位误差约 ${Math.round(coords.accuracy)} 米`;
    },
    () => {
      box.checked = false;
      words.textContent = "没有得到位置，不附也可以保存。";
    },
    { timeout: 15_000, maximumAge: 60_000 },
  );
  return undefined;
}

// ---- start

function setUpControls() {
  for (const stepper of form.querySelectorAll("[data-stepper]")) {
    stepper.addEventListener("click", (event) => {
      const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
      const field = stepper.querySelector("input");
      if (step) field.value = String(Math.max(0, (Number(field.value) || 0) + step));
    });
  }
  form.querySelector("#photos")?.addEventListener("change", (event) => takePhotos(event.target));
  const where = form.querySelector("[data-where]");
  if (where && navigator.geolocation) {
    where.hidden = false;
    where.querySelector("[data-locate]").addEventListener("change", (event) => locate(event.target));
  }
  const signal = () => {
    document.querySelector("[data-offline]").hidden = navigator.onLine;
  };
  addEventListener("online", signal);
  addEventListener("offline", signal);
  signal();
}

// Who is signed in; null where this phone can keep nothing. A weak signal is not waited for when the phone knows already.
async function whoIsHere() {
  if (!able()) return null;
  const me = await whoami();
  if (me && !navigator.onLine) return me;
  const patience = new Promise((done) => setTimeout(done, me ? 1500 : 8000));
  return (await Promise.race([signIn(), patience])) ?? whoami();
}

async function start() {
  setUpControls();
  form.elements.happened_on.value = todayHere();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  const me = await ready;
  if (me) {
    const known = await reference();
    if (known) offer(known);
    await restore(me);
    form.addEventListener("input", soon);
  }
  form.dataset.ready = "yes";
}

async function restore(me) {
  const hash = new URLSearchParams(location.hash.slice(1));
  if (hash.has("edit")) {
    editing = (await find(me, hash.get("edit"))) ?? null;
    if (editing) {
      fill((await contentOf(me, editing)).data);
      shots.push(...(await photosOf(me, editing)));
      if (editing.error) trouble(editing.error.message, editing.error.field);
    }
  } else {
    const draft = await readDraft(me, slug);
    if (draft) {
      fill(draft.value);
      shots.push(...draft.photos);
      say("已恢复上次的草稿");
    }
  }
  if (hash.has("household")) {
    for (const box of form.querySelectorAll("input[name=households]")) box.checked ||= box.value === hash.get("household");
  }
  drawShots();
}

const ready = whoIsHere().catch(() => null);
start();
