// @ts-check
// Decodes the payload: see payload/encoding.py.

import { itemsOfLine } from "./contact.js";
import { boundsOf } from "./geometry.js";

/**
 * @typedef {import("../payload").Columns} Columns
 * @typedef {import("../payload").EncodedLayer} EncodedLayer
 * @typedef {import("../payload").EncodedCells} EncodedCells
 * @typedef {import("../payload").Layer} Layer
 * @typedef {{ ids: string[], arcs: number[][], outlines: any[] }} Known what is named by its number: places, arcs,
 *   geometries as these
 */

/**
 * @param {import("../payload").EncodedPayload} encoded
 * @returns {import("../payload").Payload}
 */
export function decode({ payload, layers, outlines, places, scenarios }) {
  const ids = /** @type {string[]} */ ([...places.ids]);
  const entries = records(places.columns, ids.length, ids);
  const known = { ids, ...decodeOutlines(outlines) };
  for (const { cells } of layers) if (cells) callByPosition(cells, entries, known);
  const facts = {
    ...payload.facts,
    places: Object.fromEntries(ids.map((id, at) => [id, entries[at]])),
    scenarios: scenarios.map(itemColumns).map(itemRows),
  };
  const whole = layers.map((layer) => decodeLayer(layer, known));
  const control = layers.findIndex(({ cells }) => cells);
  layers.forEach((layer, at) => {
    if (layer.precision_m === undefined) return;
    const sides = sidesOf(layer, whole[at].geometries, whole[control].geometries);
    const items = itemsOfLine(sides, /** @type {any} */ (whole[control]), facts.parties);
    Object.assign(whole[at], { items, properties: [], stretches: { sides, precision_m: sums(layer.precision_m) } });
  });
  return /** @type {any} */ ({ ...payload, facts, layers: whole });
}

/**
 * An encoded payload with what it shares with those in other languages.
 * @param {import("../payload").OwnPayload} own
 * @param {import("../payload").SharedPayload} shared
 * @returns {import("../payload").EncodedPayload}
 */
export function withShared({ payload, layers, places }, { outlines, scenarios, ...shared }) {
  const facts = { ...payload.facts, ...shared.facts };
  const whole = layers.map((layer, at) => layer ?? shared.layers[at]);
  return { payload: { ...payload, facts }, layers: whole, outlines, places, scenarios };
}

/**
 * Geometries as the numbers of the arcs they are made of: see payload/topology.py.
 * @param {import("../payload").EncodedOutlines} encoded
 */
function decodeOutlines({ positions, lengths, nesting, sizes, arcs: codes }) {
  const arcs = decodeArcs(numbersOf(positions), numbersOf(lengths));
  const numbers = decodeArcNumbers(numbersOf(codes));
  const [counts, pathSizes] = [numbersOf(nesting), numbersOf(sizes)];
  let [list, path, number] = [0, 0, 0];
  /** @returns {any[]} the numbers of arcs, nested as positions are */
  const nested = (/** @type {number} */ depth) => {
    if (depth === 1) return numbers.slice(number, number += pathSizes[path++]);
    const parts = [];
    for (let left = counts[list++]; left > 0; left--) parts.push(nested(depth - 1));
    return parts;
  };
  /** @type {any[]} */
  const outlines = [];
  while (list < counts.length) outlines.push(nested(counts[list++]));
  return { arcs, outlines };
}

/**
 * @param {number[]} steps
 * @param {number[]} lengths
 */
function decodeArcs(steps, lengths) {
  let [at, lat, lon] = [0, 0, 0];
  return lengths.map((length) => {
    const arc = [];
    for (const end = at + 2 * length; at < end; at += 2) arc.push(lat += steps[at], lon += steps[at + 1]);
    return arc;
  });
}

/** @param {number[]} codes */
function decodeArcNumbers(codes) {
  let [known, last] = [0, 0];
  return codes.map((code) => {
    if (!code) return (last = known++);
    const step = code - Number(code > 0);
    last += step >> 1;
    return step & 1 ? ~last : last;
  });
}

/** The geometries of a layer; as those of an array, but that each is made of its arcs when it is asked for. */
export class Geometries {
  /**
   * @param {any[]} outlines
   * @param {number[][]} arcs
   */
  constructor(outlines, arcs) {
    this.outlines = outlines;
    this.arcs = arcs;
    /** @type {number[][]} the arcs of each geometry, once asked for */
    this.arcsKnown = [];
    /** @type {ReturnType<typeof boundsOf>[]} the box round each geometry, once asked for */
    this.boundsKnown = [];
  }

  get length() { return this.outlines.length; }

  /** The positions of a geometry; undefined beyond the last. @param {number} geometry */
  at(geometry) { return geometry < this.length ? drawn(this.outlines[geometry], this.arcs) : undefined; }

  /** The numbers of the arcs of a geometry, whichever way it follows them. @param {number} geometry @returns {number[]} */
  arcsOf(geometry) {
    return (this.arcsKnown[geometry] ??= this.outlines[geometry].flat(2).map((/** @type {number} */ arc) => Math.max(arc, ~arc)));
  }

  /** South, west, north and east of a geometry, in units of 1e-5 degree. @param {number} geometry */
  boundsOf(geometry) {
    return (this.boundsKnown[geometry] ??= boundsOf(this.arcsOf(geometry).map((arc) => this.arcs[arc])));
  }
}

/**
 * The positions along arcs; a ring goes without the last one, which is its first.
 * @param {any[]} outline
 * @param {number[][]} arcs
 * @returns {any[]}
 */
