// The keys of numbered paragraphs that are linked to: each stays with its paragraph while it is written, moved and split.
import { Extension, pm } from "django-prose-editor/editor";

const KEY = /^p[0-9a-f]{8}$/;
const DEEPEST = 3; // 4.2(a)(i), as the portal numbers

const isList = (node) => node.type.name === "orderedList";

// What a paragraph says, without the numbered ones under it.
export function wordsOf(item) {
  let words = "";
  item.forEach((child) => {
    if (!isList(child)) words += ` ${child.textBetween(0, child.content.size, " ", " ")}`;
  });
  return words.split(/\s+/).filter(Boolean).join(" ");
}

// The numbered paragraphs in order, with where each stands.
export function paragraphsOf(doc) {
  const found = [];
  const walk = (list, at, depth) =>
    list.forEach((item, off) => {
      const start = at + 1 + off;
      found.push({ item, at: start });
      item.forEach((child, inner) => {
        if (isList(child) && depth < DEEPEST) walk(child, start + 1 + inner, depth + 1);
      });
    });
  doc.forEach((node, at) => {
    if (isList(node)) walk(node, at, 1);
  });
  return found;
}

export const newKey = () =>
  `p${[...crypto.getRandomValues(new Uint8Array(4))].map((one) => one.toString(16).padStart(2, "0")).join("")}`;

function keyed(doc) {
  const found = new Map();
  doc.descendants((node, at) => {
    const key = node.type.name === "listItem" && node.attrs.id;
    if (key) found.set(key, [...(found.get(key) ?? []), { item: node, at }]);
  });
  return found;
}

// A copy has no key; and a paragraph that was begun in front of another leaves the key with the words.
function settled(transactions, before, after) {
  if (!transactions.some((one) => one.docChanged)) return null;
  const had = keyed(before.doc);
  const tr = after.tr;
  for (const [key, bearing] of keyed(after.doc)) {
    const [was] = had.get(key) ?? [];
    const home = was && transactions.reduce((at, one) => one.mapping.map(at, 1), was.at);
    const kept = bearing.find((one) => one.at === home) ?? bearing[0];
    for (const one of bearing) if (one !== kept) tr.setNodeAttribute(one.at, "id", null);
    const next = kept.at + kept.item.nodeSize;
    const follower = after.doc.nodeAt(next);
    if (was && wordsOf(was.item) && !wordsOf(kept.item) && follower?.type.name === "listItem" && !follower.attrs.id) {
      if (wordsOf(follower) !== wordsOf(was.item)) continue;
      tr.setNodeAttribute(kept.at, "id", null);
      tr.setNodeAttribute(next, "id", key);
    }
  }
  return tr.docChanged ? tr : null;
}

export const ParagraphKeys = Extension.create({
  name: "ParagraphKeys",
  addGlobalAttributes() {
    const id = {
      default: null,
      keepOnSplit: false,
      parseHTML: (element) => (KEY.test(element.id) ? element.id : null),
      renderHTML: ({ id }) => (id ? { id } : {}),
    };
    return [{ types: ["listItem"], attributes: { id } }];
  },
  addProseMirrorPlugins() {
    return [new pm.state.Plugin({ appendTransaction: settled })];
  },
});
