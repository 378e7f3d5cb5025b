/* One more empty row for the lines of a count. Without this script there are spare rows. */

const button = document.querySelector("[data-add-row]");
const body = document.querySelector(".count-lines tbody");
const total = document.querySelector('[name="lines-TOTAL_FORMS"]');

button.closest("[hidden]").hidden = false;
button.addEventListener("click", () => {
  const number = Number(total.value);
  const row = body.rows[number - 1].cloneNode(true);
  row.querySelectorAll(".errorlist").forEach((list) => list.remove());
  row.querySelectorAll("input").forEach((input) => {
    input.name = input.name.replace(/-\d+-/, `-${number}-`);
    input.id = input.id.replace(/-\d+-/, `-${number}-`);
    if (input.type === "checkbox") input.checked = false;
    else input.value = "";
  });
  row.querySelectorAll("label").forEach((label) => {
    label.htmlFor = label.htmlFor.replace(/-\d+-/, `-${number}-`);
  });
  body.append(row);
  total.value = number + 1;
  row.querySelector("input").focus();
});
