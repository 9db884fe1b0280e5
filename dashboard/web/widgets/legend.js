// What is drawn on the day, as it looks on the map, and the notice of the method.

import { fill } from "../core/format.js";
import { upperBound } from "../core/timeline.js";
import { h, setText } from "../dom.js";
import { swatch } from "../map/swatch.js";
import { evidenceLink, setLinkTarget } from "./figure.js";

const MOST_COVERED = 1 / 4; // share of the map that the legend covers without being opened by the reader
const RESIZED_MS = 80;

export class Legend {
  constructor(controller, frame) {
    this.controller = controller;
    this.host = h("div", { class: "tm-legend-host" });
    frame.append(this.host);
    this.measures = [];
    this.titles = [];
    this.rows = controller.payload.legend.map(({ key, title, measured }) => {
      const name = this.title(key, title);
      return [key, measured, h("li", { hidden: true }, swatch(controller, key), h("span", {}, name, measured && this.measure(measured, name)))];
    });
    this.agreement = h("span", {});
    this.agreementRow = h("li", { hidden: true }, swatch(controller, "highlight"), this.agreement);
    this.absent = h("li", { class: "tm-absent", hidden: true });
    this.lookAlikes = h("li", { hidden: true });
    this.list = h("ul", { tabindex: "0", "aria-label": controller.words.legend }, this.agreementRow, this.rows.map(([, , row]) => row), this.lookAlikes, this.absent);
    this.host.replaceChildren(
      this.fold = h("details", { class: "tm-legend", open: true },
        h("summary", { onclick: () => { this.isChosen = true; } }, h("h2", {}, controller.words.legend)),
        h("div", {}, this.list, h("p", { class: "tm-notice" }, h("b", {}, controller.words.reconstruction), " ", controller.words.reconstruction_notice)),
      ),
    );
    L.DomEvent.disableClickPropagation(this.host);
    L.DomEvent.disableScrollPropagation(this.host);
    this.frame = frame;
    this.resizer = new ResizeObserver((entries) => { if (entries.some(({ target }) => target === frame)) this.makeRoom(); else this.giveWay(); });
    this.resizer.observe(frame);
    this.resizer.observe(this.host);
  }

  // What an entry is called; lines and gains are those of the days compared.
  title(key, title) {
    const node = h("span", {}, title);
    this.titles.push({ key, title, node });
    return node;
  }

  updateTitles() {
    const { choice: { compare }, words, calendar, facts, span } = this.controller;
    const [a, b] = span.map((day) => calendar.short(day));
    const signature = compare === "single" ? "" : `${compare} ${a} ${b}`;
    if (this.titled === signature) return;
    this.titled = signature;
    const ofBoth = { difference: words.legend_line_b, swipe: words.legend_lines, side: words.legend_lines }[compare];
    const compared = { contact: ofBoth, contact_a: words.legend_line_a };
    const shortName = (id) => facts.parties.find((party) => party.id === id)?.short;
    for (const { key, title, node } of this.titles) {
      const [kind, party, giver] = key.split(".");
      const phrase = kind === "gained" ? words.legend_gained_between : compared[key];
      setText(node, signature && phrase ? fill(phrase, { a, b, party: shortName(party), giver: shortName(giver) }) : title);
    }
  }

  // What is written on the map keeps off the legend, once that is as large as it stays.
  giveWay() {
    this.controller.onceAtRest("texts", () => this.controller.maps.drawTexts(), RESIZED_MS);
  }

  // How much of the map's width it covers.
  get openWidth() { return this.fold.open ? this.host.offsetWidth : 0; }

  // Folded where it would cover much of the map, until the reader opens or folds it.
  makeRoom() {
    if (this.isChosen) return;
    this.fold.open = true;
    const { offsetWidth: width, scrollHeight: height } = this.host; // content that is scrolled out of view counts
    const isMuch = width * height > MOST_COVERED * this.frame.clientWidth * this.frame.clientHeight;
    if (isMuch || this.controller.maps.mode === "side") this.fold.open = false;
  }

