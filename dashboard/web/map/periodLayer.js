// A layer with all its periods on one map: of each geometry the item of the day shown is drawn.

import { timelineOf } from "../core/timeline.js";
import { Outlines, Paths } from "./canvas.js";
import { pathOptions } from "./styles.js";

const ON_CELLS = ["control", "low_certainty", "taken", "contact"]; // on one day their features do not overlap, and neighbours share edges

// Several layers may share a canvas: a map has few, so that putting them together costs little.
export class PeriodLayer {
  constructor(map, spec, pane, renderer) {
    this.spec = spec;
    this.timeline = timelineOf(spec);
    const styles = spec.styles.map((style) => ({ renderer, pane, ...pathOptions(style) }));
    this.drawing = new (ON_CELLS.includes(spec.style) ? Outlines : Paths)(map, spec, styles);
    this.pane = map.getPane(pane);
    this.shown = true;
    this.classShown = spec.classes.map(() => true);
    this.day = null;
    this.items = new Int32Array(spec.geometries.length).fill(-1); // of each geometry on the day shown
    this.counts = new Int32Array(spec.classes.length);
  }

  // Show the day; touches only geometries whose item differs. Returns how many were restyled.
  setDay(day) {
    if (this.day === day) return 0;
    let touched = 0;
    const update = (geometry) => {
      const item = this.timeline.at(geometry, day);
      const before = this.items[geometry];
      if (item === before) return;
      this.items[geometry] = item;
      if (before >= 0) this.counts[this.timeline.classOf(before)]--;
      if (item >= 0) this.counts[this.timeline.classOf(item)]++;
      this.restyle(geometry);
      touched++;
    };
    if (this.day === null) for (let g = 0; g < this.items.length; g++) update(g);
    else this.timeline.between(this.day, day, update);
    this.day = day;
    return touched;
  }

  restyle(geometry) {
    const item = this.items[geometry];
    this.drawing.set(geometry, this.isDrawn(item) ? this.timeline.classOf(item) : -1);
  }

  isDrawn(item) {
    return item >= 0 && this.shown && this.classShown[this.timeline.classOf(item)];
  }

  setShown(shown) {
    if (this.shown === shown) return;
    this.shown = shown;
    this.restyleAll();
  }

  // Draw only what is of these classes.
  setClassesShown(keys) {
    const classShown = this.spec.classes.map((key) => keys.includes(key));
    if (String(classShown) === String(this.classShown)) return;
    this.classShown = classShown;
    this.restyleAll();
  }

  restyleAll() {
    for (let g = 0; g < this.items.length; g++) if (this.items[g] >= 0) this.restyle(g);
  }

  // Class keys drawn on the current day, for the legend.
  classesShown() {
    return this.spec.classes.filter((key, index) => this.counts[index] > 0 && this.classShown[index]);
  }

  // The class of a geometry on the day shown; null where nothing is drawn.
  classKeyOf(geometry) {
    return this.items[geometry] < 0 ? null : this.spec.classes[this.timeline.classOf(this.items[geometry])];
  }

  properties(geometry) {
    return this.spec.properties[this.timeline.rowOf(this.items[geometry])];
  }

  // Geometries with a path of their own that are drawn under a layer point, topmost first.
  hits(point) {
    return this.drawing.hits?.(point) ?? [];
  }
}
