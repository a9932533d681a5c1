// Opens every box; what does not open is spoiled, not lost.
import { open } from "./box.js";

const STEP = 20;

self.onmessage = async ({ data: { sealed, key, pub, hash } }) => {
  const ballots = [];
  let unreadable = 0;
  for (const box of sealed) {
    try {
      ballots.push(await open(box, key, pub, hash));
    } catch {
      ballots.push(["unreadable"]);
      unreadable += 1;
    }
    if (ballots.length % STEP === 0) self.postMessage({ done: ballots.length });
  }
  self.postMessage({ ballots, unreadable });
};
