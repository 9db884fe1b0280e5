// What changed between A and B, in figures and lists; every row leads to the map.

import { fill, isolate, isUnclear, numberWithError, roundingStep } from "../core/format.js";
import { h } from "../dom.js";
import { swatch } from "../map/swatch.js";
import { evidenceLink } from "./figure.js";

const MOST_PLACES = 200;

export class DifferencePanel {
  constructor(controller, element) {
    this.controller = controller;
    this.facts = controller.facts;
    this.words = controller.words;
    this.format = controller.format;
    this.host = h("div", { class: "tm-table" });
    element.replaceChildren(this.host);
  }

  update() {
    const { controller, words } = this;
    const { lookup, maps } = controller;
    const [since, day] = controller.span;
    const signature = controller.isComparing ? `${since}/${day}` : "";
    if (signature === this.signature) return;
    this.signature = signature;
    if (!signature) return this.host.replaceChildren();
    this.transfers = maps.transfers;
    this.error = this.transfers.error();
    this.netRange = this.transfers.netRanges();
    const totals = this.transfers.totals();
    const title = h("h2", {}, lookup.spanText([since, day]));
    this.host.replaceChildren(
      title,
      ...(since === day ? [h("p", {}, words.choose_two)] : totals.transfers.length ? this.figures(totals, title) : [this.nothing()]),
      ...this.apart(totals), this.between(), ...this.places(totals));
  }

  figures(totals, title) {
    const { controller, words } = this;
    const counted = this.format.counted(words.difference_error, totals.transfers.length, { error: this.format.error(this.error.km2, "km2") });
    const [since, date] = controller.span.map((day) => controller.calendar.iso(day));
    const evidence = evidenceLink(controller, { since, date }, title);
    const shown = this.facts.parties.map((party, at) => at).filter((at) => totals.gained[at] || totals.lost[at]);
    return [this.parties(totals, shown), h("p", { class: "tm-small" }, counted, " ", words.difference_back, " ", evidence), this.units(totals, shown)];
  }

  // How far figures of a party can be off, in the study area (null) or in a unit.
  errorOf(unit, party) { return this.error.units.get(unit)?.[party] ?? 0; }

  link(text, action) {
    return h("button", { class: "tm-link", onclick: action }, text);
  }

  goTo(cells) {
    this.controller.maps.goToCells(cells);
  }

