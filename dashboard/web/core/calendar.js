// @ts-check
// Days as the browser counts them: day 0 is the first day of the series.

const DAY_MS = 86_400_000;

export class Calendar {
  /**
   * @param {string} firstIso first day of the series, YYYY-MM-DD
   * @param {string} lastIso last day of the series
   * @param {import("./format.js").Format} format writes days out
   */
  constructor(firstIso, lastIso, format) {
    this.firstMs = Date.parse(firstIso);
    this.last = Math.round((Date.parse(lastIso) - this.firstMs) / DAY_MS);
    this.format = format;
    /** @type {{ long: Map<number, string>, brief: Map<number, string> }} days written out, by their number */
    this.written = { long: new Map(), brief: new Map() };
  }

  /** @param {number} day */
  date(day) { return new Date(this.firstMs + day * DAY_MS); }

  /** @param {number} day */
  iso(day) { return this.date(day).toISOString().slice(0, 10); }

  /** @param {string} iso */
  number(iso) { return Math.round((Date.parse(iso) - this.firstMs) / DAY_MS); }

  /** Year, month from 0, and day of the month. @param {number} day */
  parts(day) {
    const date = this.date(day);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
  }

  /** The short name of a day's month, if wanted with its year. @param {number} day @param {boolean} withYear */
  month(day, withYear) {
    const { year, month } = this.parts(day);
    const name = this.format.locale.months.brief[month];
    return withYear ? `${name} ${year}` : name;
  }

  /** The day with its month's full name. @param {number} day */
  long(day) { return this.write(day, "long"); }

  /** The day with its month's short name. @param {number} day */
  short(day) { return this.write(day, "brief"); }

  /** @param {number} day @param {"long" | "brief"} length */
  write(day, length) {
    const known = this.written[length].get(day);
    if (known !== undefined) return known;
    const text = this.format.date(this.date(day), length);
    this.written[length].set(day, text);
    return text;
  }

  /** The nearest day of the series. @param {number} day */
  clamp(day) { return Math.max(0, Math.min(this.last, Math.round(day))); }

  /**
   * The same day of the month `count` months later, or that month's last day, within the series.
   * @param {number} day
   * @param {number} count
   */
  addMonths(day, count) {
    const from = this.date(day);
    const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1));
    const days = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
    target.setUTCDate(Math.min(from.getUTCDate(), days));
    return this.clamp((target.getTime() - this.firstMs) / DAY_MS);
  }

  /**
   * The day that a key of a slider leads to from a day; it can lie outside the series.
   * @param {string} key
   * @param {number} day
   * @returns {number | undefined}
   */
  dayOfKey(key, day) {
    const month = { PageUp: 1, PageDown: -1 }[key];
    if (month) return this.addMonths(day, month);
    return { ArrowRight: day + 1, ArrowUp: day + 1, ArrowLeft: day - 1, ArrowDown: day - 1, Home: 0, End: this.last }[key];
  }
}

/**
 * Whether a text is a day of the series, as YYYY-MM-DD.
 * @param {string | null} text
 * @param {{ first: string, last: string }} series
 */
export function inSeries(text, { first, last }) {
  const at = Date.parse(text ?? "");
  // a day that no month has is read as one of the next month
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text && text >= first && text <= last;
}

/** A text with its decimal digits, of whatever script, as 0 to 9. @param {string} text */
export function latinDigits(text) {
  return text.replace(/\p{Nd}/gu, digitValue);
}

/**
 * Decimal digits of every script stand in runs of ten, zero first.
 * @param {string} digit
 */
function digitValue(digit) {
  const code = /** @type {number} */ (digit.codePointAt(0));
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
