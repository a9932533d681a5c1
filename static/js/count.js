// Says how many characters are left. Fields carry data-count, their limit; astral characters count as one.
for (const field of document.querySelectorAll("textarea[data-count]")) {
  const limit = Number(field.dataset.count);
  const line = document.createElement("p");
  line.className = "counter";
  field.after(line);
  // Spoken only near the end, and not on every key.
  const spoken = document.createElement("p");
  spoken.className = "vh";
  spoken.setAttribute("aria-live", "polite");
  line.after(spoken);
  let timer;

  const show = () => {
    const used = [...field.value].length;
    const left = limit - used;
    line.textContent = left >= 0 ? `已写 ${used} 字，还可写 ${left} 字` : `超出 ${-left} 字`;
    line.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = left < 50 ? line.textContent : "";
    }, 1000);
  };
  field.addEventListener("input", show);
  show();
}
