// Words selected in the text can be commented on: a link goes with them to the comment form. Without script they are copied there.
const AROUND = 32; // characters on either side that tell the place from others with the same words
const LONGEST = 1000;
const LEAVES = "p, h3, h4, li, td, th, caption, blockquote";
const text = document.querySelector("[data-quotable]");

if (text) {
  const link = document.createElement("a");
  link.className = "govuk-button quote-button";
  link.textContent = "Comment on these words";
  link.hidden = true;
  document.body.append(link);
  document.addEventListener("selectionchange", () => {
    const chosen = selected();
    link.hidden = !chosen;
    if (chosen) link.href = `${text.dataset.quotable}?${new URLSearchParams(chosen)}#say`;
  });
}

/* What is selected, if it is words of one paragraph of one clause: with what stands round them there. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const leaf = element(range.startContainer).closest(LEAVES);
  const clause = leaf?.closest("[data-clause]");
  if (!clause || !leaf.closest(".legal-text")) return null;
  const words = tidy(range);
  if (!leaf.contains(range.endContainer)) range.setEnd(leaf, leaf.childNodes.length); // a triple click ends in what follows
  if (!words || words.length > LONGEST || tidy(range) !== words) return null;
  return { clause: clause.dataset.clause, words, before: beside(leaf, range, true), after: beside(leaf, range, false) };
}

function tidy(range) {
  return range.toString().replace(/\s+/g, " ").trim();
}

function beside(leaf, range, isBefore) {
  const around = document.createRange();
  around.selectNodeContents(leaf);
  if (isBefore) around.setEnd(range.startContainer, range.startOffset);
  else around.setStart(range.endContainer, range.endOffset);
  const words = around.toString().replace(/\s+/g, " ");
  return isBefore ? words.slice(-AROUND) : words.slice(0, AROUND);
}

function element(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}
