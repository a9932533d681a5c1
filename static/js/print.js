// The button of a sheet; without this script people use the browser's menu, which the sheet says.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
