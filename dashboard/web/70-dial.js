// The date control: one track, drawn to scale of time, with every change, agreement, operation
// and truce on it. Dragging stays in the browser; letting go tells Python.

const TRACK = { top: 18, ticks: 26, lane: 4, gap: 3, axis: 15, side: 10 };

class Dial {
  constructor(board, element) {
    this.board = board;
    this.element = element;
    const { words } = board;
    this.svg = s("svg", { class: "tm-track-svg", "aria-hidden": "true" });
    this.thumb = h("div", { class: "tm-thumb" });
    this.thumbA = h("div", {
      class: "tm-thumb tm-thumb-a", tabindex: "0", role: "slider", "aria-label": words.since_slider, "aria-valuemin": "0",
      "aria-valuemax": String(board.calendar.last), onkeydown: (event) => this.keyA(event), onkeyup: () => this.settle(), onblur: () => this.settle(),
    }, h("span", { "aria-hidden": "true" }, words.letter_a));
    this.track = h("div", {
      class: "tm-track", tabindex: "0", role: "slider", "aria-label": words.date_slider, "aria-orientation": "horizontal",
      "aria-valuemin": "0", "aria-valuemax": String(board.calendar.last),
      onkeydown: (event) => this.key(event), onkeyup: () => this.settle(), onblur: () => this.settle(),
      onpointerdown: (event) => this.grab(event), onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.drop(event), onpointercancel: (event) => this.drop(event), onlostpointercapture: (event) => this.drop(event),
      onpointerleave: () => this.setHint(""),
    }, this.svg, this.thumb);
    element.replaceChildren(h("div", { class: "tm-dial" }, this.controls(), h("div", { class: "tm-track-row" }, this.track, this.thumbA)));
    this.bindThumbA();
    this.resizer = new ResizeObserver(() => this.draw());
    this.resizer.observe(this.track);
  }

  controls() {
    const { board } = this;
    const { words, play } = board;
    const go = (day) => {
      play.stop();
      if (day !== undefined) board.commit(day);
    };
    const button = (name, label, action, more) => h("button", { class: "tm-step", type: "button", title: label, "aria-label": label, onclick: action, ...more }, icon(name));
    const select = (label, options, chosen, action) => h("select", { class: "tm-select", "aria-label": label, title: label, onchange: (event) => action(event.target.value) },
      options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    this.playButton = button("play", words.play, () => { play.toggle(); this.update(); }, { "aria-pressed": "false" });
    this.back = button("back", "", () => go(play.next(-1)));
    this.forth = button("forth", "", () => go(play.next(1)));
    this.loop = button("loop", words.loop, () => { play.loop = !play.loop; this.update(); }, { "aria-pressed": "false" });
    this.field = new DayField(board, words.date_field, (day) => go(day));
    this.hint = h("span", { class: "tm-hint", "aria-hidden": "true" });
    return h("div", { class: "tm-controls" },
      button("first", words.previous_agreement, () => go(this.flags.findLast((day) => day < board.day))),
      this.back, this.playButton, this.forth,
      button("last", words.next_agreement, () => go(this.flags.find((day) => day > board.day))), this.loop,
      this.field.element,
      select(words.step_by, STEPS.map((step) => [step, words[`step_${step}`]]), play.step, (value) => { play.step = value; this.update(); }),
      select(words.speed, SPEEDS.map((speed) => [String(speed), fill(words.speed_value, { n: speed })]), String(play.speed), (value) => { play.speed = Number(value); }),
      this.field.note, this.hint);
  }

  get changes() { return this.board.facts.state_days.slice(1); }
  get flags() { return [...new Set(this.board.facts.agreements.map((a) => a.day))].filter((day) => day >= 0 && day <= this.board.calendar.last).sort((a, b) => a - b); }

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
    // agreements older than the series stand left of its beginning, off the scale
    const older = facts.agreements.filter((a) => a.day < 0);
    const flags = [
      ...older.map((a, i) => this.flag(a, base, this.x(0) - 5 * (older.length - i))),
      ...facts.agreements.filter((a) => a.day >= 0 && a.day <= calendar.last).map((a) => this.flag(a, base)),
    ];
    this.loopBed = s("rect", { class: "tm-loop-span", y: TRACK.top, height: TRACK.ticks });
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren(
      s("rect", { class: "tm-bed", x: TRACK.side, y: TRACK.top, width: this.width - 2 * TRACK.side, height: TRACK.ticks }),
      this.loopBed, ...this.years(foot, height), ...ticks, ...spans, ...truces, ...flags);
    for (const thumb of [this.thumb, this.thumbA]) thumb.style.height = `${foot - TRACK.top + 4}px`;
    this.update();
  }

