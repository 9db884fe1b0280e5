// The headline figures. Every number was computed by Python, one a state of the series; here it is
// only looked up, so it can follow a drag.

import { fill, roundingStep } from "../core/format.js";
import { upperBound } from "../core/timeline.js";
import { h, setText } from "../dom.js";
import { swatch } from "../map/swatch.js";
import { areaFigure, evidenceLink, setLinkTarget } from "./figure.js";
import { ScenarioRange } from "./range.js";

export class Cards {
  constructor(controller, element) {
    this.controller = controller;
    const { facts, words, format } = controller;
    const card = (title, kind, ...body) => h("div", { class: `tm-card ${kind}` }, h("h2", {}, title), body);
    this.netTitle = h("span", {});
    this.rows = facts.parties.filter((party) => facts.zone.areas[party.id]).map((party) => this.row(party));
    this.netRows = facts.parties.map((party) => {
      const value = areaFigure(format, "0");
      return { party, figure: value.figure, row: h("strong", { hidden: true }, value, " ", h("small", {}, party.short)) };
    });
    this.netNone = h("strong", {}, "0");
    this.net = h("div", { class: "tm-net" }, this.netRows.map(({ row }) => row), this.netNone);
    this.netNote = h("p", { class: "tm-small" });
    this.age = h("strong", {});
    this.ageNote = h("p", { class: "tm-small" });
    this.force = h("div", { class: "tm-chips" });
    this.zoneError = h("span", {});
    [this.zoneRange, this.netRange] = [facts.zone, facts.net].map(({ range }) => new ScenarioRange(controller, range));
    this.netText = h("span", {});
    this.netNote.append(this.netText);
    [this.zoneLink, this.netLink, this.ageLink] = [1, 2, 3].map(() => evidenceLink(controller, null));
    this.ageText = h("span", {});
    this.ageNote.append(this.ageText, " ", this.ageLink);
    this.netNote.append(" ", this.netLink);
    element.replaceChildren(h("div", { class: "tm-figures" },
      card(fill(words.held_in, { area: facts.zone.title }), "tm-wide",
        h("div", { class: "tm-bar", "aria-hidden": "true" }, this.rows.map((row) => row.bar)), h("ul", {}, this.rows.map((row) => row.item)), this.zoneRange.element, h("p", { class: "tm-small" }, this.zoneError, " ", this.zoneLink)),
      card(this.netTitle, "", this.net, this.netRange.element, this.netNote),
      card(words.days_since, "", this.age, this.ageNote),
      card(words.in_force, "tm-wide", this.force)));
  }

  row(party) {
    const bar = h("i", {});
    bar.style.background = party.colour;
    const held = areaFigure(this.controller.format, "0");
    const share = h("span", {});
    return { party, bar, held, share, item: h("li", {}, swatch(this.controller, `control.${party.id}`), h("span", {}, party.short), h("b", {}, held), share) };
  }

  update() {
    const { words, calendar, isComparing, span: [, day] } = this.controller;
    const i = this.controller.stateIndex(day);
    if (i !== this.state) this.updateState(i);
    if (isComparing) this.updateChange();
    else this.updateNet(i);
    this.updateRanges(i, day);
    clearTimeout(this.linking);
    this.linking = setTimeout(() => this.updateLinks(), 120);
    const last = this.controller.lastChange(day);
    setText(this.age, last === null ? "–" : this.controller.format.number(day - last));
    setText(this.ageText, last === null ? words.no_change_yet : calendar.short(last));
    const force = this.controller.agreementsOn(day).filter((a) => a.force.length);
    const disputed = (a) => a.force.some(([from, to, kind]) => kind === "disputed" && from <= day && day < to);
    const signature = force.map((a) => a.id + disputed(a)).join();
    if (signature === this.forceSignature) return;
    this.forceSignature = signature;
    this.force.replaceChildren(...(force.length ? force.map((a) =>
      h("button", { class: `tm-chip${disputed(a) ? " tm-disputed" : ""}`, title: disputed(a) ? words.force_disputed : null, onclick: () => this.controller.openAgreement(a.id) }, a.short)) : [words.none_in_force]));
  }

