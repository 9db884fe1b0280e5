// How far a figure moves, by party, when events of low certainty are left out or dated otherwise.

import { km2 } from "../core/format.js";
import { h, setText } from "../dom.js";

export class ScenarioRange {
  constructor(controller, ranges) {
    const { facts, words } = controller;
    this.rows = facts.parties.filter((party) => ranges[party.id]).map((party) => {
      const text = document.createTextNode("");
      const name = h("span", {}, `${party.short} `);
      return { party, ranges: ranges[party.id], text, name, node: h("span", { hidden: true }, name, h("bdi", { dir: "ltr" }, text)) };
    });
    this.element = h("p", { class: "tm-small tm-scenarios", title: words.doubt_how, hidden: true }, `${words.doubt_range} `, this.rows.map(({ node }) => node));
  }

  // Once a frame, however many states the date passes in it.
  update(i, shown) {
    this.wanted = [i, shown];
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw(...this.wanted);
    });
  }

  draw(i, shown) {
    let any = 0;
    for (const { party, ranges, text, node } of this.rows) {
      const [least, most] = ranges.map((series) => Math.round(series[i]));
      node.hidden = least === most || !shown(party);
      if (node.hidden) continue;
      any += 1;
      setText(text, `${km2(least)}–${km2(most)}`);
    }
    // the card names the party already where there is only one
    for (const { name } of this.rows) name.hidden = any < 2;
    this.element.hidden = !any;
  }
}
