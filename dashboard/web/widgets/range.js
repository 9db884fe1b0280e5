// How far a figure moves, by party, when events of low certainty are left out or dated otherwise.

import { h, oncePerFrame, setText } from "../dom.js";

export class ScenarioRange {
  constructor(controller, ranges) {
    const { facts, words } = controller;
    this.format = controller.format;
    this.parties = facts.parties;
    this.rows = facts.parties.filter((party) => ranges[party.id]).map((party) => {
      const text = document.createTextNode("");
      const name = h("span", {}, h("bdi", {}, party.short), " ");
      return { party, ranges: ranges[party.id], text, name, node: h("span", { hidden: true }, name, h("bdi", { dir: "ltr" }, text)) };
    });
    this.update = oncePerFrame((i, errorOf, shown) => this.draw(i, errorOf, shown)); // the date may pass several states in it
    this.element = h("p", { class: "tm-small tm-scenarios", title: words.scenarios_explained, hidden: true }, `${words.scenario_range} `, this.rows.map(({ node }) => node));
  }

  draw(i, errorOf, shown) {
    let any = false;
    for (const { party, ranges, text, node } of this.rows) {
      const ends = ranges.map((series) => series[i]);
      const place = this.format.place(...ends, "km2", errorOf(party));
      const [least, most] = ends.map((value) => this.format.number(value, place));
      node.hidden = least === most || !shown(party);
      if (node.hidden) continue;
      any = true;
      setText(text, `${least}–${most}`);
    }
    // the card names the party already where it shows only one
    const alone = this.parties.filter(shown).length < 2;
    for (const { name } of this.rows) name.hidden = alone;
    this.element.hidden = !any;
  }
}
