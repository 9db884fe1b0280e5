// The row of controls over the ribbon: steps, playing, a typed day.

import { fill } from "../core/format.js";
import { h } from "../dom.js";
import { icon } from "./controls.js";
import { DayField } from "./dayField.js";
import { SPEEDS, STEPS } from "./player.js";

export class Playback {
  constructor(controller) {
    this.controller = controller;
    const { words, player, facts, calendar } = controller;
    const days = new Set(facts.agreements.map(({ day }) => day));
    const agreementDays = [...days].filter((day) => day >= 0 && day <= calendar.last).sort((a, b) => a - b);
    this.playButton = this.button("play", words.play, () => { player.toggle(); this.update(); }, { "aria-pressed": "false" });
    this.back = this.button("back", "", () => this.go(player.next(-1)));
    this.forth = this.button("forth", "", () => this.go(player.next(1)));
    this.loop = this.button("loop", words.loop, () => { player.loop = !player.loop; this.update(); }, { "aria-pressed": "false" });
    this.field = new DayField(controller, words.date_field, (day) => this.go(day));
    this.hint = h("span", { class: "tm-hint", "aria-hidden": "true" });
    this.element = h("div", { class: "tm-controls" },
      this.button("first", words.previous_agreement, () => this.go(agreementDays.findLast((day) => day < controller.day))),
      this.back, this.playButton, this.forth,
      this.button("last", words.next_agreement, () => this.go(agreementDays.find((day) => day > controller.day))), this.loop,
      this.field.element,
      this.select(words.step_by, STEPS.map((step) => [step, words[`step_${step}`]]), player.step, (step) => { player.step = step; this.update(); }),
      this.select(words.speed, SPEEDS.map((speed) => [String(speed), fill(words.speed_value, { n: speed })]), String(player.speed), (speed) => { player.speed = Number(speed); }),
      this.field.note, this.hint);
  }

  button(name, label, action, more) {
    return h("button", { class: "tm-step", type: "button", title: label, "aria-label": label, onclick: action, ...more }, icon(name));
  }

  select(label, options, chosen, action) {
    return h("select", { class: "tm-select", "aria-label": label, title: label, onchange: (event) => action(event.target.value) },
      options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  }

  go(day) {
    this.controller.player.stop();
    if (day !== undefined) this.controller.commit(day);
  }

  setHint(text) {
    if (this.hint.textContent !== text) this.hint.textContent = text;
  }

  update() {
    const { controller } = this;
    const { words, player } = controller;
    // the field is slow to redraw: it follows when the date has come to rest
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!controller.isBusy) this.field.show(controller.day);
    }, 80);
    const signature = [player.on, player.loop, player.step].join();
    if (signature === this.signature) return;
    this.signature = signature;
    this.playButton.replaceChildren(icon(player.on ? "pause" : "play"));
    this.playButton.setAttribute("aria-pressed", player.on);
    this.playButton.setAttribute("aria-label", player.on ? words.pause : words.play);
    this.loop.setAttribute("aria-pressed", player.loop);
    for (const [button, word] of [[this.back, "previous"], [this.forth, "next"]]) {
      const label = words[`${word}_${player.step}`];
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }
}