function drawn(outline, arcs, isClosed = Array.isArray(outline[0]?.[0])) {
  if (Array.isArray(outline[0])) return outline.map((part) => drawn(part, arcs, isClosed));
  /** @type {number[]} */
  const positions = [];
  for (const number of outline) {
    const arc = arcs[Math.max(number, ~number)];
    const end = arc.length - 2; // where it ends the next begins
    if (number >= 0) for (let at = 0; at < end; at += 2) positions.push(arc[at], arc[at + 1]);
    else for (let at = end; at > 0; at -= 2) positions.push(arc[at], arc[at + 1]);
  }
  if (isClosed) return positions;
  const last = outline.at(-1);
  return positions.concat(last >= 0 ? arcs[last].slice(-2) : arcs[~last].slice(0, 2));
}

/**
 * The shapes of control that each stretch of the line of contact lies between.
 * @param {EncodedLayer} contact
 * @param {Geometries} stretches
 * @param {Geometries} shapes
 */
function sidesOf(contact, stretches, shapes) {
  /** @type {Map<number, Set<number>>} */
  const shapesOf = new Map();
  for (let shape = 0; shape < shapes.length; shape++) {
    for (const arc of shapes.arcsOf(shape)) {
      const beside = shapesOf.get(arc);
      if (beside) beside.add(shape);
      else shapesOf.set(arc, new Set([shape]));
    }
  }
  const found = Array.from({ length: stretches.length }, (_, stretch) => [...stretches.arcsOf(stretch).map((arc) => shapesOf.get(arc)).find((beside) => beside?.size === 2) ?? []]);
  const [others, ...ends] = (contact.sides ?? []).map(sums);
  others?.forEach((stretch, at) => { found[stretch] = ends.map((end) => end[at]); });
  return found;
}

/**
 * @param {EncodedLayer} encoded
 * @param {Known} known
 */
function decodeLayer({ layer, geometries, items, properties, cells }, known) {
  const numbers = sums(geometries);
  return {
    ...layer,
    geometries: new Geometries(numbers.map((at) => known.outlines[at]), known.arcs),
    ...(items.length && decodeItems(items, properties, known)),
    ...(cells && { cells: decodeCells(cells, sums(items[0]), known) }),
  };
}

/**
 * @param {EncodedCells} cells
 * @param {number[]} shapeOfItem
 * @param {Known} known
 */
function decodeCells({ places, shapes, at, km2, precision_m, spells }, shapeOfItem, { ids, outlines, arcs }) {
  const counts = new Map();
  for (const shape of shapeOfItem) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const shapeOfCell = sums(shapes);
  const count = shapeOfCell.reduce((sum, shape) => sum + counts.get(shape), 0);
  return {
    places: sums(places).map((number) => ids[number]),
    shapes: shapeOfCell,
    at: sums(at).map((number) => drawn(outlines[number], arcs)),
    km2, precision_m,
    spells: records(spells, count, ids),
  };
}

/**
 * Give cells without an id an id and a name made of their position, as derive/cells.py does.
 * @param {EncodedCells} cells
 * @param {Record<string, any>[]} entries
 * @param {Known} known
 */
function callByPosition(cells, entries, { ids, outlines, arcs }) {
  const at = sums(cells.at);
  sums(cells.places).forEach((place, cell) => {
    if (ids[place]) return;
    const [lat, lon] = drawn(outlines[at[cell]], arcs).map((/** @type {number} */ value) => value / 1e5);
    const [north, east] = [lat, lon].map((value) => Math.abs(value).toFixed(5).replace(".", "-"));
    ids[place] = `${lat >= 0 ? "n" : "s"}${north}${lon >= 0 ? "e" : "w"}${east}`;
    entries[place].name = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  });
}

/**
 * @param {string[]} items
 * @param {Record<string, Columns>} properties
 * @param {Known} known
 */
function decodeItems(items, properties, { ids }) {
  const columns = itemColumns(items);
  const rows = [...columns[0].keys()];
  return { items: itemRows([...columns, rows]), properties: records(properties, rows.length, ids) };
}

/**
 * The columns of items: days are given from where the item before ends.
 * @param {string[]} columns
 */
function itemColumns([geometry, gaps, lengths, ...others]) {
  const [first, beyond] = [gaps, lengths].map(numbersOf);
  let day = 0;
  first.forEach((gap, item) => {
    first[item] = day += gap;
    beyond[item] = day += beyond[item];
  });
  return [sums(geometry), first, beyond, ...others.map(sums)];
}

/**
 * Items as flat rows, from their columns.
 * @param {number[][]} columns
 */
function itemRows(columns) {
  /** @type {number[]} */
  const rows = [];
  columns[0].forEach((_, item) => { for (const column of columns) rows.push(column[item]); });
  return rows;
}

/**
 * The numbers encoded in a text: see `polyline` in payload/encoding.py.
 * @param {string} text
 */
function numbersOf(text) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - 63;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits > 31) continue;
    numbers.push(value & 1 ? ~(value >>> 1) : value >>> 1);
    value = shift = 0;
  }
  return numbers;
}

/**
 * The numbers of a text that has each less the one before it.
 * @param {string} differences
 */
function sums(differences) {
  let sum = 0;
  return numbersOf(differences).map((difference) => (sum += difference));
}

/**
 * @param {Record<string, Columns>} columns
 * @param {number} count
 * @param {string[]} places the ids of all places: what a column named so has the values of
 */
function records(columns, count, places) {
  /** @type {Record<string, any>[]} */
  const rows = Array.from({ length: count }, () => ({}));
  for (const [name, { values, at }] of Object.entries(columns)) {
    const known = name === "place" ? places : values;
    sums(at).forEach((value, row) => { if (value >= 0) rows[row][name] = known[value]; });
  }
  return rows;
}
