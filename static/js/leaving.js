// Whoever has written something and leaves by mistake is asked first: pages are kept in no store, so that some browsers
// come back to them empty. A clause asks for itself; see editor.js.

const written = new Set(); // forms with words in them that were not sent

function ask(event) {
  if (written.size) event.preventDefault();
}

// Only while there is something to lose, since a page that asks is not kept for going back to it.
function note(form) {
  if (!form || form.method !== "post" || form.matches("[data-editor]")) return;
  written.add(form);
  addEventListener("beforeunload", ask);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("textarea, [contenteditable]")) note(target.closest("form"));
});
addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented) written.delete(target);
});

// What was refused stands in the form as it was typed, and nowhere else.
if (document.querySelector(".govuk-error-summary")) {
  for (const area of document.querySelectorAll("form textarea:not([readonly])")) if (area.value) note(area.closest("form"));
}
