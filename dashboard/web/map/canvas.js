// Leaflet's canvas with hatched fills, a casing under strokes, strokes inside their areas, and cheaper redrawing;
// and the geometries of a layer on it, as a path each or a path a style. The one file that uses parts of Leaflet
// which it does not document.

import { boundsOf, cornersOf, joined, positionsOf } from "../core/geometry.js";
import { CASING_EXTRA, CASING_OPACITY } from "../core/shared.js";
import { hatchTile } from "./hatch.js";
import { HIDDEN } from "./styles.js";

const MOST_PATCHES = 40; // redrawn one by one after a step; the rest is redrawn as one

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
      this._isWholeDue = false; // left set, nothing would be drawn any more
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
    if (this._patches) this._requestFrame();
  },

  // A geometry of outlines comes, goes or changes style: where that is on the canvas is worked out when it is drawn.
  _requestRedrawAt(bounds, outlines) {
    const weights = outlines.filter((outline) => !isHidden(outline)).map(({ options }) => options.weight);
    if (!this._map || this._isWholeDue || !weights.length) return;
    this._changes.push({ bounds, weight: Math.max(...weights) });
    this._requestFrame();
  },

  _addChange({ bounds, weight }) {
    this._addPatch(L.bounds(cornersOf(bounds).map((corner) => this._map.latLngToLayerPoint(corner))), { weight });
  },

  _requestFrame() { this._redrawRequest ??= L.Util.requestAnimFrame(this._redraw, this); },

  // Draw what was asked for; all without patches. What is hidden is passed over before anything is asked of it.
  _redraw() {
    if (this._redrawRequest) L.Util.cancelAnimFrame(this._redrawRequest);
    if (!this._isWholeDue) for (const change of mergedTail(this._changes, MOST_PATCHES)) this._addChange(change);
    const patches = this._patches;
    this._redrawRequest = this._patches = null;
    this._changes = [];
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
  _lineOf(arcs, arc) {
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

// At most so many changes: the last of a longer list are merged into one.
function mergedTail(changes, most) {
  if (changes.length <= most) return changes;
  const rest = changes.slice(most - 1);
  return [...changes.slice(0, most - 1), { bounds: boundsOf(rest.map(({ bounds: { south, west, north, east } }) => [south, west, north, east])), weight: Math.max(...rest.map(({ weight }) => weight)) }];
}

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

// Closes rings with a line to their start: `closePath` is slow, as it goes over all that was traced.
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
  return Object.assign(new (L.Canvas.extend(methods))({ padding: 0.3, ...options }), { _view: 0, _changes: [] });
}

const AS_GIVEN = { interactive: false, smoothFactor: 0, noClip: true }; // the canvas clips for itself
// Leaflet has each path placed as soon as it is on the map.
const [Marker, Area, Line] = [L.CircleMarker, L.Polygon, L.Polyline].map((Path) => Path.extend({ options: AS_GIVEN, _reset() {} }));

// Some geometries of a layer as one path: along their arcs, of areas along those that no two have in common.
const alongArcs = {
  initialize(geometries, options) {
    L.Util.setOptions(this, options);
    this._arcs = geometries.arcs;
    this._isAlong = new Uint8Array(this._arcs.length); // 1 for each arc that it runs along
  },

  _project() {},

  _update() {
    const lines = [];
    for (let arc = this._isAlong.indexOf(1); arc >= 0; arc = this._isAlong.indexOf(1, arc + 1)) {
      const line = this._renderer._lineOf(this._arcs, arc);
      if (line.points.length > 1) lines.push(line);
    }
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
    const Outline = isArea(geometries.at(0)) ? AreasAsOne : LinesAsOne;
    this.geometries = geometries;
    this.drawn = styles.map((style) => new Outline(geometries, style));
    this.styleOf = new Int16Array(geometries.length).fill(-1);
    L.layerGroup(this.drawn).addTo(map);
  }

  // What a geometry has in common with one that is there already leaves the outline, as all of it does when it goes.
  set(geometry, style) {
    const before = this.styleOf[geometry];
    if (style === before) return;
    this.styleOf[geometry] = style;
    const changed = [before, style].filter((each) => each >= 0).map((each) => this.drawn[each]);
    for (const outline of changed) {
      for (const arc of this.geometries.arcsOf(geometry)) outline._isAlong[arc] ^= 1;
      outline._placedIn = null;
    }
    changed[0]._renderer._requestRedrawAt(this.geometries.boundsOf(geometry), changed);
  }
}

/** Draw at once what the canvases of a map would at the end of the task. */
export function drawNow(map) {
  map.eachLayer((layer) => layer._drawWhole?.());
}
