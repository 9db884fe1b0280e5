// Area over time as steps, over the days of the lens: held by each party, or net since the reference
// agreement.

import { axisMarks } from "../core/axis.js";
import { fill, numberWithError } from "../core/format.js";
import { LEAST_KM2 } from "../core/shared.js";
import { h, s, setText } from "../dom.js";
import { choiceOf } from "./controls.js";
import { areaFigure, evidenceLink, LEAST_SHOWN_KM2, setLinkTarget } from "./figure.js";

const PLOT = { top: 8, bottom: 18, height: 150 };

export class Chart {
  constructor(controller, element) {
    this.controller = controller;
    const { words, facts } = controller;
    this.area = facts.charts[0].id;
    this.kind = "held";
    this.svg = s("svg", { class: "tm-chart-svg", role: "img", onclick: (event) => this.click(event) });
    this.caption = h("p", { class: "tm-small" });
    this.title = h("h2", {}, words.area_over_time);
    element.replaceChildren(h("section", { class: "tm-chart" },
      h("div", { class: "tm-controls" }, this.title,
        choiceOf(words.chart_kind, [["held", words.chart_held], ["net", fill(words.net_since, { agreement: facts.reference.short })]], this.kind, (value) => { this.kind = value; this.draw(); }),
        choiceOf(words.chart_area, facts.charts.map((chart) => [chart.id, chart.title]), this.area, (value) => { this.area = value; this.draw(); })),
      this.svg, this.caption));
    this.resizer = new ResizeObserver(() => this.draw());
    this.resizer.observe(this.svg.parentElement);
  }

  get chart() { return this.controller.facts.charts.find((entry) => entry.id === this.area); }

  get series() {
    const { facts, words } = this.controller;
    const net = this.kind === "net";
    const unknown = { id: "unknown", short: words.unknown_controller, colour: "var(--soft)" };
    const [values, errors] = net ? [this.chart.net, this.chart.net_error] : [{ ...this.chart.areas, unknown: this.chart.unknown }, this.chart.error];
    return [...facts.parties, unknown].filter((party) => values[party.id]?.some((v) => Math.abs(v) >= LEAST_SHOWN_KM2)).map((party) => ({
      party,
      // before the reference, and where a party has held nothing for a while, there is no line
      errors: errors[party.id] ?? [],
      values: values[party.id].map((v, i, all) => ((net ? facts.state_days[i + 1] <= facts.reference.day : v < LEAST_KM2 && !(all[i - 1] >= LEAST_KM2)) ? null : v)),
    }));
  }

  y(value) { return PLOT.top + ((this.high - value) / (this.high - this.low || 1)) * (PLOT.height - PLOT.top - PLOT.bottom); }

