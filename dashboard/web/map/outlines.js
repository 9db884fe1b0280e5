// Geometries drawn by a path each style, whatever their number: what neighbours of one style have in common is
// no part of it. Those of one style do not overlap.

import { makeOutline, toggle } from "./canvas.js";

export class Outlines {
  // Of `styles`, options of paths, each geometry is drawn in one or none.
  constructor(map, spec, styles) {
    this.spec = spec;
    this.drawn = styles.map((style) => makeOutline(spec, style));
    this.styleOf = new Int16Array(spec.geometries.length).fill(-1);
    L.layerGroup(this.drawn).addTo(map);
  }

  // Draw a geometry in a style by its number, -1 for none.
  set(geometry, style) {
    const before = this.styleOf[geometry];
    if (style === before) return;
    this.styleOf[geometry] = style;
    toggle([before, style].filter((each) => each >= 0).map((each) => this.drawn[each]), this.spec.outlines[geometry]);
  }
}
