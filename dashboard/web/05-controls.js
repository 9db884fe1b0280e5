// Controls that every browser draws and names alike: icons, one of several, a menu, a typed day.

const ICONS = {
  first: "M5 3v10M13 3 7 8l6 5z", back: "M11 3 5 8l6 5", play: "M5 3l8 5-8 5z", pause: "M5 3h2v10H5zM9 3h2v10H9z",
  forth: "M5 3l6 5-6 5", last: "M11 3v10M3 3l6 5-6 5z", loop: "M12.5 6A5 5 0 1 0 13 9M13 3v3.5H9.5",
  calendar: "M3 4h10v9H3zM3 7h10M6 2.5v3M10 2.5v3",
};
const SOLID = new Set(["first", "play", "pause", "last"]);

function icon(name) {
  return s("svg", { class: `tm-icon${SOLID.has(name) ? " tm-solid" : ""}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
}

// One of several, all in the open: a radio group moved through with the arrow keys.
class Segmented {
  // With `manual` the keys only walk; Enter chooses: for choices that change more than they show.
  constructor(label, options, choose, { manual = false } = {}) {
    this.manual = manual;
    this.choose = choose;
    this.buttons = options.map(([value, text]) => h("button", {
      type: "button", role: "radio", "aria-checked": "false", tabindex: "-1", "data-value": value, onclick: () => choose(value),
    }, text));
    this.element = h("div", { class: "tm-segmented", role: "radiogroup", "aria-label": label, onkeydown: (event) => this.key(event) }, this.buttons);
  }

  set(value) {
    if (this.value === value) return;
    this.value = value;
    for (const button of this.buttons) {
      const on = button.dataset.value === value;
      button.setAttribute("aria-checked", on);
      button.tabIndex = on ? 0 : -1;
    }
  }

  key(event) {
    const right = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: right, ArrowLeft: -right, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.buttons.indexOf(document.activeElement);
    const next = this.buttons.at((at + step) % this.buttons.length);
    next.focus();
    if (!this.manual) this.choose(next.dataset.value);
  }
}

// A button that opens a sheet over the page; Escape or a press elsewhere closes it.
class Menu {
  constructor(text, ...content) {
    this.sheet = h("div", { class: "tm-menu", popover: "auto", ontoggle: (event) => this.toggled(event) }, content);
    this.label = h("span", {}, text);
    this.button = h("button", { type: "button", class: "tm-open", "aria-haspopup": "dialog", "aria-expanded": "false" }, this.label, s("svg", { class: "tm-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: "M4 6l4 4 4-4" })));
    this.button.popoverTargetElement = this.sheet;
    this.element = h("span", { class: "tm-menu-host" }, this.button, this.sheet);
  }

  toggled(event) {
    const open = event.newState === "open";
    this.button.setAttribute("aria-expanded", open);
    this.follow ??= () => this.place();
    const listen = open ? addEventListener : removeEventListener;
    listen("scroll", this.follow, true);
    listen("resize", this.follow);
    if (open) this.place();
  }

  // Under its button where there is room, inside the window always.
  place() {
    const box = this.button.getBoundingClientRect();
    const wide = this.sheet.offsetWidth;
    const from = getComputedStyle(this.button).direction === "rtl" ? box.right - wide : box.left;
    const top = Math.min(Math.max(8, box.bottom + 4), Math.max(8, innerHeight - 240));
    this.sheet.style.left = `${Math.max(8, Math.min(from, innerWidth - wide - 8))}px`;
    this.sheet.style.top = `${top}px`;
    this.sheet.style.maxHeight = `${innerHeight - top - 12}px`;
  }
}

// A day as YYYY-MM-DD. A browser's own date field writes the month first or last as its maker
// likes; here 5 March cannot be read as 3 May. Its calendar still opens beside the field.
class DayField {
  constructor(board, label, settle) {
    const { facts, words, calendar } = board;
    this.board = board;
    this.settle = settle;
    this.input = h("input", {
      type: "text", class: "tm-date", "aria-label": label, title: label, size: "10",
      placeholder: "YYYY-MM-DD", autocomplete: "off", oninput: () => this.typed(), onchange: () => this.typed(true),
    });
    this.picker = h("input", { type: "date", class: "tm-picker", tabindex: "-1", "aria-hidden": "true", min: facts.first, max: facts.last, onchange: () => this.take(this.picker.value) });
    this.note = h("span", { class: "tm-note", role: "status" });
    this.element = h("span", { class: "tm-day" }, this.input,
      h("button", { type: "button", class: "tm-step", title: words.open_calendar, "aria-label": words.open_calendar, onclick: () => this.open() }, icon("calendar")), this.picker);
    this.asked = fill(words.date_outside, { first: calendar.iso(0), last: calendar.iso(calendar.last) });
  }

  open() {
    this.picker.value = this.board.calendar.iso(this.day);
    try { this.picker.showPicker(); } catch { this.input.focus(); }
  }

  // Until eight digits stand there a day is on its way; what is left unfinished is asked for.
  typed(finished = false) {
    this.dirty = true;
    this.day ??= this.board.day;
    if (!finished && this.input.value.replace(/\P{Nd}/gu, "").length < 8) { this.note.textContent = ""; return; }
    this.take(isoDay(this.input.value));
  }

  take(iso) {
    const { facts, calendar } = this.board;
    const known = inSeries(iso, facts);
    this.note.textContent = known || !this.input.value.trim() ? "" : this.asked;
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
    this.input.value = this.board.calendar.iso(day);
    this.note.textContent = "";
  }
}

// A day written year first, in any digits and with any sign between, as ISO text; else null.
function isoDay(text) {
  const digits = text.trim().replace(/\p{Nd}/gu, (digit) => digitValue(digit));
  const [, year, month, day] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})$/.exec(digits) ?? [];
  if (!year) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}

// Decimal digits of every script stand in runs of ten, zero first.
function digitValue(digit) {
  const code = digit.codePointAt(0);
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
