// The hall's screen: looks again every five seconds until the result stands, and counts down to the planned end.
// Closing itself is an act of a person.
const LOOK = 5000;

function count(line) {
  const left = Math.floor((Date.parse(line.dataset.until) - Date.now()) / 1000);
  const words = left > 0 ? `还有 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒` : line.dataset.over;
  if (line.textContent !== words) line.textContent = words;
}

async function look() {
  const old = document.querySelector("main[data-live]");
  if (!old) return clearInterval(looking);
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (fresh && fresh.outerHTML !== shown) {
      shown = fresh.outerHTML;
      old.replaceWith(document.adoptNode(fresh));
      tick();
    }
  } catch {
    // The hall's network was away for a moment: the figures stay, the next look follows.
  }
}

const tick = () => document.querySelectorAll("[data-until]").forEach(count);
let shown = "";
tick();
setInterval(tick, 1000);
const looking = setInterval(look, LOOK);
