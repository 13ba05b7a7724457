// Text that the portal has not acknowledged yet, kept in this browser until it has.

export function keep(key, text) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...text, at: new Date().toISOString() }));
    return true;
  } catch {
    return false; // the browser has no room, or keeps nothing: the page then warns before it is left
  }
}

export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept, so nothing has to be forgotten
  }
}
