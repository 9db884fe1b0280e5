// @ts-check
// What the records say of a day, for the reader who points at it.

import { lastInForce } from "./lookup.js";

/**
 * @typedef {import("../payload").Facts} Facts
 * @typedef {object} Happenings
 * @property {number} places places that changed hands on the day
 * @property {number} km2 land that did
 * @property {string[]} signed agreements signed or announced
 * @property {string[]} starting those whose first day in force it is, by any side's account
 * @property {string[]} ending those whose last day in force it is
 * @property {string[]} operations under way
 */

/**
 * @param {Facts} facts
 * @param {number} day
 * @param {number} last last day of the series: what is in force then has no known end
 * @returns {Happenings}
 */
export function happenings(facts, day, last) {
  const at = facts.change_days.indexOf(day);
  const named = (/** @type {(agreement: import("../payload").AgreementEntry) => boolean} */ isMeant) => facts.agreements.filter(isMeant).map(({ short }) => short);
  return {
    places: facts.change_places[at] ?? 0,
    km2: facts.change_km2[at] ?? 0,
    signed: named((agreement) => agreement.day === day),
    starting: named(({ force }) => day > 0 && force.some(([from]) => from === day)),
    ending: named((agreement) => day < last && lastInForce(agreement) === day),
    operations: facts.offensives.filter(({ from, to }) => from <= day && day < to).map(({ name }) => name),
  };
}
