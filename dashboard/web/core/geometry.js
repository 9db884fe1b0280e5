// @ts-check
// Positions as they travel, and what is known of shapes without a map.

/**
 * A longitude from -180 to 180 as the map counts it: on beyond 180 where it reaches over the antimeridian.
 * @param {number} lon
 * @param {{ east: number }} limits
 */
export const continued = (lon, { east }) => (lon + 360 <= east ? lon + 360 : lon);

/**
 * Positions [lat, lon] of numbers in units of 1e-5 degree: latitude, longitude, latitude, …
 * @param {number[]} numbers
 */
export function positionsOf(numbers) {
  /** @type {[number, number][]} */
  const points = [];
  for (let i = 0; i < numbers.length; i += 2) points.push([numbers[i] / 1e5, numbers[i + 1] / 1e5]);
  return points;
}

/**
 * Whether rings, each an outer edge or a hole, lie round a point; all by [y, x] in the same units.
 * @param {number[][]} rings
 * @param {[number, number]} point
 */
export function isWithin(rings, [y, x]) {
  let within = false;
  for (const ring of rings) {
    let [beforeY, beforeX] = ring.slice(-2);
    for (let i = 0; i < ring.length; i += 2) {
      const [atY, atX] = [ring[i], ring[i + 1]];
      if (atY > y !== beforeY > y && x < atX + (beforeX - atX) * (y - atY) / (beforeY - atY)) within = !within;
      [beforeY, beforeX] = [atY, atX];
    }
  }
  return within;
}

/**
 * The part of a ring on one side of a line: where `height` of a position is not below 0.
 * @param {[number, number][]} ring
 * @param {(point: [number, number]) => number} height linear over the plane
 */
export function cutRing(ring, height) {
  /** @type {[number, number][]} */
  const kept = [];
  ring.forEach((point, i) => {
    const before = ring[(i || ring.length) - 1];
    const [high, was] = [height(point), height(before)];
    if (high < 0 !== was < 0) {
      const share = was / (was - high);
      kept.push([before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share]);
    }
    if (high >= 0) kept.push(point);
  });
  return kept;
}

/**
 * A point within a ring: in the middle of the widest part of it that is as high as its corners are on average.
 * @param {[number, number][]} ring
 * @returns {[number, number]}
 */
export function insideOf(ring) {
  const [y, x] = [0, 1].map((axis) => ring.reduce((sum, point) => sum + point[axis], 0) / ring.length);
  const crossings = ring.flatMap(([toY, toX], i) => {
    const [fromY, fromX] = ring.at(i - 1) ?? [toY, toX];
    return fromY > y === toY > y ? [] : [fromX + (toX - fromX) * (y - fromY) / (toY - fromY)];
  }).sort((a, b) => a - b);
  let widest = [x, x];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (i === 0 || crossings[i + 1] - crossings[i] > widest[1] - widest[0]) widest = [crossings[i], crossings[i + 1]];
  }
  return [y, (widest[0] + widest[1]) / 2];
}

/**
 * South, west, north and east of lines, in the units of their positions.
 * @param {number[][]} lines
 */
export function boundsOf(lines) {
  const bounds = { south: Infinity, west: Infinity, north: -Infinity, east: -Infinity };
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      bounds.south = Math.min(bounds.south, line[i]);
      bounds.north = Math.max(bounds.north, line[i]);
      bounds.west = Math.min(bounds.west, line[i + 1]);
      bounds.east = Math.max(bounds.east, line[i + 1]);
    }
  }
  return bounds;
}

/**
 * The south-west and the north-east of bounds in units of 1e-5 degree.
 * @param {ReturnType<typeof boundsOf>} bounds
 */
export const cornersOf = ({ south, west, north, east }) => positionsOf([south, west, north, east]);

/**
 * Lines joined where their ends meet, whichever way each runs: those of an outline close.
 * @template P
 * @param {P[][]} lines
 * @param {(point: P) => unknown} keyOf what points at one place have in common
 * @returns {P[][]}
 */
export function joined(lines, keyOf = String) {
  const ends = lines.map((line) => [line[0], line[line.length - 1]].map(keyOf));
  /** @type {Map<unknown, number[]>} the lines that end at a place */
  const meeting = new Map();
  ends.forEach((pair, number) => {
    for (const end of pair) {
      const there = meeting.get(end);
      if (there) there.push(number);
      else meeting.set(end, [number]);
    }
  });
  const isTaken = lines.map(() => false);
  /** @type {P[][]} */
  const made = [];
  lines.forEach((line, first) => {
    if (isTaken[first]) return;
    const whole = [line[0]];
    let at = ends[first][0];
    for (let next = /** @type {number | undefined} */ (first); next !== undefined; next = meeting.get(at)?.find((each) => !isTaken[each])) {
      isTaken[next] = true;
      const [from, to] = ends[next];
      const onward = from === at ? lines[next] : lines[next].toReversed();
      for (let i = 1; i < onward.length; i++) whole.push(onward[i]);
      at = from === at ? to : from;
    }
    made.push(whole);
  });
  return made;
}

const ECCENTRICITY_2 = 0.00669438; // of the ellipsoid WGS 84, squared
const EQUATOR_M = 40_075_016.7;

/**
 * How long a degree of longitude is halfway between two latitudes, in degrees of latitude there.
 * @param {number} lat
 * @param {number} other
 */
export function narrowing(lat, other) {
  const middle = (lat + other) / 2 * Math.PI / 180;
  return Math.cos(middle) * (1 - ECCENTRICITY_2 * Math.sin(middle) ** 2) / (1 - ECCENTRICITY_2);
}

/**
 * Where a position lies from another near it, in degrees of latitude.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {[number, number]}
 */
export function offset(from, to) {
  return [to[0] - from[0], (to[1] - from[1]) * narrowing(from[0], to[0])];
}

/**
 * How long lines are on the ellipsoid.
 * @param {number[][]} lines positions as they travel
 */
export function lengthKm(lines) {
  let km = 0;
  for (const line of lines) {
    positionsOf(line).forEach((to, i, points) => {
      if (!i) return;
      const [y, x] = offset(points[i - 1], to);
      const sin = Math.sin((points[i - 1][0] + to[0]) / 2 * Math.PI / 180);
      const flattened = (1 - ECCENTRICITY_2) / (1 - ECCENTRICITY_2 * sin ** 2) ** 1.5;
      km += Math.hypot(y, x) * EQUATOR_M / 360_000 * flattened;
    });
  }
  return km;
}
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
 * The outline round shapes: the edges that no two of them share. Neighbours have the very same
 * vertices along a common edge.
 * @param {[number, number][][][][]} shapes for each its parts, each a list of rings
 * @returns {[number, number][][]} edges, from one position to another
 */
export function outline(shapes) {
  /** @type {Map<string, [number, number][]>} */
  const edges = new Map();
  for (const ring of shapes.flat(2)) {
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length];
      const key = [String(from), String(to)].sort().join(" ");
      if (!edges.delete(key)) edges.set(key, [from, to]);
    });
  }
  return [...edges.values()];
}
