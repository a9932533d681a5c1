// The queue: entries in the order in which they were written, each under a UUID made here, so that sending twice makes
// one. States: waiting, refused (the server said why; to be edited), sent (words gone from the phone; a line for a week).
import { all, change, drop, get, openBox, openBytes, put, seal, uuid, whoami } from "./store.js";

// The form of `data` as this script writes it; the server brings older ones up to date.
export const SCHEMA = 2;
const SENT_KEPT_MS = 7 * 24 * 3600 * 1000;

let last = 0;

// Sorts by time, also for two entries of one millisecond.
function nextSeq() {
  last = Math.max(last + 1, Date.now());
  return `${last.toString(36).padStart(10, "0")}-${uuid().slice(0, 8)}`;
}

// ---- telling the page, and the other tabs, that something changed

const here = new EventTarget();
const tabs = globalThis.BroadcastChannel ? new BroadcastChannel("lianxin-phone") : null;
tabs?.addEventListener("message", () => here.dispatchEvent(new Event("change")));

export function changed() {
  here.dispatchEvent(new Event("change"));
  tabs?.postMessage("change");
}

export const onChange = (act) => here.addEventListener("change", act);

// ---- writing

// item: { kind, data, label, photos: [ArrayBuffer] }. Returns its uid once it is safely written.
export async function add(me, { kind, data, label, slug = "", photos = [], uid = uuid() }) {
  const row = {
    seq: nextSeq(),
    uid,
    user: me.user,
    kind,
    slug,
    schema: SCHEMA,
    state: "waiting",
    tries: 0,
    next_at: 0,
    text_sent: false,
    made_at: new Date().toISOString(),
    box: await seal(me, { data, label }),
    photos: await Promise.all(photos.map(async (bytes) => ({ uid: uuid(), size: bytes.byteLength, box: await seal(me, bytes) }))),
  };
  await put("queue", row);
  changed();
  return uid;
}

// Write an entry that is still here anew: what was refused waits again. False when its words have gone up meanwhile.
export async function rewrite(me, seq, { data, label, photos }) {
  const box = await seal(me, { data, label });
  const sealed = await Promise.all(photos.map(async (bytes) => ({ uid: uuid(), size: bytes.byteLength, box: await seal(me, bytes) })));
  let done = false;
  await change("queue", seq, (row) => {
    if (row.user !== me.user || row.text_sent || row.state === "sent") return false;
    Object.assign(row, { box, photos: sealed, state: "waiting", tries: 0, next_at: 0, error: undefined, made_at: row.made_at });
    done = true;
    return true;
  });
  changed();
  return done;
}

export async function remove(seq) {
  await drop("queue", seq);
  changed();
}

export async function again(seq) {
  await change("queue", seq, (row) => {
    Object.assign(row, { state: "waiting", tries: 0, next_at: 0, error: undefined });
    for (const photo of row.photos) photo.refused = undefined;
  });
  changed();
}

// ---- reading

// The user's own rows, oldest first; lines of what was sent are swept after a week.
export async function mine(me) {
  if (!me) return [];
  const rows = (await all("queue")).filter((row) => row.user === me.user);
  const old = rows.filter((row) => row.state === "sent" && Date.now() - row.sent_at > SENT_KEPT_MS);
  for (const row of old) await drop("queue", row.seq);
  return rows.filter((row) => !old.includes(row)).sort((a, b) => (a.seq < b.seq ? -1 : 1));
}

// How many wait and were refused, when the oldest was written, and when the next try is due (both as milliseconds).
export async function counts() {
  const rows = await mine(await whoami());
  const waiting = rows.filter((row) => row.state === "waiting");
  const oldest = waiting.length ? Date.parse(waiting[0].made_at) : 0;
  const next = Math.min(...waiting.map((row) => row.next_at));
  return { waiting: waiting.length, refused: rows.filter((row) => row.state === "refused").length, oldest, next };
}

export async function contentOf(me, row) {
  return row.box ? openBox(me, row.box) : { data: {}, label: "" };
}

export const photosOf = (me, row) => Promise.all(row.photos.map((photo) => openBytes(me, photo.box)));

export async function find(me, uid) {
  return (await mine(me)).find((row) => row.uid === uid);
}

// ---- drafts: what stands in a form that was not saved yet

const draftId = (me, slug) => `${me.user}:${slug}`;

export async function keepDraft(me, slug, value, photos) {
  await put("drafts", {
    id: draftId(me, slug),
    at: Date.now(),
    box: await seal(me, value),
    photos: await Promise.all(photos.map((bytes) => seal(me, bytes))),
  });
}

export async function readDraft(me, slug) {
  const row = await get("drafts", draftId(me, slug));
  if (!row) return null;
  try {
    return { value: await openBox(me, row.box), photos: await Promise.all(row.photos.map((box) => openBytes(me, box))) };
  } catch {
    // Of a key that is gone.
    await drop("drafts", row.id);
    return null;
  }
}

export const dropDraft = (me, slug) => drop("drafts", draftId(me, slug));
