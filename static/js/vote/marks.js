// What is marked on the ballot page, by kind of ballot: as pairs for the box, as sentences for the review, and what is wrong.

const WORDS = { approve: "同意", against: "不同意", abstain: "弃权" };

const lines = (page) => [...page.querySelectorAll("fieldset.candidate")];
const titleOf = (line) => line.querySelector("legend").textContent.trim().replace(/^(\d+)\s*/, "$1　");

function markOf(line, type) {
  if (type === "rank") return Number(line.querySelector("select").value) || null;
  if (type.startsWith("choose_")) return line.querySelector("input").checked ? "approve" : "abstain";
  return line.querySelector("input:checked")?.value ?? "abstain";
}

// Pairs in the order of the candidates; for a ranking only those with a place.
export function marksOf(page, type) {
  return lines(page)
    .map((line) => [line.dataset.key, markOf(line, type)])
    .filter(([, mark]) => mark !== null);
}

export function describe(page, type) {
  const marked = lines(page).map((line) => [line, markOf(line, type)]);
  if (type === "rank") {
    const ranked = marked.filter(([, mark]) => mark !== null).sort(([, a], [, b]) => a - b);
    return ranked.length ? ranked.map(([line, mark]) => `第 ${mark} 名：${titleOf(line)}`) : ["没有选任何项目，全部弃权"];
  }
  if (type.startsWith("choose_")) {
    const chosen = marked.filter(([, mark]) => mark === "approve");
    return chosen.length ? chosen.map(([line]) => `同意：${titleOf(line)}`) : ["没有选任何项目，全部弃权"];
  }
  return marked.map(([line, mark]) => `${WORDS[mark]}：${titleOf(line)}`);
}

// The line under the ballot: how many, and why it cannot go out as it is.
export function problemOf(page, type, places) {
  const marks = marksOf(page, type).map(([, mark]) => mark);
  if (type === "block") return { count: WORDS[marks[0]], why: "" };
  if (type === "rank") {
    const twice = marks.find((mark, place) => marks.indexOf(mark) !== place);
    return { count: `已排 ${marks.length}/${places}`, why: twice ? `第 ${twice} 名填了两次，一个名次只能给一项。` : "" };
  }
  const chosen = marks.filter((mark) => mark === "approve").length;
  const count = `已选 ${chosen}/${places}`;
  if (chosen > places) return { count, why: `最多同意 ${places} 项，现在多了 ${chosen - places} 项，请先取消。` };
  if (type === "choose_exactly_s" && chosen && chosen < places) {
    return { count, why: `要选满 ${places} 项，还差 ${places - chosen} 项；一项也不选为弃权。` };
  }
  return { count, why: "" };
}

// Nothing is marked when the page opens, whatever the browser remembered.
export function start(page, type) {
  page.querySelector("#choose-form").reset();
  page.dataset.kind = type;
}
