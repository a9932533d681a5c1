// What the server told last: own stations, households by name, colleagues, coming duty, recent entries. Refreshed when it
// is older than an hour and there is signal; kept encrypted.
import { adopt, get, markSignedOut, openBox, put, seal, whoami } from "./store.js";

const FRESH_MS = 3600 * 1000;
const TIMEOUT_MS = 20_000;

async function ask(path) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(path, { cache: "no-store", redirect: "error", signal: stop.signal });
    return { status: answer.status, body: answer.ok ? await answer.json() : null };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

// Who is signed in, asked of the server where it can be reached, else as this phone knows it.
export async function signIn() {
  const { status, body } = await ask("/m/api/session");
  if (status === 200) return adopt(body);
  if (status === 401) await markSignedOut();
  return whoami();
}

export async function reference({ fresh = false } = {}) {
  const me = await whoami();
  if (!me) return null;
  const kept = await get("reference", me.user);
  if (kept && !fresh && Date.now() - kept.at < FRESH_MS) return read(me, kept);
  if (!me.signed_out) {
    const { body } = await ask("/m/api/reference");
    if (body) {
      await put("reference", { user: me.user, at: Date.now(), box: await seal(me, body) });
      return { ...body, kept_at: Date.now() };
    }
  }
  return kept ? read(me, kept) : null;
}

async function read(me, kept) {
  try {
    return { ...(await openBox(me, kept.box)), kept_at: kept.at };
  } catch {
    return null;
  }
}
