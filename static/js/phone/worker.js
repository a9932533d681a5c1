// The service worker of /m/: opens the phone's own pages without signal. CONFIG is put before it by the view: `build`
// (changes with every kept file), `pages` (hold nobody's data), `files` (styles and scripts), `offline`.
// Calls to /m/api/ and everything that is not read only go to the server as they are.
const CACHE = `lianxin-phone-${CONFIG.build}`;
const PATIENCE_MS = 3000;
const LONG_PATIENCE_MS = 12_000;

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(CONFIG.files);
  await Promise.all(
    CONFIG.pages.map(async (path) => {
      // Signed out, the page would be the sign-in: then this install fails and is tried again at the next visit.
      const answer = await fetch(path, { redirect: "error", cache: "no-store" });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    }),
  );
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("lianxin-phone-") && name !== CACHE).map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || address.pathname.startsWith("/m/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (CONFIG.files.includes(address.pathname)) event.respondWith(file(request));
});

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

// A page that is kept is answered from here after three seconds; any other one is waited for longer.
async function page(event, address) {
  const cache = await caches.open(CACHE);
  const kept = CONFIG.pages.includes(address.pathname) && !address.search ? await cache.match(address.pathname) : undefined;
  try {
    const answer = await within(event.request, kept ? PATIENCE_MS : LONG_PATIENCE_MS);
    if (answer.status >= 502 && answer.status <= 504) throw new Error("nobody there");
    if (kept && answer.status >= 500) return kept;
    if (kept && answer.ok && !answer.redirected) event.waitUntil(cache.put(address.pathname, answer.clone()));
    return answer;
  } catch {
    return kept ?? (await cache.match(CONFIG.offline)) ?? Response.error();
  }
}

async function within(request, patience) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

// Background Sync, where it exists: an open page sends.
addEventListener("sync", (event) => {
  if (event.tag !== "flush") return;
  event.waitUntil(clients.matchAll({ type: "window" }).then((pages) => pages.forEach((each) => each.postMessage("flush"))));
});
