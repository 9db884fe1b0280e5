// @ts-check
// Shapes as they travel, and what can be said of them without a map.

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
