// The line of contact as wide as it can be off: each stretch with its error to either side, as far
// as anything is claimed.

import { metresPerPixel } from "../core/geometry.js";
import { hatchedCanvas, makePath } from "./canvas.js";
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
    const within = () => group.find("control").paths;
    this.options = { renderer: hatchedCanvas({ pane, within }), pane };
    this.paths = this.contact.spec.geometries.map((geometry) => makePath(geometry, this.contact.spec.kind, { ...this.options, ...HIDDEN }));
    this.items = this.paths.map(() => -1);
    L.layerGroup(this.paths).addTo(this.map);
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
    this.contact.items.forEach((item, geometry) => {
      if (item !== this.items[geometry]) this.draw(geometry, item);
    });
  }

  redraw() {
    if (!this.shown) return;
    this.contact.items.forEach((item, geometry) => this.draw(geometry, item));
  }

  draw(geometry, item) {
    const before = this.items[geometry];
    this.items[geometry] = item;
    if (item < 0 && before < 0) return;
    const path = this.paths[geometry];
    if (item < 0) return path.setStyle(HIDDEN);
    const metres = this.contact.spec.stretches.precision_m[geometry];
    const wide = metres / metresPerPixel(this.map.getCenter().lat, this.map.getZoom());
    path.setStyle({ ...this.style, opacity: 1, weight: 2 * wide, lineCap: "round" });
  }
}
