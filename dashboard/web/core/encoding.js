// @ts-check
// The payload made whole of what travels: see payload/encoding.py.

import { itemsOfLine } from "./contact.js";

/**
 * @typedef {import("../payload").Columns} Columns
 * @typedef {import("../payload").EncodedLayer} EncodedLayer
 * @typedef {import("../payload").EncodedCells} EncodedCells
 * @typedef {import("../payload").Layer} Layer
 * @typedef {{ ids: string[], arcs: number[][], geometries: any[], outlines: any[] }} Known what is named by its number:
 *   places, arcs, geometries as positions and as arcs
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
    const sides = sidesOf(layer, whole[at].outlines, whole[control].outlines);
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
 * Geometries as positions, and as the numbers of the arcs they are made of: see payload/topology.py.
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
  /** @type {{ arcs: number[][], outlines: any[], geometries: any[] }} */
  const made = { arcs, outlines: [], geometries: [] };
  while (list < counts.length) {
    const depth = counts[list++];
    const outline = nested(depth);
    made.outlines.push(outline);
    made.geometries.push(drawn(outline, arcs, depth === 3));
  }
  return made;
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

/**
 * The positions along arcs; a ring goes without the last one, which is its first.
 * @param {any[]} outline
 * @param {number[][]} arcs
 * @param {boolean} isClosed
 * @returns {any[]}
 */
function drawn(outline, arcs, isClosed) {
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
 * @param {number[][]} stretches the arcs of each
 * @param {number[][]} shapes the arcs of each
 */
function sidesOf(contact, stretches, shapes) {
  /** @type {Map<number, Set<number>>} */
  const shapesOf = new Map();
  shapes.forEach((arcs, shape) => {
    for (const arc of arcs) {
      const beside = shapesOf.get(arc);
      if (beside) beside.add(shape);
      else shapesOf.set(arc, new Set([shape]));
    }
  });
  const found = stretches.map((arcs) => [...arcs.map((arc) => shapesOf.get(arc)).find((beside) => beside?.size === 2) ?? []]);
  const [others, ...ends] = (contact.sides ?? []).map(sums);
  others?.forEach((stretch, at) => { found[stretch] = ends.map((end) => end[at]); });
  return found;
}

/**
 * A layer, with the arcs that all have, and which of them each of its geometries follows, this way or that.
 * @param {EncodedLayer} encoded
 * @param {Known} known
 */
function decodeLayer({ layer, geometries, items, properties, cells }, known) {
  const numbers = sums(geometries);
  return {
    ...layer,
    arcs: known.arcs,
    outlines: numbers.map((at) => known.outlines[at].flat(2).map((/** @type {number} */ arc) => Math.max(arc, ~arc))),
    geometries: numbers.map((at) => known.geometries[at]),
    ...(items.length && decodeItems(items, properties, known)),
    ...(cells && { cells: decodeCells(cells, sums(items[0]), known) }),
  };
}

/**
 * @param {EncodedCells} cells
 * @param {number[]} shapeOfItem
 * @param {Known} known
 */
function decodeCells({ places, shapes, at, km2, precision_m, spells }, shapeOfItem, { ids, geometries }) {
  const counts = new Map();
  for (const shape of shapeOfItem) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const shapeOfCell = sums(shapes);
  const count = shapeOfCell.reduce((sum, shape) => sum + counts.get(shape), 0);
  return {
    places: sums(places).map((number) => ids[number]),
    shapes: shapeOfCell,
    at: sums(at).map((number) => geometries[number]),
    km2, precision_m,
    spells: records(spells, count, ids),
  };
}

/**
 * Give the cells that have no id one, and a name: as derive/cells.py, of the point in them.
 * @param {EncodedCells} cells
 * @param {Record<string, any>[]} entries
 * @param {Known} known
 */
function callByPosition(cells, entries, { ids, geometries }) {
  const at = sums(cells.at);
  sums(cells.places).forEach((place, cell) => {
    if (ids[place]) return;
    const [lat, lon] = geometries[at[cell]].map((/** @type {number} */ value) => value / 1e5);
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
 * Items as flat rows, of their columns.
 * @param {number[][]} columns
 */
function itemRows(columns) {
  /** @type {number[]} */
  const rows = [];
  columns[0].forEach((_, item) => { for (const column of columns) rows.push(column[item]); });
  return rows;
}

/**
 * The numbers that a text is: see `polyline` in payload/encoding.py.
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
 * The numbers of which a text has each less the one before it.
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
