/* Of a check only the parameters are shown that its rule has. Without this all are shown, and the form tells of those
   that do not belong. */

const ALL = ["years", "percent", "bar", "step"]

function fit(rule, clear) {
  const wanted = JSON.parse(rule.dataset.parameters)[rule.value] || []
  const row = rule.closest(".inline-related")
  for (const name of ALL) {
    const field = row.querySelector(`[name$="-${name}"]`)
    if (!field) continue
    const box = field.closest(".form-multiline > div")
    if (clear && !wanted.includes(name)) field.value = ""
    box.hidden = !wanted.includes(name) && !field.value
  }
}

function fitAll(root) {
  for (const rule of root.querySelectorAll("select[data-parameters]")) fit(rule, false)
}

fitAll(document)
document.addEventListener("formset:added", (event) => fitAll(event.target))
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-parameters]")) fit(event.target, true)
})
