// @ts-check
// Figures, days and phrases as text: the rules of wording/format.py, the patterns of
// wording/cldr.py. Tests hold the two together.

import { LEAST_KM2 } from "./shared.js";

/** @typedef {import("../payload").BrowserLocale} BrowserLocale */
/** @typedef {"km2" | "km" | "m" | "percent" | "days" | "count"} Unit */

// Keeps a sign on the left of its digits in a line written from right to left.
const LEFT_TO_RIGHT = "\u200e";
const MINUS = "−";
const [FINEST, COARSEST, HUNDRED] = [0.1, 1000, 99.95];

/** Letters without their marks and case, as they are searched for. @param {string} text */
export const withoutMarks = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The place a figure is rounded to: 0.1, 1, 10, 100 or 1000.
 * @param {number} value
 * @param {Unit} unit
 * @param {number} [error]
 */
export function roundingStep(value, unit, error = 0) {
  const size = Math.abs(value);
  if (unit === "percent" && (size >= HUNDRED || error >= 0.95)) return 1;
  if (error) return Math.min(Math.max(10 ** (Math.floor(Math.log10(error * 1.005)) - 1), FINEST), COARSEST);
  if (unit === "km" || unit === "percent") return size < HUNDRED ? FINEST : 1;
  return unit === "km2" && size >= LEAST_KM2 && size < 9.95 ? FINEST : 1;
}

/**
 * The size of a value in whole steps, half up.
 * @param {number} value
 * @param {number} place
 */
export function rounded(value, place) {
  const per = place < 1 ? Math.round(1 / place) : 1;
  const size = Math.abs(value);
  return per > 1 ? Math.floor(size * per + 0.5) / per : Math.floor(size / place + 0.5) * place;
}

/**
 * Whether a change in km² is no larger than its error, so that it may as well have gone the other
 * way; one that is written as 0 says so itself.
 * @param {number} km2
 * @param {number} error
 */
export function isUnclear(km2, error) {
  return Math.abs(km2) <= error && rounded(km2, roundingStep(km2, "km2", error)) !== 0;
}

export class Format {
  /** @param {BrowserLocale} locale */
  constructor(locale) {
    this.locale = locale;
    this.plurals = new Intl.PluralRules(locale.locale, { maximumFractionDigits: 3 });
  }

  /**
   * A number in whole steps, grouped by thousands.
   * @param {number} value
   * @param {number} [place]
   */
  number(value, place = 1) {
    const size = rounded(value, place);
    const [whole, part] = size.toFixed(place < 1 ? String(Math.round(1 / place)).length - 1 : 0).split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, this.locale.grouping) + (part ? this.locale.decimal + part : "");
    return value < 0 && size ? LEFT_TO_RIGHT + MINUS + text : text;
  }

  /**
   * A number with its sign, plus too; 0 has none.
   * @param {number} value
   * @param {number} [place]
   */
  signed(value, place = 1) {
    const text = this.number(value, place);
    return value > 0 && rounded(value, place) ? `${LEFT_TO_RIGHT}+${text}` : text;
  }

  /**
   * A number already written with its unit, in the form `value` asks for.
   * @param {string} text
   * @param {Unit} unit
   * @param {number} [value]
   */
  unit(text, unit, value = 0) {
    if (unit === "count") return text;
    const forms = this.locale.units[unit];
    return (forms[this.plurals.select(value)] ?? forms.other).replace("{0}", text);
  }

  /**
   * A figure with its unit, no more exact than its error.
   * @param {number} value
   * @param {Unit} unit
   * @param {number} [error]
   */
  text(value, unit, error) {
    return this.unit(this.number(value, roundingStep(value, unit, error)), unit, value);
  }

  /**
   * How far a figure can be off: `± 170 km²`.
   * @param {number} error
   * @param {Unit} unit
   */
  error(error, unit) {
    return this.unit(`±\u00a0${this.number(error, roundingStep(0, unit, error))}`, unit, error);
  }

  /**
   * The place to which the least and the most of a figure are rounded: the finer of theirs.
   * @param {number} least
   * @param {number} most
   * @param {Unit} unit
   * @param {number} [error]
   */
  place(least, most, unit, error) {
    return Math.min(roundingStep(least, unit, error), roundingStep(most, unit, error));
  }

  /**
   * A day as `5 March 2020`, or `brief` as `5 Mar 2020`.
   * @param {Date} date
   * @param {"long" | "brief"} [length]
   */
  date(date, length = "long") {
    const { date: order, months } = this.locale;
    return order[length].replace("{d}", String(date.getUTCDate()))
      .replace("{m}", months[length][date.getUTCMonth()]).replace("{y}", String(date.getUTCFullYear()));
  }

  /**
   * A phrase that goes by a number, with the number as `{n}` and the rest filled in.
   * @param {string | Record<string, string>} forms
   * @param {number} n
   * @param {Record<string, string | number>} [values]
   */
  counted(forms, n, values) {
    const phrase = typeof forms === "string" ? forms : forms[this.plurals.select(n)] ?? forms.other;
    return fill(phrase, { n: this.number(n), ...values });
  }
}

/** A number that keeps its order of signs and digits inside a sentence of another direction. @param {string} text */
export function isolate(text) {
  return `\u2066${text}\u2069`;
}

/**
 * A phrase with its `{name}` places filled.
 * @param {string} phrase
 * @param {Record<string, string | number>} values
 */
export function fill(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/**
 * A figure without its unit, with how far it can be off, unless that is written as 0; of a share
 * that ends at none or all, what it can be.
 * @param {{ format: Format, words: Record<string, any> }} controller
 * @param {number} value
 * @param {Unit} unit
 * @param {number} [error]
 * @param {"number" | "signed"} [write]
 */
export function numberWithError({ format, words }, value, unit, error = 0, write = "number") {
  const place = roundingStep(value, unit, error);
  const [size, off] = [value, error].map((each) => rounded(each, place));
  if (!off) return format[write](value, place);
  if (unit === "percent" && (size < off || size > 100 - off)) {
    const ends = [Math.max(size - off, 0), Math.min(size + off, 100)];
    return ends.map((end) => format.number(end, end % 100 ? place : 1)).join("–");
  }
  return fill(words.value_error, { value: format[write](value, place), error: format.number(error, place) });
}
