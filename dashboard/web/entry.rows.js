// The table of all events in a site of files: its rows are narrowed to what the address asks for or
// the reader types. Without this script all of them are there.

import { Format, fill, withoutMarks } from "./core/format.js";

const NARROWED = ["find", "area", "since", "date"];
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("#events tbody tr")];
// a source is shown by its publisher: the words of its title are mostly in its id, which its link has
const sources = (row) => [...row.querySelectorAll("a")].map((link) => link.hash.replaceAll("-", " ")).join(" ");
const texts = rows.map((row) => withoutMarks(`${row.textContent} ${row.dataset.names} ${sources(row)}`));
// the areas of each row by their place in the list of areas, with the land of the event in those that cut cells
const areasOf = rows.map((row) => new Map(row.dataset.areas.split(" ").map((each) => each.split(":"))));
const land = rows.map((row) => row.querySelector(".land"));
const wholeLand = land.map((cell) => cell.textContent);
const format = new Format(JSON.parse(form.dataset.locale));

// Whether a row is of a set of events: their numbers, or a bit for each row. Nothing if the set is
// not of this edition of the table.
function eventsIn(code) {
  const [, edition, kind, rest] = /^(\w+)([.~])([\w.-]*)$/.exec(code) ?? [];
  if (edition !== form.dataset.edition) return null;
  if (kind === ".") {
    const numbers = new Set(rest.split(".").map(Number));
    return (row) => numbers.has(row);
  }
  const bytes = atob(rest.replaceAll("-", "+").replaceAll("_", "/"));
  return (row) => (bytes.charCodeAt(row >> 3) >> (row & 7)) & 1;
}

function show({ find = "", since = "", date = "", events = "" }) {
  const words = withoutMarks(find).split(/\s+/).filter(Boolean);
  const chosen = events ? eventsIn(events) : null;
  const area = String(form.elements.area.selectedIndex); // 0 for everywhere
  let shown = 0;
  rows.forEach((row, i) => {
    const { day } = row.dataset;
    const fits = (!chosen || chosen(i)) && (area === "0" || areasOf[i].has(area)) && (!since || day > since) && (!date || day <= date) && words.every((word) => texts[i].includes(word));
    row.hidden = !fits;
    land[i].textContent = areasOf[i].get(area) ?? wholeLand[i];
    if (fits) shown++;
  });
  const { all, some, other } = form.dataset;
  const count = shown === rows.length ? fill(all, { all: format.number(shown) }) : fill(some, { n: format.number(shown), all: format.number(rows.length) });
  form.querySelector("output").textContent = events && !chosen ? `${count}. ${other}` : count;
}

// What the address asks for, in the form; a row of its own is left to the browser.
function read() {
  const fields = location.hash.includes("=") ? Object.fromEntries(new URLSearchParams(location.hash.slice(1))) : {};
  for (const name of NARROWED) form.elements[name].value = fields[name] ?? "";
  show(fields);
}

// What was typed, in the address; a set of events stays until all are asked for.
function write(kept) {
  const typed = NARROWED.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
  const fields = Object.fromEntries([...typed, ...(kept ? [["events", kept]] : [])]);
  history.replaceState(null, "", `#${new URLSearchParams(fields)}`);
  show(fields);
}

form.hidden = false;
form.addEventListener("input", () => write(new URLSearchParams(location.hash.slice(1)).get("events")));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => write("")));
addEventListener("hashchange", read);
read();
