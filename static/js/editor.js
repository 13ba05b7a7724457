// Writing a clause: saved as you go, never over somebody else's text, and kept here until the portal has it.
import { keeper } from "./keeping.js";
import { chooseLinks } from "./linking.js";
import { pasteInto } from "./pasting.js";
import { place as put } from "./placing.js";
import { tellPresence } from "./presence.js";
import { send } from "./sending.js";
import { tellButtons } from "./telling.js";

const PAUSE = 1200; // milliseconds without typing before a save
const AGAIN = 15000; // milliseconds before a save that could not be made is tried again

const form = document.querySelector("[data-editor]");
if (form) start(form);

function start(form) {
  const area = form.querySelector("textarea");
  const place = (name) => form.querySelector(`[data-${name}]`);
  const work = { editor: null, saved: area.value, saving: false, asking: false, local: true, timer: 0 };
  const { keep, kept, forget } = keeper(form.dataset.keep, form.dataset.keepKey);

  const dirty = () => area.value !== work.saved;
  const say = (words) => (place("saved").textContent = words);

  function trouble(answer) {
    const box = place("trouble");
    box.hidden = !answer;
    box.textContent = answer ? answer.sentence : "";
    if (answer?.signedOut) {
      const link = document.createElement("a");
      link.href = form.dataset.login;
      link.target = "_blank";
      link.className = "govuk-link";
      link.textContent = "Sign in (opens in a new tab)";
      box.append(" ", link);
    }
  }

  // What looks like a person's data in the text as it was saved.
  function warn(sentences) {
    const box = place("people");
    if (box.dataset.said === sentences.join()) return;
    box.dataset.said = sentences.join();
    box.replaceChildren(
      ...sentences.map((sentence) => {
        const notice = document.createElement("p");
        notice.className = "notice notice--warning";
        notice.textContent = sentence;
        return notice;
      }),
    );
  }

  function changed() {
    keepHere();
    if (work.asking) return;
    say("Not saved yet");
    later(PAUSE);
  }

  async function keepHere() {
    work.local = false;
    work.local = await keep({ body: area.value, revision: Number(form.elements.revision.value) });
    if (!work.local && dirty() && !work.asking) say("Not saved yet. Do not close this page.");
  }

  function later(wait) {
    clearTimeout(work.timer);
    work.timer = setTimeout(save, wait);
  }

  async function save({ leaving = false } = {}) {
    clearTimeout(work.timer);
    if (work.asking || !dirty()) return;
    if (work.saving) return later(PAUSE);
    work.saving = true;
    const sent = area.value;
    const answer = await send(form, { body: sent, revision: Number(form.elements.revision.value) }, { leaving });
    work.saving = false;
    if (answer.kind === "saved") return acknowledged(sent, answer);
    if (answer.kind === "both") return ask(answer);
    say("Not saved");
    trouble(answer);
    if (answer.kind === "later") later(AGAIN);
  }

  // Where the text of others was merged with it, that is shown at once; whoever has typed on since goes on from what
  // was sent, and the next save merges again.
  function acknowledged(sent, answer) {
    const merged = answer.body !== undefined;
    const typedOn = area.value !== sent;
    form.elements.revision.value = merged && typedOn ? answer.sent : answer.revision;
    if (merged && !typedOn) write(answer.body);
    work.saved = merged && !typedOn ? area.value : sent;
    clearTimeout(work.timer);
    trouble(null);
    warn(answer.warnings);
    say(answer.saved);
    if (dirty()) return changed();
    forget();
  }

  // Somebody else saved first. Nothing more is sent until the writer has chosen.
  function ask(answer) {
    work.asking = true;
    say("Not saved: choose between the two texts below");
    const box = place("both");
    box.innerHTML = answer.html; // drawn and sanitised by the portal
    box.hidden = false;
    place("by-hand").hidden = true;
    for (const button of box.querySelectorAll("[data-choose]")) {
      button.addEventListener("click", () => choose(button.dataset.choose, answer, box));
    }
    box.scrollIntoView({ block: "nearest" });
  }

  function choose(what, answer, box) {
    work.asking = false;
    place("by-hand").hidden = false;
    form.elements.revision.value = answer.revision;
    work.saved = answer.theirs;
    if (what === "theirs") write(answer.theirs);
    if (what === "edit") box.querySelector(".govuk-button-group").remove();
    else {
      box.hidden = true;
      box.replaceChildren();
    }
    work.editor ? work.editor.commands.focus() : area.focus();
    if (what === "mine") return save();
    if (what === "edit") return say("Change your text above; it is saved as you go");
    work.saved = area.value;
    forget();
    say("Their text is taken. Nothing of yours is left to save.");
  }

  function write(html) {
    if (work.editor) put(work.editor, html);
    area.value = html;
  }

  // What was typed before the laptop closed or the session ended is put back, and saved.
  async function restore() {
    const typed = area.value;
    const old = await kept();
    if (!old || area.value !== typed) return; // whoever has begun to write meanwhile goes on
    if (old.body === area.value) return forget();
    write(old.body);
    form.elements.revision.value = old.revision;
    keepHere();
    say("Text that was not saved the last time has been put back");
    later(PAUSE);
  }

  function ready(editor) {
    work.editor = editor;
    const untouched = area.value === work.saved;
    editor.setOptions({
      editorProps: {
        handleDOMEvents: { paste: pasteInto(editor, form) },
        attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": `${area.id}-label` },
      },
    });
    tellButtons(editor);
    chooseLinks(editor, place("links"), form);
    if (untouched) work.saved = area.value;
    restore();
  }

  area.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dirty() ? save() : say("Nothing has changed since it was last saved");
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? save({ leaving: true }) : save()));
  window.addEventListener("focus", () => save());
  window.addEventListener("online", () => save());
  window.addEventListener("beforeunload", (event) => {
    if (dirty() && !work.local) event.preventDefault();
  });

  tellPresence(form, place("others"));

  const present = form.querySelector(".ProseMirror[contenteditable]")?.editor;
  if (present) ready(present);
  else form.addEventListener("prose-editor:ready", (event) => ready(event.detail.editor), { once: true });
  if (!area.closest(".prose-editor") && !area.hasAttribute("data-django-prose-editor-configurable")) restore();
}
