// The editor of suggested wording: named for a screen reader, and a paste from a word processor is tidied as in the clause itself.
import { pasteInto } from "./pasting.js";
import { tellButtons } from "./telling.js";

for (const form of document.querySelectorAll("[data-suggesting]")) {
  const present = form.querySelector(".ProseMirror[contenteditable]")?.editor;
  if (present) ready(form, present);
  else form.addEventListener("prose-editor:ready", (event) => ready(form, event.detail.editor), { once: true });
}

function ready(form, editor) {
  const label = form.querySelector("label[id$='-label']");
  editor.setOptions({
    editorProps: {
      handleDOMEvents: { paste: pasteInto(editor, form) },
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id },
    },
  });
  tellButtons(editor);
}
