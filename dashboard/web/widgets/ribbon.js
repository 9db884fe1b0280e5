// The ribbon of the timeline: the days of the lens drawn to scale, with the land that changed hands,
// flags where agreements were signed, and bars for operations and agreements in force.

import { axisMarks } from "../core/axis.js";
import { s } from "../dom.js";

const FLAG_TOP = 2;
const BED = { top: 14, height: 22 };
const BASE = BED.top + BED.height;
const FLAG_PX = 5; // distance between flags of agreements outside the series
const AXIS_HEIGHT = 15;
const LETTER_PX = 6.8; // width of a letter of the smallest text, estimated before it is drawn
const LANES = { named: 13, bare: 6 }; // height of a lane with room for names in its bars, or without

const lanesOf = (spans) => 1 + Math.max(-1, ...spans.map((span) => span.lane));
const textWidth = (text) => text.length * LETTER_PX;

// Lanes of bars on a ribbon, by which ui/page.css knows its height.
export const laneCount = ({ offensives, truces }) => lanesOf(offensives) + lanesOf(truces);

export class Ribbon {
  constructor({ facts, calendar, words }) {
    Object.assign(this, { facts, calendar, words });
    this.older = facts.agreements.filter(({ day }) => day < 0);
    this.later = facts.agreements.filter(({ day }) => day > calendar.last);
    this.svg = s("svg", { class: "tm-track-svg", "aria-hidden": "true" });
    this.selection = s("rect", { class: "tm-selection", y: BED.top, height: BED.height });
  }

  get thumbHeight() { return this.foot - BED.top + 4; }

  // Bars have names where there is the height for them. How high the ribbon is, is known before it is
  // drawn: the map takes what is left.
  setLanes(hasNames) {
    const { facts } = this;
    this.lane = hasNames ? LANES.named : LANES.bare;
    this.operationLanes = lanesOf(facts.offensives);
    this.foot = BASE + 3 + laneCount(facts) * this.lane;
    this.svg.setAttribute("height", this.foot + AXIS_HEIGHT);
  }

  // Draw the days of an axis.
  draw(axis, width) {
    const { facts, operationLanes } = this;
    Object.assign(this, { axis, width });
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.foot + AXIS_HEIGHT}`);
    const shown = (span) => axis.shows(span.from, span.to);
    this.svg.replaceChildren(
      s("rect", { class: "tm-bed", x: axis.left, y: BED.top, width: axis.right - axis.left, height: BED.height }),
      this.selection, ...this.marks(), ...this.changes(),
      ...facts.offensives.filter(shown).map((span) => this.bar(span, span.lane, "tm-operation")),
      ...facts.truces.filter(shown).map((span) => this.bar(span, operationLanes + span.lane, "tm-truce")),
      ...this.flags());
  }

  // A bar for every day of change, higher with the land that changed hands; the highest of those
  // drawn fills the bed.
  changes() {
    const { axis, facts: { change_days: days, change_km2: areas } } = this;
    const width = Math.max(1.4, Math.min(axis.pxPerDay - 1, 9));
    const shown = areas.map((km2, i) => ({ km2, day: days[i] })).filter(({ day }) => axis.shows(day, day + 1));
    const largest = Math.max(...shown.map(({ km2 }) => km2), 1);
    return shown.map(({ km2, day }) => {
      const height = 4 + (BED.height - 5) * Math.sqrt(km2 / largest);
      return s("rect", { class: "tm-tick", x: axis.x(day) - width / 2, y: BASE - height, width, height });
    });
  }

  // Lines at the days marked; their text where it does not run into another, years first.
  marks() {
    const { axis, foot } = this;
    const taken = [];
    const isFree = (x, text) => {
      const end = x + textWidth(text) + 8;
      if (end > axis.right + 12 || taken.some(([from, to]) => x < to && from < end)) return false;
      taken.push([x, end]);
      return true;
    };
    const marks = axisMarks(axis, this.calendar).toSorted((a, b) => b.isMajor - a.isMajor);
    return marks.flatMap(({ day, text, isMajor }) => {
      const x = axis.start(day);
      return [
        s("line", { class: isMajor ? "tm-year tm-major" : "tm-year", x1: x, x2: x, y1: BED.top, y2: foot + 3 }),
        isFree(x, text) && s("text", { class: "tm-year-text", x: x + 3, y: foot + AXIS_HEIGHT - 3 }, text),
      ];
    }).filter(Boolean);
  }

  bar({ from, to, name, force, agreement, starts, ends }, lane, kind) {
    const { calendar, words, axis } = this;
    const period = `${calendar.short(starts)} – ${ends === null ? words.open_end : calendar.short(ends)}`;
    const y = BASE + 3 + lane * this.lane;
    const { x, width } = axis.cut(from, to);
    const hasRoom = this.lane === LANES.named && textWidth(name) + 8 < width;
    return s("g", { class: `tm-bar-group ${kind}${force === "disputed" ? " tm-disputed" : ""}`, "data-hint": `${name}: ${period}`, "data-span": `${from} ${to - 1}`, "data-agreement": agreement },
      s("rect", { x, y, height: this.lane - 1, rx: 1.5, width: Math.max(width, 2) }),
      hasRoom && s("text", { x: x + 4, y: y + this.lane - 3.5 }, name));
  }

  // Agreements before and after the series stand beside it, off the scale.
  flags() {
    const { axis, facts, older, later, calendar } = this;
    const inside = facts.agreements.filter(({ day }) => day >= 0 && axis.shows(day, day + 1));
    const begins = axis.first === 0;
    const ends = axis.last === calendar.last && FLAG_PX * (later.length + 1) < this.width - axis.right;
    return [
      ...(begins ? older : []).map((agreement, i) => this.flag(agreement, axis.left - FLAG_PX * (older.length - i), FLAG_PX)),
      ...inside.map((agreement, i) => {
        const x = axis.x(agreement.day);
        return this.flag(agreement, x, (inside[i + 1] ? axis.x(inside[i + 1].day) : axis.right) - x);
      }),
      ...(ends ? later : []).map((agreement, i) => this.flag(agreement, axis.right + FLAG_PX * (i + 1), FLAG_PX)),
    ];
  }

  // `room` is how far it is to the next.
  flag({ id, short, dated, role }, x, room) {
    const hasName = textWidth(short) + 18 < room;
    return s("g", { class: `tm-flag tm-role-${role}`, "data-hint": `${short}: ${dated}`, "data-agreement": id },
      s("line", { x1: x, x2: x, y1: FLAG_TOP, y2: BASE }), s("path", { d: `M${x} ${FLAG_TOP} l9 4 l-9 4 z` }),
      s("rect", { x: x - 3, y: 0, width: Math.min(14, Math.max(room, 8)), height: BED.top, fill: "transparent" }),
      hasName && s("text", { x: x + 11, y: FLAG_TOP + 9 }, short));
  }

  // Days being chosen for the lens, or none.
  showSelection(span) {
    const { x, width } = span ? this.axis.cut(span[0], span[1] + 1) : { x: 0, width: 0 };
    this.selection.setAttribute("x", x);
    this.selection.setAttribute("width", width);
  }
}
