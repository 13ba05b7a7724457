// Links to other clauses, to their paragraphs and to defined terms: kept by what they lead to, so that numbers follow.
import { newKey, paragraphsOf, wordsOf } from "./keys.js";
import { token } from "./sending.js";

const ENOUGH = 200; // characters by which a paragraph is known again
const SHOWN = 70; // characters of it that the chooser shows
const CHANGED = "That paragraph has changed. Choose it again.";
const NOT_NOW = "The link could not be made just now. Try again in a moment.";

class Refusal extends Error {}

async function ask(address, form, sent) {
  const headers = sent ? { "Content-Type": "application/json", "X-CSRFToken": token(form) } : {};
  const options = sent ? { method: "POST", headers, body: JSON.stringify(sent) } : {};
  const response = await fetch(address, { ...options, redirect: "manual" }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer) throw new Refusal(answer?.sentence ?? NOT_NOW);
  return answer;
}

// In the clause that is being written a paragraph gets its key here, so that it is saved with the link.
function keyHere(editor, choice) {
  const found = paragraphsOf(editor.state.doc)[choice.place];
  if (!found || wordsOf(found.item).slice(0, ENOUGH) !== choice.words.slice(0, ENOUGH)) throw new Refusal(CHANGED);
  if (found.item.attrs.id) return found.item.attrs.id;
  const key = newKey();
  editor.view.dispatch(editor.state.tr.setNodeAttribute(found.at, "id", key));
  return key;
}

export function chooseLinks(editor, box, form) {
  box.hidden = false;
  const target = box.querySelector("[data-target]");
  const under = box.querySelector("[data-paragraph]");
  const trouble = box.querySelector("[data-link-trouble]");
  const clauseOf = () => (target.value.startsWith("#clause-") ? target.value.slice("#clause-".length) : "");
  const address = () => box.dataset.paragraphs.replace("SECTION", clauseOf());
  let choices = [];
  let asked = 0;

  async function offer() {
    const clause = clauseOf();
    const asking = ++asked;
    choices = [];
    under.length = 1;
    under.disabled = true;
    trouble.textContent = "";
    if (!clause) return;
    try {
      const answer = await ask(address(), form);
      if (asking !== asked) return;
      choices = answer.paragraphs;
    } catch (refusal) {
      if (asking !== asked) return;
      trouble.textContent = refusal.message;
    }
    for (const [place, one] of choices.entries()) {
      const words = one.words.length > SHOWN ? `${one.words.slice(0, SHOWN)}…` : one.words;
      under.add(new Option(`${one.number} ${words}`, place));
    }
    under.disabled = !choices.length;
  }

  async function chosen() {
    const option = target.selectedOptions[0];
    const choice = choices[under.value];
    if (!choice) return { href: option.value, words: option.dataset.words };
    const mine = clauseOf() === box.dataset.own;
    const key =
      choice.place === null
        ? choice.key
        : mine
          ? keyHere(editor, choice)
          : (await ask(address(), form, { place: choice.place, words: choice.words.slice(0, ENOUGH) })).key;
    return { href: `${option.value}/${key}`, words: `clause ${choice.number}` };
  }

  async function put() {
    if (!target.selectedOptions[0]) return;
    trouble.textContent = "";
    try {
      insert(await chosen());
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      trouble.textContent = refusal.message;
      offer();
    }
  }

  function insert({ href, words }) {
    const { from, to, empty } = editor.state.selection;
    const selected = empty ? "" : editor.state.doc.textBetween(from, to, " ");
    const text = href.startsWith("#term-") && selected ? selected : words;
    const link = { type: "text", text, marks: [{ type: "link", attrs: { href } }] };
    const apart = from > 1 && /\S/.test(editor.state.doc.textBetween(from - 1, from));
    const space = { type: "text", text: " " };
    editor.chain().focus().insertContent([...(apart ? [space] : []), link, space]).run();
  }

  target.addEventListener("change", offer);
  target.addEventListener("focus", () => choices.length || offer(), { once: true });
  box.querySelector("[data-put-link]").addEventListener("click", put);
}
