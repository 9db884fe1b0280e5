// The search of a page beside the map: it finds in what the map is given, fetched when the field is
// first used, and what is chosen opens on the map.

import { Calendar } from "./core/calendar.js";
import { cellsOf } from "./core/cells.js";
import { Finder } from "./core/finder.js";
import { Format } from "./core/format.js";
import { splitRecord } from "./core/link.js";
import { Lookup, openingDay } from "./core/lookup.js";
import { pageTitles, Search } from "./widgets/search.js";

const NEAR = 11; // zoom at which a position can be told from its surroundings

export class PageSearch {
  // `read` gives the payload, `address` that of the map with parameters of a link; `date` is the day
  // of the page, if it has one.
  constructor(element, { words, hint, read, address, date }) {
    Object.assign(this, { words, searchHint: hint, read, address, date });
    this.widget = new Search(this, element);
  }

  // A promise of the search index; requested again if it failed.
  finder() {
    return (this.made ??= this.make().catch((error) => { this.made = null; throw error; }));
  }

  async make() {
    const payload = await this.read();
    const { facts, layers, map } = payload;
    const format = new Format(payload.format);
    const lookup = new Lookup(payload, new Calendar(facts.first, facts.last, format), format);
    return (this.made = new Finder(lookup, cellsOf(layers.find(({ style }) => style === "control")), map, pageTitles()));
  }

  async openSuggestion({ record, at, days }) {
    const { lookup } = await this.finder();
    const { kind, id } = splitRecord(record ?? "");
    const view = at && { at: `${at.lat}_${at.lon}_${NEAR}` };
    if (days) return location.assign(this.address(dateFields(lookup, days)));
    location.assign(this.address({ ...(kind === "agreement" ? agreementFields(lookup, id, this.date) : record && { tab: "record", record }), ...view }));
  }
}

// What a link to an agreement says, as the map shows it when it is chosen there.
function agreementFields(lookup, id, date) {
  const { calendar } = lookup;
  const day = openingDay(lookup.agreement(id), date && calendar.number(date));
  return { tab: "agreements", agreement: id, ...(day !== undefined && { date: calendar.iso(calendar.clamp(day)) }) };
}

// What a link to a day, or to the comparison of two, says.
function dateFields({ calendar }, days) {
  const [date, since] = days.map((day) => calendar.iso(day)).toReversed();
  return since ? { date, since, compare: "difference", tab: "difference" } : { date };
}