  // How far the line of contact stands from an agreed one on each day shown, with the range
  // doubtful events leave it in, and the way to what it rests on; under the strokes' entry.
  measure(recipe, name) {
    const { words, facts } = this.controller;
    const days = [h("small", {}), h("small", {})];
    const note = h("small", { title: words.scenarios_explained }, words.scenarios_in_brackets);
    const link = evidenceLink(this.controller, null, name);
    this.measures.push({ series: facts.distances[recipe], days, note, link });
    return [days, note, h("small", {}, link)];
  }

  daysShown() {
    const { span, choice } = this.controller;
    return ["swipe", "side"].includes(choice.compare) ? span : [span[1]];
  }

  // The days on screen, each by its date where the title does not say it.
  updateMeasures() {
    const { words, calendar, choice } = this.controller;
    const shown = this.daysShown();
    for (const { series, days, note } of this.measures) {
      const moves = days.map((node, i) => {
        const state = shown[i] >= series.from && shown[i] < series.to ? upperBound(series.days, shown[i]) - 1 : -1;
        const [mean, most] = [series.mean[state], series.most[state]];
        const text = mean ? fill(words.distance_measured, { mean, most }) : "";
        setText(node, text && choice.compare !== "single" ? `${calendar.short(shown[i])}: ${text}` : text);
        return text !== "" && series.moves[state];
      });
      note.hidden = !moves.some(Boolean);
    }
  }

  updateLinks() {
    const { span: [, day] } = this.controller;
    for (const { series, link } of this.measures) setLinkTarget(this.controller, link, day >= series.from && { view: "agreement", agreement: series.agreement });
  }

  // Strokes of distance have an entry while their layer is on, even if none is drawn: the distance
  // is 0 then.
  isMeasured(recipe) {
    const { facts, layersShown } = this.controller;
    const { layer, from, to } = facts.distances[recipe];
    return layersShown.includes(layer) && this.daysShown().some((day) => day >= from && day < to);
  }

  // Name the open agreement, whose lines are highlighted.
  updateAgreement() {
    const { maps, choice, facts, words } = this.controller;
    const agreement = maps.view.highlight.hasLines && facts.agreements.find(({ id }) => id === choice.agreement);
    this.agreementRow.hidden = !agreement;
    setText(this.agreement, agreement ? fill(words.legend_agreement, { agreement: agreement.short }) : "");
  }

  // Layers that are on and have nothing on the days shown.
  updateAbsent() {
    const { payload, lookup, layersShown, span } = this.controller;
    const named = payload.choices.layers.filter(({ name }) => layersShown.includes(name))
      .map(({ name, title }) => [title, lookup.absenceText(name, span)]).filter(([, text]) => text);
    setText(this.absent, named.map((pair) => pair.join(" ")).join("; "));
    this.absent.hidden = !named.length;
  }

  update() {
    const { maps } = this.controller;
    this.updateAgreement();
    this.updateAbsent();
    this.updateMeasures();
    this.updateTitles();
    const layers = maps.dateLayers.flatMap((group) => group.layers).filter((layer) => layer.shown && layer.day !== null);
    const keys = new Set(layers.flatMap((layer) => layer.classesShown()));
    if (maps.mode === "difference") for (const key of maps.difference.classesShown()) keys.add(key);
    if (maps.isErrorShown) keys.add("contact_error");
    if (this.controller.choice.annotations) keys.add("annotation");
    for (const [key, measured, row] of this.rows) {
      const hidden = measured ? !this.isMeasured(measured) : !keys.has(key);
      if (row.hidden !== hidden) row.hidden = hidden;
    }
    this.updateLookAlikes(keys);
  }

  // How many parties on the map go by their names: lightness and hatch do not tell them apart.
  updateLookAlikes(keys) {
    const { payload, format, words } = this.controller;
    const count = payload.legend.filter(({ key, alike }) => keys.has(key) && alike?.some((other) => keys.has(other))).length;
    this.lookAlikes.hidden = !count;
    setText(this.lookAlikes, count ? format.counted(words.legend_look_alikes, count) : "");
  }
}
