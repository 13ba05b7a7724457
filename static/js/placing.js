// Putting another text into the editor, with the caret left where it was and nothing for undo to take back.

export function place(editor, html) {
  const before = editor.state.doc;
  const { from, to } = editor.state.selection;
  editor.chain().setMeta("addToHistory", false).setContent(html).run();
  const after = editor.state.doc;
  const end = before.content.findDiffEnd(after.content);
  const moved = (at) => Math.min(end && at >= end.a ? at + end.b - end.a : at, after.content.size);
  if (editor.isFocused) editor.commands.setTextSelection({ from: moved(from), to: moved(to) });
}
