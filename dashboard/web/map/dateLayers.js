// All layers of one day on one map.

import { cellsOf } from "../core/cells.js";
import { hatchedCanvas } from "./canvas.js";
import { addPane, HEIGHTS } from "./panes.js";
import { PeriodLayer } from "./periodLayer.js";

// Control has a canvas of its own, opaque on it and translucent as a whole; all else shares one.
// Every canvas has to be put together with the others on each frame, so there are only these, and
// one more from the day a layer of many strokes is first asked for.
const ON_DEMAND = "distance";

export class DateLayerGroup {
  constructor(map, specs, name) {
    this.map = map;
    this.root = addPane(map, `tm-date-${name}`, HEIGHTS.layers);
    this.name = name;
    this.canvases = 0;
    const [control, over] = ["control", "over"].map((canvas) => this.addCanvas(canvas));
    this.controlPane = map.getPane(control.pane);
    // specs come in drawing order, and a canvas draws its paths in the order they were added
    this.layers = specs.filter((spec) => spec.style !== ON_DEMAND).map((spec) => {
      const { pane, renderer } = spec.style === "control" ? control : over;
      return new PeriodLayer(map, spec, pane, renderer);
    });
    this.deferred = specs.filter((spec) => spec.style === ON_DEMAND);
    this.cells = cellsOf(this.find("control").spec);
    this.day = null;
  }

  // A new canvas lies over those before it.
  addCanvas(canvas, tolerance = 0) {
    const pane = `tm-${this.name}-${canvas}`;
    this.canvases += 1;
    addPane(this.map, pane, HEIGHTS.layers + this.canvases - 1, this.root);
    return { pane, renderer: hatchedCanvas({ pane, tolerance }) };
  }

  makeDeferred(wanted) {
    for (const spec of this.deferred.filter(({ layer }) => wanted.includes(layer))) {
      const { pane, renderer } = this.addCanvas(spec.style, 4); // thin strokes are hard to hit
      const layer = new PeriodLayer(this.map, spec, pane, renderer);
      if (this.day !== null) layer.setDay(this.day);
      this.layers.push(layer);
      this.deferred = this.deferred.filter((other) => other !== spec);
    }
  }

  setDay(day) {
    this.day = day;
    let touched = 0;
    for (const layer of this.layers) touched += layer.setDay(day);
    return touched;
  }

  // Show the layers and the kinds of incidents chosen as the way of comparing has them.
  apply(layers, kinds, look) {
    this.makeDeferred(layers);
    for (const layer of this.layers) {
      const { layer: name, style } = layer.spec;
      layer.setShown(style === "topography" || (layers.includes(name) && look.styles.includes(style)));
    }
    this.find("incident")?.setClassesShown(kinds.map((kind) => `incident.${kind}`));
    this.controlPane.style.opacity = look.control_opacity;
  }

  find(style) {
    return this.layers.find((layer) => layer.spec.style === style);
  }

  // The cell at a position, -1 where there is none on the day shown.
  cellAt({ lat, lng }) {
    const cell = this.cells.at([lat, lng]);
    return this.cells.item(cell, this.day) < 0 ? -1 : cell;
  }

  setVisible(visible) {
    this.root.style.display = visible ? "" : "none";
  }

  // Cut to the screen's columns from `left` to `right` (container pixels).
  clip(left, right) {
    const size = this.map.getSize();
    const a = this.map.containerPointToLayerPoint([left, 0]);
    const b = this.map.containerPointToLayerPoint([right, size.y]);
    this.root.style.clipPath = `polygon(${a.x}px ${a.y}px, ${b.x}px ${a.y}px, ${b.x}px ${b.y}px, ${a.x}px ${b.y}px)`;
  }

  unclip() {
    this.root.style.clipPath = "";
  }
}
