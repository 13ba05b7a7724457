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
  block.forEach((line, down) => line.forEach((cell, across) => put(cellsOf(rows()[row + down] || document.createElement("tr"))[column + across], cell)));
  const beyond = block.length - (rows().length - row);
  said.textContent = beyond > 0 ? `The last ${beyond} rows found no place. Save, then paste them in the new rows.` : `${block.length} rows pasted. Save all to keep them.`;
}

function move(event) {
  const field = event.target;
  if (!field.matches("textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const [row, column] = placeOf(field);
  const text = field.tagName === "TEXTAREA";
  const atStart = text && field.selectionStart === 0 && field.selectionEnd === 0;
  const atEnd = text && field.selectionStart === field.value.length;
  const steps = {
    Enter: () => text && !event.shiftKey && go(row + 1, column),
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
