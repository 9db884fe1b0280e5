// @ts-check
// What the author of a link adds to the map: short texts, arrows, circles, outlines, as the list
// that `dashboard/annotations.py` reads and writes.

import { FARTHEST_KM, LEAST_CORNERS, LEAST_KM, MOST_ANNOTATIONS, MOST_CORNERS, MOST_LETTERS, MOST_OF_LINE } from "./shared.js";

/**
 * @typedef {object} Annotation
 * @property {string} text
 * @property {string} at where it belongs: id of a place, or latitude and longitude; "" for an outline
 * @property {string | null} to where its arrow leads, in the same words
 * @property {number | null} km radius of its circle
 * @property {string[]} land ids of the places and areas whose land is outlined
 * @property {string[]} corners positions, in the same words, of an area of the author's own
 * @typedef {[number, number]} Position latitude and longitude
 */

const RINGS = 6;
const LINE = /^(?:\[([^[\]]+)\]|([^:>[\]]+?)(?:[ \t]*>[ \t]*([^:>[\]]+?))?(?:[ \t]+([0-9]+(?:\.[0-9]+)?)[ \t]*km)?)[ \t]*:[ \t]*([^ \t].*)$/su;
const POSITION = /^(-?[0-9]+(?:\.[0-9]+)?)[ \t,]+(-?[0-9]+(?:\.[0-9]+)?)$/;
// Signs no text has: they break lines, turn the text round them, or cannot stand in a file.
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]/u;

/**
 * A list as a link has it, one annotation a line; null where any of it cannot be used.
 * @param {string} text
 * @param {import("../payload").Payload} payload
 * @returns {Annotation[] | null}
 */
export function readAnnotations(text, payload) {
  const lines = text.split(/\r\n|\r|\n/).map(trimmed).filter((line) => line && !line.startsWith("#"));
  if (lines.length > MOST_ANNOTATIONS) return null;
  const read = lines.map((line) => readLine(line, payload));
  return /** @type {Annotation[] | null} */ (read.every(Boolean) ? read : null);
}

/**
 * The text of a list that is read as these annotations.
 * @param {Annotation[]} annotations
 */
export function writeAnnotations(annotations) {
  return annotations.map(({ text, at, to, km, land, corners }) => {
    const outlined = [...land, ...corners].join(", ");
    const where = outlined ? `[${outlined}]` : at;
    return `${where}${to ? ` > ${to}` : km ? ` ${km} km` : ""}: ${text}`;
  }).join("\n");
}

/** A position as the list has it, to 10 m. @param {Position} position */
export function writePosition([lat, lon]) {
  return `${lat.toFixed(4)} ${lon.toFixed(4)}`;
}

/** A radius as the list has it, to 10 m, within what is read. @param {number} km */
export function writtenKm(km) {
  return Number(Math.min(Math.max(km, LEAST_KM), FARTHEST_KM).toFixed(2));
}

/** The position that is written; null for the id of a place. @param {string} where @returns {Position | null} */
export function writtenPosition(where) {
  const found = POSITION.exec(where);
  return found && [Number(found[1]), Number(found[2])];
}

/** What is typed as the text of an annotation, without what none may have. @param {string} typed */
export function usableText(typed) {
  const plain = [...typed].map((letter) => (UNSEEN.test(letter) ? " " : letter));
  return trimmed(plain.slice(0, MOST_LETTERS).join(""));
}

/**
 * Where a card stands, in pixels: the free place nearest to what it is about, the sides, above and
 * below before the diagonals; if none is free, the one that covers least.
 * @param {{ x: number, y: number }} at
 * @param {{ width: number, height: number }} size
 * @param {number} gap from what it is about
 * @param {(box: number[]) => number} covered what a box of west, north, east and south covers
 * @returns {{ x: number, y: number }} its upper left corner
 */
export function placeCard(at, { width, height }, gap, covered) {
  let [best, least] = [at, Infinity];
  for (let ring = 0; ring < RINGS; ring++) {
    const off = gap + ring * 16;
    for (const step of [0, 4, 2, 6, 1, 3, 5, 7]) {
      const angle = step * Math.PI / 4;
      const [x, y] = [Math.cos(angle), -Math.sin(angle)].map((share) => Math.round(share * 1000) / 1000);
      const corner = { x: at.x + x * off + (Math.sign(x) - 1) * width / 2, y: at.y + y * off + (Math.sign(y) - 1) * height / 2 };
      const cost = covered([corner.x, corner.y, corner.x + width, corner.y + height]);
      if (cost < least) [best, least] = [corner, cost];
      if (!cost) return best;
    }
  }
  return best;
}

/**
 * @param {string} line
 * @param {import("../payload").Payload} payload
 * @returns {Annotation | null}
 */
function readLine(line, { facts, layers, map }) {
  const found = [...line].length <= MOST_OF_LINE && LINE.exec(line);
  if (!found) return null;
  const [, outlined, at, to, km, text] = found;
  if ([...text].length > MOST_LETTERS || UNSEEN.test(text)) return null;
  if (km && (to || !(Number(km) >= LEAST_KM && Number(km) <= FARTHEST_KM))) return null;
  const isWhere = (/** @type {string} */ where) => isOnEarth(writtenPosition(where), map) ?? Object.hasOwn(facts.places, where);
  if (outlined) {
    const ids = trimmed(outlined).split(/[ \t]*,[ \t]*/);
    const outline = { text, at: "", to: null, km: null };
    if (ids.some(writtenPosition)) return areCorners(ids, map) ? { ...outline, land: [], corners: ids } : null;
    const cells = layers.find(({ style }) => style === "control")?.cells?.places ?? [];
    const isLand = (/** @type {string} */ id) => (Object.hasOwn(facts.areas, id) && facts.areas[id].length > 0) || cells.includes(id);
    return ids.every(isLand) ? { ...outline, land: ids, corners: [] } : null;
  }
  if (!isWhere(at) || (to && !isWhere(to))) return null;
  return { text, at, to: to ?? null, km: km ? Number(km) : null, land: [], corners: [] };
}

/**
 * Whether some texts are the corners of an area.
 * @param {string[]} written
 * @param {{ east: number }} limits
 */
function areCorners(written, limits) {
  const different = new Set(written.map((each) => String(writtenPosition(each)))).size;
  return written.length <= MOST_CORNERS && different >= LEAST_CORNERS && written.every((each) => isOnEarth(writtenPosition(each), limits));
}

/**
 * Whether a position is one, in the longitudes of the map; null without any.
 * @param {Position | null} position
 * @param {{ east: number }} limits
 */
function isOnEarth(position, { east }) {
  return position && Math.abs(position[0]) <= 90 && position[1] >= -180 && position[1] <= (east > 180 ? 360 : 180);
}

/** A text without blanks round it. @param {string} text */
function trimmed(text) {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}
