// What happened on the day under the pointer, beside the pointer. Pinned, by a press or by Enter, it
// also offers to open records and to zoom.

import { announce } from "../announce.js";
import { fill } from "../core/format.js";
import { happenings } from "../core/happenings.js";
import { h } from "../dom.js";

const textOf = ({ children }) => [...children].map(({ textContent }) => textContent).join(". ");

export class DayTip {
  constructor(controller, host) {
    this.controller = controller;
    this.host = host;
    this.pinned = null; // the day of a pinned tip
    this.element = h("div", { class: "tm-day-tip", hidden: true, onkeydown: (event) => this.key(event) });
    host.append(this.element);
  }

  // Over a day at `x` of the host; `about` is the bar or flag there, if one is.
  show(day, x, about) {
    if (this.pinned !== null) return;
    const hint = about?.dataset.hint ?? "";
    if (this.shown !== `${day} ${hint}`) {
      this.shown = `${day} ${hint}`;
      this.element.replaceChildren(...this.lines(day, hint));
    }
    this.place(x);
  }

  // Pin the tip, with buttons that open the records; not if there are none.
  pin(day, x, about) {
    this.hide();
    const actions = this.actions(day, about);
    this.show(day, x, about);
    if (!actions.length) return;
    const text = textOf(this.element);
    this.pinned = day;
    this.element.append(h("div", { class: "tm-tip-actions" }, actions));
    this.element.classList.add("tm-pinned");
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", text);
    this.place(x);
  }

  // Focus the first button; without one, announce what happened.
  focus() {
    const action = this.element.querySelector("button");
    if (action) action.focus();
    else announce(textOf(this.element));
  }

  hide() {
    this.pinned = null;
    this.shown = null;
    this.element.hidden = true;
    this.element.classList.remove("tm-pinned");
  }

  // Hide it when the pointer leaves, unless it is pinned.
  leave() {
    if (this.pinned === null) this.hide();
  }

  // Hide a pinned tip when another day is shown.
  follow(day) {
    if (this.pinned !== null && this.pinned !== day) this.hide();
  }

  place(x) {
    this.element.hidden = false;
    this.element.style.setProperty("--x", `${x}px`); // the style sheet keeps it inside, without asking how wide it is
  }

  lines(day, hint) {
    const { controller } = this;
    const { words, format, facts, calendar } = controller;
    const found = happenings(facts, day, calendar.last);
    const named = (key, names) => names.map((name) => fill(words[key], { name }));
    const land = found.places ? [format.counted(words.tip_places, found.places, { area: format.text(found.km2, "km2") })] : [];
    const lines = [
      ...land, ...named("tip_signed", found.signed), ...named("tip_starting", found.starting), ...named("tip_ending", found.ending),
      ...named("tip_operation", found.operations.filter((name) => !hint.startsWith(`${name}: `))), // the hint says it, with its days
    ];
    return [h("b", {}, calendar.long(day)), ...lines.map((text) => h("p", {}, text)), hint && h("p", { class: "tm-tip-hint" }, hint)].filter(Boolean);
  }

  // The record of what is pointed at, or else of every agreement of the day.
  actions(day, about) {
    const { controller } = this;
    const { words, facts, lookup } = controller;
    const named = about ? facts.agreements.filter(({ id }) => id === about.dataset.agreement)
      : new Set([...facts.agreements.filter((agreement) => agreement.day === day), ...lookup.agreementsOn(day)]);
    const open = [...named].map(({ id, short }) => this.button(fill(words.tip_open, { name: short }), () => controller.openAgreement(id)));
    const span = about?.dataset.span?.split(" ").map(Number);
    if (!span) return open;
    const [first, last] = span;
    return [
      ...open, this.button(words.tip_compare, () => controller.compareDays(Math.max(0, first - 1), last)),
      this.button(words.tip_zoom, () => controller.zoomTo(first, last)),
    ];
  }

  button(text, action) {
    return h("button", { type: "button", class: "tm-link", onclick: () => { this.hide(); action(); } }, text);
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.hide();
    this.host.querySelector(".tm-track").focus();
  }
}
