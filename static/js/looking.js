// Tells the portal, once, that the page is before somebody's eyes, so that they are shown what is new the next time.
const form = document.querySelector("[data-looking]");

function tell() {
  fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true })
    .catch(() => {}); // it is told with the next page
}

if (form) {
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell, { once: true });
}
