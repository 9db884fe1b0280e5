// The difference of two days: cells by who gained them, what is no longer line dashed.

import { hatchedCanvas, Outlines } from "./canvas.js";
import { addPane } from "./panes.js";
import { pathOptions } from "./styles.js";

const PANE = "tm-difference";

export class DifferenceLayer {
  constructor(view, { facts, styles }, transfers) {
    const control = view.dateLayers.find("control");
    const contact = view.dateLayers.find("contact");
    this.transfers = transfers;
    // over control, under the lines: the same height as control, later in the document
    this.pane = addPane(view.map, PANE, control.pane.style.zIndex, view.dateLayers.root);
    this.keyOf = ([from, to]) => `gained.${facts.parties[to].id}.${facts.parties[from].id}`;
    this.keys = Object.keys(styles).filter((key) => key.startsWith("gained."));
    const renderer = hatchedCanvas({ pane: PANE });
    const outlines = ({ spec }, keys) => new Outlines(view.map, spec, keys.map((key) => ({ renderer, pane: PANE, ...pathOptions(styles[key]) })));
    this.shapes = outlines(control, this.keys);
    this.stretches = outlines(contact, ["contact_a"]);
    this.lineShown = true;
  }

  setDays(a, b) {
    this.transfers.compare(a, b, (shape) => this.restyleShape(shape), (stretch) => this.restyleStretch(stretch));
  }

  restyleShape(geometry) {
    const pair = this.transfers.changed.get(geometry);
    this.shapes.set(geometry, pair ? this.keys.indexOf(this.keyOf(pair)) : -1);
  }

  restyleStretch(geometry) {
    const shown = this.lineShown && this.transfers.left.has(geometry);
    this.stretches.set(geometry, shown ? 0 : -1);
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
    this.shapes.styleOf.forEach((_, shape) => this.restyleShape(shape));
    this.stretches.styleOf.forEach((_, stretch) => this.restyleStretch(stretch));
  }

  classesShown() {
    const { changed, left } = this.transfers;
    const gained = new Set([...changed.values()].map(this.keyOf));
    return left.size && this.lineShown ? ["contact_a", ...gained] : [...gained];
  }
}
