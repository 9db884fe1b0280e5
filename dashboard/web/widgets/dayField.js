// A day, typed as people write it, or chosen in the calendar that the browser opens beside the
// field. The field shows it as YYYY-MM-DD, which cannot be read as another day.

import { fill } from "../core/format.js";
import { readDate } from "../core/typedDate.js";
import { h } from "../dom.js";
import { icon } from "./controls.js";

const FULL_DIGITS = 8; // digits of a whole day; with fewer it is still being typed

export class DayField {
  constructor(controller, label, settle) {
    const { facts, words, calendar } = controller;
    this.controller = controller;
    this.settle = settle;
    this.input = h("input", {
      type: "text", class: "tm-date", "aria-label": label, title: `${label}. ${words.date_forms}`, size: "10",
      placeholder: "YYYY-MM-DD", autocomplete: "off", oninput: () => this.typed(), onchange: () => this.typed(true),
    });
    this.picker = h("input", { type: "date", class: "tm-picker", tabindex: "-1", "aria-hidden": "true", min: facts.first, max: facts.last, onchange: () => this.take(this.picker.value) });
    this.note = h("span", { class: "tm-note", "aria-live": "polite" });
    this.element = h("span", { class: "tm-day" }, this.input,
      h("button", { type: "button", class: "tm-step", title: words.open_calendar, onclick: () => this.open() }, icon("calendar")), this.picker);
    this.outside = fill(words.date_outside, { first: calendar.long(0), last: calendar.long(calendar.last) });
  }

  open() {
    this.picker.value = this.controller.calendar.iso(this.day);
    try { this.picker.showPicker(); } catch { this.input.focus(); }
  }

  // What is left unfinished is read as far as it goes, or gets a note.
  typed(finished = false) {
    if (finished && this.input.value === this.shown) return; // it was read while it was typed
    this.dirty = true;
    this.day ??= this.controller.day;
    if (!finished && this.input.value.replace(/\P{Nd}/gu, "").length < FULL_DIGITS) { this.note.textContent = ""; return; }
    this.take(this.input.value);
  }

  // Of a month or a year the first day that the series has.
  take(text) {
    const { calendar, words } = this.controller;
    const read = readDate(text, calendar);
    const isKnown = read !== null && read.last >= 0 && read.first <= calendar.last;
    this.note.textContent = isKnown || !text.trim() ? "" : read ? this.outside : words.date_forms;
    if (!isKnown) return;
    const day = calendar.clamp(read.first);
    this.dirty = false;
    if (day === this.day) this.show(day);
    else this.settle(day);
    if (read.isDayFirst) this.note.textContent = fill(words.date_day_first, { day: calendar.long(day) });
    this.readAs = day;
  }

  // What is being typed is left alone until the day itself moves.
  show(day) {
    if (this.dirty && day === this.day) return;
    this.day = day;
    this.dirty = false;
    this.input.value = this.shown = this.controller.calendar.iso(day);
    if (day !== this.readAs) this.note.textContent = "";
  }
}
