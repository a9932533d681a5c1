// Rows chosen in a worklist: marks them, counts them in the bulk bar, takes "all on this page".
// Marks: [data-bulk] around list and bar; [data-bulk-all] the box in the head; [data-bulk-count] the number;
// [data-bulk-bar] the bar, shown while something is chosen; [data-bulk-clear] its button.
for (const area of document.querySelectorAll("[data-bulk]")) {
  const boxes = () => [...area.querySelectorAll("tbody input[type=checkbox]")];
  const all = area.querySelector("[data-bulk-all]");
  const bar = area.querySelector("[data-bulk-bar]");

  const show = () => {
    const chosen = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr").classList.toggle("chosen", box.checked);
    for (const place of area.querySelectorAll("[data-bulk-count]")) place.textContent = chosen.length;
    if (bar) bar.hidden = chosen.length === 0;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
  };
  const choose = (yes) => {
    for (const box of boxes()) box.checked = yes;
    show();
  };

  area.addEventListener("change", (event) => (event.target === all ? choose(all.checked) : show()));
  area.querySelector("[data-bulk-clear]")?.addEventListener("click", () => choose(false));
  area.addEventListener("htmx:afterSwap", show);
  addEventListener("pageshow", show);
  show();
}
