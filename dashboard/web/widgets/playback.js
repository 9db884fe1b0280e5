// The row of controls under the timeline: steps, playing, a typed day, the lens, and what the marks
// of the timeline are.

import { fill } from "../core/format.js";
import { lensPresets } from "../core/presets.js";
import { h, s } from "../dom.js";
import { choiceOf, icon, optionGroup } from "./controls.js";
import { DayField } from "./dayField.js";
import { SPEEDS, STEPS } from "./player.js";

export class Playback {
  constructor(controller) {
    this.controller = controller;
    const { words, player, calendar } = controller;
    this.playButton = this.button("play", words.play, () => { player.toggle(); this.update(); }, { "aria-pressed": "false" });
    this.back = this.button("back", "", () => this.go(player.next(-1)));
    this.forth = this.button("forth", "", () => this.go(player.next(1)));
    this.loop = this.button("loop", words.loop, () => { player.loop = !player.loop; this.update(); }, { "aria-pressed": "false" });
    this.field = new DayField(controller, words.date_field, (day) => controller.commit(day));
    this.element = h("div", { class: "tm-timeline-foot" }, h("div", { class: "tm-controls" },
      this.button("first", words.first_day, () => this.go(0)), this.back, this.playButton, this.forth,
      this.button("last", words.last_day, () => this.go(calendar.last)), this.field.element, this.loop,
      choiceOf(words.step_by, STEPS.map((step) => [step, words[`step_${step}`]]), player.step, (step) => { player.step = step; this.update(); }),
      choiceOf(words.speed, SPEEDS.map((speed) => [String(speed), fill(words.speed_value, { n: speed })]), String(player.speed), (speed) => { player.speed = Number(speed); }),
      this.zoomMenu(), this.field.note), this.key());
  }

  button(name, label, action, more) {
    return h("button", { class: "tm-step", type: "button", title: label, onclick: action, ...more }, icon(name));
  }

  // Spans to zoom to; a press on one is not a state, so the menu shows its own name again.
  zoomMenu() {
    const { controller } = this;
    const { words, facts, calendar } = controller;
    const { operations, agreements } = lensPresets(facts, calendar.last);
    const valued = (pairs) => pairs.map(({ name, from, to }) => [`${from} ${to}`, name]);
    this.comparedDays = h("option", { value: "compared" }, words.zoom_compared);
    const choose = (event) => {
      const { value } = event.target;
      event.target.value = "";
      if (value === "whole") controller.setLens(null);
      else controller.zoomTo(...(value === "compared" ? controller.span : value.split(" ").map(Number)));
    };
    return h("select", { class: "tm-select tm-zoom", "aria-label": words.zoom_to, title: words.zoom_help, onchange: choose },
      h("option", { value: "", hidden: true, selected: true }, words.zoom_to),
      h("option", { value: "whole" }, words.zoom_whole), this.comparedDays,
      optionGroup(words.zoom_operations, valued(operations)), optionGroup(words.zoom_agreements, valued(agreements)));
  }

  // A line that explains the marks of the timeline, those there are; not for screen readers, which get no marks.
  key() {
    const { words, facts: { agreements, offensives, truces } } = this.controller;
    const mark = (text, ...shapes) => h("span", {}, s("svg", { width: 16, height: 12, "aria-hidden": "true" }, ...shapes), text);
    const bar = (kind) => s("g", { class: kind }, s("rect", { x: 1, y: 3, width: 14, height: 6, rx: 1.5 }));
    return h("p", { class: "tm-timeline-key", "aria-hidden": "true" },
      agreements.length > 0 && mark(words.key_flag, s("g", { class: "tm-flag tm-role-core" }, s("line", { x1: 4, x2: 4, y1: 1, y2: 12 }), s("path", { d: "M4 1 l9 4 l-9 4 z" }))),
      mark(words.key_change, s("rect", { class: "tm-tick", x: 3, y: 5, width: 3, height: 7 }), s("rect", { class: "tm-tick", x: 8, y: 1, width: 3, height: 11 })),
      offensives.length > 0 && mark(words.kind_operation, bar("tm-operation")),
      truces.length > 0 && mark(words.key_force, bar("tm-truce")),
      truces.some(({ force }) => force === "disputed") && mark(words.key_disputed, bar("tm-truce tm-disputed")));
  }

  go(day) {
    this.controller.player.stop();
    if (day !== undefined) this.controller.commitStep(day);
  }

  update() {
    const { controller } = this;
    const { words, player } = controller;
    // at once at first: a day written later would be mixed up with what is typed into an empty field
    if (this.field.day === undefined) this.field.show(controller.day);
    // the field is slow to redraw: it follows when the date has come to rest
    controller.onceAtRest("date field", () => {
      if (!controller.adjusting) this.field.show(controller.day);
    }, 80);
    const signature = [player.on, player.loop, player.step, controller.isComparing].join();
    if (signature === this.signature) return;
    this.signature = signature;
    this.playButton.replaceChildren(icon(player.on ? "pause" : "play"));
    this.playButton.setAttribute("aria-pressed", player.on);
    this.playButton.title = player.on ? words.pause : words.play;
    this.loop.setAttribute("aria-pressed", player.loop);
    this.comparedDays.disabled = !controller.isComparing;
    for (const [button, word] of [[this.back, "previous"], [this.forth, "next"]]) {
      button.title = words[`${word}_${player.step}`];
    }
  }
}
