// The annotations of a link on one map: cards beside what they are about, arrows, circles, outlines.
// Where the reader may edit them they are buttons and can be moved.

import { placeCard, writtenPosition } from "../core/annotations.js";
import { fill } from "../core/format.js";
import { continued, cutRing, insideOf, metresPerPixel } from "../core/geometry.js";
import { splitRecord } from "../core/link.js";
import { CASING_EXTRA, CASING_OPACITY } from "../core/shared.js";
import { CLICK_PX, h, oncePerTask, s, setText } from "../dom.js";
import { addPane, HEIGHTS } from "./panes.js";
import { roomOn } from "./room.js";

const HEAD_PX = 11; // length of an arrow's head
const DOT_PX = 3.5;
const GAP_PX = 12;
const MOST_BOXES = 200; // boxes along an arrow where no card may stand
const SIDES = 72; // corners of the polygon drawn as a circle
const MOST_STEPS = 60; // steps in which a key looks for other land
const EDGE_PX = 4; // between a card and the edge of the map or what lies on it
// Pixels by which the keys move, and much farther with Shift.
const [STEP_PX, LEAP_PX] = [8, 48];
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class AnnotationLayer {
  constructor(controller, view) {
    this.controller = controller;
    this.view = view;
    this.map = view.map;
    this.look = controller.payload.styles.annotation;
    this.credit = h("span", { class: "tm-annotation-by" }, controller.words.annotation_by).outerHTML;
    this.list = [];
    this.cards = [];
    this.outlines = new Map(); // lines round land, by its ids
    this.draw = oncePerTask(() => this.drawNow());
  }

  // Show some annotations; the pane is made with the first.
  show(list) {
    if (!list.length && !this.pane) return;
    if (!this.pane) this.makePane();
    this.map.attributionControl.setPrefix(list.length > 0 && this.credit);
    const parts = (annotations) => JSON.stringify(annotations.map(partsOf));
    const isSame = parts(list) === parts(this.list);
    this.list = list;
    if (!isSame) this.makeCards();
    this.cards.forEach((made, i) => this.name(made, list[i].text));
    this.draw();
  }

  makePane() {
    this.pane = addPane(this.map, "tm-annotations", HEIGHTS.cards);
    this.signs = s("svg", { class: "tm-annotation-signs", "aria-hidden": "true" });
    addPane(this.map, "tm-annotation-signs", HEIGHTS.signs).append(this.signs);
    L.DomEvent.disableClickPropagation(this.pane);
    this.pane.addEventListener("mousemove", (event) => { event.stopPropagation(); this.view.hover.leave(); });
    this.map.on("moveend zoomend resize", this.draw);
    if (!this.controller.annotator) return;
    const listen = { pointerdown: this.grab, pointermove: this.drag, pointerup: this.drop, pointercancel: this.drop, keydown: this.key };
    for (const [event, listener] of Object.entries(listen)) this.pane.addEventListener(event, listener.bind(this));
  }

  // --- elements ---

  // The keyboard stays where it was.
  makeCards() {
    const { index, part } = document.activeElement?.closest?.(".tm-annotation, .tm-annotation-grip")?.dataset ?? {};
    const hadFocus = this.pane.contains(document.activeElement);
    this.cards = this.list.map((annotation, i) => this.makeCard(annotation, i));
    this.pane.replaceChildren(...this.cards.flatMap(({ card, grips }) => [...Object.values(grips), card]));
    if (hadFocus) this.focus(Number(index), part);
  }

  makeCard(annotation, index) {
    const { annotator, words } = this.controller;
    const common = { dir: "auto", class: "tm-annotation", title: words.annotation_by };
    if (!annotator) return { card: h("p", { ...common, role: "note" }), grips: {} };
    const card = h("button", {
      ...common, type: "button", "data-index": index, "data-part": "card", "aria-description": `${words.annotation_by}. ${words.annotate_keys}`,
      onclick: () => { if (!this.wasDragged) annotator.edit(index, card); },
    });
    const grip = (part) => h("button", { type: "button", class: "tm-annotation-grip", "data-index": index, "data-part": part });
    return { card, grips: Object.fromEntries(partsOf(annotation).map((part) => [part, grip(part)])) };
  }

  name({ card, grips }, text) {
    const { words } = this.controller;
    setText(card, text || "…");
    const names = { to: words.annotate_tip, edge: words.annotate_edge };
    for (const [part, grip] of Object.entries(grips)) grip.setAttribute("aria-label", fill(names[part] ?? words.annotate_corner, { text, n: this.controller.format.number(Number(part) + 1) }));
  }

  focus(index, part = "card") {
    const { card, grips } = this.cards[index] ?? {};
    (grips?.[part] ?? card)?.focus({ preventScroll: true });
  }

  card(index) { return this.cards[index]?.card; }

  // --- where it lies ---

  // The position of a place or a written one; none for a place that is not on the map.
  positionOf(where) {
    const { labels, dateLayers: { cells } } = this.view;
    const [lat, lon] = writtenPosition(where) ?? [];
    if (lat !== undefined) return L.latLng(lat, continued(lon, { east: this.map.options.maxBounds.getEast() }));
    const at = cells.positions[cells.of(where)] ?? labels.find(where)?.at;
    return at && L.latLng(at);
  }

  // An annotation in layer points, with its outline; nothing where it cannot be drawn.
  resolve({ at: where, to, km, land, corners }) {
    // not to whole pixels: what is moved often keeps its shape
    const point = (latlng) => this.map.project(latlng).subtract(this.map.getPixelOrigin());
    const ring = corners.map((corner) => point(this.positionOf(corner)));
    const position = land.length ? this.middleOf(land[0]) : !ring.length && this.positionOf(where);
    const tip = to && this.positionOf(to);
    if (!(position || ring.length) || (to && !tip)) return null;
    const at = position ? point(position) : this.seenInside(ring);
    const radius = km ? 1000 * km / metresPerPixel(position.lat, this.map.getZoom()) : 0;
    const outline = radius ? circleRound(at, radius) : ring;
    const lines = outline.length ? [[...outline, outline[0]]] : this.linesRound(land).map((line) => line.map(point));
    return { at, tip: tip && point(tip), radius, ring, lines };
  }

  // A point within a ring, or within what of it is in view.
  seenInside(ring) {
    const { x: west, y: north } = this.map.containerPointToLayerPoint([0, 0]);
    const { x: width, y: height } = this.map.getSize();
    const sides = [([y]) => y - north, ([, x]) => x - west, ([y]) => north + height - y, ([, x]) => west + width - x];
    const all = ring.map(({ x, y }) => [y, x]);
    const seen = sides.reduce(cutRing, all);
    const [y, x] = insideOf(seen.length ? seen : all);
    return { x, y };
  }

  // The middle of an area, or of what of it is in view.
  middleOf(area) {
    const { cells } = this.view.dateLayers;
    const all = this.cellsOf([area]);
    const view = this.map.getBounds();
    const seen = all.filter((cell) => view.contains(cells.positions[cell]));
    return L.latLng(cells.middleOf(seen.length ? seen : all));
  }

  cellsOf(land) {
    return this.view.dateLayers.cells.ofLand(land, this.controller.facts.areas);
  }

  linesRound(land) {
    const key = land.join();
    if (!this.outlines.has(key)) this.outlines.set(key, this.view.dateLayers.cells.linesRound(this.cellsOf(land)));
    return this.outlines.get(key);
  }

  drawNow() {
    if (!this.pane) return;
    const resolved = this.list.map((annotation) => this.resolve(annotation));
    const taken = resolved.filter(Boolean).flatMap(boxesOf);
    const { edge, furniture } = roomOn(this.map, EDGE_PX);
    taken.push(...furniture);
    this.cards.forEach(({ card }) => fitWidth(card));
    const boxes = [];
    const signs = resolved.map((each, i) => {
      const { card, grips } = this.cards[i];
      card.hidden = !each;
      if (!each) return null;
      const [width, height] = [card.offsetWidth, card.offsetHeight];
      const covered = (box) => outside(box, edge) + [...taken, ...boxes].reduce((sum, other) => sum + overlapOf(box, other), 0);
      const corner = placeCard(each.at, { width, height }, GAP_PX + each.radius, this.isSeen(each.at) ? covered : () => 0);
      const box = [corner.x, corner.y, corner.x + width, corner.y + height];
      boxes.push(box);
      putAt(card, corner);
      for (const [part, grip] of Object.entries(grips)) putAt(grip, partAt(part, each));
      return this.sign(each, box);
    });
    this.signs.replaceChildren(...signs.filter(Boolean));
    this.view.labels.keepOff(boxes);
  }

  isSeen(point) {
    return this.map.getBounds().contains(this.map.layerPointToLatLng(point));
  }

  // The outline, the arrow, the leader and the dot of an annotation.
  sign({ at, tip, radius, lines }, box) {
    const path = (points) => points.map(({ x, y }, i) => `${i ? "L" : "M"}${tenth(x)} ${tenth(y)}`).join("");
    const outline = lines.map(path).join("");
    const near = { x: Math.min(Math.max(at.x, box[0]), box[2]), y: Math.min(Math.max(at.y, box[1]), box[3]) };
    const away = Math.hypot(near.x - at.x, near.y - at.y);
    const start = { x: at.x + (near.x - at.x) * radius / away, y: at.y + (near.y - at.y) * radius / away };
    const { weight, dash, stroke } = this.look;
    return s("g", {},
      outline && this.line(outline, { weight, dash: dash.join(" ") }),
      away > radius && this.line(path([near, start]), { weight: 1.2 }),
      tip && this.line(path([at, shortened(at, tip)]), { weight: 2.4 }),
      tip && s("path", { d: arrowHead(at, tip, path), fill: stroke, stroke: this.look.casing, "stroke-width": 1 }),
      !tip && !radius && s("circle", { cx: tenth(at.x), cy: tenth(at.y), r: DOT_PX, fill: stroke, stroke: this.look.casing, "stroke-width": 1.2 }));
  }

  // A stroke over its casing.
  line(d, { weight, dash = null }) {
    const common = { d, fill: "none", "stroke-linejoin": "round" };
    return [
      s("path", { ...common, stroke: this.look.casing, "stroke-width": weight + CASING_EXTRA, "stroke-opacity": CASING_OPACITY, "stroke-linecap": "round" }),
      s("path", { ...common, stroke: this.look.stroke, "stroke-width": weight, "stroke-dasharray": dash }),
    ];
  }

  // --- moving ---

  // The annotation with a part of it moved by some pixels: the card takes all with it.
  moved(annotation, part, dx, dy) {
    const { at, tip, radius, ring } = this.resolve(annotation);
    const { annotator } = this.controller;
    const latlng = ({ x, y }) => this.map.layerPointToLatLng([x + dx, y + dy]);
    const where = (point) => annotator.whereAt(this.view, latlng(point));
    const corner = (point) => annotator.positionAt(latlng(point));
    if (part === "to") return { ...annotation, to: where(tip) };
    if (part === "edge") return { ...annotation, km: annotator.kmBetween(this.map, at, { x: at.x + Math.max(radius + dx - dy, DOT_PX), y: at.y }) };
    if (part in ring) return { ...annotation, corners: annotation.corners.with(part, corner(ring[part])) };
    if (ring.length) return { ...annotation, corners: ring.map(corner) };
    if (annotation.land.length) return { ...annotation, land: this.landAt(latlng(at), annotation.land) };
    return { ...annotation, at: where(at), ...(tip && { to: where(tip) }) };
  }

  // The land of the same kind at a point: that of the place, or the unit, it belongs to. Several stay as they are.
  landAt(latlng, land) {
    const { cells } = this.view.dateLayers;
    const { areas } = this.controller.facts;
    const cell = this.view.dateLayers.cellAt(latlng);
    if (cell < 0 || land.length > 1) return land;
    if (!Object.hasOwn(areas, land[0])) return [cells.places[cell]];
    const { kind } = splitRecord(land[0]);
    const there = Object.keys(areas).find((id) => kind && splitRecord(id).kind === kind && this.cellsOf([id]).includes(cell));
    return there ? [there] : land;
  }

  // The annotation moved by a key: a highlight to the next land in that direction.
  stepped(annotation, part, dx, dy) {
    for (let step = 1; annotation.land.length && step < MOST_STEPS; step++) {
      const moved = this.moved(annotation, part, step * dx, step * dy);
      if (moved.land.join() !== annotation.land.join()) return moved;
    }
    return this.moved(annotation, part, dx, dy);
  }

  grab(event) {
    this.wasDragged = false;
    const { index, part } = event.target.dataset;
    if (index === undefined || event.button) return;
    event.target.setPointerCapture(event.pointerId);
    this.held = { index: Number(index), part, x: event.clientX, y: event.clientY, from: this.list[index] };
  }

  drag(event) {
    if (!this.held) return;
    const { index, part, x, y, from } = this.held;
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    if (!this.wasDragged && Math.hypot(dx, dy) < CLICK_PX) return;
    this.wasDragged = true;
    // an edge follows the pointer to its right alone
    this.controller.annotator.replace(index, this.moved(from, part, dx, part === "edge" ? 0 : dy));
  }

  drop() {
    if (this.held && this.wasDragged) this.controller.annotator.settle(this.held.index);
    this.held = null;
  }

  key(event) {
    const { index, part } = event.target.dataset;
    const { annotator } = this.controller;
    if (index === undefined) return;
    this.wasDragged = false;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      const [dx, dy] = direction.map((share) => share * (event.shiftKey ? LEAP_PX : STEP_PX));
      annotator.replace(Number(index), this.stepped(this.list[index], part, dx, dy));
      annotator.settleAtRest(Number(index));
    } else if (event.key === "Delete" || event.key === "Backspace") annotator.remove(Number(index), part);
    else if (event.key === "Escape") this.map.getContainer().focus({ preventScroll: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const tenth = (pixels) => Math.round(pixels * 10) / 10;
const sizeOf = ([west, north, east, south]) => (east - west) * (south - north);

// How much of one box lies in another, and how much outside it; in pixels².
function overlapOf(a, b) {
  return Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
}

function outside(box, other) {
  return sizeOf(box) - overlapOf(box, other);
}

// A text of several lines is as wide as they are.
function fitWidth(card) {
  card.style.width = "";
  const range = document.createRange();
  range.selectNodeContents(card);
  card.style.width = `${Math.ceil(range.getBoundingClientRect().width) + 1}px`;
}

function putAt(node, { x, y }) {
  node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

// What of an annotation can be moved by itself: the tip of an arrow, the edge of a circle, each corner of an area.
const partsOf = ({ to, km, corners }) => [...(to ? ["to"] : []), ...(km ? ["edge"] : []), ...corners.keys()];

function partAt(part, { at, tip, radius, ring }) {
  return { to: tip, edge: { x: at.x + radius, y: at.y } }[part] ?? ring[part];
}

function circleRound({ x, y }, radius) {
  const turns = Array.from({ length: SIDES }, (_, i) => 2 * Math.PI * i / SIDES);
  return turns.map((turn) => ({ x: x + radius * Math.cos(turn), y: y + radius * Math.sin(turn) }));
}

// Where no card may stand: on a dot, along an arrow.
function boxesOf({ at, tip, radius }) {
  const dotAt = ({ x, y }) => [x - DOT_PX, y - DOT_PX, x + DOT_PX, y + DOT_PX];
  if (!tip) return radius ? [] : [dotAt(at)];
  const count = Math.min(Math.max(2, Math.round(Math.hypot(tip.x - at.x, tip.y - at.y) / 10)), MOST_BOXES);
  return Array.from({ length: count }, (_, i) => dotAt({ x: at.x + (tip.x - at.x) * (i + 1) / count, y: at.y + (tip.y - at.y) * (i + 1) / count }));
}

// The line of an arrow ends within its head.
function shortened(at, tip) {
  const long = Math.hypot(tip.x - at.x, tip.y - at.y) || 1;
  const share = Math.max(0, 1 - 0.8 * HEAD_PX / long);
  return { x: at.x + (tip.x - at.x) * share, y: at.y + (tip.y - at.y) * share };
}

function arrowHead(at, tip, path) {
  const angle = Math.atan2(tip.y - at.y, tip.x - at.x);
  const corner = (turn) => ({ x: tip.x - HEAD_PX * Math.cos(angle + turn), y: tip.y - HEAD_PX * Math.sin(angle + turn) });
  return `${path([tip, corner(0.42), corner(-0.42)])}z`;
}
