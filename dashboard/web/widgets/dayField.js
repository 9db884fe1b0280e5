// A day as YYYY-MM-DD. A browser's own date field writes the month first or last as its maker
// likes; here 5 March cannot be read as 3 May. Its calendar still opens beside the field.

import { inSeries, isoDay } from "../core/calendar.js";
import { fill } from "../core/format.js";
import { h } from "../dom.js";
import { icon } from "./controls.js";

export class DayField {
  constructor(controller, label, settle) {
    const { facts, words, calendar } = controller;
    this.controller = controller;
    this.settle = settle;
    this.input = h("input", {
      type: "text", class: "tm-date", "aria-label": label, title: label, size: "10",
      placeholder: "YYYY-MM-DD", autocomplete: "off", oninput: () => this.typed(), onchange: () => this.typed(true),
    });
    this.picker = h("input", { type: "date", class: "tm-picker", tabindex: "-1", "aria-hidden": "true", min: facts.first, max: facts.last, onchange: () => this.take(this.picker.value) });
    this.note = h("span", { class: "tm-note", role: "status" });
    this.element = h("span", { class: "tm-day" }, this.input,
      h("button", { type: "button", class: "tm-step", title: words.open_calendar, "aria-label": words.open_calendar, onclick: () => this.open() }, icon("calendar")), this.picker);
    this.wanted = fill(words.date_outside, { first: calendar.iso(0), last: calendar.iso(calendar.last) });
  }

  open() {
    this.picker.value = this.controller.calendar.iso(this.day);
    try { this.picker.showPicker(); } catch { this.input.focus(); }
  }

  // Fewer than eight digits are a day being typed; what is left unfinished gets a note.
  typed(finished = false) {
    this.dirty = true;
    this.day ??= this.controller.day;
    if (!finished && this.input.value.replace(/\P{Nd}/gu, "").length < 8) { this.note.textContent = ""; return; }
    this.take(isoDay(this.input.value));
  }

  take(iso) {
    const { facts, calendar } = this.controller;
    const known = inSeries(iso, facts);
    this.note.textContent = known || !this.input.value.trim() ? "" : this.wanted;
    if (!known) return;
    this.dirty = false;
    if (calendar.number(iso) !== this.day) this.settle(calendar.number(iso));
    else this.show(this.day);
  }

  // What is being typed is left alone until the day itself moves.
  show(day) {
    if (this.dirty && day === this.day) return;
    this.day = day;
    this.dirty = false;
    this.input.value = this.controller.calendar.iso(day);
    this.note.textContent = "";
  }
}
