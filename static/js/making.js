// Asks, ever less often, whether a PDF that is being made is there, and puts the way to it in place of the wait.
const FIRST = 800, SLOWEST = 8000, MADE = 200, BEING_MADE = 202;
const waiting = document.querySelector("[data-making]");

function offer() {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = waiting.dataset.making;
  link.download = "";
  link.textContent = `Download ${waiting.dataset.what} (PDF)`;
  const words = document.createElement("p");
  words.className = "govuk-body";
  words.append("The PDF is made. ", link);
  waiting.replaceChildren(words);
}

async function look(after) {
  let status = BEING_MADE;
  try {
    status = (await fetch(waiting.dataset.making, { method: "HEAD", redirect: "manual" })).status;
  } catch {
    // offline: the next look may find it
  }
  if (status === MADE) offer();
  else if (status === BEING_MADE) setTimeout(look, after, Math.min(after * 1.5, SLOWEST));
  else location.reload(); // it could not be made, or is of what has changed since: the page says so
}

if (waiting) {
  waiting.querySelector("[data-by-hand]").remove();
  setTimeout(look, FIRST, FIRST);
}
