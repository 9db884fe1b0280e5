// @ts-check
// The payload made whole of what travels: see payload/encoding.py.

/**
 * @param {import("../payload").EncodedPayload} encoded
 * @returns {import("../payload").Payload}
 */
export function decode({ payload, layers, shapes }) {
  return /** @type {any} */ ({ ...payload, layers: layers.map((layer) => decodeLayer(layer, shapes)) });
}

/**
 * An encoded payload with what it shares with those in other languages.
 * @param {import("../payload").OwnPayload} own
 * @param {import("../payload").SharedPayload} shared
 * @returns {import("../payload").EncodedPayload}
 */
export function withShared({ payload, layers }, shared) {
  const facts = { ...payload.facts, ...shared.facts };
  return { payload: { ...payload, facts }, layers: layers.map((layer, at) => layer ?? shared.layers[at]), shapes: shared.shapes };
}

/**
 * @param {import("../payload").EncodedLayer} layer
 * @param {any[]} shapes
 */
function decodeLayer({ layer, geometries, items, properties }, shapes) {
  const columns = items.map(sums);
  const rows = columns[0].map((_, row) => [...columns.map((column) => column[row]), row]);
  return { ...layer, geometries: sums(geometries).map((at) => shapes[at]), items: rows.flat(), properties: records(properties, rows.length) };
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
 * @param {Record<string, import("../payload").Columns>} columns
 * @param {number} count
 */
function records(columns, count) {
  /** @type {Record<string, any>[]} */
  const rows = Array.from({ length: count }, () => ({}));
  for (const [name, { values, at }] of Object.entries(columns)) {
    sums(at).forEach((value, row) => { if (value >= 0) rows[row][name] = values[value]; });
  }
  return rows;
}
