// Leaflet's canvas with hatched fills, a casing under strokes, strokes inside their areas, and cheaper redrawing;
// and the geometries of a layer on it, as a path each or a path a style. The one file that uses parts of Leaflet
// which it does not document.

import { joined, positionsOf } from "../core/geometry.js";
import { CASING_EXTRA, CASING_OPACITY } from "../core/shared.js";
import { hatchTile } from "./hatch.js";
import { HIDDEN } from "./styles.js";

const MOST_PATCHES = 40; // of what changed in a step; all that is more is redrawn as one

const patterns = new Map();
function hatchPattern(context, { hatch, hatchColour, hatchOpacity }) {
  const key = `${hatch}|${hatchColour}|${hatchOpacity}`;
  if (!patterns.has(key)) patterns.set(key, context.createPattern(hatchTile(hatch, hatchColour, hatchOpacity), "repeat"));
  return patterns.get(key);
}

function strokeCasing(context, { weight, casing }) {
  context.save();
  context.setLineDash([]);
  context.globalAlpha = CASING_OPACITY;
  context.lineWidth = weight + CASING_EXTRA;
  context.strokeStyle = casing;
  context.lineJoin = context.lineCap = "round";
  context.stroke();
  context.restore();
}

const contains = (a, b) => a.min.x <= b.min.x && a.max.x >= b.max.x && a.min.y <= b.min.y && a.max.y >= b.max.y;
const overlap = (a, b) => a.min.x <= b.max.x && a.max.x >= b.min.x && a.min.y <= b.max.y && a.max.y >= b.min.y;

const methods = {
  _fillStroke(context, path) {
    const { options } = path;
    if (options.inside) {
      context.save();
      context.clip("evenodd");
    }
    if (options.casing && options.stroke) strokeCasing(context, options);
    L.Canvas.prototype._fillStroke.call(this, context, path);
    if (options.fill && options.hatch && options.hatch !== "none") {
      context.globalAlpha = 1;
      context.fillStyle = hatchPattern(context, options);
      context.fill("evenodd");
    }
    if (options.inside) context.restore();
  },

  onAdd() {
    L.Renderer.prototype.onAdd.call(this);
    this._updatePaths();
  },

  // Another view: where paths lie in it is worked out of those drawn, when they are.
  _onZoomEnd() {
    this._view += 1;
  },

  _reset() {
    this._view += 1;
    this._update();
    this._updateTransform(this._center, this._zoom);
    this._postponeUpdatePaths = false;
    this._updatePaths();
  },

  // All is to be drawn anew: once, however often a task asks for it, and before the canvas, empty
  // now, is on screen.
  _updatePaths() {
    if (this._postponeUpdatePaths || this._isWholeDue) return;
    this._isWholeDue = true;
    queueMicrotask(() => this._drawWhole());
  },

  _drawWhole() {
    if (!this._isWholeDue || !this._ctx) return; // drawn since, or taken off the map
    this._patches = null;
    try {
      this._redraw();
    } finally {
      this._isWholeDue = false; // or nothing would be drawn any more
    }
  },

  // What a step changes lies scattered over the map: each change is redrawn where it is, not the
  // whole rectangle round all. A hidden path that was not drawn in this view leaves nothing behind.
  _extendRedrawBounds(path) {
    if (this._isWholeDue || (isHidden(path) && !isPlaced(path))) return;
    this._addPatch(place(path)._pxBounds, path.options);
  },

  _addPatch(box, { weight = 0 }) {
    if (!box) return;
    const patch = grown(box, weight + 2);
    this._patches ??= [];
    if (this._patches.some((other) => contains(other, patch))) return;
    if (this._patches.length < MOST_PATCHES) this._patches.push(patch);
    else this._patches.push(around([this._patches.pop(), patch]));
  },

  _requestRedraw(path) {
    if (!this._map) return;
    this._extendRedrawBounds(path);
    if (this._patches) this._redrawRequest ??= L.Util.requestAnimFrame(this._redraw, this);
  },

  // An outline changes: where, is worked out when it is drawn.
  _requestRedrawOf(outline) {
    if (!this._map || this._isWholeDue || isHidden(outline)) return;
    this._changed.add(outline);
    this._redrawRequest ??= L.Util.requestAnimFrame(this._redraw, this);
  },

  _addPatchAlong(outline, arcs) {
    if (this._isWholeDue || isHidden(outline)) return;
    this._addPatch(around(arcs.map((arc) => this._lineOf(outline, arc).box)), outline.options);
  },

  // Draw what was asked for; all without patches. What is hidden is passed over before anything is asked of it.
  _redraw() {
    if (this._redrawRequest) L.Util.cancelAnimFrame(this._redrawRequest);
    for (const outline of this._changed) outline._follow();
    this._changed.clear();
    const patches = this._patches;
    this._redrawRequest = this._patches = null;
    const isDue = ({ _pxBounds: box }) => !patches || (box && patches.some((patch) => overlap(box, patch)));
    const context = this._ctx;
    const paths = [];
    for (let order = this._drawFirst; order; order = order.next) {
      if (!isHidden(order.layer) && isDue(place(order.layer))) paths.push(order.layer);
    }
    context.save();
    if (patches) {
      context.beginPath();
      for (const { min, max } of patches) context.rect(min.x, min.y, max.x - min.x, max.y - min.y);
      context.clip();
    }
    this._clear();
    if (this.options.within) clipTo(context, this.options.within().filter((path) => isDue(place(path))));
    this._drawing = true;
    for (const path of paths) path._updatePath();
    this._drawing = false;
    context.restore();
  },

  // An arc in this view: the pixels along it, none twice in a row, and the box round them.
  _lineOf({ _geometries: { arcs } }, arc) {
    if (this._linesView !== this._view) [this._linesView, this._lines] = [this._view, new Map()];
    let line = this._lines.get(arc);
    if (!line) {
      const points = positionsOf(arcs[arc]).map((position) => this._map.latLngToLayerPoint(position));
      line = { points: points.filter((point, i) => !i || !point.equals(points[i - 1])), box: L.bounds(points) };
      this._lines.set(arc, line);
    }
    return line;
  },
};

