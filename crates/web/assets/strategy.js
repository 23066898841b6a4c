// The axis of a strategy: a step is moved by arrow keys or by hand. Every page works without this file.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const days = (n) => $(`#f-s${n}-days`);
const flagOf = (node) => node.closest?.(".flag[data-step]");
const pixels = (flag) => Number(flag.ownerSVGElement.dataset.day) / 10;

/** The days of a step after a move: counted from the step before they never go back. */
function moved(n, by) {
  const field = days(n);
  const now = Number.parseInt(field.value.replace("\u2212", "-"), 10);
  if (Number.isNaN(now)) return null;
  const least = { "after-due": -60, "after-previous": 1, "end-of-month": 0 }[$(`#f-s${n}-timing`).value];
  return Math.min(730, Math.max(least, now + by));
}

/** Writes the days and lets the page tell what they would bring. */
function write(n, value) {
  const field = days(n);
  if (value === null || String(value) === field.value) return;
  field.value = String(value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The card slides at once; the answer of the house puts it in its place. */
function slide(flag, by) {
  const x = by * pixels(flag);
  flag.setAttribute("transform", `translate(${x} 0)`);
  $(`#stem-${flag.dataset.step}`)?.setAttribute("transform", `translate(${x} 0)`);
}

let start = null; // the day a row of keystrokes began on, by step

document.addEventListener("keydown", (event) => {
  const flag = flagOf(event.target);
  if (!flag || event.ctrlKey || event.metaKey || event.altKey) return;
  const n = flag.dataset.step;
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (way) {
    event.preventDefault();
    const before = Number.parseInt(days(n).value, 10);
    if (start?.flag !== flag) start = { flag, from: before };
    const after = moved(n, way * (event.shiftKey ? 5 : 1));
    if (after === null) return;
    slide(flag, after - start.from);
    $("#axis-said").textContent = `${flag.getAttribute("aria-label").split(",")[0]} : ${after > 0 ? "+" : ""}${after}`;
    write(n, after);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(n);
  }
});

function open(n) {
  const step = $(`#step-${n}`);
  step.open = true;
  step.scrollIntoView({ block: "nearest" });
  days(n).focus();
}

// ---- by hand ----
let drag = null;
document.addEventListener("pointerdown", (event) => {
  const flag = flagOf(event.target);
  if (!flag || event.button !== 0) return;
  drag = { flag, x: event.clientX, by: 0 };
  flag.setPointerCapture(event.pointerId);
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.by = Math.round((event.clientX - drag.x) / pixels(drag.flag));
  slide(drag.flag, drag.by);
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    if (!drag) return;
    const { flag, by } = drag;
    drag = null;
    if (end === "pointerup" && by) write(flag.dataset.step, moved(flag.dataset.step, by));
    else slide(flag, 0);
    // The click that follows a move opens nothing.
    if (by) addEventListener("click", (event) => event.preventDefault() ?? event.stopPropagation(), { capture: true, once: true });
  });
}
document.addEventListener("dragstart", (event) => flagOf(event.target) && event.preventDefault());
document.addEventListener("click", (event) => {
  const flag = flagOf(event.target);
  if (!flag) return;
  event.preventDefault();
  open(flag.dataset.step);
});

// ---- what is wrong, beside its field ----
function place() {
  for (const slot of $$("#strategy-form .error")) {
    slot.textContent = "";
    slot.closest(".field, .tick")?.classList.remove("wrong");
  }
  for (const control of $$("#strategy-form [aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const line of $$("#faults [data-field]")) {
    const slot = document.getElementById(`e-${line.dataset.field}`);
    if (!slot) continue;
    slot.textContent = line.textContent;
    slot.closest(".field, .tick")?.classList.add("wrong");
    document.getElementById(`f-${line.dataset.field}`)?.setAttribute("aria-invalid", "true");
  }
}
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "preview") return;
  start = null;
  place();
});
// A fault leads to its field, which may be folded away.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#faults a");
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  const step = control.closest("details");
  if (step) step.open = true;
  control.focus();
});
