// @ts-check
// Cells, and the shapes they make up on the map: a point of a shape is in the cell whose place is
// the nearest of the shape's.

import { cutRing, isWithin, joined, narrowing, offset, outline, positionsOf } from "./geometry.js";
import { timelineOf } from "./timeline.js";

/**
 * @typedef {[number, number]} Position latitude and longitude
 * @typedef {import("../payload").Layer & Required<Pick<import("../payload").Layer, "cells">> & { geometries: import("./encoding.js").Geometries }} Control
 */

export class Cells {
  /** @param {Control} control */
  constructor(control) {
    const { places, shapes, at, km2, precision_m: precisionM, spells } = control.cells;
    this.places = places;
    /** @type {Map<string, number>} */
    this.byPlace = new Map(places.map((place, cell) => [place, cell]));
    this.km2 = km2;
    this.precisionM = precisionM;
    /** @type {Position[]} */
    this.positions = at.map((position) => positionsOf(position)[0]);
    this.geometries = control.geometries;
    /** @type {(string | null)[]} the party of each class, null where nobody knows it */
    this.parties = control.classes.map((key) => (key === "control.unknown" ? null : key.slice("control.".length)));
    this.timeline = timelineOf(control);
    /** @type {number[]} the shape of each cell */
    this.shapes = shapes;
    /** @type {number[][]} the cells of each shape */
    this.members = Array.from({ length: control.geometries.length }, () => []);
    shapes.forEach((shape, cell) => this.members[shape].push(cell));
    let row = 0;
    /** @type {Record<string, any>[][]} the spells of each cell, in time order */
    this.spells = shapes.map((shape) => spells.slice(row, row += this.timeline.byGeometry[shape].length));
  }

  /** The cell of a place, -1 for none. @param {string} place */
  of(place) { return this.byPlace.get(place) ?? -1; }

  /** The item of a cell on a day, -1 for none. @param {number} cell @param {number} day */
  item(cell, day) { return cell < 0 ? -1 : this.timeline.at(this.shapes[cell], day); }

  /** What is known of the spell that an item is for a cell. @param {number} cell @param {number} item */
  spell(cell, item) { return this.spells[cell][this.timeline.byGeometry[this.shapes[cell]].indexOf(item)]; }

  /** The party that holds what an item is of. @param {number} item */
  party(item) { return this.parties[this.timeline.classOf(item)]; }

  /** Whether an item of a shape began only because a boundary was drawn anew. @param {number} item */
  isRedrawn(item) { return this.spell(this.members[this.timeline.geometry(item)][0], item).basis === "redrawn"; }

  /** The shapes that changed hands in an operation: all cells of one did. @param {string} id */
  shapesOf(id) {
    const shapes = [...this.members.keys()];
    return shapes.filter((shape) => this.spells[this.members[shape][0]].some(({ operation }) => operation === id));
  }

  /** The parts of a shape, each a list of rings. @param {number} shape @returns {Position[][][]} */
  parts(shape) { return this.rings(shape).map((rings) => rings.map(positionsOf)); }

  /** The same by numbers in units of 1e-5 degree. @param {number} shape @returns {number[][][]} */
  rings(shape) { return this.geometries.at(shape); }

  /**
   * The cell at a position, -1 outside all.
   * @param {Position} position
   */
  at(position) {
    const shape = this.shapeAt([position[0] * 1e5, position[1] * 1e5]);
    let [found, least] = [-1, Infinity];
    for (const cell of this.members[shape] ?? []) {
      const away = lengthOf(offset(position, this.positions[cell]));
      if (away < least) [found, least] = [cell, away];
    }
    return found;
  }

  /** @param {Position} point in units of 1e-5 degree */
  shapeAt([lat, lon]) {
    return this.members.findIndex((_, shape) => {
      const { south, west, north, east } = this.geometries.boundsOf(shape);
      return south <= lat && lat <= north && west <= lon && lon <= east && this.rings(shape).some((rings) => isWithin(rings, [lat, lon]));
    });
  }

  /**
   * The cells of places and areas by their ids; `areas` has the shapes of each area.
   * @param {string[]} ids
   * @param {Record<string, number[]>} areas
   */
  ofLand(ids, areas) {
    return [...new Set(ids.flatMap((id) => (Object.hasOwn(areas, id) ? areas[id].flatMap((shape) => this.members[shape]) : [this.of(id)])))];
  }

  /**
   * Where the place of one of some cells lies that is nearest to the middle of all of them.
   * @param {number[]} cells
   */
  middleOf(cells) {
    const at = cells.map((cell) => this.positions[cell]);
    const mean = [0, 1].map((i) => at.reduce((sum, position) => sum + position[i], 0) / at.length);
    const away = at.map(([lat, lon]) => (lat - mean[0]) ** 2 + (lon - mean[1]) ** 2);
    return at[away.indexOf(Math.min(...away))];
  }

  /**
   * The lines round some cells, taken together.
   * @param {number[]} cells
   */
  linesRound(cells) {
    const wanted = new Set(cells);
    const shapes = [...new Set(cells.map((cell) => this.shapes[cell]))];
    const parts = shapes.flatMap((shape) => {
      const inside = this.members[shape].filter((cell) => wanted.has(cell));
      return inside.length === this.members[shape].length ? [this.parts(shape)] : inside.map((cell) => this.outline(cell));
    });
    return joined(outline(parts));
  }

  /**
   * The parts of a cell, each a list of rings: the part of its shape nearest to its place.
   * @param {number} cell
   * @returns {Position[][][]}
   */
  outline(cell) {
    const place = this.positions[cell];
    const parts = this.parts(this.shapes[cell]);
    const rivals = this.members[this.shapes[cell]].filter((other) => other !== cell).map((other) => offset(place, this.positions[other]));
    if (!rivals.length) return parts;
    rivals.sort((a, b) => lengthOf(a) - lengthOf(b));
    let cut = parts.map((rings) => rings.map((ring) => ring.map((point) => offset(place, point))));
    for (const rival of rivals) {
      const reach = Math.max(0, ...cut.flat(2).map(lengthOf));
      const half = lengthOf(rival) / 2;
      if (half > reach) break; // those that follow are farther still
      cut = cut.map((rings) => rings.map((ring) => cutRing(ring, ([y, x]) => half * half * 2 - (y * rival[0] + x * rival[1]))));
    }
    return cut.map((rings) => rings.filter((ring) => ring.length > 2).map((ring) => ring.map((point) => moved(place, point)))).filter((rings) => rings.length);
  }
}

/** The position that lies so from another. @param {Position} from @param {Position} offset @returns {Position} */
function moved(from, [y, x]) {
  const lat = from[0] + y;
  return [lat, from[1] + x / narrowing(from[0], lat)];
}

/** @param {Position} offset */
function lengthOf([y, x]) {
  return Math.hypot(y, x);
}

/** @type {WeakMap<object, Cells>} */
const known = new WeakMap();

/** The cells of the layer of control, made once for all maps that draw it. @param {Control} control */
export function cellsOf(control) {
  let cells = known.get(control);
  if (!cells) known.set(control, (cells = new Cells(control)));
  return cells;
}
