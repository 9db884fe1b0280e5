// @ts-check
// Pairs of days worth comparing, and spans worth a lens, from the records.

import { lastInForce } from "./lookup.js";

const RECENT = [30, 90, 365];
const BEGINNING = 90;

/**
 * @typedef {import("../payload").Facts} Facts
 * @typedef {{ name: string, from: number, to: number }} Pair two days by what they belong to
 */

/**
 * Days to compare: each agreement from each start announced for it to the day shown, and to its
 * last day in force where it has one; each operation from the eve of it to its last day; the days
 * up to the one shown.
 * @param {Facts} facts
 * @param {number} day day shown
 * @param {number} last last day of the series
 * @returns {{ since: Pair[], whole: Pair[], operations: Pair[], recent: Pair[] }}
 */
export function comparisonPresets(facts, day, last) {
  const starts = startsOf(facts, last);
  return {
    since: starts.filter(({ from }) => from < day).map(({ name, from }) => ({ name, from, to: day })),
    whole: starts.filter(({ from, end }) => end < last && from < end).map(({ name, from, end }) => ({ name, from, to: end })),
    operations: facts.offensives.map(({ name, from, to }) => ({ name, from: Math.max(0, from - 1), to: to - 1 })),
    recent: RECENT.filter((days) => day - days >= 0).map((days) => ({ name: String(days), from: day - days, to: day })),
  };
}

/**
 * Spans for a lens: each operation, and the first 90 days of each agreement.
 * @param {Facts} facts
 * @param {number} last
 * @returns {{ operations: Pair[], agreements: Pair[] }}
 */
export function lensPresets(facts, last) {
  const first = new Map(startsOf(facts, last).toReversed().map(({ name, from }) => [name, from]));
  return {
    operations: facts.offensives.map(({ name, from, to }) => ({ name, from, to: to - 1 })),
    agreements: [...first].toReversed().map(([name, from]) => ({ name, from, to: Math.min(from + BEGINNING - 1, last) })),
  };
}

/**
 * Every start of every agreement within the series, and the last day it is in force; the day it
 * was signed where its record names no start.
 * @param {Facts} facts
 * @param {number} last
 */
function startsOf({ agreements }, last) {
  return agreements.flatMap(({ short: name, day, force }) => {
    const end = force.length ? lastInForce({ force }) : last;
    const starts = force.length ? force.map(([from]) => from) : [day];
    return day < 0 ? [] : starts.filter((from) => from < last).map((from) => ({ name, from, end }));
  });
}
