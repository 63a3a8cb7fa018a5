"use strict";
document.documentElement.classList.add("scripted");
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const byId = (id) => document.getElementById(id);
const cases = all(".case");
const chips = all(".chip");
let texts = null; // of the cases, lower-cased, when first needed

function apply() {
  const on = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.standing));
  const name = byId("document").value;
  const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && !texts) texts = cases.map((one) => one.textContent.toLowerCase());
  let shown = 0;
  cases.forEach((one, index) => {
    const fits = on.has(one.dataset.standing)
      && (!name || one.dataset.documents.split(" ").includes(name))
      && words.every((word) => texts[index].includes(word));
    one.hidden = !fits;
    shown += fits;
  });
  for (const group of all(".group")) group.hidden = !group.querySelector(".case:not([hidden])");
  byId("nothing").hidden = shown > 0;
  byId("shown").textContent = shown === cases.length ? `${shown} cases` : `${shown} of ${cases.length}`;
}

// A chip shows only its verdict; a second press shows all again; with Ctrl or Shift it is switched on or off.
for (const chip of chips) {
  chip.addEventListener("click", (event) => {
    const others = chips.filter((other) => other !== chip);
    const pressed = (one) => one.getAttribute("aria-pressed") === "true";
    if (event.ctrlKey || event.shiftKey || event.metaKey) {
      chip.setAttribute("aria-pressed", String(!pressed(chip)));
    } else {
      const alone = pressed(chip) && others.every((other) => !pressed(other));
      chip.setAttribute("aria-pressed", "true");
      for (const other of others) other.setAttribute("aria-pressed", String(alone));
    }
    apply();
  });
}
byId("text").addEventListener("input", apply);
byId("document").addEventListener("change", apply);
byId("unfold").addEventListener("click", (event) => {
  const visible = cases.filter((one) => !one.hidden);
  const open = visible.some((one) => !one.open);
  for (const one of visible) one.open = open;
  event.target.textContent = open ? "Fold" : "Unfold";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/INPUT|SELECT/.test(document.activeElement.tagName)) {
    event.preventDefault();
    byId("text").focus();
  }
});

// The bytes: sixteen a line with offset and text, made when a message is first unfolded.
const cell = (kind, index, text) => {
  const span = document.createElement("span");
  span.dataset[kind] = index;
  span.textContent = text;
  return span;
};
const aside = (text) => {
  const dim = document.createElement("i");
  dim.textContent = text;
  return dim;
};

function dump(pre) {
  const bytes = pre.textContent.match(/../g) || [];
  pre.textContent = "";
  pre.classList.add("ready");
  for (let start = 0; start < bytes.length; start += 16) {
    const line = bytes.slice(start, start + 16);
    pre.append(aside(start.toString(16).padStart(4, "0") + "  "));
    line.forEach((byte, n) => pre.append(cell("b", start + n, byte), n === 7 ? "  " : " "));
    pre.append(" ".repeat((16 - line.length) * 3 + (line.length < 8 ? 1 : 0) + 1));
    line.forEach((byte, n) => {
      const code = parseInt(byte, 16);
      pre.append(cell("t", start + n, code > 31 && code < 127 ? String.fromCharCode(code) : "·"));
    });
    pre.append("\n");
  }
}

function mark(message, row) {
  for (const old of all(".on", message)) old.classList.remove("on");
  for (const old of all("tr.marked", message)) old.classList.remove("marked");
  if (!row) return;
  row.classList.add("marked");
  const from = Number(row.dataset.from);
  const to = Math.max(Number(row.dataset.to), from + 1);
  for (const span of all(".hex span", message)) {
    const index = Number(span.dataset.b ?? span.dataset.t);
    if (index >= from && index < to) span.classList.add("on");
  }
}

for (const message of all(".message")) {
  const unfold = () => {
    const pre = message.querySelector(".hex:not(.ready)");
    if (message.open && pre) dump(pre);
  };
  message.addEventListener("toggle", unfold);
  unfold();
  message.addEventListener("mouseover", (event) => {
    const row = event.target.closest("tr[data-from]");
    if (row) mark(message, row);
    const span = event.target.closest(".hex span");
    if (span) {
      const index = Number(span.dataset.b ?? span.dataset.t);
      const rows = all("tr[data-from]", message).filter((one) => Number(one.dataset.from) <= index && index < Number(one.dataset.to));
      mark(message, rows[rows.length - 1]);
    }
  });
  message.addEventListener("mouseleave", () => mark(message, null));
}

function follow() {
  const one = location.hash.length > 1 && byId(location.hash.slice(1));
  if (one && one.open !== undefined) {
    one.open = true;
    one.scrollIntoView();
  }
}
addEventListener("hashchange", follow);
for (const one of cases) {
  one.addEventListener("toggle", () => { if (one.open) history.replaceState(null, "", "#" + one.id); });
}
apply();
follow();
