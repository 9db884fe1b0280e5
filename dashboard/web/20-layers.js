// Layers that hold all their periods, drawn by Leaflet on canvas.

const HATCH_STEP = 8;

// A small repeating tile for a hatch; the legend's swatches use the very same ones.
function hatchTile(name, colour, opacity) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = HATCH_STEP;
  const pen = tile.getContext("2d");
  pen.strokeStyle = pen.fillStyle = colour;
  pen.globalAlpha = opacity;
  pen.lineWidth = 1.2;
  const line = (...p) => { pen.beginPath(); pen.moveTo(p[0], p[1]); pen.lineTo(p[2], p[3]); pen.stroke(); };
  const s = HATCH_STEP;
  if (name === "diagonal" || name === "cross") { line(-1, s + 1, s + 1, -1); line(-1, 1, 1, -1); line(s - 1, s + 1, s + 1, s - 1); }
  if (name === "back_diagonal" || name === "cross") { line(-1, -1, s + 1, s + 1); line(s - 1, -1, s + 1, 1); line(-1, s - 1, 1, s + 1); }
  if (name === "horizontal") line(0, s / 2, s, s / 2);
  if (name === "vertical") line(s / 2, 0, s / 2, s);
  if (name === "dots") { pen.beginPath(); pen.arc(s / 2, s / 2, 1.1, 0, 2 * Math.PI); pen.fill(); }
  return tile;
}

const patterns = new Map();
function hatchPattern(context, options) {
  const key = `${options.hatch}|${options.hatchColour}|${options.hatchOpacity}`;
  if (!patterns.has(key)) {
    patterns.set(key, context.createPattern(hatchTile(options.hatch, options.hatchColour, options.hatchOpacity), "repeat"));
  }
  return patterns.get(key);
}

// Above so many places a step redraws the one rectangle round all of them.
const MOST_PATCHES = 40;

// Leaflet's canvas, plus hatched fills and a casing under strokes. What a step changes lies
// scattered over the map: each change is redrawn where it is, not the whole rectangle round all.
function hatchingCanvas(options) {
  const Canvas = L.Canvas.extend({
    _fillStroke(context, layer) {
      const o = layer.options;
      if (o.casing && o.stroke) {
        context.save();
        context.setLineDash([]);
        context.globalAlpha = 0.85;
        context.lineWidth = o.weight + 2.6;
        context.strokeStyle = o.casing;
        context.lineJoin = context.lineCap = "round";
        context.stroke();
        context.restore();
      }
      L.Canvas.prototype._fillStroke.call(this, context, layer);
      if (o.fill && o.hatch && o.hatch !== "none") {
        context.globalAlpha = 1;
        context.fillStyle = hatchPattern(context, o);
        context.fill("evenodd");
      }
    },

    _extendRedrawBounds(layer) {
      const box = layer._pxBounds;
      if (!box) return;
      const reach = (layer.options.weight || 0) + 2;
      if (this._patches?.length > MOST_PATCHES) { // one rectangle by now: it only grows
        const { min, max } = this._redrawBounds;
        min.x = Math.min(min.x, Math.floor(box.min.x - reach));
        min.y = Math.min(min.y, Math.floor(box.min.y - reach));
        max.x = Math.max(max.x, Math.ceil(box.max.x + reach));
        max.y = Math.max(max.y, Math.ceil(box.max.y + reach));
        return;
      }
      const patch = L.bounds(box.min.subtract([reach, reach])._floor(), box.max.add([reach, reach])._ceil());
      (this._patches ??= []).push(patch);
      this._redrawBounds = (this._redrawBounds ?? L.bounds([])).extend(patch.min).extend(patch.max);
    },

    _redraw() {
      const whole = this._redrawBounds;
      const patches = this._patches ?? [];
      this._patches = [];
      this._redrawRequest = null;
      const extent = (box) => (box.max.x - box.min.x) * (box.max.y - box.min.y);
      const scattered = whole && patches.length <= MOST_PATCHES && patches.reduce((sum, patch) => sum + extent(patch), 0) < extent(whole) / 2;
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
        const { options: o, _pxBounds: own } = order.layer;
        if (!o.stroke && !o.fill) continue;
        if (box && !(own && own.min.x <= box.max.x && own.max.x >= box.min.x && own.min.y <= box.max.y && own.max.y >= box.min.y)) continue;
        order.layer._updatePath();
      }
      this._drawing = false;
      context.restore();
    },
  });
  return new Canvas(options);
}

