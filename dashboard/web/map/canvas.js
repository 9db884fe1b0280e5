// Leaflet's canvas with hatched fills, a casing under strokes, strokes inside their areas, and cheaper redrawing. The one file
// that uses parts of Leaflet which it does not document.

import { positionsOf } from "../core/geometry.js";
import { CASING_EXTRA, CASING_OPACITY } from "../core/shared.js";
import { hatchTile } from "./hatch.js";

const MOST_PATCHES = 40; // above so many changed places a step redraws the one rectangle round all

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

const area = ({ min, max }) => (max.x - min.x) * (max.y - min.y);
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
    this._isWholeDue = false;
    this._redrawBounds = this._patches = null;
    this._redraw();
  },

  // What a step changes lies scattered over the map: each change is redrawn where it is, not the
  // whole rectangle round all. A hidden path that was not drawn in this view leaves nothing behind.
  _extendRedrawBounds(path) {
    if (this._isWholeDue || (isHidden(path) && !isPlaced(path))) return;
    const box = place(path)._pxBounds;
    if (!box) return;
    const margin = (path.options.weight || 0) + 2;
    if (this._patches?.length > MOST_PATCHES) { // one rectangle by now: it only grows
      const { min, max } = this._redrawBounds;
      min.x = Math.min(min.x, Math.floor(box.min.x - margin));
      min.y = Math.min(min.y, Math.floor(box.min.y - margin));
      max.x = Math.max(max.x, Math.ceil(box.max.x + margin));
      max.y = Math.max(max.y, Math.ceil(box.max.y + margin));
      return;
    }
    const patch = L.bounds(box.min.subtract([margin, margin])._floor(), box.max.add([margin, margin])._ceil());
    (this._patches ??= []).push(patch);
    this._redrawBounds = (this._redrawBounds ?? L.bounds([])).extend(patch.min).extend(patch.max);
  },

  _requestRedraw(path) {
    if (!this._map) return;
    this._extendRedrawBounds(path);
    if (this._redrawBounds) this._redrawRequest ??= L.Util.requestAnimFrame(this._redraw, this);
  },

  // Draw what was asked for; all without bounds.
  _redraw() {
    if (this._redrawRequest) L.Util.cancelAnimFrame(this._redrawRequest);
    const whole = this._redrawBounds;
    const patches = this._patches ?? [];
    this._redrawRequest = this._patches = null;
    const scattered = whole && patches.length <= MOST_PATCHES && patches.reduce((sum, patch) => sum + area(patch), 0) < area(whole) / 2;
    for (this._redrawBounds of scattered ? patches : [whole]) {
      this._clear();
      this._draw();
    }
    this._redrawBounds = null;
  },

  // As Leaflet's, but what is hidden is passed over before anything is asked of it.
  _draw() {
    const box = this._redrawBounds;
    const context = this._ctx;
    const paths = [];
    for (let order = this._drawFirst; order; order = order.next) {
      const path = order.layer;
      if (isHidden(path)) continue;
      const { _pxBounds: own } = place(path);
      if (!box || (own && overlap(own, box))) paths.push(path);
    }
    context.save();
    if (box) {
      context.beginPath();
      context.rect(box.min.x, box.min.y, box.max.x - box.min.x, box.max.y - box.min.y);
      context.clip();
    }
    if (this.options.within) clipTo(context, this.options.within(), box);
    this._drawing = true;
    for (const path of paths) path._updatePath();
    this._drawing = false;
    context.restore();
  },
};

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
function clipTo(context, areas, box) {
  context.beginPath();
  for (const path of areas) {
    const { _pxBounds: own } = place(path);
    if (!box || (own && overlap(own, box))) trace(context, path);
  }
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
  return Object.assign(new (L.Canvas.extend(methods))({ padding: 0.3, ...options }), { _view: 0 });
}

const AS_GIVEN = { interactive: false, smoothFactor: 0, noClip: true }; // the canvas clips for itself
// Leaflet has each path placed as soon as it is on the map.
const [Marker, Area, Line] = [L.CircleMarker, L.Polygon, L.Polyline].map((Path) => Path.extend({ options: AS_GIVEN, _reset() {} }));

/** A geometry of a layer as a path on such a canvas. */
export function makePath(geometry, kind, options) {
  if (kind === "point") return new Marker(positionsOf(geometry)[0], options);
  const closed = Array.isArray(geometry[0][0]);
  const parts = geometry.map((part) => (closed ? part.map(positionsOf) : positionsOf(part)));
  return new (closed ? Area : Line)(parts, options);
}

/** Draw at once what the canvases of a map would at the end of the task. */
export function drawNow(map) {
  map.eachLayer((layer) => layer._drawWhole?.());
}

/** Path options that may be assigned to a path as they are, without `setStyle`: its dashes as numbers. */
export function assignable(options) {
  return { ...AS_GIVEN, ...options, _dashArray: options.dashArray?.split(" ").map(Number) };
}

/** Draw a path again after its options were assigned. */
export function redraw(path) {
  if (path.setRadius) path.setRadius(path.options.radius);
  else path.options.renderer._requestRedraw(path);
}

/** Whether a path on screen covers a layer point. */
export function covers(path, point) {
  return Boolean(place(path)._pxBounds && path._containsPoint(point));
}
