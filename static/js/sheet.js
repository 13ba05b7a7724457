// The table of data flows, moved through and pasted into as in a spreadsheet. Without script: a form like any other.
const sheet = document.querySelector("[data-sheet]");
const rows = () => [...sheet.querySelectorAll("tbody tr")];
const cellsOf = (row) => [...row.querySelectorAll("textarea, select")];
const placeOf = (field) => {
  const row = field.closest("tr");
  return [rows().indexOf(row), cellsOf(row).indexOf(field)];
};

function go(row, column) {
  const field = rows()[row] && cellsOf(rows()[row])[column];
  if (!field) return false;
  field.focus();
  field.closest("td").scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

// Tab-separated text as a spreadsheet copies it: cells with line breaks or quotation marks stand in quotation marks.
function blockOf(text) {
  const lines = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const line = lines[lines.length - 1];
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') { line[line.length - 1] += '"'; at += 1; }
    else if (sign === '"' && (quoted || line[line.length - 1] === "")) quoted = !quoted;
    else if (!quoted && sign === "\t") line.push("");
    else if (!quoted && sign === "\n") lines.push([""]);
    else line[line.length - 1] += sign;
  }
  return lines.filter((line, at) => at < lines.length - 1 || line.some((cell) => cell !== ""));
}

// A version 4 UUID, as the portal makes them for its own rows; randomUUID is not there without HTTPS.
function nonce() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, at) =>
    (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// One more empty row at the foot, made like the last; none beyond what one form can send.
function grow() {
  const last = rows().at(-1);
  const held = last.querySelector('input[name$="-nonce"]');
  if (!held || rows().length >= Number(sheet.dataset.most)) return false;
  const old = held.name.replace("-nonce", "");
  const place = Number(old.slice(1)) + 1;
  const row = last.cloneNode(true);
  row.classList.remove("flowsheet__row--error");
  row.querySelectorAll(".flowsheet__error").forEach((error) => error.remove());
  row.querySelectorAll(".flowsheet__cell--error").forEach((cell) => cell.classList.remove("flowsheet__cell--error"));
  row.querySelectorAll("[id], [name]").forEach((one) => {
    if (one.id) one.id = one.id.replace(old, `n${place}`);
    if (one.name) one.name = one.name.replace(old, `n${place}`);
  });
  cellsOf(row).forEach((field) => {
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/^New flow \d+/, `New flow ${place}`));
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    field.value = "";
  });
  row.querySelector('input[name$="-nonce"]').value = nonce();
  last.after(row);
  return true;
}

function put(field, text) {
  if (!field || field.disabled) return;
  const words = text.trim();
  if (field.tagName === "SELECT") {
    const found = [...field.options].find((option) => option.text.toLowerCase() === words.toLowerCase());
    // What is not among the choices is kept, so that the answer says what to choose from.
    field.value = (found || field.appendChild(new Option(words, words))).value;
  } else field.value = text;
}

function paste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  const block = blockOf(text);
  if (!event.target.matches("textarea, select") || (block.length < 2 && (block[0] || []).length < 2)) return;
  event.preventDefault();
  const [row, column] = placeOf(event.target);
  while (rows().length < row + block.length && grow());
  block.forEach((line, down) => line.forEach((cell, across) => put(cellsOf(rows()[row + down] || document.createElement("tr"))[column + across], cell)));
  const beyond = block.length - (rows().length - row);
  const counted = `${block.length - Math.max(beyond, 0)} rows pasted. Save all to keep them.`;
  said.textContent = beyond > 0 ? `${counted} The last ${beyond} found no place: bring those in from a file.` : counted;
}

function move(event) {
  const field = event.target;
  if (!field.matches("textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const [row, column] = placeOf(field);
  const text = field.tagName === "TEXTAREA";
  const atStart = text && field.selectionStart === 0 && field.selectionEnd === 0;
  const atEnd = text && field.selectionStart === field.value.length;
  const steps = {
    Enter: () => text && !event.shiftKey && (go(row + 1, column) || (grow() && go(row + 1, column))),
    ArrowUp: () => atStart && go(row - 1, column),
    ArrowDown: () => atEnd && go(row + 1, column),
    ArrowLeft: () => atStart && go(row, column - 1),
    ArrowRight: () => atEnd && go(row, column + 1),
  };
  if (steps[event.key] && steps[event.key]()) event.preventDefault();
}

const said = document.createElement("p");
said.className = "govuk-hint";
said.setAttribute("role", "status");
sheet?.before(said);
sheet?.addEventListener("paste", paste);
sheet?.addEventListener("keydown", move);
