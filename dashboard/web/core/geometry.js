// @ts-check
// Shapes as they travel, and what is known of them without a map.

/**
 * Positions [lat, lon] from a first position and steps, in units of 1e-5 degree.
 * @param {number[]} steps
 */
export function decodeRing(steps) {
  /** @type {[number, number][]} */
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

const EQUATOR_M = 40_075_016.7;
const TILE = 256;

/**
 * How many metres of land a pixel of a web map shows.
 * @param {number} lat
 * @param {number} zoom
 */
export function metresPerPixel(lat, zoom) {
  return EQUATOR_M * Math.cos(lat * Math.PI / 180) / (TILE * 2 ** zoom);
}

/**
 * The zoom at which some metres of land are as wide as some pixels, to a quarter below.
 * @param {number} lat
 * @param {number} metres
 * @param {number} pixels
 */
export function zoomOf(lat, metres, pixels) {
  return Math.floor(4 * Math.log2(metresPerPixel(lat, 0) * pixels / metres)) / 4;
}

/**
 * The outline round cells: the edges that no two of them share. Neighbours have the very same
 * vertices along a common edge.
 * @template {{ lat: number, lng: number }} P
 * @param {P[][][][]} shapes for each cell its parts, each a list of rings
 * @returns {[P, P][]}
 */
export function outline(shapes) {
  /** @type {Map<string, [P, P]>} */
  const edges = new Map();
  for (const ring of shapes.flat(2)) {
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length];
      const key = [`${from.lat},${from.lng}`, `${to.lat},${to.lng}`].sort().join(" ");
      if (!edges.delete(key)) edges.set(key, [from, to]);
    });
  }
  return [...edges.values()];
}
