// The headline figures. Every number was computed by Python, one a state of the series; here it is
// only looked up, so it can follow a drag.

import { fill, isUnclear, numberWithError } from "../core/format.js";
import { forceOn } from "../core/lookup.js";
import { upperBound } from "../core/timeline.js";
import { h, setText } from "../dom.js";
import { barBackground, swatch } from "../map/swatch.js";
import { Menu } from "./controls.js";
import { areaFigure, evidenceLink, LEAST_SHOWN_KM2, setLinkTarget } from "./figure.js";
import { ScenarioRange } from "./range.js";

export class Cards {
  constructor(controller, element) {
    this.controller = controller;
    const { facts, words, format } = controller;
    const card = (title, kind, ...body) => h("div", { class: `tm-card ${kind}` }, h("h2", {}, title), body);
    [this.zone, this.whole] = [facts.zone.id, ""].map((id) => facts.charts.find((chart) => chart.id === id));
    this.netTitle = h("span", {});
    const unknown = { id: "unknown", short: words.unknown_controller };
    this.rows = [
      ...facts.parties.filter((party) => this.zone.areas[party.id]).map((party) => this.row(party, this.zone.areas[party.id], this.zone.error[party.id] ?? [])),
      this.row(unknown, this.zone.unknown, []), // no line of contact borders it
    ];
    this.netRows = facts.parties.map((party) => {
      const value = areaFigure(format, "0");
      const unclear = h("p", { class: "tm-small", hidden: true }, words.no_clear_change);
      return { party, figure: value.figure, unclear, row: h("div", { hidden: true }, h("strong", {}, value, " ", h("small", {}, party.short)), unclear) };
    });
    this.netNone = h("strong", {}, "0");
    this.apart = [words.redrawn_short, words.unheld_apart].map((phrase) => ({ phrase, element: h("p", { class: "tm-small", hidden: true }) }));
    this.net = h("div", { class: "tm-net" }, this.netRows.map(({ row }) => row), this.netNone);
    this.netNote = h("p", { class: "tm-small" });
    this.age = h("strong", {});
    this.ageNote = h("p", { class: "tm-small" });
    this.force = h("div", { class: "tm-chips" });
    this.zoneTitle = h("span", {});
    this.forceTitle = h("span", {});
    const explain = new Menu(words.explain_title, h("div", { class: "tm-explain-text" }, [words.explain_error, words.explain_range, words.explain_no_change].map((text) => h("p", {}, text))));
    explain.element.classList.add("tm-explain");
    [this.zoneRange, this.netRange] = [facts.zone, facts.net].map(({ range }) => new ScenarioRange(controller, range));
    this.netText = h("span", {});
    this.netNote.append(this.netText);
    const ageTitle = h("span", {}, words.days_since);
    [this.zoneLink, this.netLink, this.ageLink] = [this.zoneTitle, this.netTitle, ageTitle].map((title) => evidenceLink(controller, null, title));
    this.ageText = h("span", {});
    this.ageNote.append(this.ageText, " ", this.ageLink);
    this.netNote.append(" ", this.netLink);
    element.replaceChildren(h("div", { class: "tm-figures" },
      card(this.zoneTitle, "tm-wide",
        h("div", { class: "tm-bar", "aria-hidden": "true" }, this.rows.map((row) => row.bar)), h("ul", {}, this.rows.map((row) => row.item)), this.zoneRange.element, h("p", { class: "tm-small" }, this.zoneLink, " ", explain.element)),
      card(this.netTitle, "", this.net, this.netRange.element, this.netNote, this.apart.map(({ element: apart }) => apart)),
      card(ageTitle, "", this.age, this.ageNote),
      facts.agreements.length > 0 && card(this.forceTitle, "tm-wide", this.force)));
  }

  row(party, areas, errors) {
    const bar = h("i", {});
    bar.style.background = barBackground(this.controller, `control.${party.id}`);
    const held = areaFigure(this.controller.format, "0");
    const share = h("span", {});
    return { areas, errors, bar, held, share, item: h("li", {}, swatch(this.controller, `control.${party.id}`), h("span", {}, party.short), h("b", {}, held), share) };
  }

  update() {
    const { words, calendar, isComparing, span: [, day] } = this.controller;
    const i = this.controller.lookup.stateIndex(day);
    if (i !== this.state) this.updateState(i);
    this.updateTitles(day);
    if (isComparing) this.updateChange();
    else this.updateNet(i);
    this.updateRanges(i, day);
    const last = this.controller.lookup.lastChange(day);
    setText(this.age, last === null ? "–" : this.controller.format.number(day - last));
    setText(this.ageText, last === null ? words.no_change_yet : calendar.short(last));
    this.updateForce(day);
  }

