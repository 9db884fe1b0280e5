// The line of contact as wide as it can be off: each stretch with its error to either side, as far
// as anything is claimed.

import { metresPerPixel } from "../core/geometry.js";
import { hatchedCanvas, Outlines } from "./canvas.js";
import { addPane } from "./panes.js";
import { HIDDEN, pathOptions } from "./styles.js";

export class ErrorBand {
  constructor(group, { styles }) {
    this.map = group.map;
    this.contact = group.find("contact");
    this.style = pathOptions(styles.contact_error);
    // opaque on a canvas that is translucent as a whole: stretches that overlap show no seam
    const pane = `tm-error-${group.name}`;
    this.pane = addPane(this.map, pane, group.controlPane.style.zIndex, group.root);
    this.pane.style.opacity = this.style.opacity;
    this.options = { renderer: hatchedCanvas({ pane, within: () => this.land.drawn }), pane };
    this.land = new Outlines(this.map, group.find("control").spec, [{ ...this.options, ...HIDDEN }]);
    this.land.styleOf.forEach((_, shape) => this.land.set(shape, 0));
    const metres = this.contact.spec.stretches.precision_m;
    this.errors = [...new Set(metres)];
    this.errorOf = metres.map((each) => this.errors.indexOf(each));
    this.stretches = new Outlines(this.map, this.contact.spec, this.errors.map(() => ({ ...this.options, ...this.style, opacity: 1, lineCap: "round" })));
    this.map.on("zoomend", () => this.redraw());
    this.shown = false;
  }

  setShown(shown) {
    if (this.shown === shown) return;
    this.shown = shown;
    this.pane.style.display = shown ? "" : "none";
    this.redraw();
  }

  // Follow the line of contact; touches only stretches whose item differs.
  update() {
    if (!this.shown) return;
    this.contact.items.forEach((item, stretch) => this.stretches.set(stretch, item < 0 ? -1 : this.errorOf[stretch]));
  }

  redraw() {
    if (!this.shown) return;
    const metres = metresPerPixel(this.map.getCenter().lat, this.map.getZoom());
    this.stretches.drawn.forEach((path, error) => path.setStyle({ weight: 2 * this.errors[error] / metres }));
    this.update();
  }
}
