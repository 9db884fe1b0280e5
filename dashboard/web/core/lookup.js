// @ts-check
// What the payload says of a day, a party, a place.

import { fill } from "./format.js";
import { splitRecord } from "./link.js";
import { absence, presence } from "./presence.js";
import { upperBound } from "./timeline.js";

export class Lookup {
  /**
   * @param {import("../payload").Payload} payload
   * @param {import("./calendar.js").Calendar} calendar
   * @param {import("./format.js").Format} format
   */
  constructor({ facts, words, layers }, calendar, format) {
    this.presence = presence(layers);
    this.facts = facts;
    this.words = words;
    this.calendar = calendar;
    this.format = format;
    /** @type {Map<string, import("../payload").FindableEntry>} */
    this.findable = new Map(facts.findable.map((entry) => [entry.record, entry]));
  }

  /** Index into the series of figures: the state that began with the last change. @param {number} day */
  stateIndex(day) {
    return Math.max(0, upperBound(this.facts.state_days, day) - 1);
  }

  /** Day of the last change of control, null before the first. @param {number} day @returns {number | null} */
  lastChange(day) {
    const { change_days: days } = this.facts;
    return days[upperBound(days, day) - 1] ?? null;
  }

  /** How old the state shown on a day is. @param {number} day @returns {string} */
  ageText(day) {
    const last = this.lastChange(day);
    if (last === null) return this.words.no_change_yet;
    if (last === day) return this.words.changed_today;
    return this.format.counted(this.words.last_change, day - last, { day: this.calendar.short(last) });
  }

  /**
   * A sentence that a layer has nothing on any of some days, with the day from or until which it
   * has something, seen from the last of them. Empty if it has something on one of them.
   * @param {string} layer
   * @param {number[]} days
   * @returns {string}
   */
  absenceText(layer, days) {
    const found = days.map((day) => absence(this.presence.get(layer) ?? [], day));
    const last = found.at(-1);
    if (!last || !found.every(Boolean)) return "";
    const { from, until } = last;
    if (from !== undefined) return fill(this.words.layer_from, { day: this.calendar.long(from) });
    return until === undefined ? this.words.layer_empty : fill(this.words.layer_until, { day: this.calendar.long(until) });
  }

  /**
   * The days of a comparison, or that they are the same.
   * @param {[number, number]} span
   * @param {(day: number) => string} [write] in full where not given
   */
  spanText([from, to], write = (day) => this.calendar.long(day)) {
    if (from === to) return fill(this.words.same_dates, { day: write(to) });
    return fill(this.words.from_to, { from: write(from), to: write(to) });
  }

  /** @param {string | null} id @returns {string} */
  partyName(id) {
    return this.facts.parties.find((party) => party.id === id)?.name ?? this.words.unknown_controller;
  }

  /** A place in the reader's language. @param {string} id @returns {string} */
  placeName(id) {
    return this.facts.places[id].name;
  }

  /** What a record is called. @param {string} record @returns {string} */
  recordTitle(record) {
    const { kind, id } = splitRecord(record);
    return kind === "place" ? this.placeName(id) : this.findable.get(record)?.title ?? "";
  }

  /** @param {string} id */
  agreement(id) { return this.facts.agreements.find((each) => each.id === id); }

  /** Agreements in force on a day, disputed ones too. @param {number} day @returns {import("../payload").AgreementEntry[]} */
  agreementsOn(day) {
    return this.facts.agreements.filter((agreement) => forceOn(agreement, day));
  }
}

/**
 * Whether an agreement is in force on a day: "yes", "disputed" or undefined.
 * @param {{ force: [number, number, string][] }} agreement
 * @param {number} day
 */
export function forceOn({ force }, day) {
  return force.find(([from, to]) => from <= day && day < to)?.[2];
}

/** The last day an agreement is in force, by any account. @param {{ force: [number, number, string][] }} agreement */
export const lastInForce = ({ force }) => Math.max(...force.map(([, beyond]) => beyond)) - 1;

/**
 * The day an agreement opens on: the one shown while it is in force then, by any account, and for one signed before
 * the series; or else its first in force, or the day it was signed.
 * @param {{ day: number, force: [number, number, string][] }} agreement
 * @param {number} [shown] undefined where no day is shown
 */
export function openingDay(agreement, shown) {
  const { day, force } = agreement;
  if (day < 0 || (shown !== undefined && forceOn(agreement, shown))) return shown;
  return force.length ? Math.min(...force.map(([from]) => from)) : day;
}
