// Text that the portal has not acknowledged yet, kept in this browser until it has; and so that nobody reads it here.
//
// The key comes with the page, for the person who is signed in, and is kept nowhere: after signing out, what is here is
// of no use to anybody until the same person signs in again.

const NAME = "AES-GCM";
const IV = 12; // bytes
const AT_ONCE = 0x8000; // bytes turned into letters at a time

export function keeper(place, secrets) {
  const keys = globalThis.crypto?.subtle ? secrets.split(" ").map(read) : [];
  let turn = 0;

  // Whether it is kept. Where the browser has no room, keeps nothing or cannot encrypt, the page warns before it is left.
  async function keep(text) {
    const mine = ++turn;
    if (!keys.length) return false;
    try {
      const kept = await seal(await keys[0], place, JSON.stringify({ ...text, at: new Date().toISOString() }));
      if (mine === turn) localStorage.setItem(place, kept);
      return true;
    } catch {
      return false;
    }
  }

  async function kept() {
    let found = null;
    try {
      found = localStorage.getItem(place);
    } catch {
      return null;
    }
    if (found?.startsWith("{")) return JSON.parse(found); // of the release before, which did not encrypt
    for (const key of found ? keys : []) {
      const text = await unseal(await key, place, found).catch(() => null);
      if (text) return JSON.parse(text);
    }
    return null;
  }

  function forget() {
    turn++; // what is being encrypted is not put there afterwards
    try {
      localStorage.removeItem(place);
    } catch {
      // nothing was kept, so nothing has to be forgotten
    }
  }

  return { keep, kept, forget };
}

function read(secret) {
  return crypto.subtle.importKey("raw", bytes(secret), NAME, false, ["encrypt", "decrypt"]);
}

// Bound to its place: what was kept of one clause is not read as another's.
const how = (iv, place) => ({ name: NAME, iv, additionalData: new TextEncoder().encode(place) });

async function seal(key, place, text) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const sealed = await crypto.subtle.encrypt(how(iv, place), key, new TextEncoder().encode(text));
  return `${letters(iv)}.${letters(new Uint8Array(sealed))}`;
}

async function unseal(key, place, kept) {
  const [iv, sealed] = kept.split(".").map(bytes);
  return new TextDecoder().decode(await crypto.subtle.decrypt(how(iv, place), key, sealed));
}

function letters(given) {
  let text = "";
  for (let at = 0; at < given.length; at += AT_ONCE) text += String.fromCharCode(...given.subarray(at, at + AT_ONCE));
  return btoa(text);
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
