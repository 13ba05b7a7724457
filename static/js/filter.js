// Narrows a table to the rows whose words match what is typed. Rows that are chosen always stay. Without script: the whole table.
const box = document.querySelector("[data-filter-box]");
if (box) {
  const input = box.querySelector("[data-filter]");
  const rows = [...document.querySelectorAll(`#${input.dataset.filter} tbody tr[data-words]`)];
  const none = document.querySelector("[data-filter-none]");
  box.hidden = rows.length < 8;
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(row.dataset.words.includes(wanted) || row.querySelector("input:checked"));
      shown += row.hidden ? 0 : 1;
    }
    none.hidden = shown > 0;
  });
}
