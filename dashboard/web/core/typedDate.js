// @ts-check
// A date as people type it: day, month and year, a month, or a year, in any digits, the month as a
// number or by its name. In numbers alone the day comes before the month, or the year first of all.

import { latinDigits } from "./calendar.js";
import { withoutMarks } from "./format.js";

/**
 * @typedef {{ first: number, last: number, isDayFirst: boolean }} TypedDate
 *   first and last day meant, as the calendar counts them, also outside the series; `isDayFirst`
 *   where only the rule tells the day from the month
 */

/**
 * The days a text means; null where it is no date.
 * @param {string} text
 * @param {import("./calendar.js").Calendar} calendar
 * @returns {TypedDate | null}
 */
export function readDate(text, calendar) {
  const words = latinDigits(text).match(/\p{L}[\p{L}\p{M}]*(?: \p{L}[\p{L}\p{M}]*)*|\d+/gu) ?? [];
  const numbers = words.filter((word) => /^\d/.test(word));
  const names = words.filter((word) => !/^\d/.test(word));
  if (!names.length) return ofNumbers(numbers.length === 1 && numbers[0].length === 8 ? split(numbers[0]) : numbers, null, calendar);
  // one name, or the two that some languages write side by side
  const [month, ...others] = names.map((name) => monthNamed(folded(name), calendar.format.locale.month_names));
  return month && others.every((other) => other === month) ? ofNumbers(numbers, month, calendar) : null;
}

/** @param {string} digits YYYYMMDD */
function split(digits) {
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
}

/**
 * @param {string[]} numbers year, day and, where it has no name, month
 * @param {number | null} named month by its name, from 1
 * @param {import("./calendar.js").Calendar} calendar
 */
function ofNumbers(numbers, named, calendar) {
  const isYear = (/** @type {string} */ digits) => digits.length === 4;
  if (numbers.filter(isYear).length !== 1 || !numbers.every((digits) => isYear(digits) || digits.length < 3)) return null;
  const isYearFirst = isYear(numbers[0]);
  const rest = numbers.filter((digits) => !isYear(digits)).map(Number);
  if (rest.length > (named ? 1 : 2) || !(isYearFirst || isYear(/** @type {string} */ (numbers.at(-1))))) return null;
  const [month, date] = named ? [named, rest[0]] : isYearFirst ? rest : rest.toReversed();
  const days = daysOf(Number(numbers.find(isYear)), month, date, calendar);
  return days && { ...days, isDayFirst: !named && !isYearFirst && rest.length === 2 && date <= 12 && date !== month };
}

/**
 * @param {number} year
 * @param {number | undefined} month
 * @param {number | undefined} date
 * @param {import("./calendar.js").Calendar} calendar
 */
function daysOf(year, month, date, calendar) {
  const number = (/** @type {number} */ y, /** @type {number} */ m, /** @type {number} */ d) =>
    calendar.number(new Date(Date.UTC(y, m - 1, d)).toISOString());
  if (year < 1000 || (month !== undefined && (month < 1 || month > 12))) return null;
  if (month === undefined) return { first: number(year, 1, 1), last: number(year + 1, 1, 1) - 1 };
  const [first, beyond] = [number(year, month, 1), number(year, month + 1, 1)];
  if (date === undefined) return { first, last: beyond - 1 };
  const day = first + date - 1;
  return date >= 1 && day < beyond ? { first: day, last: day } : null;
}

/**
 * The month a name, or its beginning of three letters or more, stands for; null where none or several.
 * @param {string} name
 * @param {string[][]} names what each month is called
 */
function monthNamed(name, names) {
  const isMeant = (/** @type {(known: string) => boolean} */ test) => names.flatMap((known, at) => (known.some((each) => test(folded(each))) ? [at + 1] : []));
  const [exact, begun] = [isMeant((known) => known === name), isMeant((known) => name.length > 2 && known.startsWith(name))];
  const found = exact.length ? exact : begun;
  return found.length === 1 ? found[0] : null;
}

/** A name without case, marks and signs. @param {string} text */
function folded(text) {
  return withoutMarks(text).replace(/[.\u200e\u200f]/g, "").trim();
}
