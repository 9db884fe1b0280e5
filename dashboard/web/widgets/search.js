// The search in the header: a combobox that suggests while one types, whatever has a record, and
// positions.

import { fill } from "../core/format.js";
import { continued } from "../core/geometry.js";
import { splitRecord } from "../core/link.js";
import { readPosition, SearchIndex, searchEntries } from "../core/search.js";
import { h } from "../dom.js";

const EDITABLE = "input, textarea, select, [contenteditable]";

export class Search {
  constructor(controller, element) {
    this.controller = controller;
    this.element = element;
    const { words } = controller;
    this.list = h("ul", { class: "tm-options", role: "listbox", id: "tm-search-options", "aria-label": words.search, hidden: true, onpointerdown: (event) => event.preventDefault() });
    this.field = h("input", {
      class: "tm-search-field", type: "search", role: "combobox", "aria-label": words.search, placeholder: controller.facts.agreements.length ? words.search_hint : words.search_hint_places, autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      onfocus: () => this.prepare(), oninput: () => this.suggest(), onkeydown: (event) => this.key(event), onblur: () => this.fold(),
    });
    this.status = h("span", { class: "tm-unseen", role: "status" });
    element.replaceChildren(h("div", { class: "tm-search", role: "search" }, this.field, this.list, this.status));
    controller.removeSlashKey ??= addSlashKey(controller);
  }

  update() {}

  // The index is made when it is first wanted: it costs some ten milliseconds.
  prepare() {
    this.controller.searchIndex ??= new SearchIndex(searchEntries(this.controller.lookup));
  }

  suggest() {
    this.prepare();
    const { words, format } = this.controller;
    const text = this.field.value;
    const options = [...this.positions(text), ...this.controller.searchIndex.find(text).map((hit) => this.found(hit))];
    this.options = options.map((option, i) => ({ ...option, row: this.row(option, i) }));
    this.list.replaceChildren(...(options.length || !text.trim() ? this.options.map(({ row }) => row) : [h("li", { class: "tm-none", role: "presentation" }, words.search_nothing)]));
    this.list.hidden = !text.trim();
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = text.trim() ? (options.length ? format.counted(words.search_found, options.length) : words.search_nothing) : "";
    this.mark(options.length ? 0 : -1);
  }

  found({ entry, name }) {
    const { kind } = splitRecord(entry.record);
    const as = `${entry.title} ${entry.context}`.includes(name) ? "" : name;
    return { title: entry.title, context: [as, entry.context].filter(Boolean).join(" · "), kind, choose: () => this.controller.openRecord(entry.record) };
  }

  // A position leads to the place in whose cell it lies.
  positions(text) {
    const { maps, lookup, words, format } = this.controller;
    const typed = readPosition(text);
    if (!typed) return [];
    const at = { lat: typed.lat, lon: continued(typed.lon, this.controller.payload.map) };
    if (!maps.contains(at)) return [];
    const { cells } = maps.view.dateLayers;
    const place = cells.places[cells.at([at.lat, at.lon])];
    const [lat, lon] = [typed.lat, typed.lon].map((degrees) => format.number(degrees, 0.0001));
    const title = fill(words.search_position, { lat, lon });
    const context = place ? fill(words.search_near, { place: lookup.placeName(place) }) : "";
    return [{ title, context, kind: "position", choose: () => { maps.pinpoint(at); if (place) this.controller.openRecord(`place:${place}`, { keepsView: true }); } }];
  }

  row({ title, context, kind, choose }, i) {
    return h("li", { role: "option", id: `tm-search-option-${i}`, "aria-selected": "false", onclick: () => this.choose(choose), onpointermove: () => this.mark(i) },
      h("span", {}, h("b", {}, h("bdi", {}, title)), context ? h("small", {}, h("bdi", {}, context)) : null), h("em", {}, this.controller.words[`kind_${kind}`]));
  }

  mark(i) {
    this.marked = i;
    this.options.forEach(({ row }, at) => row.setAttribute("aria-selected", String(at === i)));
    const row = this.options[i]?.row;
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const { key } = event;
    if (key === "Escape") {
      if (this.list.hidden) this.field.value = "";
      this.fold();
    } else if (key === "Enter") {
      if (this.list.hidden) this.suggest();
      else if (this.options[this.marked]) this.choose(this.options[this.marked].choose);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.list.hidden) return this.suggest();
      const count = this.options.length;
      if (count) this.mark((this.marked + (key === "ArrowDown" ? 1 : -1) + count) % count);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(open) {
    this.fold();
    this.field.value = "";
    open();
  }

  fold() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}

// `/` leads to the search from anywhere on the page but a field; returns how to end that.
function addSlashKey(controller) {
  const listen = (event) => {
    const field = controller.widgets.get("search")?.field;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field?.isConnected || event.target.closest?.(EDITABLE)) return;
    event.preventDefault();
    field.focus();
    field.select();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}
