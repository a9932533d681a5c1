// 复制: puts the button's data-copy on the clipboard. Without a clipboard the button stays hidden; the text can be selected.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("[data-copied]");
    const before = words ? words.textContent : "";
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      if (!words) return;
      words.setAttribute("role", "status");
      words.textContent = words.dataset.copied;
      setTimeout(() => {
        words.textContent = before;
      }, 3000);
    });
  }
}

// 打印: the button shows itself only where a script can keep its promise.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