  // In a comparison the page is about two days: a figure of one of them says which.
  updateTitles(day) {
    const { words, facts, calendar, isComparing } = this.controller;
    const signature = isComparing ? day : "single";
    if (signature === this.titled) return;
    this.titled = signature;
    const held = fill(words.held_in, { area: facts.zone.title });
    const dated = (title) => (isComparing ? fill(words.title_on, { title, day: calendar.short(day) }) : title);
    setText(this.zoneTitle, dated(held));
    setText(this.forceTitle, dated(words.in_force));
  }

  updateForce(day) {
    const { lookup, words } = this.controller;
    const inForce = lookup.agreementsOn(day).map((agreement) => [agreement, forceOn(agreement, day) === "disputed"]);
    const signature = inForce.map(([{ id }, disputed]) => id + disputed).join();
    if (signature === this.forceSignature) return;
    this.forceSignature = signature;
    const chips = inForce.map(([{ id, short }, disputed]) => h("button", {
      class: `tm-chip${disputed ? " tm-disputed" : ""}`, title: disputed ? words.force_disputed : null, onclick: () => this.controller.openAgreement(id),
    }, short));
    this.force.replaceChildren(...(chips.length ? chips : [words.none_in_force]));
  }

  // Every figure leads to the reports it rests on.
  updateLinks() {
    const { controller } = this;
    const { facts, calendar, isComparing, span: [earlier, day] } = controller;
    const last = controller.lookup.lastChange(day);
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
    this.zoneRange.update(at, (party) => this.zone.error[party.id]?.[i], (party) => this.zone.areas[party.id]?.[i] >= LEAST_SHOWN_KM2);
    this.netRange.update(at, (party) => this.whole.net_error[party.id]?.[i], (party) => !before && (this.whole.net[party.id]?.[i] ?? 0) >= LEAST_SHOWN_KM2);
  }

  updateState(i) {
    this.state = i;
    const { facts: { zone: { km2 } }, format } = this.controller;
    for (const { areas, errors, bar, held, share, item } of this.rows) {
      const value = areas[i] ?? 0;
      const error = errors[i] ?? 0;
      item.hidden = bar.hidden = value < LEAST_SHOWN_KM2;
      bar.style.width = `${(100 * value) / km2}%`;
      setText(held.figure, numberWithError(this.controller, value, "km2", error));
      const [part, off] = [value, error].map((each) => (100 * each) / km2);
      setText(share, format.unit(numberWithError(this.controller, part, "percent", off), "percent", part));
    }
  }

  updateNet(i) {
    const { facts, words, day, calendar } = this.controller;
    const before = day < facts.reference.day;
    const signature = before ? "before" : i;
    if (signature === this.netState) return;
    this.netState = signature;
    setText(this.netTitle, fill(words.net_since, { agreement: facts.reference.short }));
    this.showNet((party) => (before ? 0 : (this.whole.net[party.id]?.[i] ?? 0)), (party) => this.whole.net_error[party.id]?.[i] ?? 0, [facts.net.redrawn, facts.net.unheld].map((km2) => (before ? 0 : km2[i])));
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
    setText(this.netTitle, span[0] === span[1] ? fill(words.same_dates, { day: to }) : fill(words.net_between, { from, to }));
    const [nets, errors] = [maps.transfers.nets(null), maps.transfers.error().units].map((units) => units.get(null));
    const [netOf, errorOf] = [nets, errors].map((of) => (party) => of?.[facts.parties.indexOf(party)] ?? 0);
    this.showNet(netOf, errorOf, [maps.transfers.redrawnKm2, maps.transfers.unheldKm2]);
  }

  // Who took more than they lost, with the error beside it; what is smaller than its error may as
  // well have gone the other way. Apart from it stand land whose boundary was only drawn anew, and
  // land that nobody known held on one of the days.
  showNet(netOf, errorOf, apart) {
    const { words, format } = this.controller;
    const nets = this.netRows.map(({ party }) => netOf(party));
    this.netRows.forEach(({ party, row, figure, unclear }, at) => {
      row.hidden = nets[at] < LEAST_SHOWN_KM2;
      if (row.hidden) return;
      const error = errorOf(party);
      setText(figure, numberWithError(this.controller, nets[at], "km2", error, "signed"));
      unclear.hidden = !isUnclear(nets[at], error);
    });
    this.netNone.hidden = Math.max(...nets) >= LEAST_SHOWN_KM2;
    setText(this.netNone, "0");
    setText(this.netText, words.whole_area);
    this.apart.forEach(({ phrase, element }, at) => {
      element.hidden = apart[at] < LEAST_SHOWN_KM2;
      setText(element, fill(phrase, { area: format.text(apart[at], "km2") }));
    });
  }
}
