// The difference of two days: cells by who gained them, what is no longer line dashed.

import { hatchedCanvas, makePath } from "./canvas.js";
import { addPane } from "./panes.js";
import { HIDDEN, pathOptions } from "./styles.js";

const PANE = "tm-difference";

export class DifferenceLayer {
  constructor(view, { facts, styles }, transfers) {
    const control = view.dateLayers.find("control");
    const contact = view.dateLayers.find("contact");
    this.transfers = transfers;
    // over control, under the lines: the same height as control, later in the document
    this.pane = addPane(view.map, PANE, control.pane.style.zIndex, view.dateLayers.root);
    this.keyOf = ([from, to]) => `gained.${facts.parties[to].id}.${facts.parties[from].id}`;
    this.styleOf = (pair) => pathOptions(styles[this.keyOf(pair)]);
    this.dashed = pathOptions(styles.contact_a);
    const base = { renderer: hatchedCanvas({ pane: PANE }), pane: PANE, ...HIDDEN, weight: 4 };
    [this.shapes, this.stretches] = [control, contact].map(({ spec }) => spec.geometries.map((geometry) => makePath(geometry, spec.kind, base)));
    for (const paths of [this.shapes, this.stretches]) L.layerGroup(paths).addTo(view.map);
    this.lineShown = true;
  }

  setDays(a, b) {
    this.transfers.compare(a, b, (shape) => this.restyleShape(shape), (stretch) => this.restyleStretch(stretch));
  }

  restyleShape(geometry) {
    const pair = this.transfers.changed.get(geometry);
    this.shapes[geometry].setStyle(pair ? this.styleOf(pair) : HIDDEN);
  }

  restyleStretch(geometry) {
    const shown = this.lineShown && this.transfers.left.has(geometry);
    this.stretches[geometry].setStyle(shown ? this.dashed : HIDDEN);
  }

  // The earlier line goes with the layer of the line of contact.
  showLine(shown) {
    if (this.lineShown === shown) return;
    this.lineShown = shown;
    for (const geometry of this.transfers.left) this.restyleStretch(geometry);
  }

  // While hidden it does not follow the days.
  setVisible(visible) {
    this.pane.style.display = visible ? "" : "none";
    if (!visible) return;
    for (let shape = 0; shape < this.shapes.length; shape++) this.restyleShape(shape);
    for (let stretch = 0; stretch < this.stretches.length; stretch++) this.restyleStretch(stretch);
  }

  classesShown() {
    const { changed, left } = this.transfers;
    const gained = new Set([...changed.values()].map(this.keyOf));
    return left.size && this.lineShown ? ["contact_a", ...gained] : [...gained];
  }
}