  years(foot, height) {
    const { calendar } = this.board;
    const marks = [];
    const narrow = this.width < 600;
    for (let year = calendar.date(0).getUTCFullYear() + 1; year <= calendar.date(calendar.last).getUTCFullYear(); year++) {
      const x = this.x(calendar.number(`${year}-01-01`));
      marks.push(s("line", { class: "tm-year", x1: x, x2: x, y1: TRACK.top, y2: foot + 3 }),
        s("text", { class: "tm-year-text", x: x + 3, y: height - 3 }, narrow ? `’${year % 100}` : String(year)));
    }
    return marks;
  }

  span({ from, to, name, force, agreement, starts, ends }, y, kind) {
    const { calendar, words } = this.board;
    const told = `${calendar.brief(starts)} – ${ends === null ? words.open_end : calendar.brief(ends)}`;
    return s("rect", {
      class: `${kind}${force === "disputed" ? " tm-disputed" : ""}`, x: this.x(from), y, height: TRACK.lane, rx: 1.5,
      width: Math.max(this.x(to) - this.x(from), 2), "data-hint": `${name}: ${told}`, "data-day": from, "data-agreement": agreement,
    });
  }

  flag(agreement, base, x = this.x(agreement.day)) {
    return s("g", { class: `tm-flag tm-role-${agreement.role}`, "data-hint": `${agreement.short}: ${agreement.dated}`, "data-agreement": agreement.id, "data-day": agreement.day },
      s("line", { x1: x, x2: x, y1: 3, y2: base }), s("path", { d: `M${x} 3 l9 4 l-9 4 z` }), s("rect", { x: x - 3, y: 0, width: agreement.day < 0 ? 5 : 14, height: 16, fill: "transparent" }));
  }

  grab(event) {
    if (event.button) return;
    const target = event.target.closest?.("[data-day]");
    this.board.play.stop();
    this.track.focus({ preventScroll: true });
    this.pressed = target;
    this.board.dragging = true;
    this.spanFrom = event.shiftKey ? this.dayAt(event.clientX) : null;
    this.track.setPointerCapture(event.pointerId);
    if (!target && this.spanFrom === null) this.board.show(this.dayAt(event.clientX));
    this.startX = event.clientX;
    event.preventDefault();
  }

