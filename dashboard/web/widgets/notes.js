// What readers must know of the layers shown on the days shown; nothing on most days.

import { upperBound } from "../core/timeline.js";
import { h, setText } from "../dom.js";

export class Notes {
  constructor(controller, map) {
    this.controller = controller;
    this.text = h("p", { class: "tm-day-notes", role: "status", hidden: true });
    const control = L.control({ position: "bottomright" }); // above the credit
    control.onAdd = () => this.text;
    control.addTo(map);
  }

  update() {
    const { facts, layersShown, span } = this.controller;
    const noted = facts.notes.filter(({ layer }) => layersShown.includes(layer)).flatMap(({ from, to, days, texts }) =>
      span.filter((day) => day >= from && day < to).map((day) => texts[upperBound(days, day) - 1]));
    const text = [...new Set(noted)].join(" ");
    this.text.hidden = text === "";
    setText(this.text, text);
  }
}
