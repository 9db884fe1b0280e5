// @ts-check
// The payload made whole of what travels: see payload/encoding.py.

/**
 * @typedef {import("../payload").Columns} Columns
 * @typedef {import("../payload").EncodedLayer} EncodedLayer
 * @typedef {import("../payload").EncodedCells} EncodedCells
 * @typedef {{ ids: string[], positions: number[][], geometries: any[] }} Known what is named by its number
 */

/**
 * @param {import("../payload").EncodedPayload} encoded
 * @returns {import("../payload").Payload}
 */
export function decode({ payload, layers, positions, outlines, places, scenarios }) {
  const axes = positions.map(sums);
  const ids = /** @type {string[]} */ ([...places.ids]);
  const entries = records(places.columns, ids.length, ids);
  for (const { cells } of layers) if (cells) callByPosition(cells, ids, entries, axes);
  const facts = {
    ...payload.facts,
    places: Object.fromEntries(ids.map((id, at) => [id, entries[at]])),
    scenarios: scenarios.map(itemColumns).map(itemRows),
  };
  const known = { ids, positions: axes, geometries: decodeOutlines(outlines, axes) };
  return /** @type {any} */ ({ ...payload, facts, layers: layers.map((layer) => decodeLayer(layer, known)) });
}

/**
 * An encoded payload with what it shares with those in other languages.
 * @param {import("../payload").OwnPayload} own
 * @param {import("../payload").SharedPayload} shared
 * @returns {import("../payload").EncodedPayload}
 */
export function withShared({ payload, layers, places }, { positions, outlines, scenarios, ...shared }) {
  const facts = { ...payload.facts, ...shared.facts };
  const whole = layers.map((layer, at) => layer ?? shared.layers[at]);
  return { payload: { ...payload, facts }, layers: whole, positions, outlines, places, scenarios };
}

/**
 * @param {any[]} outlines
 * @param {number[][]} positions latitudes and longitudes
 */
function decodeOutlines(outlines, [lats, lons]) {
  let at = 0;
  /** @returns {any[]} */
  const whole = (/** @type {any[]} */ outline) => (
    Array.isArray(outline[0]) ? outline.map(whole) : outline.flatMap((step) => [lats[at += step], lons[at]]));
  return outlines.map(whole);
}

/**
 * @param {EncodedLayer} encoded
 * @param {Known} known
 */
function decodeLayer({ layer, geometries, items, properties, cells }, known) {
  return {
    ...layer,
    geometries: sums(geometries).map((at) => known.geometries[at]),
    items: itemRows([...itemColumns(items), [...items[0].keys()]]),
    properties: records(properties, items[0].length, known.ids),
    ...(cells && { cells: decodeCells(cells, sums(items[0]), known) }),
  };
}

/**
 * @param {EncodedCells} cells
 * @param {number[]} shapeOfItem
 * @param {Known} known
 */
function decodeCells({ places, shapes, at, km2, precision_m, spells }, shapeOfItem, { ids, positions: [lats, lons] }) {
  const counts = new Map();
  for (const shape of shapeOfItem) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const shapeOfCell = sums(shapes);
  const count = shapeOfCell.reduce((sum, shape) => sum + counts.get(shape), 0);
  return {
    places: sums(places).map((number) => ids[number]),
    shapes: shapeOfCell,
    at: sums(at).map((number) => [lats[number], lons[number]]),
    km2, precision_m,
    spells: records(spells, count, ids),
  };
}

/**
 * Give the cells that have no id one, and a name: as derive/cells.py, of the point in them.
 * @param {EncodedCells} cells
 * @param {string[]} ids
 * @param {Record<string, any>[]} entries
 * @param {number[][]} positions latitudes and longitudes
 */
function callByPosition(cells, ids, entries, [lats, lons]) {
  const at = sums(cells.at);
  sums(cells.places).forEach((place, cell) => {
    if (ids[place]) return;
    const [lat, lon] = [lats[at[cell]], lons[at[cell]]].map((value) => value / 1e5);
    const [north, east] = [lat, lon].map((value) => Math.abs(value).toFixed(5).replace(".", "-"));
    ids[place] = `${lat >= 0 ? "n" : "s"}${north}${lon >= 0 ? "e" : "w"}${east}`;
    entries[place].name = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  });
}

/**
 * The columns of items: days are given from where the item before ends.
 * @param {number[][]} columns
 */
function itemColumns([geometry, first, length, ...others]) {
  const turns = sums(first.flatMap((gap, item) => [gap, length[item]]));
  const days = [0, 1].map((end) => first.map((_, item) => turns[2 * item + end]));
  return [sums(geometry), ...days, ...others.map(sums)];
}

/**
 * Items as flat rows, of their columns.
 * @param {number[][]} columns
 */
function itemRows(columns) {
  return columns[0].flatMap((_, item) => columns.map((column) => column[item]));
}

/**
 * The numbers of which each is given less the one before it.
 * @param {number[]} differences
 */
function sums(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
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
