// The search in the header: a combobox that suggests while one types, whatever has a record, pages,
// and positions. On the map its controller finds at once; on other pages what is found in is fetched when
// the field is first used.

import { h } from "../dom.js";

const EDITABLE = "input, textarea, select, [contenteditable]";

// The other pages, from the navigation.
const pageLinks = () => [...document.querySelectorAll("nav.pages :not([lang]) > a")];

export const pageTitles = () => pageLinks().map(({ textContent }) => textContent);

export class Search {
  // `controller` has the `words` of the field, `finder()`, or a promise of one, and `openSuggestion`.
  constructor(controller, element) {
    this.controller = controller;
    this.element = element;
    this.options = [];
    const { words, searchHint } = controller;
    this.list = h("ul", { class: "tm-options", role: "listbox", id: "tm-search-options", "aria-label": words.search, hidden: true, onpointerdown: (event) => event.preventDefault() });
    this.field = h("input", {
      class: "tm-search-field", type: "search", role: "combobox", "aria-label": words.search, placeholder: searchHint, autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      onfocus: () => controller.finder(), oninput: () => this.suggest(), onkeydown: (event) => this.key(event), onblur: () => this.fold(),
    });
    this.status = h("span", { class: "unseen", "aria-live": "polite" });
    element.replaceChildren(h("div", { class: "tm-search", role: "search" }, this.field, this.list, this.status));
    addSlashKey();
  }

  update() {}

  async suggest() {
    const asked = this.controller.finder();
    if (asked instanceof Promise) this.show([], this.controller.words.search_loading);
    const finder = await asked;
    const { words, format } = finder.lookup;
    const found = finder.find(this.field.value);
    this.show(found.map((suggestion, i) => ({ suggestion, row: this.row(suggestion, i, words) })), words.search_nothing, format.counted(words.search_found, found.length));
  }

  // Suggestions, and what is said of them; a note where there are none.
  show(options, note, counted = note) {
    this.options = options;
    this.list.replaceChildren(...(options.length ? options.map(({ row }) => row) : [h("li", { class: "tm-none", role: "presentation" }, note)]));
    this.list.hidden = !this.field.value.trim() || document.activeElement !== this.field;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = this.list.hidden ? "" : options.length ? counted : note;
    this.mark(options.length ? 0 : -1);
  }

  row(suggestion, i, words) {
    const { title, context, kind } = suggestion;
    return h("li", { role: "option", id: `tm-search-option-${i}`, "aria-selected": "false", onclick: () => this.choose(suggestion), onpointermove: () => this.mark(i) },
      h("span", {}, h("b", {}, h("bdi", {}, title)), context ? h("small", {}, h("bdi", {}, context)) : null), h("em", {}, words[`kind_${kind}`]));
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
      else if (this.options[this.marked]) this.choose(this.options[this.marked].suggestion);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.list.hidden) return this.suggest();
      const count = this.options.length;
      if (count) this.mark((this.marked + (key === "ArrowDown" ? 1 : -1) + count) % count);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(suggestion) {
    this.fold();
    this.field.value = "";
    if (suggestion.kind === "page") pageLinks().find(({ textContent }) => textContent === suggestion.title).click();
    else this.controller.openSuggestion(suggestion);
  }

  fold() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}

let hasSlashKey = false;

// `/` leads to the search from anywhere on the page but a field.
function addSlashKey() {
  if (hasSlashKey) return;
  hasSlashKey = true;
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector(".tm-search-field");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field || event.target.closest?.(EDITABLE)) return;
    event.preventDefault();
    if (!field.checkVisibility()) document.querySelector(".tm-head-toggle")?.click(); // it waits in the menu
    field.focus();
    field.select();
  });
}
