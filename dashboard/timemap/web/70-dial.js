// The date control: one track, drawn to scale of time, with every change, agreement, operation
// and truce on it. Dragging stays in the browser; letting go tells Python.

const TRACK = { top: 18, ticks: 26, lane: 4, gap: 3, axis: 15, side: 10 };

class Dial {
  constructor(board, element) {
    this.board = board;
    const { words } = board;
    const button = (glyph, label, action) => h("button", { class: "tm-step", type: "button", title: label, "aria-label": label, onclick: action }, glyph);
    const go = (day) => day !== undefined && board.commit(day);
    this.input = h("input", {
      type: "date", class: "tm-date", "aria-label": words.date_field, min: board.facts.first, max: board.facts.last,
      onchange: () => this.typed(),
    });
    this.note = h("span", { class: "tm-note", role: "status" });
    this.svg = s("svg", { class: "tm-track-svg" });
    this.thumb = h("div", { class: "tm-thumb" });
    this.track = h("div", {
      class: "tm-track", tabindex: "0", role: "slider", "aria-label": words.date_slider, "aria-orientation": "horizontal",
      "aria-valuemin": "0", "aria-valuemax": String(board.calendar.last),
      onkeydown: (event) => this.key(event), onkeyup: () => this.settle(),
      onpointerdown: (event) => this.grab(event), onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.drop(event), onpointercancel: (event) => this.drop(event),
    }, this.svg, this.thumb);
    this.hint = h("div", { class: "tm-hint", "aria-hidden": "true" });
    element.replaceChildren(
      h("div", { class: "tm-dial" },
        h("div", { class: "tm-controls" },
          button("⏮", words.previous_agreement, () => go(this.flagBefore())),
          button("◀", words.previous_change, () => go(this.changeBefore())),
          button("▶", words.next_change, () => go(this.changeAfter())),
          button("⏭", words.next_agreement, () => go(this.flagAfter())),
          this.input, this.note, this.hint),
        this.track),
    );
    this.resizer = new ResizeObserver(() => this.draw());
    this.resizer.observe(this.track);
  }

  get changes() { return this.board.facts.state_days.slice(1); }
  get flags() { return this.board.facts.agreements.map((a) => a.day).filter((day) => day >= 0 && day <= this.board.calendar.last); }
  changeBefore() { return this.changes.findLast((day) => day < this.board.day); }
  changeAfter() { return this.changes.find((day) => day > this.board.day); }
  flagBefore() { return this.flags.findLast((day) => day < this.board.day); }
  flagAfter() { return this.flags.find((day) => day > this.board.day); }

  x(day) { return TRACK.side + (day / this.board.calendar.last) * (this.width - 2 * TRACK.side); }
  dayAt(clientX) {
    const box = this.track.getBoundingClientRect();
    return this.board.calendar.clamp(((clientX - box.left - TRACK.side) / (box.width - 2 * TRACK.side)) * this.board.calendar.last);
  }

  draw() {
    this.width = this.track.clientWidth;
    if (!this.width) return;
    const { facts, calendar } = this.board;
    const base = TRACK.top + TRACK.ticks;
    const lanes = (spans) => 1 + Math.max(-1, ...spans.map((span) => span.lane));
    const laneTop = (i) => base + TRACK.gap + i * (TRACK.lane + 1);
    const below = lanes(facts.offensives);
    const foot = laneTop(below + lanes(facts.truces)) + 2;
    const height = foot + TRACK.axis;
    const largest = Math.max(...facts.change_km2, 1);
    const ticks = this.changes.map((day, i) => {
      const size = 4 + (TRACK.ticks - 4) * Math.sqrt(facts.change_km2[i] / largest);
      return s("line", { class: "tm-tick", x1: this.x(day), x2: this.x(day), y1: base, y2: base - size });
    });
    const spans = facts.offensives.map((span) => this.span(span, laneTop(span.lane), "tm-operation"));
    const truces = facts.truces.map((span) => this.span(span, laneTop(below + span.lane) + 1, "tm-truce"));
    const flags = facts.agreements.filter((a) => a.day >= 0 && a.day <= calendar.last).map((a) => this.flag(a, base));
    const years = [];
    for (let day = 0; day <= calendar.last; day++) {
      const date = calendar.date(day);
      if (date.getUTCMonth() === 0 && date.getUTCDate() === 1) {
        years.push(s("line", { class: "tm-year", x1: this.x(day), x2: this.x(day), y1: TRACK.top, y2: foot + 3 }),
          s("text", { class: "tm-year-text", x: this.x(day) + 3, y: height - 3 }, String(date.getUTCFullYear())));
      }
    }
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren(
      s("rect", { class: "tm-bed", x: TRACK.side, y: TRACK.top, width: this.width - 2 * TRACK.side, height: TRACK.ticks }),
      ...years, ...ticks, ...spans, ...truces, ...flags);
    this.thumb.style.height = `${foot - TRACK.top + 4}px`;
    this.update();
  }

