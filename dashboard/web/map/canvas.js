// Leaflet's canvas with hatched fills, a casing under strokes, and cheaper redrawing. The one file
// that uses parts of Leaflet which it does not document.

import { hatchTile } from "./hatch.js";

const CASING = 2.6; // how much wider than its stroke
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
  context.globalAlpha = 0.85;
  context.lineWidth = weight + CASING;
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
    if (options.casing && options.stroke) strokeCasing(context, options);
    L.Canvas.prototype._fillStroke.call(this, context, path);
    if (options.fill && options.hatch && options.hatch !== "none") {
      context.globalAlpha = 1;
      context.fillStyle = hatchPattern(context, options);
      context.fill("evenodd");
    }
  },

  // What a step changes lies scattered over the map: each change is redrawn where it is, not the
  // whole rectangle round all.
  _extendRedrawBounds(path) {
    const box = path._pxBounds;
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

  _redraw() {
    const whole = this._redrawBounds;
    const patches = this._patches ?? [];
    this._patches = [];
    this._redrawRequest = null;
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
    context.save();
    if (box) {
      context.beginPath();
      context.rect(box.min.x, box.min.y, box.max.x - box.min.x, box.max.y - box.min.y);
      context.clip();
    }
    this._drawing = true;
    for (let order = this._drawFirst; order; order = order.next) {
      const { options, _pxBounds: own } = order.layer;
      if (!options.stroke && !options.fill) continue;
      if (box && !(own && overlap(own, box))) continue;
      order.layer._updatePath();
    }
    this._drawing = false;
    context.restore();
  },
};

/** A canvas to draw paths on, in the pane `options.pane`. */
export function hatchedCanvas(options) {
  return new (L.Canvas.extend(methods))({ padding: 0.3, ...options });
}

/** Path options that may be assigned to a path as they are, without `setStyle`: its dashes as numbers. */
export function assignable(options) {
  return { ...options, _dashArray: options.dashArray?.split(" ").map(Number) };
}

/** Draw a path again after its options were assigned. */
export function redraw(path) {
  if (path.setRadius) path.setRadius(path.options.radius);
  else path.options.renderer._requestRedraw(path);
}

/** Whether a path on screen covers a layer point. */
export function covers(path, point) {
  return Boolean(path._pxBounds && path._containsPoint(point));
}
