// Only enhances: every page reads and works without it.

for (const item of document.querySelectorAll(".needs-script")) item.hidden = false;

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  const { share: url, title, done } = button.dataset;
  if (!navigator.share && !navigator.clipboard) button.closest("li").hidden = true;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) return await navigator.share({ url, title });
      await navigator.clipboard.writeText(url);
      button.textContent = done;
    } catch (error) {
      if (error.name !== "AbortError") button.closest("li").hidden = true;
    }
  });
}

// A link to each block of a long text, beside it. The sign stands in the style sheet, not in the text.
for (const block of document.querySelectorAll("article.prose:not(.pairs) [id^=b]")) {
  if (block.tagName === "TR") continue;
  const link = document.createElement("a");
  link.className = "permalink";
  link.href = `#${block.id}`;
  link.tabIndex = -1;
  link.setAttribute("aria-hidden", "true");
  block.prepend(link);
}
