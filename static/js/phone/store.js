// What the phone keeps, in IndexedDB: who is signed in, the queue, drafts, and what the server told last. Everything that
// a person wrote or is, is encrypted with a key that the server gives to its user alone (AES-GCM). Signing out drops the
// key: what waits stays, and nobody reads it before that user signs in again.
const NAME = "lianxin-phone";
const VERSION = 1;
const STORES = { me: "id", queue: "seq", drafts: "id", reference: "user" };

let opening;

function open() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
    };
    asked.onsuccess = () => {
      // Another tab wants a newer form of the store: do not stand in its way.
      asked.result.onversionchange = () => {
        asked.result.close();
        opening = undefined;
      };
      done(asked.result);
    };
    asked.onerror = () => {
      opening = undefined;
      fail(asked.error);
    };
  });
  return opening;
}

// One transaction on one store; `act` gets the store and returns the request whose result is wanted. It is written when
// the promise is kept.
async function run(store, mode, act) {
  const db = await open();
  return new Promise((done, fail) => {
    const work = db.transaction(store, mode);
    const asked = act(work.objectStore(store));
    work.oncomplete = () => done(asked?.result);
    work.onerror = work.onabort = () => fail(work.error ?? new DOMException("aborted", "AbortError"));
  });
}

export const put = (store, row) => run(store, "readwrite", (rows) => rows.put(row));
export const get = (store, key) => run(store, "readonly", (rows) => rows.get(key));
export const all = (store) => run(store, "readonly", (rows) => rows.getAll());
export const drop = (store, key) => run(store, "readwrite", (rows) => rows.delete(key));

// Change a row if it is still there; `change` may give false to leave it as it is.
export function change(store, key, act) {
  return run(store, "readwrite", (rows) => {
    const asked = rows.get(key);
    asked.onsuccess = () => {
      if (asked.result && act(asked.result) !== false) rows.put(asked.result);
    };
    return asked;
  });
}

// ---- who is signed in at this phone

export const able = () => Boolean(globalThis.indexedDB && globalThis.crypto?.subtle);

export const whoami = () => get("me", 1);

// A sign-in at the server becomes the phone's. Another user's key goes; what that user left waits unreadable.
export async function adopt(session) {
  const before = await whoami();
  const bytes = Uint8Array.from(atob(session.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const mark = await fingerprint(bytes);
  if (before?.user === session.user && before.mark === mark) {
    await put("me", { ...before, name: session.name, schema: session.schema, signed_out: false });
  } else {
    await put("me", { id: 1, user: session.user, name: session.name, schema: session.schema, key, mark });
  }
  return whoami();
}

async function fingerprint(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest).slice(0, 6), (byte) => byte.toString(16)).join("");
}

export const markSignedOut = () =>
  change("me", 1, (me) => {
    me.signed_out = true;
  });

// Signed out at this phone: the key goes, and with it everything that is not waiting.
export async function leave() {
  const me = await whoami();
  if (!me) return;
  await drop("reference", me.user);
  await drop("me", 1);
}

// ---- boxes

export async function seal(me, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const clear = value instanceof ArrayBuffer ? value : new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, me.key, clear) };
}

export const openBytes = (me, box) => crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, me.key, box.data);

export async function openBox(me, box) {
  return JSON.parse(new TextDecoder().decode(await openBytes(me, box)));
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
