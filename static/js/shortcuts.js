// Single keys on the list of decisions and on the page of one. A key only moves the focus, or opens a page of the list:
// nothing is decided or sent by it. They can be turned off, and are silent while somebody writes. Without script: none.
const help = document.querySelector("[data-shortcuts]");
const KEPT = "concordat:single-keys";
const ACTS = "a, button, input, textarea, select, summary";
const writes = (element) => element.isContentEditable || element.matches("input, textarea, select");

function isOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(word) {
  try {
    localStorage.setItem(KEPT, word);
  } catch {
    /* Then it holds for this page alone. */
  }
}

// Where j and k go: from the stop that has the focus, or else from where the reader has scrolled to.
function go(step) {
  const stops = [...document.querySelectorAll("[data-stop]")];
  const here = stops.indexOf(document.activeElement);
  const next = here < 0 ? nearest(stops, step) : here + step;
  focus(stops[Math.max(0, Math.min(stops.length - 1, next))]);
}

function nearest(stops, step) {
  const below = stops.findIndex((one) => one.getBoundingClientRect().top > 8);
  if (below < 0) return stops.length - 1;
  return step > 0 ? below : below - 1;
}

function focus(element) {
  if (!element) return;
  const folded = element.closest("details:not([open])");
  if (folded && !element.matches("summary")) folded.open = true;
  if (!element.matches(ACTS)) element.tabIndex = -1;
  element.focus();
  element.scrollIntoView({ block: "center" });
}

function pressed(key) {
  const held = document.activeElement;
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "?") focus(help.querySelector("[data-turn]"));
  else if (key === "o" && held?.matches("[data-opens]")) held.click();
  else {
    const place = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (!place) return false;
    focus(place.matches(ACTS) ? place : place.querySelector("textarea"));
  }
  return true;
}

if (help) {
  const turn = help.querySelector("[data-turn]");
  let on = isOn();
  const show = () => {
    turn.textContent = on ? "Turn the keys off" : "Turn the keys on";
    help.querySelector("[data-list]").hidden = !on;
  };
  turn.addEventListener("click", () => {
    on = !on;
    keep(on ? "on" : "off");
    show();
  });
  show();
  help.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (writes(event.target) || (event.repeat && !"jk".includes(event.key))) return;
    if (pressed(event.key)) event.preventDefault();
  });
}