  draw() {
    this.width = this.svg.parentElement.clientWidth;
    if (!this.width || !this.controller.isReady) return;
    const { facts, words } = this.controller;
    this.axis = this.controller.axis(this.width);
    const { axis, series } = this;
    const all = series.flatMap(({ values, errors }) => values.flatMap((v, i) => (v === null ? [] : [v, v + (errors[i] ?? 0) * (v > 0)])));
    [this.low, this.high] = [Math.min(0, ...all), Math.max(1, ...all)];
    const days = facts.state_days;
    const lines = series.map(({ party, values }) => {
      let path = "";
      let drawing = false;
      values.forEach((v, i) => {
        if (v !== null) {
          const { x: from, width } = axis.cut(Math.max(days[i], this.kind === "net" ? facts.reference.day : 0), days[i + 1] ?? axis.last + 1);
          if (width <= 0) return;
          path += `${drawing ? `V${this.y(v)}` : `M${from} ${this.y(v)}`}H${from + width}`;
        }
        drawing = v !== null;
      });
      return [s("path", { class: "tm-line-case", d: path }), s("path", { class: "tm-line", d: path, stroke: party.colour, "data-party": party.id })];
    });
    const rules = facts.agreements.filter((a) => a.role === "core" && a.day >= 0 && axis.shows(a.day, a.day + 1)).map((a) =>
      s("g", { class: "tm-rule" }, s("line", { x1: axis.x(a.day), x2: axis.x(a.day), y1: PLOT.top, y2: PLOT.height - PLOT.bottom }), s("title", {}, `${a.short}: ${a.dated}`)));
    this.span = s("rect", { class: "tm-span", y: PLOT.top, height: PLOT.height - PLOT.top - PLOT.bottom });
    this.cursor = s("line", { class: "tm-cursor", y1: PLOT.top - 4, y2: PLOT.height - PLOT.bottom + 2 });
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${PLOT.height}`);
    this.svg.setAttribute("height", PLOT.height);
    this.svg.setAttribute("aria-label", words.chart_label);
    // at the date shown: how far each figure can be off
    this.whiskers = series.map(({ party }) => s("path", { class: "tm-whisker", "data-party": party.id }));
    this.svg.replaceChildren(this.span, ...this.grid(), ...rules, ...lines.flat(), this.cursor, ...this.whiskers);
    this.shownSeries = series;
    this.readings = series.map(({ party }) => {
      const dot = h("i", { class: "tm-key" });
      dot.style.background = party.colour;
      const value = areaFigure(this.controller.format, "0");
      return { figure: value.figure, node: h("span", { class: "tm-reading" }, dot, `${party.short} `, value) };
    });
    this.link = evidenceLink(this.controller, null, this.title);
    this.caption.replaceChildren(...this.readings.map(({ node }) => node), this.link);
    this.update();
    this.updateLinks();
  }

  updateLinks() {
    const { calendar, facts } = this.controller;
    if (this.link) setLinkTarget(this.controller, this.link, { area: this.area, since: this.kind === "net" ? calendar.iso(facts.reference.day) : facts.first });
  }

  grid() {
    const { axis } = this;
    const range = this.high - this.low;
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000].find((size) => range / size <= 4) ?? 50000;
    const marks = [];
    for (let v = Math.ceil(this.low / step) * step; v <= this.high; v += step) {
      marks.push(s("line", { class: v === 0 ? "tm-zero" : "tm-grid", x1: axis.left, x2: axis.right, y1: this.y(v), y2: this.y(v) }),
        s("text", { class: "tm-year-text", x: axis.left - 5, y: this.y(v) + 4, "text-anchor": "end" }, this.controller.format.number(v)));
    }
    const days = axisMarks(axis, this.controller.calendar);
    return [...marks, ...days.map(({ day, text }) => s("text", { class: "tm-year-text", x: axis.start(day) + 3, y: PLOT.height - 4 }, text))];
  }

  click(event) {
    const box = this.svg.getBoundingClientRect();
    this.controller.commit(this.axis.dayAt(event.clientX - box.left));
  }

  update() {
    const [first, last] = this.controller.lensSpan;
    if (this.axis?.first !== first || this.axis.last !== last) return this.draw();
    const { axis } = this;
    const [since, until] = this.controller.span;
    const span = since < until && axis.shows(since, until + 1) ? axis.cut(since + 0.5, until + 0.5) : { x: 0, width: 0 };
    this.span.setAttribute("x", span.x);
    this.span.setAttribute("width", Math.max(span.width, 0));
    const { day } = this.controller;
    const x = axis.shows(day, day + 1) ? axis.x(day) : -99; // not drawn
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    const i = this.controller.lookup.stateIndex(this.controller.day);
    this.readings.forEach(({ node, figure }, at) => {
      const { values, errors } = this.shownSeries[at];
      const [value, error] = [values[i], errors[i]];
      node.hidden = value === null || (this.kind === "held" && value < LEAST_SHOWN_KM2);
      const whisker = node.hidden || !error ? "" : `M${x} ${this.y(value - error)}V${this.y(value + error)}M${x - 3} ${this.y(value - error)}h6M${x - 3} ${this.y(value + error)}h6`;
      this.whiskers[at].setAttribute("d", whisker);
      if (!node.hidden) setText(figure, numberWithError(this.controller, value, "km2", error, this.kind === "net" ? "signed" : "number"));
    });
  }
}