  // Every figure leads to the reports it rests on, once the day has come to rest.
  updateLinks() {
    const { controller } = this;
    const { facts, calendar, isComparing, span: [earlier, day] } = controller;
    const last = controller.lastChange(day);
    const since = isComparing ? earlier : facts.reference.day;
    setLinkTarget(controller, this.zoneLink, { area: facts.zone.id, since: facts.first, date: calendar.iso(day) });
    setLinkTarget(controller, this.netLink, day > since && { since: calendar.iso(since), date: calendar.iso(day) });
    setLinkTarget(controller, this.ageLink, last !== null && { since: calendar.iso(last - 1), date: calendar.iso(last) });
  }

  // Events left out or dated otherwise change figures on days of their own.
  updateRanges(i, day) {
    const { facts, isComparing } = this.controller;
    const at = upperBound(facts.range_days, day) - 1;
    const before = isComparing || day < facts.reference.day;
    if (at === this.rangeAt && before === this.rangeBefore) return;
    [this.rangeAt, this.rangeBefore] = [at, before];
    this.zoneRange.update(at, facts.zone.error[i], (party) => facts.zone.areas[party.id]?.[i] >= 0.5);
    this.netRange.update(at, facts.net.net_error[i], (party) => !before && (facts.net.net[party.id]?.[i] ?? 0) >= 0.5);
  }

  updateState(i) {
    this.state = i;
    const { facts: { zone }, words, format } = this.controller;
    const error = zone.error[i];
    for (const { party, bar, held, share, item } of this.rows) {
      const value = zone.areas[party.id][i];
      item.hidden = value < 0.5;
      bar.style.width = `${(100 * value) / zone.km2}%`;
      setText(held.figure, format.number(value, roundingStep(value, "km2", error)));
      setText(share, format.text((100 * value) / zone.km2, "percent", (100 * error) / zone.km2));
    }
    this.zoneError.textContent = error ? fill(words.if_line_off, { error: format.error(error, "km2") }) : "";
  }

  updateNet(i) {
    const { facts, words, day, calendar } = this.controller;
    const before = day < facts.reference.day;
    const signature = before ? "before" : i;
    if (signature === this.netState) return;
    this.netState = signature;
    setText(this.netTitle, fill(words.net_since, { agreement: facts.reference.short }));
    this.showNet((party) => (before ? 0 : (facts.net.net[party.id]?.[i] ?? 0)), facts.net.net_error[i]);
    if (!before) return;
    setText(this.netNone, "–");
    setText(this.netText, fill(words.counted_from, { day: calendar.short(facts.reference.day) }));
  }

  // In a comparison the net is that between its two days.
  updateChange() {
    const { words, calendar, maps, facts, span } = this.controller;
    const signature = span.join("/");
    if (signature === this.netState) return;
    this.netState = signature;
    const [from, to] = span.map((day) => calendar.short(day));
    setText(this.netTitle, fill(words.net_between, { from, to }));
    const nets = maps.transfers.nets(null).get(null);
    this.showNet((party) => nets?.[facts.parties.indexOf(party)] ?? 0, maps.transfers.error().km2);
  }

  // Who took more than they lost, with the error beside it; what is smaller than its error may as
  // well have gone the other way.
  showNet(netOf, error) {
    const { words, format } = this.controller;
    const nets = this.netRows.map(({ party }) => netOf(party));
    this.netRows.forEach(({ row, figure }, at) => {
      const place = roundingStep(nets[at], "km2", error);
      row.hidden = nets[at] < 0.5;
      const value = format.signed(nets[at], place);
      if (!row.hidden) setText(figure, error ? fill(words.value_error, { value, error: format.number(error, place) }) : value);
    });
    const most = Math.max(...nets);
    this.netNone.hidden = most >= 0.5;
    setText(this.netNone, "0");
    setText(this.netText, most >= 0.5 && most <= error ? words.no_clear_change : words.whole_area);
  }
}
