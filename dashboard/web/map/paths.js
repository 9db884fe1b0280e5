// Geometries drawn by a path each.

import { assignable, covers, makePath, redraw } from "./canvas.js";
import { HIDDEN } from "./styles.js";

export class Paths {
  // Of `styles`, options of paths, each geometry is drawn in one or none.
  constructor(map, { geometries, kind }, styles) {
    // one options object a style, shared by its paths: a change of style is one assignment
    this.styles = styles.map(assignable);
    this.hidden = assignable({ ...styles[0], ...HIDDEN, radius: 10, weight: Math.max(0, ...styles.map(({ weight }) => weight)) });
    this.paths = geometries.map((geometry) => makePath(geometry, kind, this.hidden));
    L.layerGroup(this.paths).addTo(map);
  }

  // Draw a geometry in a style by its number, -1 for none.
  set(geometry, style) {
    const path = this.paths[geometry];
    const before = path.options;
    path.options = this.styles[style] ?? this.hidden;
    // the same while its layer is not shown: nothing to draw anew
    if (path.options !== before) redraw(path);
  }

  get drawn() { return this.paths.filter((path) => this.isDrawn(path)); }

  isDrawn({ options }) { return options !== this.hidden; }

  // Geometries drawn under a layer point, topmost first.
  hits(point) {
    const all = [...this.paths.keys()].toReversed();
    return all.filter((geometry) => this.isDrawn(this.paths[geometry]) && covers(this.paths[geometry], point));
  }
}
