/* Finds the number that a form's barrier asks for (congress/pow.py), in small pieces while somebody types.
   An own SHA-256: crypto.subtle does not exist on http:// pages, and one promise for each try would be slower. */
(() => {
  "use strict";

  const TRIES_AT_ONCE = 2000;

  // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  const K = new Int32Array(64);
  const START = new Int32Array(8);
  for (let n = 2, count = 0; count < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
    if (prime) {
      const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
      if (count < 8) START[count] = fraction(Math.sqrt(n));
      K[count++] = fraction(Math.cbrt(n));
    }
  }

  const w = new Int32Array(64);
  const state = new Int32Array(8);

  function block(bytes, offset) {
    for (let i = 0, at = offset; i < 16; i++, at += 4) {
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  /* The digest of a text of ASCII characters, in hex. */
  function sha256(text) {
    const length = text.length;
    const bytes = new Uint8Array(((length + 72) >> 6) << 6);
    for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
    bytes[length] = 0x80;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
    state.set(START);
    for (let offset = 0; offset < bytes.length; offset += 64) block(bytes, offset);
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  const searches = new WeakMap();

  /* Search once for each challenge; the promise is kept when the field has its number. */
  function search(form) {
    const field = (name) => form.querySelector(`input[name="${name}"]`);
    const salt = field("pow_salt").value;
    const known = searches.get(form);
    if (known && known.salt === salt) return known.done;
    const challenge = field("pow_challenge").value;
    const maximum = Number(field("pow_maximum").value);
    const done = new Promise((resolve) => {
      let number = 0;
      const step = () => {
        const end = Math.min(number + TRIES_AT_ONCE, maximum);
        for (; number < end; number++) {
          if (sha256(`${salt}.${number}`) === challenge) {
            field("pow_number").value = String(number);
            resolve();
            return;
          }
        }
        // Not found: let the server say so.
        if (number >= maximum) resolve();
        else setTimeout(step, 0);
      };
      step();
    });
    searches.set(form, { salt, done });
    return done;
  }

  function formOf(target) {
    const form = target instanceof Element ? target.closest("form") : null;
    return form && form.querySelector("[data-pow]") ? form : null;
  }

  document.addEventListener("focusin", (event) => {
    const form = formOf(event.target);
    if (form) search(form);
  });

  /* Its button was pressed before this script was there: send it when the number is found, and only then. */
  for (const box of document.querySelectorAll("[data-pow-go]")) {
    const form = box.closest("form");
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-pow-status]").textContent = box.dataset.powWait;
    search(form).then(() => {
      form.removeAttribute("aria-busy");
      form.querySelector("[data-pow-status]").textContent = "";
      if (form.querySelector('input[name="pow_number"]').value) form.requestSubmit();
    });
  }

  document.addEventListener("submit", (event) => {
    const form = formOf(event.target);
    if (!form || form.querySelector('input[name="pow_number"]').value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const box = form.querySelector("[data-pow]");
    form.querySelector("[data-pow-status]").textContent = box.dataset.powWait;
    const submitter = event.submitter;
    search(form).then(() => {
      form.removeAttribute("aria-busy");
      form.querySelector("[data-pow-status]").textContent = "";
      if (form.querySelector('input[name="pow_number"]').value) form.requestSubmit(submitter);
      else form.submit();
    });
  }, true);
})();
