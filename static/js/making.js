// Asks, ever less often, whether a PDF that is being made is there, and puts the way to it in place of the wait.
const FIRST = 800, SLOWEST = 8000, PATIENCE = 600_000, MADE = 200, BEING_MADE = 202, BROKEN = 500;
const waiting = document.querySelector("[data-making]");
const began = Date.now();

function say(sentence, link) {
  const words = document.createElement("p");
  words.className = "govuk-body";
  words.append(sentence, ...(link ? [" ", link] : []));
  waiting.replaceChildren(words);
}

function offer() {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = waiting.dataset.making;
  link.download = "";
  link.textContent = `Download ${waiting.dataset.what} (PDF)`;
  say("The PDF is made.", link);
}

async function look(after) {
  let status = BEING_MADE;
  try {
    status = (await fetch(waiting.dataset.making, { method: "HEAD", redirect: "manual" })).status;
  } catch {
    // offline: the next look may find it
  }
  const made = status === MADE, stays = !("reload" in waiting.dataset);
  if (made && stays) offer();
  else if (!made && (status === BEING_MADE || status >= BROKEN)) waitOn(after);
  else location.reload(); // the page changes with it; or it could not be made, or is of what has changed: the page says so
}

function waitOn(after) {
  if (Date.now() - began < PATIENCE) setTimeout(look, after, Math.min(after * 1.5, SLOWEST));
  else say("It takes longer than it should. You need not wait here: load this page again later.");
}

if (waiting) {
  waiting.querySelector("[data-by-hand]").remove();
  setTimeout(look, FIRST, FIRST);
}