  parties({ gained, lost }, shown) {
    const { words, facts } = this;
    const head = [words.party, words.gained, words.lost, words.net].map((text) => h("th", { scope: "col" }, text));
    const row = (at) => {
      const party = facts.parties[at];
      return h("tr", { "data-party": party.id },
        h("th", { scope: "row" }, swatch(this.controller, `control.${party.id}`), " ", this.link(party.short, () => this.goTo(this.transfers.cellsOf(at)))),
        [gained, lost].map((km2) => h("td", {}, this.format.number(km2[at], roundingStep(km2[at], "km2", this.errorOf(null, at))))),
        h("td", {}, this.net(at, gained[at] - lost[at]), this.range(null, at)));
    };
    return h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, shown.map(row)));
  }

  // A net with how far it can be off; one that is smaller may as well have gone the other way.
  net(party, km2) {
    const isClear = !isUnclear(km2, this.errorOf(null, party));
    return [h("b", {}, this.signed(null, party, km2)), isClear ? null : h("small", {}, this.words.no_clear_change)];
  }

  // With its sign before its number in any script.
  signed(unit, party, km2) { return h("bdi", { dir: "ltr" }, numberWithError(this.controller, km2, "km2", this.errorOf(unit, party), "signed")); }

  // The range of a net over the scenarios, where they differ.
  range(unit, party) {
    const ends = this.netRange(unit, party);
    const place = this.format.place(...ends, "km2", this.errorOf(unit, party));
    const [low, high] = ends.map((km2) => this.format.signed(km2, place));
    if (low === high) return null;
    const { words } = this;
    return h("small", { class: "tm-range", title: words.scenarios_explained }, fill(words.range_signed, { low: isolate(low), high: isolate(high) }));
  }

  // Nothing differs as entered; in a scenario something may.
  nothing() {
    const { words, facts } = this;
    const open = facts.parties.map((party, at) => [party, this.range(null, at)]).filter(([, node]) => node);
    const ranges = open.map(([party, node]) => [`${party.short} `, h("span", {}, node.textContent), " "]);
    return h("p", {}, words.no_difference, " ", words.difference_back, open.length ? h("small", {}, ` ${words.scenario_range} `, ranges) : "");
  }

  // What is in no gain or loss: boundaries drawn anew, and land that nobody known held on one day.
  apart({ redrawn, unheld }) {
    const { words, format } = this;
    return [[words.redrawn_apart, redrawn], [words.unheld_apart, unheld]].filter(([, km2]) => km2)
      .map(([phrase, km2]) => h("p", { class: "tm-small" }, fill(phrase, { area: format.text(km2, "km2") })));
  }

  // Each unit with what every party gained or lost there, net, and both where it did both;
  // the name leads to the map.
  units({ units }, shown) {
    const { words, facts } = this;
    if (units.every(({ name }) => !name)) return ""; // the data set names no units
    const head = [h("th", { scope: "col" }, h("span", { class: "unseen" }, words.by_unit)), shown.map((at) => h("th", { scope: "col" }, facts.parties[at].short))];
    const row = ({ name, cells, gained, lost }) => h("tr", {},
      h("th", { scope: "row" }, this.link(name || words.no_unit, () => this.goTo(cells))),
      shown.map((at) => h("td", {}, this.signed(name, at, gained[at] - lost[at]), this.bothWays(name, at, gained[at], lost[at]), this.range(name, at))));
    return h("details", { open: true }, h("summary", {}, `${words.by_unit} (${units.length})`),
      h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, units.map(row))));
  }

  bothWays(unit, party, gained, lost) {
    if (!Math.round(gained) || !Math.round(lost)) return null;
    const both = [gained, -lost].map((km2) => this.format.signed(km2, roundingStep(km2, "km2", this.errorOf(unit, party))));
    return h("small", {}, h("bdi", { dir: "ltr" }, both.join(" ")));
  }

  // Operations and agreements between the two days.
  between() {
    const { controller, words, facts } = this;
    const { calendar } = controller;
    const [low, high] = controller.span;
    const operations = facts.offensives.filter((span) => span.from <= high && span.to > low);
    const agreements = facts.agreements.filter((agreement) => agreement.day >= low && agreement.day <= high);
    const row = (text, when, action) => h("li", {}, this.link(text, action), h("span", { class: "tm-small" }, ` ${when}`));
    return h("details", {}, h("summary", {}, `${words.between} (${operations.length + agreements.length})`), h("ul", {},
      operations.map((span) => row(span.name, calendar.short(span.starts), () => controller.commit(Math.min(span.to - 1, calendar.last)))),
      agreements.map((agreement) => row(agreement.short, agreement.dated, () => controller.openAgreement(agreement.id)))));
  }

  places({ transfers }) {
    if (!transfers.length) return [];
    const { controller, words, facts } = this;
    const row = ({ cell, place, km2: area, from, to }) => h("li", {}, this.link(controller.lookup.placeName(place), () => this.goTo([cell])),
      h("span", { class: "tm-small" }, ` ${fill(words.from_to, { from: facts.parties[from].short, to: facts.parties[to].short })}, ${this.format.text(area, "km2")}`));
    const more = transfers.length - MOST_PLACES;
    return [h("details", {}, h("summary", {}, `${words.places} (${this.format.number(transfers.length)})`),
      h("ul", {}, transfers.slice(0, MOST_PLACES).map(row)),
      more > 0 ? h("p", { class: "tm-small" }, fill(words.more_places, { n: this.format.number(more) })) : "")];
  }
}
