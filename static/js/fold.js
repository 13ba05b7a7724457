// The outline stands open where there is room for it beside the text, and is folded where there is not.
const fold = document.querySelector("[data-fold]");
if (fold) {
  fold.open = window.matchMedia("(min-width: 76rem)").matches;
  fold.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}
