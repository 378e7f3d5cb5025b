/* "Copy" beside a field; the button appears only where it can work. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue
  const label = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
    button.textContent = button.dataset.done
    setTimeout(() => { button.textContent = label }, 2000)
  })
}