  drag(event) {
    if (!this.board.dragging) return this.setHint(event.target.closest?.("[data-hint]")?.dataset.hint ?? "");
    if (this.pressed && Math.abs(event.clientX - this.startX) < 4) return;
    this.pressed = null;
    const day = this.dayAt(event.clientX);
    if (this.spanFrom !== null) return this.setSpan(this.spanFrom, day);
    this.pending = day;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.board.dragging) this.board.show(this.pending);
    });
  }

  drop(event) {
    if (!this.board.dragging) return;
    this.board.dragging = false;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const pressed = this.pressed?.dataset;
    if (this.spanFrom !== null) this.spanFrom = null;
    else if (pressed?.agreement) this.board.pick("agreement", pressed.agreement);
    else if (pressed) this.board.commit(Number(pressed.day));
    else this.board.commit(event.type !== "pointerup" ? this.board.day : this.dayAt(event.clientX));
    this.pressed = null;
  }

  // The span that play keeps to: dragged with shift, or set with [ and ].
  setSpan(a, b) {
    const { play, calendar } = this.board;
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    play.span = last - first < 1 ? null : [calendar.clamp(first), calendar.clamp(last)];
    play.loop = play.span !== null || play.loop;
    this.update();
  }

  setHint(text) {
    if (this.hint.textContent !== text) this.hint.textContent = text;
  }

  key(event) {
    const { board } = this;
    const { day, calendar, play } = board;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      " ": () => play.toggle(),
      "[": () => this.setSpan(day, play.span?.[1] ?? calendar.last),
      "]": () => this.setSpan(play.span?.[0] ?? 0, day),
      Escape: () => { play.span = null; },
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
      return this.update();
    }
    const next = {
      ArrowRight: event.shiftKey ? play.next(1, "change") : day + 1, ArrowUp: day + 1,
      ArrowLeft: event.shiftKey ? play.next(-1, "change") : day - 1, ArrowDown: day - 1,
      PageUp: calendar.addMonths(day, 1), PageDown: calendar.addMonths(day, -1), Home: 0, End: calendar.last,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    if (next[event.key] === undefined) return;
    play.stop();
    board.show(next[event.key]);
    this.unsettled = () => board.commit(board.day);
  }

  // A held key moves the map; Python hears of it once, when the key is let go.
  settle() {
    if (!this.unsettled) return;
    const commit = this.unsettled;
    this.unsettled = null;
    commit();
  }

  // The day compared with has a thumb of its own.
  bindThumbA() {
    const { thumbA, board } = this;
    thumbA.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      thumbA.setPointerCapture(event.pointerId);
      board.dragging = true;
      event.preventDefault();
      thumbA.focus({ preventScroll: true });
    });
    thumbA.addEventListener("pointermove", (event) => board.dragging && thumbA.hasPointerCapture(event.pointerId) && board.compareWith(this.dayAt(event.clientX)));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      thumbA.addEventListener(end, () => {
        if (!board.dragging) return;
        board.dragging = false;
        board.commitSince();
      });
    }
  }

  keyA(event) {
    const { board } = this;
    const to = {
      ArrowRight: board.since + 1, ArrowLeft: board.since - 1, Home: 0, End: board.calendar.last,
      PageUp: board.calendar.addMonths(board.since, 1), PageDown: board.calendar.addMonths(board.since, -1),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    board.compareWith(to);
    this.unsettled = () => board.commitSince();
  }

  update() {
    const { calendar, words, day, since, play, comparing } = this.board;
    if (!this.width || day === null) return;
    for (const [thumb, at] of [[this.thumb, day], [this.thumbA, since]]) {
      thumb.style.transform = `translateX(${this.x(at)}px)`;
      thumb.style.setProperty("--part", this.x(at) / this.width); // for paper, which has a width of its own
    }
    this.thumbA.hidden = !comparing;
    if (this.saidSince !== since) {
      this.saidSince = since;
      this.thumbA.setAttribute("aria-valuenow", since);
      this.thumbA.setAttribute("aria-valuetext", calendar.words(since));
    }
    this.track.setAttribute("aria-valuenow", day);
    this.track.setAttribute("aria-valuetext", `${calendar.words(day)}. ${this.board.ageWords()}`);
    // the field is slow to redraw: it follows when the date has come to rest
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!this.board.dragging && !play.on) this.field.show(this.board.day);
    }, 80);
    this.updateControls(words, play);
    if (play.span) {
      this.loopBed.setAttribute("x", this.x(play.span[0]));
      this.loopBed.setAttribute("width", this.x(play.span[1]) - this.x(play.span[0]));
    } else this.loopBed.setAttribute("width", 0);
  }

  updateControls(words, play) {
    const signature = [play.on, play.loop, play.step].join();
    if (signature === this.signature) return;
    this.signature = signature;
    this.playButton.replaceChildren(icon(play.on ? "pause" : "play"));
    this.playButton.setAttribute("aria-pressed", play.on);
    this.playButton.setAttribute("aria-label", play.on ? words.pause : words.play);
    this.loop.setAttribute("aria-pressed", play.loop);
    for (const [button, word] of [[this.back, "previous"], [this.forth, "next"]]) {
      const label = words[`${word}_${play.step}`];
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }
}
