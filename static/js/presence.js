// Who else is writing this clause: told every so often while the page is looked at, and when it is left.
import { token } from "./sending.js";

const EVERY = 20000; // milliseconds; the portal forgets a page after three times as long

export function tellPresence(form, place) {
  async function tell({ leaving = false } = {}) {
    const body = new URLSearchParams(leaving ? { leaving: "yes" } : {});
    try {
      const response = await fetch(form.dataset.here, {
        method: "POST",
        headers: { "X-CSRFToken": token(form) },
        body,
        redirect: "manual",
        keepalive: leaving,
      });
      const answer = response.ok ? await response.json() : { others: "" };
      if (answer.over) clearInterval(telling);
      const words = answer.over || answer.others;
      if (place.textContent !== words) place.textContent = words;
    } catch {
      place.textContent = ""; // the portal cannot be reached: what was said a while ago may no longer be so
    }
  }

  const look = () => document.hidden || tell();
  const telling = setInterval(look, EVERY);
  look();
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", () => tell({ leaving: true }));
}
