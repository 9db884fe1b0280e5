// @ts-check
// What a reader may mean by a text, in the words of a suggestion: whatever has a record, pages,
// positions, a date, and two dates.

import { fill } from "./format.js";
import { continued } from "./geometry.js";
import { splitRecord } from "./link.js";
import { readPosition, SearchIndex, searchEntries } from "./search.js";
import { readDate } from "./typedDate.js";

const BETWEEN_DATES = /\s*[–—→]\s*|\s+-\s+|(?<=[/.]\d{4})-|\.{2,3}/;

/**
 * @typedef {object} Suggestion
 * @property {string} title
 * @property {string} context what tells it from others of that name
 * @property {string} kind
 * @property {string | null} record what it leads to: of a position the place in whose cell it lies; of dates nothing
 * @property {{ lat: number, lon: number }} [at] a position
 * @property {number[]} [days] a day, or two to compare, the earlier first
 */

export class Finder {
  /**
   * @param {import("./lookup.js").Lookup} lookup
   * @param {import("./cells.js").Cells} cells
   * @param {{ west: number, south: number, east: number, north: number }} limits of the map
   * @param {string[]} [pages] titles
   */
  constructor(lookup, cells, limits, pages = []) {
    this.lookup = lookup;
    this.cells = cells;
    this.limits = limits;
    this.index = new SearchIndex([...searchEntries(lookup), ...pages.map(pageEntry)]);
  }

  /** @param {string} text @returns {Suggestion[]} the best first */
  find(text) {
    const [dates, named] = [this.dates(text), this.index.find(text).map(suggestion)];
    // a month or a year may be part of a name
    return dates.some(({ isExact }) => isExact) ? [...dates, ...named] : [...this.positions(text), ...named, ...dates];
  }

  /**
   * Of a month or a year its first day; the nearest day of the series, which is said.
   * @param {string} text
   * @returns {(Suggestion & { isExact: boolean })[]}
   */
  dates(text) {
    const { words, calendar } = this.lookup;
    const parts = text.split(BETWEEN_DATES);
    const read = (parts.length > 2 ? [] : parts).flatMap((part) => readDate(part, calendar) ?? []);
    if (!read.length || read.length < parts.length) return [];
    const days = [...new Set(read.map(({ first }) => calendar.clamp(first)))].sort((a, b) => a - b);
    const isOutside = read.some(({ first, last }) => last < 0 || first > calendar.last);
    const context = isOutside ? fill(words.date_outside, { first: calendar.long(0), last: calendar.long(calendar.last) }) : "";
    const isPair = days.length > 1;
    const title = isPair ? this.lookup.spanText(/** @type {[number, number]} */ (days)) : calendar.long(days[0]);
    return [{ title, context, kind: isPair ? "dates" : "date", record: null, days, isExact: read.every(({ first, last }) => first === last) }];
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

/** @param {string} title @returns {import("./search.js").Entry} */
const pageEntry = (title) => ({ record: `page:${title}`, title, context: "", rank: 1, names: [title] });

/** @param {{ entry: import("./search.js").Entry, name: string }} hit @returns {Suggestion} */
function suggestion({ entry, name }) {
  const { record, title } = entry;
  const as = `${title} ${entry.context}`.includes(name) ? "" : name;
  return { title, context: [as, entry.context].filter(Boolean).join(" · "), kind: splitRecord(record).kind, record };
}