// The box round boxes.
function around(boxes) {
  const [min, max] = [{ x: Infinity, y: Infinity }, { x: -Infinity, y: -Infinity }];
  for (const box of boxes) {
    min.x = Math.min(min.x, box.min.x);
    min.y = Math.min(min.y, box.min.y);
    max.x = Math.max(max.x, box.max.x);
    max.y = Math.max(max.y, box.max.y);
  }
  return { min, max };
}

// A box with a margin, in whole pixels.
const grown = ({ min, max }, margin) => ({
  min: { x: Math.floor(min.x - margin), y: Math.floor(min.y - margin) }, max: { x: Math.ceil(max.x + margin), y: Math.ceil(max.y + margin) },
});

const isHidden = ({ options }) => !options.stroke && !options.fill;
const isPlaced = (path) => path._placedIn === path._renderer._view;

// A path where it lies in the view of its canvas.
function place(path) {
  if (isPlaced(path)) return path;
  path._project();
  path._update();
  path._placedIn = path._renderer._view;
  return path;
}

// Draw only within areas.
function clipTo(context, areas) {
  context.beginPath();
  for (const path of areas) trace(context, path);
  context.clip("evenodd");
}

// By a line to its beginning: `closePath` looks at all that was traced before.
function trace(context, path) {
  for (const ring of place(path)._parts) {
    ring.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (path instanceof L.Polygon) context.lineTo(ring[0].x, ring[0].y);
  }
}

/** Which squares of a grid over a map some paths cover, 0 for no part, 255 for all of it, row by row;
 * of strokes of a width those that they touch. */
export function coverage(paths, { x, y, columns, rows, step }, weight = 0) {
  const context = Object.assign(document.createElement("canvas"), { width: columns, height: rows }).getContext("2d", { willReadFrequently: true });
  context.scale(1 / step, 1 / step);
  context.translate(-x, -y);
  context.beginPath();
  for (const path of paths) trace(context, path);
  context.lineWidth = weight;
  if (weight) context.stroke();
  else context.fill("evenodd");
  return context.getImageData(0, 0, columns, rows).data.filter((_, i) => i % 4 === 3);
}

/** A canvas to draw paths on, in the pane `options.pane`; where `options.within` gives areas, within these. */
export function hatchedCanvas(options) {
  return Object.assign(new (L.Canvas.extend(methods))({ padding: 0.3, ...options }), { _view: 0, _changed: new Set() });
}

const AS_GIVEN = { interactive: false, smoothFactor: 0, noClip: true }; // the canvas clips for itself
// Leaflet has each path placed as soon as it is on the map.
const [Marker, Area, Line] = [L.CircleMarker, L.Polygon, L.Polyline].map((Path) => Path.extend({ options: AS_GIVEN, _reset() {} }));

