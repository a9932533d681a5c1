// Filters: folded on a phone, always open where there is room (browsers without ::details-content need the help).

const wide = matchMedia("(min-width: 48.01rem)");

function unfold() {
  if (!wide.matches) return;
  for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = true;
}

unfold();
wide.addEventListener("change", unfold);
