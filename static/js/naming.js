// As @ and the beginning of a name are typed, the people who can be told are offered. Without script: the boxes below, or the whole name.
const MOST = 6;

for (const part of document.querySelectorAll("[data-names]")) {
  const words = part.querySelector("textarea");
  const names = [...new Set([...part.querySelectorAll("label.govuk-checkboxes__label")]
    .map((label) => label.textContent.trim()))].map((whole) => ({ whole, name: whole.split(",")[0] }));
  if (words && names.length) offer(words, names);
}

function offer(words, names) {
  const list = document.createElement("div");
  list.className = "names";
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", "People who can be told");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  words.after(list, said);

  function typed() {
    return words.value.slice(0, words.selectionStart).match(/(?:^|\s)@([^@\n]{0,40})$/)?.[1];
  }
  function show() {
    const begun = typed()?.toLowerCase();
    const found = begun === undefined ? [] : names.filter(({ name }) => name.toLowerCase().startsWith(begun) && name.toLowerCase() !== begun);
    list.replaceChildren(...found.slice(0, MOST).map(choice));
    list.hidden = !found.length;
    said.textContent = found.length ? `${Math.min(found.length, MOST)} people offered below: press Tab to choose.` : "";
  }
  function choice({ whole, name }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "names__name";
    button.textContent = whole;
    button.addEventListener("click", () => {
      const at = words.selectionStart - typed().length;
      words.setRangeText(`${name} `, at, words.selectionStart, "end");
      show();
      words.focus();
    });
    return button;
  }
  words.addEventListener("input", show);
  part(words).addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    list.hidden = true;
    words.focus();
  });
}

function part(words) {
  return words.closest("[data-names]");
}
