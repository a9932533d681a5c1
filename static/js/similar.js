// While somebody types: published cases that sound alike, under the text box. The words travel in the body of a POST.
// Marks: [data-similar=<address>][data-similar-of=<id of the textarea>], inside it [data-similar-list].
for (const box of document.querySelectorAll("[data-similar]")) {
  const field = document.getElementById(box.dataset.similarOf);
  const list = box.querySelector("[data-similar-list]");
  const token = box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0;
  let asked = "";

  const ask = async () => {
    const content = field.value.trim();
    if (content.length < 8 || content === asked) return;
    asked = content;
    try {
      const body = new URLSearchParams({ content, csrfmiddlewaretoken: token });
      const answer = await fetch(box.dataset.similar, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || field.value.trim() !== content) return;
      list.innerHTML = await answer.text();
      box.hidden = !list.querySelector("article");
    } catch {
      // No network: the form goes on without suggestions.
    }
  };
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 700);
  });
}
