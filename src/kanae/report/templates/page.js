"use strict";
// The page is whole without this: it only unfolds what a link leads to, and lists on request, and saves tables.
function unfoldTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let node = target; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", unfoldTarget);
if (location.hash) unfoldTarget();
// On a phone a table that is wider stands as a list: a row below the other, each value behind the name of its column.
const phone = matchMedia("(max-width: 44rem)");
function stackTables() {
  if (!phone.matches) return;
  for (const table of document.querySelectorAll(".scroll > table:not(.stacked)")) {
    const names = [...table.rows[0].cells].map((cell) => cell.textContent);
    const frame = table.parentElement;
    if (names.length < 4 && frame.scrollWidth <= frame.clientWidth) continue;
    for (const row of table.tBodies[0].rows) {
      for (const [number, cell] of [...row.cells].entries()) cell.dataset.column = names[number];
    }
    table.classList.add("stacked");
  }
}
phone.addEventListener("change", stackTables);
stackTables();
// On paper stand every commitment with its status, where the readings differ, every claim, and the sources.
const printed = "#commitments details.list, #unfold-readings, [id^='claims-'] details.entry, #sources details.list";
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(printed)].filter((details) => !details.open);
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});
for (const button of document.querySelectorAll("button.unfold")) {
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    for (const entry of button.closest(".entries").querySelectorAll("details")) entry.open = open;
  });
}
// A table is saved as it stands on the page; no cell of it runs as a formula of a spreadsheet.
function csvOf(table) {
  const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[0-9][0-9.,]*%?$/.test(text) ? "'" + text : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const line = (row) => [...row.cells].map((cell) => quoted(inert(cell.textContent))).join(",");
  return [...table.rows].map(line).join("\n") + "\n";
}
for (const paragraph of document.querySelectorAll(".download")) {
  const link = paragraph.firstElementChild;
  const table = document.getElementById(link.hash.slice(1));
  paragraph.hidden = false;
  link.addEventListener("click", () => {
    const text = "\ufeff" + csvOf(table); // the mark tells spreadsheets that it is UTF-8
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  });
}
