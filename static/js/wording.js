// The editor of a template section's wording, named for a screen reader by the label of its field.
import { tellButtons } from "./telling.js";

for (const area of document.querySelectorAll("form textarea[name=body]")) {
  const label = area.form.querySelector(`label[for="${area.id}"]`);
  if (!label) continue;
  label.id ||= `${area.id}-label`;
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id };
  const name = (editor) => {
    editor.setOptions({ editorProps: { attributes } });
    tellButtons(editor);
  };
  const present = area.form.querySelector(".ProseMirror[contenteditable]")?.editor;
  if (present) name(present);
  else area.form.addEventListener("prose-editor:ready", (event) => name(event.detail.editor), { once: true });
}
