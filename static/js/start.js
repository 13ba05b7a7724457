/* Starts the GOV.UK Frontend parts on the page. Every page works without it. */
import { createAll, CharacterCount, Button, ErrorSummary, PasswordInput, SkipLink }
  from "../vendor/govuk-frontend/govuk-frontend.min.js";
import "./leaving.js";

for (const Part of [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink]) {
  createAll(Part);
}

/* An open menu closes on Escape, and when the reader goes elsewhere. */
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
