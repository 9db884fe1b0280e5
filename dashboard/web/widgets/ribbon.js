// The ribbon of the date control: time drawn to scale, with every change, agreement, operation and
// truce on it.

import { s } from "../dom.js";

const TRACK = { top: 18, ticks: 26, lane: 4, gap: 3, axis: 15, side: 10, flag: 5 };
const BASE = TRACK.top + TRACK.ticks;

const laneTop = (lane) => BASE + TRACK.gap + lane * (TRACK.lane + 1);
const laneCount = (spans) => 1 + Math.max(-1, ...spans.map((span) => span.lane));

export class Ribbon {
  constructor({ facts, calendar, words }) {
    Object.assign(this, { facts, calendar, words });
    this.width = 0;
    this.older = facts.agreements.filter(({ day }) => day < 0);
    this.later = facts.agreements.filter(({ day }) => day > calendar.last);
    this.svg = s("svg", { class: "tm-track-svg", "aria-hidden": "true" });
    this.loop = s("rect", { class: "tm-loop-span", y: TRACK.top, height: TRACK.ticks });
    const operationLanes = laneCount(facts.offensives);
    this.truceLane = operationLanes;
    this.foot = laneTop(operationLanes + laneCount(facts.truces)) + 2;
    this.thumbHeight = this.foot - TRACK.top + 4;
  }

  // How long the series is drawn: flags of agreements after it stand to its right.
  get length() { return this.width - 2 * TRACK.side - TRACK.flag * this.later.length; }

  x(day) { return TRACK.side + (day / this.calendar.last) * this.length; }

  dayAt(x) { return this.calendar.clamp(((x - TRACK.side) / this.length) * this.calendar.last); }

  draw(width) {
    this.width = width;
    const height = this.foot + TRACK.axis;
    const { facts } = this;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("height", height);
    this.svg.replaceChildren(
      s("rect", { class: "tm-bed", x: TRACK.side, y: TRACK.top, width: this.length, height: TRACK.ticks }),
      this.loop, ...this.years(height), ...this.ticks(),
      ...facts.offensives.map((span) => this.span(span, laneTop(span.lane), "tm-operation")),
      ...facts.truces.map((span) => this.span(span, laneTop(this.truceLane + span.lane) + 1, "tm-truce")),
      ...this.flags());
  }

  // A tick for every day of change, taller with the land that changed hands.
  ticks() {
    const { state_days: days, change_km2: areas } = this.facts;
    const largest = Math.max(...areas, 1);
    return areas.map((km2, i) => {
      const x = this.x(days[i + 1]);
      const size = 4 + (TRACK.ticks - 4) * Math.sqrt(km2 / largest);
      return s("line", { class: "tm-tick", x1: x, x2: x, y1: BASE, y2: BASE - size });
    });
  }

  years(height) {
    const { calendar } = this;
    const narrow = this.width < 600;
    const marks = [];
    for (let year = calendar.date(0).getUTCFullYear() + 1; year <= calendar.date(calendar.last).getUTCFullYear(); year++) {
      const x = this.x(calendar.number(`${year}-01-01`));
      marks.push(s("line", { class: "tm-year", x1: x, x2: x, y1: TRACK.top, y2: this.foot + 3 }),
        s("text", { class: "tm-year-text", x: x + 3, y: height - 3 }, narrow ? `’${year % 100}` : String(year)));
    }
    return marks;
  }

  span({ from, to, name, force, agreement, starts, ends }, y, kind) {
    const { calendar, words } = this;
    const period = `${calendar.short(starts)} – ${ends === null ? words.open_end : calendar.short(ends)}`;
    return s("rect", {
      class: `${kind}${force === "disputed" ? " tm-disputed" : ""}`, x: this.x(from), y, height: TRACK.lane, rx: 1.5,
      width: Math.max(this.x(to) - this.x(from), 2), "data-hint": `${name}: ${period}`, "data-day": from, "data-agreement": agreement,
    });
  }

  // Agreements before and after the series stand beside it, off the scale.
  flags() {
    const { older, later } = this;
    const inside = this.facts.agreements.filter((agreement) => !older.includes(agreement) && !later.includes(agreement));
    return [
      ...older.map((agreement, i) => this.flag(agreement, this.x(0) - TRACK.flag * (older.length - i), TRACK.flag)),
      ...inside.map((agreement) => this.flag(agreement, this.x(agreement.day), 14)),
      ...later.map((agreement, i) => this.flag(agreement, this.x(this.calendar.last) + TRACK.flag * (i + 1), TRACK.flag)),
    ];
  }

  flag({ id, short, dated, day, role }, x, width) {
    return s("g", { class: `tm-flag tm-role-${role}`, "data-hint": `${short}: ${dated}`, "data-agreement": id, "data-day": day },
      s("line", { x1: x, x2: x, y1: 3, y2: BASE }), s("path", { d: `M${x} 3 l9 4 l-9 4 z` }),
      s("rect", { x: x - 3, y: 0, width, height: 16, fill: "transparent" }));
  }

  // The span playing keeps to, or none.
  showLoop(span) {
    const [left, right] = span ? span.map((day) => this.x(day)) : [0, 0];
    this.loop.setAttribute("x", left);
    this.loop.setAttribute("width", right - left);
  }
}
