// @ts-check
// What a reader may mean by a text, in the words of a suggestion: whatever has a record, and positions.

import { fill } from "./format.js";
import { continued } from "./geometry.js";
import { splitRecord } from "./link.js";
import { readPosition, SearchIndex, searchEntries } from "./search.js";

/**
 * @typedef {object} Suggestion
 * @property {string} title
 * @property {string} context what tells it from others of that name
 * @property {string} kind
 * @property {string | null} record what it leads to: of a position the place in whose cell it lies
 * @property {{ lat: number, lon: number }} [at] a position
 */

export class Finder {
  /**
   * @param {import("./lookup.js").Lookup} lookup
   * @param {import("./cells.js").Cells} cells
   * @param {{ west: number, south: number, east: number, north: number }} limits of the map
   */
  constructor(lookup, cells, limits) {
    this.lookup = lookup;
    this.cells = cells;
    this.limits = limits;
    this.index = new SearchIndex(searchEntries(lookup));
  }

  /** @param {string} text @returns {Suggestion[]} the best first */
  find(text) {
    return [...this.positions(text), ...this.index.find(text).map(suggestion)];
  }

  /** @param {string} text @returns {Suggestion[]} */
  positions(text) {
    const typed = readPosition(text);
    if (!typed) return [];
    const at = { lat: typed.lat, lon: continued(typed.lon, this.limits) };
    if (!this.isOnMap(at)) return [];
    const { words, format } = this.lookup;
    const place = this.cells.places[this.cells.at([at.lat, at.lon])];
    const [lat, lon] = [typed.lat, typed.lon].map((degrees) => format.number(degrees, 0.0001));
    const context = place ? fill(words.search_near, { place: this.lookup.placeName(place) }) : "";
    return [{ title: fill(words.search_position, { lat, lon }), context, kind: "position", record: place ? `place:${place}` : null, at }];
  }

  /** @param {{ lat: number, lon: number }} position */
  isOnMap({ lat, lon }) {
    const { south, west, north, east } = this.limits;
    return south <= lat && lat <= north && west <= lon && lon <= east;
  }
}

/** @param {{ entry: import("./search.js").Entry, name: string }} hit @returns {Suggestion} */
function suggestion({ entry, name }) {
  const { record, title } = entry;
  const as = `${title} ${entry.context}`.includes(name) ? "" : name;
  return { title, context: [as, entry.context].filter(Boolean).join(" · "), kind: splitRecord(record).kind, record };
}
