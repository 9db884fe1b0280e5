// What is shown and how: ways to compare, the earlier day, layers and base map, the language.

import { fill } from "../core/format.js";
import { MODES } from "../core/link.js";
import { h } from "../dom.js";
import { Menu, Segmented } from "./controls.js";
import { DayField } from "./dayField.js";

export class Choices {
  constructor(controller, element) {
    this.controller = controller;
    const { words } = controller;
    this.modes = new Segmented(words.compare, MODES.map((mode) => [mode, words[`compare_${mode}`]]), (mode) => controller.chooseMode(mode));
    this.since = this.sinceMenu();
    this.layers = this.layerMenu();
    element.replaceChildren(h("div", { class: "tm-choices" }, this.modes.element, this.since.element, this.layers.element, this.languages()));
  }

  // The day compared with: that of an agreement, or any other.
  sinceMenu() {
    const { controller } = this;
    const { words, facts, calendar } = controller;
    const settle = (day) => { controller.compareWith(day); controller.commitSince(); };
    this.presets = facts.agreements.filter((a) => a.day >= 0 && a.day <= calendar.last);
    this.preset = h("select", { class: "tm-select", "aria-label": words.compare_preset, onchange: (event) => event.target.value && settle(Number(event.target.value)) },
      h("option", { value: "" }, words.compare_preset), this.presets.map((a) => h("option", { value: a.day }, `${a.short} · ${a.dated}`)));
    this.field = new DayField(controller, words.compare_date, settle);
    return new Menu("", h("p", { class: "tm-small" }, words.compare_help), this.preset, h("p", { class: "tm-small" }, words.compare_date), this.field.element, this.field.note);
  }

  layerMenu() {
    const { controller } = this;
    const { words } = controller;
    const { layers, bases } = controller.payload.choices;
    this.boxes = layers.map(({ name, title, about }) => h("input", { type: "checkbox", value: name, "aria-label": title, "aria-description": about, onchange: () => controller.choose({ layers: this.boxes.filter((box) => box.checked).map((box) => box.value).join(".") || "none" }) }));
    this.bases = [["offline", words.base_offline], ...bases.map((name) => [name, name])].map(([value, text]) => ({
      text, input: h("input", { type: "radio", name: "tm-base", value, onchange: () => controller.choose({ base: value }) }),
    }));
    const online = bases.length ? h("fieldset", {}, h("legend", {}, words.base), this.bases.map(({ input, text }) => h("label", {}, input, h("span", {}, text))), h("p", { class: "tm-small" }, words.base_note)) : null;
    this.error = h("input", { type: "checkbox", "aria-label": words.error_of_line, "aria-description": words.error_of_line_about, onchange: () => controller.choose({ error: this.error.checked ? "band" : "" }) });
    const error = h("label", {}, this.error, h("span", {}, words.error_of_line, h("small", {}, words.error_of_line_about)));
    return new Menu(words.layers, h("fieldset", {}, h("legend", {}, words.layers),
      layers.map(({ title, about }, i) => h("label", { title: about }, this.boxes[i], h("span", {}, title, h("small", {}, about)))), error), this.unplacedPosts(), online);
  }

  // Posts nobody can put on the map, each with the way to its record.
  unplacedPosts() {
    const { controller } = this;
    const { facts, words, format } = controller;
    const posts = Object.entries(facts.posts).filter(([, { at }]) => !at);
    if (!posts.length) return null;
    const open = (id) => { this.layers.popover.hidePopover(); controller.openRecord(`post:${id}`); };
    return h("details", { class: "tm-unplaced" }, h("summary", {}, format.counted(words.posts_unplaced, posts.length)),
      h("ul", {}, posts.map(([id, { label, locality }]) => h("li", {}, h("button", { type: "button", class: "tm-link", onclick: () => open(id) }, label), h("small", {}, ` ${locality}`)))));
  }

  languages() {
    const { languages } = this.controller.payload.choices;
    if (languages.length < 2) return null;
    return h("select", { class: "tm-select tm-language", "aria-label": "Language / اللغة", onchange: (event) => this.controller.choose({ lang: event.target.value }) },
      languages.map(({ code, name }) => h("option", { value: code, lang: code, selected: code === this.controller.payload.language }, name)));
  }

  update() {
    const { controller } = this;
    const { choice, since, words, calendar } = controller;
    this.modes.set(choice.compare);
    this.since.element.hidden = !controller.isComparing;
    if (this.shownSince !== since) {
      this.shownSince = since;
      this.since.label.textContent = fill(words.since_button, { day: calendar.long(since) });
      this.preset.value = this.presets.some((a) => a.day === since) ? String(since) : "";
      this.field.show(since);
    }
    const signature = `${choice.layers}|${choice.base}|${choice.error}`;
    if (this.signature === signature) return;
    this.signature = signature;
    for (const box of this.boxes) box.checked = controller.layersShown.includes(box.value);
    this.error.checked = choice.error === "band";
    for (const { input } of this.bases) input.checked = input.value === choice.base;
  }
}
