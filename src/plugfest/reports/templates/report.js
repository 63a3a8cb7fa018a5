"use strict";
// Theme, filters, the map, links to a case.
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const cases = all(".case");
const chips = all(".chip");
const fields = ["text", "place", "document", "level", "change"].map(byId).filter(Boolean);
let texts = null; // of the cases, lower-cased, when first needed
root.classList.add("scripted");

const THEMES = ["auto", "light", "dark"];
function theme(name) {
  root.dataset.theme = name;
  byId("theme").lastChild.textContent = name[0].toUpperCase() + name.slice(1);
}
function remembered() {
  try { return localStorage.getItem("plugfest-theme"); } catch { return null; } // a file may have no storage
}
byId("theme").hidden = false;
byId("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
  theme(next);
  try { localStorage.setItem("plugfest-theme", next); } catch { /* it holds for this page */ }
});
theme(THEMES.includes(remembered()) ? remembered() : "auto");

const value = (id) => byId(id)?.value.trim() ?? "";

// `3.1.4` finds 3.1.4 and what is below it in any document, `MS-SRVS 3.1.4` in one, `MS-SRVS` all of it.
function within(places, wanted) {
  const name = wanted.toLowerCase();
  return places.toLowerCase().split("|").filter(Boolean).some((place) =>
    [place, place.split(" ")[1]].some((one) => one === name || one.startsWith(name + "."))
    || (!/\d$/.test(name) && place.startsWith(name)));
}

function apply() {
  const on = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.standing));
  const [name, place, level, change] = ["document", "place", "level", "change"].map(value);
  const words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && !texts) texts = cases.map((one) => one.textContent.toLowerCase());
  let shown = 0;
  cases.forEach((one, index) => {
    const data = one.dataset;
    const fits = on.has(data.standing)
      && (!name || data.places.includes(`|${name} `))
      && (!place || within(data.places, place))
      && (!level || data.levels.split(" ").includes(level))
      && (!change || (change === "any" ? data.change : data.change === change))
      && words.every((word) => texts[index].includes(word));
    one.hidden = !fits;
    shown += Boolean(fits);
  });
  for (const group of all(".group")) {
    const [left, members] = [all(".case:not([hidden])", group).length, all(".case", group).length];
    group.hidden = !left;
    group.querySelector("h2 span").textContent = left === members ? String(members) : `${left} of ${members}`;
  }
  for (const one of all("[data-place]")) one.classList.toggle("chosen", place !== "" && one.dataset.place === place);
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
for (const field of fields) field.addEventListener("input", apply);
byId("reset").addEventListener("click", () => {
  for (const field of fields) field.value = "";
  for (const chip of chips) chip.setAttribute("aria-pressed", "true");
  apply();
});
byId("unfold").addEventListener("click", (event) => {
  const visible = cases.filter((one) => !one.hidden);
  const open = visible.some((one) => !one.open);
  for (const one of visible) one.open = open;
  event.target.textContent = open ? "Fold" : "Unfold";
});

// The map: a section shows its cases, chosen again it shows all.
document.querySelector(".map").addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-place]");
  if (!chosen) return;
  event.preventDefault();
  byId("place").value = byId("place").value === chosen.dataset.place ? "" : chosen.dataset.place;
  apply();
  if (matchMedia("(max-width: 68rem)").matches) byId("place").scrollIntoView();
});
if (matchMedia("(max-width: 68rem)").matches) for (const one of all(".document")) one.open = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/INPUT|SELECT/.test(document.activeElement.tagName)) {
    event.preventDefault();
    byId("text").focus();
  }
});
function follow() {
  const one = location.hash.length > 1 && byId(location.hash.slice(1));
  if (one && one.open !== undefined) {
    one.open = true;
    one.scrollIntoView();
  }
}
addEventListener("hashchange", follow);
