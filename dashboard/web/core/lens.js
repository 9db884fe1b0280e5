// @ts-check
// The lens: the part of the series that the timeline shows and playing keeps to. It is the first
// and the last day shown, or null for the whole series.

import { inSeries } from "./calendar.js";

/** Days a lens has at least, where the series has as many. */
export const LEAST_DAYS = 14;
const SEPARATOR = "..";
const LENS_MARGIN = 0.1; // share of the lens beyond a day that it was moved to

/** @typedef {[number, number]} Span first and last day */
/** @typedef {Span | null} Lens */

/** The days a lens shows. @param {Lens} lens @param {number} last last day of the series @returns {Span} */
export function spanOf(lens, last) {
  return lens ?? [0, last];
}

/**
 * A lens of whole days within the series about as long as the one asked for.
 * @param {Span} span
 * @param {number} last
 * @returns {Lens}
 */
export function fitted([from, to], last) {
  const days = Math.min(Math.max(Math.round(to - from), LEAST_DAYS - 1), last);
  // one too short grows to both sides
  const grown = (days - (to - from)) / 2;
  const first = Math.max(0, Math.min(last - days, Math.round(from - grown)));
  return days === last ? null : [first, first + days];
}

/**
 * The lens with `factor` times as many days; the day `about`, which may lie between two, stays
 * where it is.
 * @param {Lens} lens
 * @param {number} factor
 * @param {number} about
 * @param {number} last
 */
export function zoomed(lens, factor, about, last) {
  const [from, to] = spanOf(lens, last);
  const days = to - from;
  const least = Math.min(LEAST_DAYS - 1, last) / (days || 1);
  const by = Math.max(factor, least);
  return fitted([about - (about - from) * by, about + (to - about) * by], last);
}

/** The lens so many days later, within the series. @param {Lens} lens @param {number} days @param {number} last */
export function panned(lens, days, last) {
  const [from, to] = spanOf(lens, last);
  const by = Math.max(-from, Math.min(last - to, days));
  return fitted([from + by, to + by], last);
}

/**
 * The lens moved, or made longer where it must be, so that it has all of some days; as it is where
 * it has them.
 * @param {Lens} lens
 * @param {number[]} days
 * @param {number} last
 */
export function including(lens, days, last) {
  if (!lens || days.every((day) => lens[0] <= day && day <= lens[1])) return lens;
  const [low, high] = [Math.min(...days), Math.max(...days)];
  const length = Math.max(lens[1] - lens[0], (high - low) / (1 - 2 * LENS_MARGIN));
  const margin = length * LENS_MARGIN;
  const first = Math.min(Math.max(lens[0], high + margin - length), low - margin);
  return panned([0, length], first, last);
}

/** The lens as a link has it; nothing for the whole series. @param {Lens} lens @param {import("./calendar.js").Calendar} calendar */
export function lensText(lens, calendar) {
  return lens ? lens.map((day) => calendar.iso(day)).join(SEPARATOR) : "";
}

/** The lens of a link. @param {string | undefined} text @param {import("./calendar.js").Calendar} calendar @returns {Lens} */
export function readLens(text, calendar) {
  if (!text) return null;
  const [first, last] = text.split(SEPARATOR).map((iso) => calendar.number(iso));
  return first === 0 && last === calendar.last ? null : [first, last];
}

/**
 * Whether a text is a lens: two days of the series, the earlier first.
 * @param {string} text
 * @param {{ first: string, last: string }} series
 */
export function isLens(text, series) {
  const days = text.split(SEPARATOR);
  return days.length === 2 && days.every((day) => inSeries(day, series)) && days[0] < days[1];
}
