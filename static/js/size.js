// Type size and 长辈版 at once, without a new page. The same buttons work as a plain form.
const root = document.documentElement;

for (const form of document.querySelectorAll("[data-sizes]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    keep(button.name, button.value);
    if (button.name === "size") {
      root.dataset.size = button.value;
      // 长辈版 has its own size; choosing one leaves it.
      root.removeAttribute("data-elder");
      keep("elder", "0");
    } else {
      root.toggleAttribute("data-elder", button.value === "1");
    }
    show();
  });
}

function keep(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}

function show() {
  const elder = root.hasAttribute("data-elder");
  for (const button of document.querySelectorAll("[data-sizes] button")) {
    if (button.name === "size") {
      button.setAttribute("aria-pressed", String(!elder && button.value === root.dataset.size));
    } else {
      button.setAttribute("aria-pressed", String(elder));
      button.value = elder ? "0" : "1";
    }
  }
}
