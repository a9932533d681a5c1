// Sending: words first, in the order written, then photos one by one. One flush at a time on this phone. What the server
// refuses is kept and said; what it could not be asked is tried again, later each time (5 s to 10 min).
import { changed, contentOf, mine } from "./queue.js";
import { adopt, change, markSignedOut, openBytes, seal, whoami } from "./store.js";

const LOG = "/m/api/field-log";
const TIMEOUT_MS = 60_000;
const BATCH = 50;
const BATCH_CHARS = 300_000;
const BACK_OFF_MS = [5_000, 15_000, 45_000, 120_000, 300_000, 600_000];

// The server could not be asked, or fell over: nothing is known about the fate of what was sent.
class Unreached extends Error {}
class SignedOut extends Error {}
class Refused extends Error {
  constructor(status, problem) {
    super(problem.title || "服务器没有收下这条记录。");
    Object.assign(this, { status, code: problem.code ?? "", field: problem.field ?? "" });
  }
}

async function call(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  let answer;
  let body;
  try {
    answer = await fetch(path, { cache: "no-store", redirect: "error", ...options, signal: stop.signal });
    body = await answer.json().catch(() => null);
  } catch {
    throw new Unreached();
  } finally {
    clearTimeout(timer);
  }
  if (answer.status === 401) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429 || (answer.ok && body === null)) throw new Unreached();
  if (!answer.ok) throw new Refused(answer.status, body ?? {});
  return body;
}

let pending = null;
// Asked for while one was under way: that one may just have failed for want of a line that is back now.
let wanted = false;
let pressing = false;

// Send what waits. `force`: now, also what was to be tried later. Resolves to how it went: idle, done, offline,
// signed_out, no_role or other_user.
export function flush({ force = false } = {}) {
  if (pending) {
    wanted = true;
    pressing ||= force;
    return pending;
  }
  pending = (navigator.locks ? navigator.locks.request("lianxin-phone-flush", () => rounds(force)) : rounds(force)).finally(() => {
    pending = null;
    changed();
  });
  return pending;
}

async function rounds(force) {
  let state;
  pressing = force;
  do {
    wanted = false;
    state = await round(pressing);
  } while (wanted && ["idle", "done", "offline"].includes(state));
  return state;
}

async function ready(force) {
  const rows = await mine(await whoami());
  return rows.filter((row) => row.state === "waiting" && (force || row.next_at <= Date.now()));
}

async function round(force) {
  let rows = await ready(force);
  if (!rows.length) return "idle";
  // No try, so it does not count as one: the next comes with the line, not after ten minutes.
  if (!navigator.onLine) return "offline";
  try {
    // A fresh token, and the word of the server who is signed in: never send one deputy's words as another's.
    const me = await whoami();
    const session = await call("/m/api/session");
    await adopt(session);
    if (session.user !== me.user) return "other_user";
    await sendWords(me, session, rows);
    rows = await ready(true);
    for (const row of rows.filter((each) => each.text_sent)) await sendPhotos(me, session, row);
    return "done";
  } catch (trouble) {
    if (trouble instanceof SignedOut) {
      await markSignedOut();
      return "signed_out";
    }
    if (trouble instanceof Refused) return "no_role";
    if (!(trouble instanceof Unreached)) throw trouble;
    await later(rows);
    return "offline";
  }
}

async function later(rows) {
  for (const row of rows) {
    await change("queue", row.seq, (kept) => {
      if (kept.state !== "waiting") return false;
      kept.next_at = Date.now() + BACK_OFF_MS[Math.min(kept.tries, BACK_OFF_MS.length - 1)];
      kept.tries += 1;
      return true;
    });
  }
}

// ---- words

async function sendWords(me, session, rows) {
  const left = rows.filter((row) => !row.text_sent);
  while (left.length) {
    const schema = left[0].schema;
    const batch = [];
    let chars = 0;
    while (left.length && batch.length < BATCH && left[0].schema === schema) {
      const { data } = await contentOf(me, left[0]);
      chars += JSON.stringify(data).length;
      if (batch.length && chars > BATCH_CHARS) break;
      const row = left.shift();
      batch.push({ row, item: { uid: row.uid, kind: row.kind, made_at: row.made_at, data } });
    }
    await sendBatch(me, session, schema, batch);
    changed();
  }
}

async function sendBatch(me, session, schema, batch) {
  let body;
  try {
    body = await call(LOG, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": session.csrf },
      body: JSON.stringify({ schema, entries: batch.map((each) => each.item) }),
    });
  } catch (trouble) {
    // The batch as a whole was no good: each alone shows which one. A 403 is about the person, not the words.
    if (!(trouble instanceof Refused) || trouble.status === 403) throw trouble;
    if (batch.length === 1) await refuse(batch[0].row, trouble.message, trouble.field);
    else for (const each of batch) await sendBatch(me, session, schema, [each]);
    return;
  }
  const fates = new Map(body.results.map((result) => [result.uid, result]));
  for (const { row } of batch) {
    const fate = fates.get(row.uid);
    if (!fate) continue;
    if (fate.outcome !== "refused") await wordsSent(me, row, fate);
    // The server is older than this page: it will catch up.
    else if (fate.code === "schema") await later([row]);
    else await refuse(row, fate.message, fate.field);
  }
}

const refuse = (row, message, field) =>
  change("queue", row.seq, (kept) => {
    Object.assign(kept, { state: "refused", error: { message, field } });
  });

async function wordsSent(me, row, fate) {
  const { label } = await contentOf(me, row);
  const box = await seal(me, { label });
  await change("queue", row.seq, (kept) => {
    // The words are at the server: they leave the phone.
    Object.assign(kept, { text_sent: true, box, tries: 0, next_at: 0, error: undefined });
    kept.numbers = Object.values(fate.numbers ?? {});
    kept.unraised = Object.values(fate.refused_voices ?? {});
    if (!kept.photos.length) Object.assign(kept, { state: "sent", sent_at: Date.now() });
  });
}

// ---- photos

async function sendPhotos(me, session, row) {
  for (const photo of row.photos.filter((each) => !each.refused)) {
    let why;
    try {
      await call(`${LOG}/${row.uid}/photos/${photo.uid}`, {
        method: "PUT",
        headers: { "Content-Type": "image/jpeg", "X-CSRFToken": session.csrf },
        body: await openBytes(me, photo.box),
      });
    } catch (trouble) {
      if (!(trouble instanceof Refused) || trouble.status === 403) throw trouble;
      why = trouble.message;
    }
    await change("queue", row.seq, (kept) => {
      if (why) kept.photos.find((each) => each.uid === photo.uid).refused = why;
      else kept.photos = kept.photos.filter((each) => each.uid !== photo.uid);
      if (!kept.photos.length) Object.assign(kept, { state: "sent", sent_at: Date.now() });
      else if (kept.photos.every((each) => each.refused)) {
        Object.assign(kept, { state: "refused", error: { message: `文字已上传，照片没有收下：${kept.photos[0].refused}`, field: "photos" } });
      }
    });
    changed();
  }
}