  span({ from, to, name, force, agreement }, y, kind) {
    const { calendar } = this.board;
    const [start, end] = [Math.max(from, 0), Math.min(to, calendar.last + 1)];
    if (end <= 0 || start > calendar.last) return null;
    const ends = to > calendar.last ? this.board.words.open_end : calendar.brief(to - 1);
    return s("rect", {
      class: `${kind}${force === "disputed" ? " tm-disputed" : ""}`, x: this.x(start), y, height: TRACK.lane, rx: 1.5,
      width: Math.max(this.x(end) - this.x(start), 2), "data-hint": `${name}: ${calendar.brief(start)} – ${ends}`, "data-day": start, "data-agreement": agreement,
    });
  }

  flag(agreement, base) {
    const x = this.x(agreement.day);
    return s("g", { class: `tm-flag tm-role-${agreement.role}`, "data-hint": `${agreement.short}: ${agreement.dated}`, "data-agreement": agreement.id, "data-day": agreement.day },
      s("line", { x1: x, x2: x, y1: 3, y2: base }), s("path", { d: `M${x} 3 l9 4 l-9 4 z` }), s("rect", { x: x - 3, y: 0, width: 14, height: 16, fill: "transparent" }));
  }

  typed() {
    const { words, facts, calendar, board } = { ...this.board, board: this.board };
    const value = this.input.value;
    if (value && value >= facts.first && value <= facts.last) {
      this.note.textContent = "";
      board.commit(calendar.number(value));
    } else if (value && !/^0/.test(value)) {
      this.note.textContent = fill(words.date_outside, { first: calendar.brief(0), last: calendar.brief(calendar.last) });
    }
  }

  grab(event) {
    const target = event.target.closest?.("[data-day]");
    if (event.button) return;
    this.track.focus({ preventScroll: true });
    this.pressed = target?.dataset.agreement ? target : null;
    this.board.dragging = true;
    this.track.setPointerCapture(event.pointerId);
    if (!this.pressed) this.follow(this.dayAt(event.clientX));
    event.preventDefault();
  }

  drag(event) {
    if (!this.board.dragging) return this.hover(event);
    this.pressed = null;
    for (const step of event.getCoalescedEvents?.() ?? [event]) this.pending = this.dayAt(step.clientX);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.board.dragging) this.follow(this.pending);
    });
  }

  follow(day) {
    this.board.show(day);
  }

  drop(event) {
    if (!this.board.dragging) return;
    this.board.dragging = false;
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
    if (this.pressed) this.board.pick("agreement", this.pressed.dataset.agreement);
    else this.board.commit(event.type === "pointercancel" ? this.board.day : this.dayAt(event.clientX));
    this.pressed = null;
  }

  hover(event) {
    const target = event.target.closest?.("[data-hint]");
    this.hint.textContent = target?.dataset.hint ?? "";
    this.hint.classList.toggle("tm-on", Boolean(target));
  }

  key(event) {
    const { board } = this;
    const { day, calendar } = board;
    const next = {
      ArrowRight: event.shiftKey ? this.changeAfter() : day + 1, ArrowUp: day + 1,
      ArrowLeft: event.shiftKey ? this.changeBefore() : day - 1, ArrowDown: day - 1,
      PageUp: calendar.addMonths(day, 1), PageDown: calendar.addMonths(day, -1), Home: 0, End: calendar.last,
    };
    if (!(event.key in next) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (next[event.key] === undefined) return;
    board.show(next[event.key]);
    this.unsettled = true;
  }

  // A held key moves the map; Python hears of it once, when the key is let go.
  settle() {
    if (!this.unsettled) return;
    this.unsettled = false;
    this.board.commit(this.board.day);
  }

  update() {
    const { calendar, words, day } = this.board;
    if (!this.width || day === null) return;
    this.thumb.style.transform = `translateX(${this.x(day)}px)`;
    const text = this.board.ageWords();
    this.track.setAttribute("aria-valuenow", day);
    this.track.setAttribute("aria-valuetext", `${calendar.words(day)}. ${text}`);
    if (document.activeElement !== this.input) this.input.value = calendar.iso(day);
  }
}