// A style of the style table as Leaflet path options.
function pathOptions(style) {
  return {
    stroke: Boolean(style.stroke), color: style.stroke, weight: style.weight, opacity: style.opacity,
    dashArray: style.dash.length ? style.dash.join(" ") : null, casing: style.casing,
    fill: Boolean(style.fill), fillColor: style.fill, fillOpacity: style.fill_opacity,
    hatch: style.hatch, hatchColour: style.hatch_colour, hatchOpacity: style.hatch_opacity,
    radius: style.radius || 10, lineJoin: "round", lineCap: style.dash.length ? "butt" : "round",
  };
}
// Leaflet reads dashes as numbers from here.
function dashed(options) {
  return { ...options, _dashArray: options.dashArray?.split(" ").map(Number) };
}
const HIDDEN = { stroke: false, fill: false, hatch: "none", casing: null };

function decodeRing(steps) {
  const points = [];
  let lat = 0;
  let lon = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lat += steps[i];
    lon += steps[i + 1];
    points.push([lat / 1e5, lon / 1e5]);
  }
  return points;
}

// One layer on one map. Several layers may share a canvas: a screen has few, so that moving on
// costs little to put together.
class PeriodLayer {
  constructor(map, spec, pane, renderer) {
    this.spec = spec;
    this.timeline = (spec.timeline ??= new Timeline(spec.geometries.length, spec.items));
    this.renderer = renderer;
    // one options object a class, shared by its paths: a change of style is one assignment
    const base = { renderer, pane, interactive: false, smoothFactor: 0 };
    this.options = spec.styles.map((style) => dashed({ ...base, ...pathOptions(style) }));
    this.hidden = { ...base, ...HIDDEN, radius: 10, weight: Math.max(0, ...this.options.map((o) => o.weight)) };
    this.pane = map.getPane(pane);
    this.shown = true;
    this.day = null;
    this.held = new Int32Array(spec.geometries.length).fill(-1);
    this.counts = new Int32Array(spec.classes.length);
    this.paths = spec.geometries.map((geometry) => this.makePath(geometry));
    this.group = L.layerGroup(this.paths).addTo(map);
  }

  makePath(geometry) {
    if (this.spec.kind === "point") return L.circleMarker(decodeRing(geometry)[0], this.hidden);
    const closed = Array.isArray(geometry[0][0]);
    const parts = geometry.map((part) => (closed ? part.map(decodeRing) : decodeRing(part)));
    return closed ? L.polygon(parts, this.hidden) : L.polyline(parts, this.hidden);
  }

  // Show the day; touches only geometries whose item differs. Returns how many were restyled.
  setDay(day) {
    if (this.day === day) return 0;
    let touched = 0;
    const update = (geometry) => {
      const item = this.timeline.at(geometry, day);
      const before = this.held[geometry];
      if (item === before) return;
      this.held[geometry] = item;
      if (before >= 0) this.counts[this.spec.items[before + 3]]--;
      if (item >= 0) this.counts[this.spec.items[item + 3]]++;
      this.restyle(geometry);
      touched++;
    };
    if (this.day === null) for (let g = 0; g < this.paths.length; g++) update(g);
    else this.timeline.between(this.day, day, update);
    this.day = day;
    return touched;
  }

  restyle(geometry) {
    const item = this.held[geometry];
    const path = this.paths[geometry];
    const before = path.options;
    path.options = item < 0 || !this.shown ? this.hidden : this.options[this.spec.items[item + 3]];
    if (path.options === before) return; // as when its layer is not shown: nothing to draw anew
    if (path.setRadius) path.setRadius(path.options.radius);
    else this.renderer._requestRedraw(path);
  }

  setShown(shown) {
    if (this.shown === shown) return;
    this.shown = shown;
    for (let g = 0; g < this.paths.length; g++) if (this.held[g] >= 0) this.restyle(g);
  }

  // Class keys drawn on the current day, for the legend.
  classesHeld() {
    return this.spec.classes.filter((key, index) => this.counts[index] > 0);
  }

  properties(geometry) {
    return this.spec.properties[this.spec.items[this.held[geometry] + 4]];
  }

  // Geometries under a layer point, topmost first.
  hits(point) {
    const found = [];
    for (let g = this.paths.length - 1; g >= 0; g--) {
      if (this.held[g] >= 0 && this.paths[g]._pxBounds && this.paths[g]._containsPoint(point)) found.push(g);
    }
    return found;
  }
}
