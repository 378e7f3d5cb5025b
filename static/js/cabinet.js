// Only enhances the cabinet: everything works without it, and the server checks everything anew.

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

for (const item of document.querySelectorAll(".needs-cabinet")) item.hidden = false;
document.querySelector("[data-focus]")?.focus();

// Identification number: date, century, sex and control digit with its second pass, as federation/identification.py.
const CENTURIES = { 1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000 };

function controlDigit(digits) {
  for (const shift of [0, 2]) {
    const sum = digits.slice(0, 11).reduce((total, digit, index) => total + digit * (((index + shift) % 11) + 1), 0);
    if (sum % 11 < 10) return sum % 11;
  }
  return null;
}

export function judged(text) {
  const number = text.replace(/[\s–-]/g, "");
  if (!/^[0-9]{12}$/.test(number)) return { number, wrong: "length" };
  const digits = [...number].map(Number);
  const century = CENTURIES[digits[6]];
  if (!century) return { number, wrong: "century" };
  const [year, month, day] = [century + Number(number.slice(0, 2)), Number(number.slice(2, 4)), Number(number.slice(4, 6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return { number, wrong: "date" };
  if (controlDigit(digits) !== digits[11]) return { number, wrong: "control" };
  return { number, date: `${number.slice(4, 6)}.${number.slice(2, 4)}.${year}`, sex: digits[6] % 2 ? "man" : "woman" };
}

for (const box of document.querySelectorAll("[data-iin]")) {
  const input = box.querySelector("input");
  const said = box.querySelector(".iin-said");
  input.addEventListener("input", () => {
    const { number, wrong, date, sex } = judged(input.value);
    const growing = wrong === "length" && /^[0-9]{0,11}$/.test(number);
    said.classList.toggle("is-wrong", Boolean(wrong) && !growing);
    said.classList.toggle("is-counting", growing);
    if (growing) said.textContent = number ? filled(box.dataset.counting, { count: number.length }) : "";
    else said.textContent = wrong ? box.dataset[wrong] : filled(box.dataset.said, { date, sex: box.dataset[sex] });
  });
}

// The same words in the other language, where that one is still empty.
for (const button of document.querySelectorAll("[data-copy]")) {
  const [first, second] = button.closest(".two").querySelectorAll("input, textarea");
  const status = button.parentElement.querySelector("[role=status]");
  if (first.value.trim() && second.value.trim()) button.parentElement.hidden = true;
  button.addEventListener("click", () => {
    const [from, to] = first.value.trim() ? [first, second] : [second, first];
    if (!from.value.trim() || to.value.trim()) return;
    to.value = from.value;
    to.dispatchEvent(new Event("input"));
    status.textContent = button.parentElement.dataset.copied;
    to.focus();
  });
}

for (const pair of document.querySelectorAll("[data-counted]")) {
  for (const area of pair.querySelectorAll("textarea[maxlength]")) {
    const line = document.createElement("p");
    line.className = "field-count";
    area.after(line);
    const most = Number(area.getAttribute("maxlength"));
    const count = () => {
      line.textContent = filled(pair.dataset.counted, { count: area.value.length, most });
      line.classList.toggle("is-over", area.value.length >= most);
    };
    area.addEventListener("input", count);
    count();
  }
}

// A file's size is told before it goes over a poor network.
const LARGEST = 10 * 1024 * 1024;
for (const box of document.querySelectorAll("[data-file]")) {
  const input = box.querySelector("input[type=file]");
  const line = document.createElement("p");
  line.className = "file-said";
  line.setAttribute("role", "status");
  input.after(line);
  input.addEventListener("change", () => {
    const file = input.files[0];
    const large = Boolean(file) && file.size > LARGEST;
    line.classList.toggle("is-wrong", large);
    line.textContent = file
      ? filled(box.dataset.file, { name: file.name, size: (file.size / 1048576).toFixed(1) }) + (large ? ` – ${box.dataset.large}` : "")
      : "";
  });
}

// The button of an announcement says how many decisions it announces now, and to how many organisations mails go.
for (const button of document.querySelectorAll("[data-chosen]")) {
  const say = () => {
    const boxes = [...button.form.querySelectorAll("[data-branch]:checked")];
    const branches = new Set(boxes.map((box) => box.dataset.branch));
    button.textContent = filled(button.dataset.chosen, { decisions: boxes.length, mails: branches.size });
  };
  button.form.addEventListener("change", say);
  addEventListener("pageshow", say);
  say();
}

// One press is enough: the buttons rest while the network works, and wake when the person comes back.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") return event.preventDefault();
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    if (button) {
      button.dataset.label = button.textContent;
      button.textContent = form.dataset.wait;
    }
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[data-label]")) button.textContent = button.dataset.label;
  }
});

for (const place of document.querySelectorAll("[data-crop]")) {
  import(place.dataset.module).then(({ frame }) => frame(place));
}
