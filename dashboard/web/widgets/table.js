// A table to read, sort, search and choose in.

import { announce } from "../announce.js";
import { fill, Format, roundingStep, withoutMarks } from "../core/format.js";
import { h, oncePerFrame } from "../dom.js";

// Rows come in groups. Those in view and near it are rows of cells; a group out of view stands in the
// document as its text, a line a row, so that the browser's search and a reader find it there while
// thousands of rows are few elements. The first group is there before the first paint, others follow
// in idle moments. Paper gets every row whole.
const GROUP = 50;
const MORE = 250;
const MARGIN = 600; // pixels above and below the view in which rows are drawn
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));

const rowOf = (event) => event.target.closest("tbody tr:not(.gd-lines)");
const blank = (value) => value === null || value === undefined || value === "";

export class DataTable {
  constructor(host, spec, send) {
    Object.assign(this, { host, spec, send });
    this.columns = spec.columns;
    this.count = this.columns[0].values.length;
    this.trs = [];
    this.chosen = this.at = null;
    this.sort = { column: -1, way: 1 };
    this.format = new Format(spec.format);
    this.collator = new Intl.Collator(spec.lang, { numeric: true });
    this.build();
    this.show();
  }

  build() {
    const { spec, columns } = this;
    const id = `gd-${Math.random().toString(36).slice(2)}`;
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    this.heads = columns.map((column, c) => this.head(column, c));
    const parts = columns.map((column) => `minmax(0, ${column.width}fr)`).join(" ");
    // drawn as grids, a table must say that it is one
    this.table = h(
      "table", {
        class: "gd-table", role: "table", "aria-labelledby": id, style: `--gd-width:${width}px; --gd-columns:${parts}`,
        onclick: (e) => this.clicked(e), onkeydown: (e) => this.keyed(e), onfocusin: (e) => this.setTabStop(rowOf(e)),
      },
      h("caption", { class: "unseen", id }, spec.caption),
      h("colgroup", null, columns.map((column) => h("col", { style: `width:${(100 * column.width) / width}%` }))),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, this.heads)),
    );
    this.region = h("div", { class: "gd-region", role: "region", tabindex: 0, onscroll: oncePerFrame(() => this.drawNear()), "aria-labelledby": id, "aria-describedby": `${id}-keys`, style: `--gd-height:${spec.height}px` }, this.table);
    const keys = h("div", { class: "unseen", id: `${id}-keys` }, spec.words.keys);
    this.host.replaceChildren(...[this.finder(), this.region, keys].filter(Boolean));
    Object.assign(this.host, { lang: spec.lang, dir: spec.dir });
    this.host.classList.toggle("gd-wide", width > 1300);
    this.model = this.modelRow();
  }

  head(column, c) {
    const arrow = h("span", { class: "gd-arrow", "aria-hidden": "true" });
    const button = h("button", { type: "button", title: column.help, onclick: () => this.sortBy(c) }, h("span", null, column.name), arrow);
    return h("th", { scope: "col", role: "columnheader", class: this.look(column, c), "aria-sort": "none" }, button);
  }

  // Above a table a list of the values of each column that narrows it, and a field where it is too
  // long to read through.
  finder() {
    this.narrowing = this.columns.flatMap((column, c) => (column.narrows ? this.valuesOf(column, c) : []));
    if (this.count <= 20 && !this.narrowing.length) return null;
    this.tally = h("span", { class: "gd-count" });
    const lists = this.narrowing.map(({ name, list }) => h("label", null, name, list));
    return h("div", { class: "gd-finder" }, this.count > 20 ? this.findField() : null, lists, this.tally);
  }

  // The values of a column to choose one of, where there are several.
  valuesOf({ name, values }, c) {
    const different = [...new Set(values.filter((value) => !blank(value)))].sort(this.collator.compare);
    if (different.length < 2) return [];
    const options = different.map((value) => h("option", { value }, value));
    const list = h("select", { onchange: () => this.show() }, h("option", { value: "" }, this.spec.words.any), options);
    return [{ c, name, list }];
  }

  findField() {
    this.field = h("input", { type: "search", "aria-label": `${this.spec.words.find}: ${this.spec.caption}`, autocomplete: "off", spellcheck: "false", oninput: () => this.show(), onkeydown: (e) => this.clear(e) });
    return h("label", null, this.spec.words.find, this.field);
  }

  look(column, c) {
    return `gd-${column.kind}${c === this.spec.head ? " gd-first" : ""}`;
  }

  // Cloning one row is quicker than making each.
  modelRow() {
    return h("tr", { role: "row" }, this.columns.map((column, c) => {
      const first = c === this.spec.head;
      const cell = h(first ? "th" : "td", { scope: first && "row", role: first ? "rowheader" : "cell", class: this.look(column, c) });
      if (first && this.spec.choosable) cell.append(h("button", { type: "button", class: "gd-pick", tabindex: -1, "aria-pressed": "false" }));
      else if (this.clamps(column)) cell.append(h("div", { dir: "auto" }));
      return cell;
    }));
  }

  // Where choosing a row opens it, long text waits for that.
  clamps(column) {
    return this.spec.choosable && (column.kind === "long" || column.kind === "links");
  }

  row(i) {
    if (this.trs[i]) return this.trs[i];
    const tr = this.trs[i] = this.model.cloneNode(true);
    tr.row = i;
    for (let c = 0; c < this.columns.length; c++) {
      const cell = tr.cells[c];
      const inner = cell.firstChild ?? cell;
      if (this.columns[c].kind === "links") inner.append(...this.linked(this.columns[c].values[i]));
      else inner.append(this.text(c, i));
    }
    return tr;
  }

  text(c, i) {
    const { kind, values, unit } = this.columns[c];
    const value = values[i];
    if (blank(value)) return "";
    if (kind === "links") return value.map((n) => this.spec.links[n][0]).join("; ");
    if (kind !== "number") return value;
    return this.format.number(value, roundingStep(value, unit));
  }

  linked(numbers) {
    return (numbers ?? []).flatMap((number, n) => {
      const [label, url, longer] = this.spec.links[number];
      const web = /^https?:\/\//i.test(url);
      const shown = web ? h("a", { href: url, target: "_blank", rel: "noreferrer", tabindex: -1, "aria-label": longer }, label) : label;
      return n ? ["; ", shown] : [shown];
    });
  }

  // --- which rows, in which order ---

  show() {
    this.order = this.sorted().filter(this.filter());
    this.drawn = 0;
    while (this.table.tBodies.length) this.table.tBodies[0].remove();
    this.region.scrollTop = 0;
    // the heads count as a row; a screen reader counts those still to come
    this.table.setAttribute("aria-rowcount", this.order.length + 1);
    this.fill(GROUP);
    const first = this.order.includes(this.chosen) ? this.chosen : this.order[0];
    if (first !== undefined) this.setTabStop(this.row(first));
    this.later();
    if (this.tally) {
      const { words } = this.spec;
      const before = this.tally.textContent;
      this.tally.textContent = fill(this.order.length < this.count ? words.some : words.all, { n: this.format.number(this.order.length), all: this.format.number(this.count) });
      if (before && before !== this.tally.textContent) announce(this.tally.textContent);
    }
  }

  // Neither taken off the page nor followed by another table.
  get live() {
    return this.host.isConnected && this.host.table === this;
  }

  // Rows up to a number are in the document.
  fill(upTo) {
    for (const end = Math.min(upTo, this.order.length); this.drawn < end; ) {
      const group = Object.assign(h("tbody", { role: "rowgroup" }), { first: this.drawn, numbers: this.order.slice(this.drawn, this.drawn + GROUP) });
      if (this.drawn === 0 || this.isHeld(group)) this.expand(group);
      else this.condense(group);
      this.table.append(group);
      this.drawn += group.numbers.length;
    }
  }

  // A group as rows of cells.
  expand(group) {
    if (group.isExpanded) return;
    group.isExpanded = true;
    group.replaceChildren(...group.numbers.map((i, n) => {
      const tr = this.row(i);
      tr.setAttribute("aria-rowindex", group.first + n + 2); // the heads are the first
      return tr;
    }));
  }

  // The keyboard is in it, or the row chosen.
  isHeld(group) {
    return group.contains(document.activeElement) || group.numbers.includes(this.chosen);
  }

  // A group as its text.
  condense(group) {
    if (group.isExpanded === false || this.isHeld(group)) return;
    group.isExpanded = false;
    const lines = group.numbers.map((i) => this.columns.map((_, c) => this.text(c, i)).filter(Boolean).join(" · ").replace(/\s+/gu, " "));
    group.replaceChildren(h("tr", { role: "row", class: "gd-lines" }, h("td", { role: "cell", dir: "auto" }, lines.join("\n"))));
  }

  // All of it as rows, for paper.
  expandAll() {
    this.fill(this.count);
    for (const group of this.table.tBodies) this.expand(group);
  }

  // What is in view, or soon will be, as rows; the rest as text.
  drawNear() {
    const { scrollTop, clientHeight } = this.region;
    const near = (group) => group.offsetTop < scrollTop + clientHeight + MARGIN && group.offsetTop + group.offsetHeight > scrollTop - MARGIN;
    const groups = [...this.table.tBodies];
    const wanted = groups.map(near); // all is measured before anything changes
    groups.forEach((group, n) => (wanted[n] ? this.expand(group) : this.condense(group)));
  }

  later() {
    if (this.waits || this.drawn >= this.order.length) return;
    this.waits = true;
    idle(() => {
      this.waits = false;
      if (!this.live) return;
      this.fill(this.drawn + MORE);
      this.later();
    }, { timeout: 200 });
  }

  sorted() {
    const all = Array.from({ length: this.count }, (_, i) => i);
    const { column, way } = this.sort;
    if (column < 0) return all;
    const { kind, values } = this.columns[column];
    const compare = kind === "number" ? (a, b) => a - b : kind === "day" ? (a, b) => (a < b ? -1 : +(a > b)) : this.collator.compare;
    const keys = kind === "links" ? all.map((i) => this.text(column, i)) : values;
    // what is empty stands last either way
    return all.sort((a, b) => blank(keys[a]) - blank(keys[b]) || (blank(keys[a]) ? 0 : way * compare(keys[a], keys[b])));
  }

  // Ascending, descending, and as it came.
  sortBy(c) {
    const { column, way } = this.sort;
    this.sort = column !== c ? { column: c, way: 1 } : way > 0 ? { column: c, way: -1 } : { column: -1, way: 1 };
    this.mark();
    this.show();
  }

  mark() {
    const { column, way } = this.sort;
    this.heads.forEach((th, c) => th.setAttribute("aria-sort", c !== column ? "none" : way > 0 ? "ascending" : "descending"));
  }

  filter() {
    const wanted = withoutMarks(this.field?.value ?? "").split(/\s+/).filter(Boolean);
    const chosen = this.narrowing.filter(({ list }) => list.value);
    if (!wanted.length && !chosen.length) return () => true;
    // what stands below the table stays where it is
    this.region.style.minHeight ||= `${this.region.offsetHeight}px`;
    // a row is found by what it shows, and by its other names
    this.searchTexts ??= Array.from({ length: this.count }, (_, i) => this.searchText(i));
    return (i) => chosen.every(({ c, list }) => this.columns[c].values[i] === list.value) && wanted.every((word) => this.searchTexts[i].includes(word));
  }

  searchText(i) {
    const shown = this.columns.map((column, c) => this.text(c, i));
    return withoutMarks([...shown, this.spec.aliases[i] ?? ""].join("\n"));
  }

  clear(event) {
    if (event.key !== "Escape" || !this.field.value) return;
    event.preventDefault();
    this.field.value = "";
    this.show();
  }

  // Another table of the same columns keeps how it is read.
  follow(before) {
    const names = (table) => table.columns.map((column) => column.name + column.kind).join("\n");
    if (names(before) !== names(this)) return;
    this.sort = before.sort;
    if (this.field && before.field) this.field.value = before.field.value;
    // a value that is not there any more is not chosen
    this.narrowing.forEach(({ c, list }) => {
      const was = before.narrowing.find((other) => other.c === c)?.list.value;
      if (this.columns[c].values.includes(was)) list.value = was;
    });
    this.mark();
    this.show();
  }

  // --- moving among rows and choosing one ---

  focusable(tr) {
    return tr ? [...tr.querySelectorAll("a, button")] : [];
  }

  // One row at a time is in the order of Tab; the arrows move it. Nobody tabs through thousands.
  setTabStop(tr) {
    if (!tr || tr === this.at) return;
    for (const element of this.focusable(this.at)) element.tabIndex = -1;
    for (const element of this.focusable(tr)) element.tabIndex = 0;
    this.at = tr;
  }

  keyed(event) {
    const tr = rowOf(event);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: 1, End: -1 }[event.key];
    if (!tr || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.fill(this.count);
    const from = { Home: 0, End: this.order.length - 1 }[event.key] ?? this.order.indexOf(tr.row) + step;
    const cell = event.target.closest("td, th").cellIndex;
    for (let at = from; at in this.order; at += step) {
      this.expand(this.table.tBodies[Math.floor(at / GROUP)]);
      const targets = this.focusable(this.row(this.order[at]));
      const next = targets.find((element) => element.closest("td, th").cellIndex === cell) ?? targets[0];
      if (next) { next.focus(); return; }
    }
  }

  clicked(event) {
    const tr = rowOf(event);
    if (!this.spec.choosable || !tr || event.target.closest("a")) return;
    // who marks text in a row with the mouse does not choose it
    if (!event.target.closest(".gd-pick") && String(getSelection())) return;
    this.choose(tr);
  }

  choose(tr) {
    const was = this.chosen;
    this.press(was, false);
    this.chosen = was === tr.row ? null : tr.row;
    this.press(this.chosen, true);
    tr.querySelector(".gd-pick").focus({ preventScroll: true });
    if (this.chosen !== null) announce(fill(this.spec.words.chosen, { name: this.text(this.spec.head, tr.row) }));
    this.send(this.chosen);
  }

  press(i, on) {
    if (i === null) return;
    const tr = this.row(i);
    tr.toggleAttribute("aria-current", false);
    if (on) tr.setAttribute("aria-current", "true");
    tr.querySelector(".gd-pick").setAttribute("aria-pressed", String(on));
  }
}
