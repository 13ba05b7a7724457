// Links to other clauses and to defined terms: kept by what they lead to, so that the numbers shown follow.

export function chooseLinks(editor, box) {
  box.hidden = false;
  const target = box.querySelector("[data-target]");
  box.querySelector("[data-put-link]").addEventListener("click", () => {
    const chosen = target.selectedOptions[0];
    if (!chosen) return;
    const { from, to, empty } = editor.state.selection;
    const selected = empty ? "" : editor.state.doc.textBetween(from, to, " ");
    const isTerm = chosen.value.startsWith("#term-");
    const text = isTerm && selected ? selected : chosen.dataset.words;
    const link = { type: "text", text, marks: [{ type: "link", attrs: { href: chosen.value } }] };
    const apart = from > 1 && /\S/.test(editor.state.doc.textBetween(from - 1, from));
    const space = { type: "text", text: " " };
    editor.chain().focus().insertContent([...(apart ? [space] : []), link, space]).run();
  });
}
