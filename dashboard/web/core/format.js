// @ts-check
// Numbers and phrases as text.

// Digits are grouped as Python groups them, whatever the browser's own language: 1,234.
// Made once, since making one is slow.
const INTEGER = new Intl.NumberFormat("en");
/** @type {Map<number, Intl.NumberFormat>} */
const DECIMAL = new Map();

/** A whole number. @param {number} value */
export function integer(value) {
  return INTEGER.format(value);
}

/**
 * A number with so many decimals.
 * @param {number} value
 * @param {number} digits
 */
export function decimal(value, digits) {
  let format = DECIMAL.get(digits);
  if (!format) {
    format = new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    DECIMAL.set(digits, format);
  }
  return format.format(value);
}

/** An area in whole km², without its unit. @param {number} value */
export function km2(value) {
  return INTEGER.format(Math.round(value));
}

/** An area gained or lost, with its sign; 0 has none. @param {number} value */
export function signedKm2(value) {
  return Math.round(value) === 0 ? "0" : `${value > 0 ? "+" : "−"}${km2(Math.abs(value))}`;
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
 * A phrase with a count in it; the phrase `key_one` serves where the count is one.
 * @param {Record<string, string>} words
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export function counted(words, key, n, values) {
  const phrase = n === 1 && words[`${key}_one`] ? words[`${key}_one`] : words[key];
  return fill(phrase, { n: integer(n), ...values });
}
