// Keyboard moves, drag and drop, and the selection of pieces. Every page works without this file.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- rows: J and K move, Enter opens ----
const rows = () => $$("table[data-rows] tbody tr").filter((row) => $("a[href]", row));
let at = -1;

function choose(index) {
  const all = rows();
  if (!all.length) return;
  all.forEach((row) => row.classList.remove("chosen"));
  at = Math.max(0, Math.min(index, all.length - 1));
  const row = all[at];
  row.classList.add("chosen");
  ($("td.who a[href]", row) ?? $("a[href]", row)).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// ---- keys ----
let waiting = 0; // after « g », until when a letter is a destination

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function help() {
  const dialog = $("#keys");
  if (!dialog) return false;
  dialog.open ? dialog.close() : dialog.showModal();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (event.key === "Escape" && $("#pane")?.childElementCount && !$("dialog[open]")) {
    $("#pane").replaceChildren();
    $("tr.chosen td.who a[href]")?.focus({ preventScroll: true });
    return;
  }
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (waiting > Date.now()) {
    waiting = 0;
    const link = $(`[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  const moves = {
    j: () => choose(at + 1),
    k: () => choose(at - 1),
    g: () => (waiting = Date.now() + 1200),
    "/": () => {
      const field = $(".search input");
      field?.focus();
      field?.select();
    },
    "?": help,
  };
  if (moves[key]) {
    event.preventDefault();
    moves[key]();
    return;
  }
  // What a key does with the row chosen, or with the first one.
  const row = $("tr.chosen") ?? rows()[0];
  const button =
    $(`[data-outcome="${CSS.escape(key)}"]`) ??
    (row && ($(`[data-in-row="${CSS.escape(key)}"]`, row) ?? $(`[data-row-act="${CSS.escape(key)}"]`))) ??
    $(`[data-key="${CSS.escape(key)}"]`);
  // What was just done is said before anything else is offered: its keys come first.
  const said = $(`.toast [data-key="${CSS.escape(key)}"]`);
  if (said ?? button) {
    event.preventDefault();
    (said ?? button).click();
  }
});

// ---- the list: an act of the side done, the next file is chosen ----
const PLACE = "place";
document.addEventListener("submit", (event) => {
  if (!event.target.closest("#pane") || !rows().length) return;
  const row = $("tr.chosen") ?? rows()[0];
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, row.dataset.file ?? "", rows().indexOf(row)]));
});
{
  const [path, file, place] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  if (path === location.pathname && $(".toast")) {
    const same = rows().findIndex((row) => file && row.dataset.file === file);
    choose(same < 0 ? place : same + 1);
  }
}

// ---- the list: what a key or a button of the side does with the row chosen ----
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-row-act]");
  if (!act) return;
  const row = $("tr.chosen") ?? rows()[0];
  const { path, back } = act.dataset;
  if (!row?.dataset.file) return;
  const values = { back };
  htmx.ajax("post" in act.dataset ? "POST" : "GET", path.replace(":id", row.dataset.file), { target: "#pane", swap: "innerHTML", values });
});

// ---- a call: a digit chooses its outcome, and the next field to fill ----
document.addEventListener("change", (event) => {
  const outcome = event.target.closest("[data-outcome]");
  if (!outcome) return;
  const next = { "reached-promise": "until", "reached-disputes": "item", "reached-callback": "until" }[outcome.value] ?? "note";
  $(`[name="done-${next}"]`, outcome.form)?.focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]") && help()) event.preventDefault();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  const form = event.target.closest('a[href^="#"]') && $(event.target.closest("a").hash + "");
  if (form?.matches("form")) setTimeout(() => $("input:not([type=hidden]), select", form)?.focus());
  const open = $(".me[open]");
  if (open && !open.contains(event.target)) open.removeAttribute("open");
});

// ---- search: the list under the field ----
const field = $(".search input");
const found = $("#found");
if (field && found) {
  const options = () => $$('[role="option"]:not([aria-disabled])', found);
  const pointed = () => $('[aria-selected="true"]', found);
  const point = (option) => {
    pointed()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    found.hidden = !open;
    field.setAttribute("aria-expanded", open);
    if (!open) point(null);
  };
  const step = (by) => {
    const all = options();
    if (!all.length) return;
    if (found.hidden) show(true);
    const at = all.indexOf(pointed());
    // Past either end nothing is pointed at, and the field sends what was typed.
    point(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by]);
  };
  // Without this script the field is a plain one, so its part is given here.
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", found.dataset.label);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": found.id })) field.setAttribute(name, value);
  show(false);
  field.addEventListener("input", () => point(null));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !found.hidden && pointed()) {
      event.preventDefault();
      pointed().click();
    } else if (event.key === "Escape" && !found.hidden) {
      // The first one closes the list, the next one leaves the field.
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  });
  found.addEventListener("htmx:afterSwap", () => {
    $("#found-said").textContent = $("[data-said]", found)?.dataset.said ?? "";
    show(found.childElementCount > 0 && document.activeElement === field);
  });
  field.form.addEventListener("focusout", (event) => field.form.contains(event.relatedTarget) || show(false));
  addEventListener("pagehide", () => show(false));
}

// ---- choosing pieces: what a message would ask ----
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form) form.requestSubmit();
});

// ---- texts: a click writes a word where the caret is ----
document.addEventListener("click", (event) => {
  const word = event.target.closest("[data-insert]");
  const field = word && $("#f-body");
  if (!field || field.readOnly) return;
  field.setRangeText(word.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- files: dropped on any page, they go where the form of the imports sends them ----
const dropping = $("#dropping");
if (dropping) {
  const [title, detail, bar, button] = ["b", "p", "progress", "button"].map((part) => $(part, dropping));
  let [leaving, sending, back] = [0, null, null];
  const carries = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest?.("input[type=file]");
  const show = (words, about = "") => {
    clearTimeout(leaving);
    [title.textContent, detail.textContent, dropping.hidden] = [words, about, false];
  };
  const close = () => {
    clearTimeout(leaving);
    sending?.abort();
    sending = null;
    dropping.hidden = bar.hidden = button.hidden = true;
    dropping.classList.remove("wrong");
    back?.focus();
    back = null;
  };
  const wrong = (words, about) => {
    sending = null;
    bar.hidden = true;
    dropping.classList.add("wrong");
    show(words, about);
  };
  const answered = (request) => {
    const to = request.getResponseHeader("hx-redirect");
    if (to) return location.assign(to);
    // What the form would have answered, in its words.
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const said = $$(".note p", page).map((p) => p.textContent.trim()).filter(Boolean);
    wrong($("h1", page)?.textContent ?? dropping.dataset.lost, said.join(" "));
  };
  const send = (files) => {
    const names = files.map((file) => file.name).join(", ");
    back = document.activeElement;
    button.hidden = false;
    if (files.length > Number(dropping.dataset.files)) wrong(dropping.dataset.many, names);
    else if (files.reduce((sum, file) => sum + file.size, 0) > Number(dropping.dataset.limit)) wrong(dropping.dataset.large, names);
    else {
      const form = new FormData();
      files.forEach((file) => form.append("file", file, file.name));
      sending = new XMLHttpRequest();
      sending.open("POST", "/imports");
      sending.setRequestHeader("HX-Request", "true");
      sending.upload.onprogress = (event) => event.lengthComputable && (bar.value = event.loaded / event.total);
      sending.onload = (event) => answered(event.target);
      sending.onerror = () => wrong(dropping.dataset.lost, names);
      [bar.hidden, bar.value] = [false, 0];
      show(dropping.dataset.sending, names);
      sending.send(form);
    }
    button.focus();
  };
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = sending ? "none" : "copy";
    if (sending) return;
    button.hidden = true;
    dropping.classList.remove("wrong");
    show(dropping.dataset.over, dropping.dataset.what);
    // Told again and again while a file is above the window, and never once it has left.
    leaving = setTimeout(close, 600);
  });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    clearTimeout(leaving);
    if (!sending && event.dataTransfer.files.length) send([...event.dataTransfer.files]);
  });
  button.addEventListener("click", close);
  addEventListener("keydown", (event) => event.key === "Escape" && !dropping.hidden && close());
}

// ---- what is opened beside the list is seen, and typed in ----
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "pane") return;
  event.detail.target.scrollIntoView({ block: "nearest" });
  ($("[data-focus]", event.detail.target) ?? $("input:not([type=hidden]), select, textarea", event.detail.target))?.focus();
});

// ---- what was just done is said, then leaves ----
const toast = $(".toast");
if (toast) setTimeout(() => toast.remove(), 10000);
if (location.search.includes("done=")) {
  const url = new URL(location.href);
  url.searchParams.delete("done");
  url.searchParams.delete("n");
  url.searchParams.delete("undo");
  url.searchParams.delete("confirm");
  history.replaceState(null, "", url);
}
