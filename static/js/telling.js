// The row of buttons above a text: what it shows by colour it tells a screen reader too.
const TOGGLES = new Set([
  "bold", "italic", "underline", "strike", "subscript", "superscript", "bulletList", "orderedList", "blockquote", "link",
]);

export function tellButtons(editor) {
  const row = () => editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar");
  const begin = () => watch(row().querySelectorAll("button.prose-menubar__button[data-name]"));
  row() ? begin() : editor.on("create", begin); // the editor makes the row as the last thing
}

function watch(buttons) {
  const told = new MutationObserver((changes) => changes.forEach(({ target }) => tell(target)));
  for (const button of buttons) {
    tell(button);
    told.observe(button, { attributeFilter: ["class"] });
  }
}

function tell(button) {
  button.setAttribute("aria-disabled", button.classList.contains("disabled"));
  if (TOGGLES.has(button.dataset.name)) button.setAttribute("aria-pressed", button.classList.contains("active"));
}
