// One request that saves a clause, and what its answer means for the person who writes.

const SIGNED_OUT =
  "You were signed out. Your text is kept here, in this browser. Sign in in another tab and come back: it will then be saved.";
const UNREACHED =
  "The portal cannot be reached. Your text is kept here, in this browser, and will be saved when the portal is back.";
const TOO_OFTEN =
  "More was sent than the portal takes from one person in ten minutes. Your text is kept here, in this browser, and will be saved soon.";
const GONE =
  "You can no longer write this clause in the capacity you act in. Your text is kept here: copy it, or change the capacity back.";

// The cookie is read each time, since signing in again in another tab changes it.
export function token(form) {
  const [, value] = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/) ?? [];
  return value ?? form.elements.csrfmiddlewaretoken.value;
}

export async function send(form, text, { leaving = false } = {}) {
  let response;
  try {
    response = await fetch(form.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token(form) },
      body: JSON.stringify(text),
      redirect: "manual",
      keepalive: leaving,
    });
  } catch {
    return { kind: "later", sentence: UNREACHED };
  }
  if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
    return { kind: "later", sentence: SIGNED_OUT, signedOut: true };
  }
  if (response.status === 429) return { kind: "later", sentence: TOO_OFTEN };
  if (response.status >= 500) return { kind: "later", sentence: UNREACHED };
  if (response.status === 404) return { kind: "refused", sentence: GONE };
  const answer = await response.json().catch(() => ({ sentence: UNREACHED }));
  if (response.ok) return { kind: "saved", ...answer };
  return { kind: response.status === 409 ? "both" : "refused", ...answer };
}
