// The frame of 4:5 over a photo: dragged, moved with the arrow keys, sized with a slider or + and −.

const RATIO = 4 / 5;
const SMALLEST = 160; // pixels of the photo

export async function frame(place) {
  const field = document.getElementById(place.dataset.crop);
  const image = new Image();
  image.alt = place.dataset.alt;
  image.src = place.dataset.src;
  try {
    await image.decode();
  } catch {
    place.hidden = true;
    return;
  }
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const largest = Math.floor(Math.min(width, height * RATIO));
  let [left, top, wide] = field.value.split(",").map(Number);

  const stage = document.createElement("div");
  stage.className = "crop-stage";
  const box = document.createElement("button");
  box.type = "button";
  box.className = "crop-box";
  box.setAttribute("aria-label", place.dataset.label);
  stage.append(image, box);
  const label = document.createElement("label");
  label.className = "crop-size";
  label.textContent = place.dataset.size;
  const size = document.createElement("input");
  Object.assign(size, { type: "range", min: Math.min(SMALLEST, largest), max: largest, value: wide });
  label.append(size);
  place.append(stage, label);

  const draw = (changed) => {
    wide = Math.max(Math.min(SMALLEST, largest), Math.min(largest, Math.round(wide)));
    const high = Math.min(height, Math.floor(wide / RATIO));
    left = Math.round(Math.max(0, Math.min(width - wide, left)));
    top = Math.round(Math.max(0, Math.min(height - high, top)));
    Object.assign(box.style, {
      left: `${(left / width) * 100}%`, top: `${(top / height) * 100}%`,
      width: `${(wide / width) * 100}%`, height: `${(high / height) * 100}%`,
    });
    size.value = wide;
    if (!changed) return;
    field.value = [left, top, wide, high].join(",");
    for (const choice of document.getElementsByName("window")) choice.checked = false;
  };
  const resize = (to) => {
    const [x, y] = [left + wide / 2, top + wide / RATIO / 2];
    wide = Math.max(Math.min(SMALLEST, largest), Math.min(largest, to));
    [left, top] = [x - wide / 2, y - wide / RATIO / 2];
    draw(true);
  };
  draw(false);

  box.addEventListener("pointerdown", (event) => {
    box.setPointerCapture(event.pointerId);
    const scale = width / stage.clientWidth;
    const [x, y] = [left - event.clientX * scale, top - event.clientY * scale];
    const move = (to) => {
      [left, top] = [x + to.clientX * scale, y + to.clientY * scale];
      draw(true);
    };
    box.addEventListener("pointermove", move);
    box.addEventListener("lostpointercapture", () => box.removeEventListener("pointermove", move), { once: true });
  });
  const STEP = width / 50;
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  box.addEventListener("keydown", (event) => {
    if (keys[event.key]) {
      left += keys[event.key][0] * STEP;
      top += keys[event.key][1] * STEP;
      draw(true);
    } else if (event.key === "+" || event.key === "=") resize(wide + STEP);
    else if (event.key === "-") resize(wide - STEP);
    else return;
    event.preventDefault();
  });
  size.addEventListener("input", () => resize(Number(size.value)));
  // Whoever chooses one of the three parts afterwards means that part.
  for (const choice of document.getElementsByName("window")) {
    choice.addEventListener("change", () => { field.value = field.defaultValue; });
  }
}
