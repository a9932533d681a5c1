// The blocks for what voters said: as many as there are voters, the first one always there.
import { uuid } from "./store.js";

const MOST = 20;

export function setUpVoices(form) {
  const place = form.querySelector("[data-voices]");
  const pattern = document.getElementById("voice-block");
  const more = form.querySelector("[data-add-voice]");
  if (!place) return { fill() {}, collect: () => [] };
  // The server draws some more for browsers without script.
  for (const spare of place.querySelectorAll("[data-spare]")) spare.remove();
  let next = place.children.length;

  function add() {
    const copy = document.createElement("div");
    copy.innerHTML = pattern.innerHTML.replaceAll("__", String(next));
    next += 1;
    const block = copy.firstElementChild;
    place.append(block);
    dress();
    return block;
  }

  function dress() {
    const blocks = [...place.children];
    if (more) more.hidden = blocks.length >= MOST;
    for (const block of blocks) {
      const away = block.querySelector("[data-drop-voice]");
      if (away) away.hidden = blocks.length < 2;
      const spot = block.querySelector("[data-when-spot]");
      if (spot) spot.hidden = block.querySelector("input[type=radio]:checked")?.value !== "on_spot";
    }
  }

  more?.addEventListener("click", () => add().querySelector("textarea").focus());
  place.addEventListener("change", dress);
  place.addEventListener("click", (event) => {
    const away = event.target.closest("[data-drop-voice]");
    if (!away) return;
    away.closest("[data-voice]").remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    dress();
  });
  dress();

  const fields = (block) => [...block.querySelectorAll("input, textarea")];
  const short = (name) => name.split("-").slice(2).join("-");

  return {
    // Blocks in which something is written; `uid` makes the suggestion that comes of it once.
    collect() {
      return [...place.children]
        .map((block) => {
          const voice = { uid: (block.dataset.uid ||= uuid()) };
          for (const field of fields(block)) {
            if (field.type !== "radio" || field.checked) voice[short(field.name)] = field.value.trim();
          }
          if (voice.way !== "on_spot") delete voice.on_spot_reply;
          return voice;
        })
        .filter((voice) => ["said", "name", "phone", "on_spot_reply"].some((key) => voice[key]));
    },
    fill(voices) {
      voices.forEach((voice, index) => {
        const block = place.children[index] ?? add();
        block.dataset.uid = voice.uid;
        for (const field of fields(block)) {
          const value = voice[short(field.name)];
          if (field.type === "radio") field.checked = field.value === value;
          else if (value !== undefined) field.value = value;
        }
      });
      dress();
    },
  };
}