// Some geometries of a layer as one path: along their arcs, of areas along those that no two have in common.
const alongArcs = {
  initialize(geometries, options) {
    L.Util.setOptions(this, options);
    this._geometries = geometries;
    this._arcs = new Set();
    this._toggled = new Set(); // geometries that came or went since
  },

  _project() {},

  // What a geometry has in common with one that is there already leaves the outline, as all of it does when it goes.
  _follow() {
    for (const geometry of this._toggled) {
      const arcs = this._geometries.arcsOf(geometry);
      for (const arc of arcs) if (!this._arcs.delete(arc)) this._arcs.add(arc);
      this._renderer._addPatchAlong(this, arcs);
    }
    this._toggled.clear();
  },

  _update() {
    this._follow();
    const lines = [...this._arcs].map((arc) => this._renderer._lineOf(this, arc)).filter(({ points }) => points.length > 1);
    const parts = lines.map(({ points }) => points);
    this._parts = this instanceof L.Polygon ? joined(parts, ({ x, y }) => x * 2 ** 26 + y) : parts;
    const { min, max } = grown(around(lines.map(({ box }) => box)), this.options.weight);
    this._pxBounds = lines.length ? L.bounds(min, max) : null;
  },

  _updatePath() {
    const { _ctx: context } = this._renderer;
    context.beginPath();
    trace(context, this);
    this._renderer._fillStroke(context, this);
  },
};
const [AreasAsOne, LinesAsOne] = [Area, Line].map((Path) => Path.extend(alongArcs));

const isArea = (geometry) => Array.isArray(geometry?.[0][0]);

// A geometry of a layer as a path of its own.
function makePath(geometry, kind, options) {
  if (kind === "point") return new Marker(positionsOf(geometry)[0], options);
  const closed = isArea(geometry);
  const parts = geometry.map((part) => (closed ? part.map(positionsOf) : positionsOf(part)));
  return new (closed ? Area : Line)(parts, options);
}

/** Geometries of a layer drawn by a path each: of `styles`, options of paths, in one or none. */
export class Paths {
  constructor(map, { geometries, kind }, styles) {
    // one options object a style, shared by its paths: a change of style is one assignment
    this.styles = styles.map(assignable);
    this.hidden = assignable({ ...styles[0], ...HIDDEN, radius: 10, weight: Math.max(0, ...styles.map(({ weight }) => weight)) });
    this.paths = Array.from(geometries, (_, number) => makePath(geometries.at(number), kind, this.hidden));
    L.layerGroup(this.paths).addTo(map);
  }

  // Draw a geometry in a style by its number, -1 for none.
  set(geometry, style) {
    const path = this.paths[geometry];
    const before = path.options;
    path.options = this.styles[style] ?? this.hidden;
    if (path.options === before) return; // while its layer is not shown: nothing to draw anew
    if (path.setRadius) path.setRadius(path.options.radius);
    else path.options.renderer._requestRedraw(path);
  }

  get drawn() { return this.paths.filter((path) => this.isDrawn(path)); }

  isDrawn({ options }) { return options !== this.hidden; }

  // Geometries drawn under a layer point, topmost first.
  hits(point) {
    const all = [...this.paths.keys()].toReversed();
    return all.filter((geometry) => this.isDrawn(this.paths[geometry]) && covers(this.paths[geometry], point));
  }
}

// Path options that may be assigned to a path as they are, without `setStyle`: its dashes as numbers.
function assignable(options) {
  return { ...AS_GIVEN, ...options, _dashArray: options.dashArray?.split(" ").map(Number) };
}

function covers(path, point) {
  return Boolean(place(path)._pxBounds && path._containsPoint(point));
}

/** The same, drawn by a path a style, whatever their number: what neighbours of one style have in common is no
 * part of it. Those of one style do not overlap. */
export class Outlines {
  constructor(map, { geometries }, styles) {
    this.drawn = styles.map((style) => new (isArea(geometries.at(0)) ? AreasAsOne : LinesAsOne)(geometries, style));
    this.styleOf = new Int16Array(geometries.length).fill(-1);
    L.layerGroup(this.drawn).addTo(map);
  }

  set(geometry, style) {
    const before = this.styleOf[geometry];
    if (style === before) return;
    this.styleOf[geometry] = style;
    if (before >= 0) toggle(this.drawn[before], geometry);
    if (style >= 0) toggle(this.drawn[style], geometry);
  }
}

// Put a geometry into an outline, or take it out where it is part of it.
function toggle(outline, geometry) {
  if (!outline._toggled.delete(geometry)) outline._toggled.add(geometry); // back before it was drawn
  outline._placedIn = null;
  outline._renderer._requestRedrawOf(outline);
}

/** Draw at once what the canvases of a map would at the end of the task. */
export function drawNow(map) {
  map.eachLayer((layer) => layer._drawWhole?.());
}
