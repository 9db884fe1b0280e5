// What is shown and how: ways to compare, the earlier day, layers and base map, the language.

import { comparisonPresets } from "../core/presets.js";
import { h } from "../dom.js";
import { swatch } from "../map/swatch.js";
import { Menu, Segmented, optionGroup } from "./controls.js";
import { DayField } from "./dayField.js";
import { Share } from "./share.js";

export class Choices {
  constructor(controller, element) {
    this.controller = controller;
    const { words } = controller;
    this.modes = new Segmented(words.compare, Object.keys(controller.payload.looks).map((mode) => [mode, words[`compare_${mode}`]]), (mode) => controller.chooseMode(mode));
    this.since = this.sinceMenu();
    this.layers = this.layerMenu();
    element.replaceChildren(h("div", { class: "tm-choices" }, this.modes.element, this.since.element, this.layers.element, this.languages(), this.share()));
  }

  // The days compared: a pair from the records, or any day beside the one shown.
  sinceMenu() {
    const { controller } = this;
    const { words } = controller;
    const settle = (day) => { controller.compareWith(day); controller.commitSince(); };
    this.preset = h("select", { class: "tm-select", "aria-label": words.compare_preset, onchange: ({ target }) => controller.compareDays(...target.value.split(" ").map(Number)) });
    this.field = new DayField(controller, words.compare_date, settle);
    return new Menu(words.compare_dates, h("p", { class: "tm-small" }, words.compare_help), this.preset, h("p", { class: "tm-small" }, words.compare_date), this.field.element, this.field.note);
  }

  // The pairs go by the day shown: they are listed anew for another.
  updatePresets() {
    const { words, facts, calendar, format, day, span } = this.controller;
    const { since, whole, operations, recent } = comparisonPresets(facts, day, calendar.last);
    const dated = (pairs) => pairs.map(({ name, from, to }) => [`${from} ${to}`, `${name}: ${calendar.short(from)} – ${calendar.short(to)}`]);
    const days = recent.map(({ name, from, to }) => ({ name: format.counted(words.preset_days, Number(name)), from, to }));
    this.preset.replaceChildren(h("option", { value: "", hidden: true }, words.compare_preset),
      ...[[words.preset_recent, days], [words.preset_since, since], [words.preset_whole, whole], [words.preset_operations, operations]].map(([label, pairs]) => optionGroup(label, dated(pairs))).filter(Boolean));
    this.preset.value = span.join(" ");
    if (this.preset.selectedIndex < 0) this.preset.value = "";
  }

  layerMenu() {
    const { controller } = this;
    const { words } = controller;
    const { layers, bases } = controller.payload.choices;
    this.boxes = layers.map(({ name, title, about }) => h("input", { type: "checkbox", value: name, "aria-label": title, "aria-description": about, onchange: () => this.chooseLayers() }));
    this.kinds = [];
    this.labels = [];
    this.shownAbsences = [];
    this.absences = layers.map(() => h("em", { class: "tm-absence" }));
    this.bases = [["offline", words.base_offline], ...bases.map((name) => [name, name])].map(([value, text]) => ({
      text, input: h("input", { type: "radio", name: "tm-base", value, onchange: () => controller.choose({ base: value }) }),
    }));
    const online = bases.length ? h("fieldset", {}, h("legend", {}, words.base), this.bases.map(({ input, text }) => h("label", {}, input, h("span", {}, text))), h("p", { class: "tm-small" }, words.base_note)) : null;
    this.error = h("input", { type: "checkbox", "aria-label": words.error_of_line, "aria-description": words.error_of_line_about, onchange: () => controller.choose({ error: this.error.checked ? "band" : "" }) });
    const error = h("label", {}, this.error, h("span", {}, words.error_of_line, h("small", {}, words.error_of_line_about)));
    return new Menu(words.layers, h("fieldset", {}, h("legend", {}, words.layers),
      layers.map(({ title, about, kinds = [] }, i) => [
        this.labels[i] = h("label", { title: about }, this.boxes[i], h("span", {}, title, this.absences[i], h("small", {}, about))),
        kinds.length ? this.kindList(title, kinds, this.boxes[i]) : null,
      ]), error), this.unplacedPosts(), online);
  }

  chooseLayers(fields = {}) {
    const layers = this.boxes.filter((box) => box.checked).map((box) => box.value);
    this.controller.choose({ layers: layers.join(".") || "none", ...fields });
  }

  // The kinds of incidents, below the layer they are of: it is on as long as one of them is.
  kindList(title, kinds, layerBox) {
    const choose = () => {
      const chosen = this.kinds.filter((box) => box.checked).map((box) => box.value);
      layerBox.checked = chosen.length > 0;
      this.chooseLayers({ incidents: chosen.length < kinds.length ? chosen.join(".") : "" });
    };
    this.layerOfKinds = layerBox.value;
    this.kinds = kinds.map(({ id }) => h("input", { type: "checkbox", value: id, onchange: choose }));
    const rows = kinds.map(({ id, title: name }, i) => h("label", {}, this.kinds[i], swatch(this.controller, `incident.${id}`), h("span", {}, name)));
    return h("div", { class: "tm-kinds", role: "group", "aria-label": title }, rows);
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

  // A page that stands alone, in a file, has no address to send.
  share() {
    return location.protocol.startsWith("http") && new Share(this.controller).element;
  }

  languages() {
    const { languages } = this.controller.payload.choices;
    if (languages.length < 2) return null;
    return h("select", { class: "tm-select tm-language", "aria-label": "Language / اللغة", onchange: (event) => this.controller.choose({ lang: event.target.value }) },
      languages.map(({ code, name }) => h("option", { value: code, lang: code, selected: code === this.controller.payload.language }, name)));
  }

  // A layer that has nothing on the days shown is grey, with the day from which it has.
  updateAbsences() {
    const { payload, lookup, span } = this.controller;
    payload.choices.layers.forEach(({ name }, i) => {
      const text = lookup.absenceText(name, span);
      if (text === this.shownAbsences[i]) return;
      this.shownAbsences[i] = text;
      this.absences[i].textContent = text && ` ${text}`;
      this.labels[i].classList.toggle("tm-absent", text !== "");
    });
  }

  update() {
    const { controller } = this;
    const { choice, since, day } = controller;
    this.modes.set(choice.compare);
    this.since.element.hidden = !controller.isComparing;
    if (controller.isComparing && !controller.isBusy && this.shownDays !== `${since} ${day}`) {
      this.shownDays = `${since} ${day}`;
      this.updatePresets();
      this.field.show(since);
    }
    this.updateAbsences();
    const signature = `${choice.layers}|${choice.incidents}|${choice.base}|${choice.error}`;
    if (this.signature === signature) return;
    this.signature = signature;
    for (const box of this.boxes) box.checked = controller.layersShown.includes(box.value);
    const isOn = controller.layersShown.includes(this.layerOfKinds);
    for (const box of this.kinds) box.checked = isOn && controller.kindsShown.includes(box.value);
    this.error.checked = choice.error === "band";
    for (const { input } of this.bases) input.checked = input.value === choice.base;
  }
}
