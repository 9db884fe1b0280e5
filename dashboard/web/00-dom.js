// Small building blocks. Text from data only ever becomes text nodes, never markup.

function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
function s(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter(Boolean));
  return node;
}

const DAY_MS = 86_400_000;

// Day numbers (0 = first day of the series), ISO text and words for people.
class Calendar {
  constructor(firstIso, lastIso, locale) {
    this.zero = Date.parse(firstIso);
    this.last = Math.round((Date.parse(lastIso) - this.zero) / DAY_MS);
    this.long = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    this.short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  }
  date(day) { return new Date(this.zero + day * DAY_MS); }
  iso(day) { return this.date(day).toISOString().slice(0, 10); }
  number(iso) { return Math.round((Date.parse(iso) - this.zero) / DAY_MS); }
  // Several pieces name the same day on every step; writing one out is slow.
  words(day) { return this.said(this.long, day); }
  brief(day) { return this.said(this.short, day); }
  said(format, day) {
    const known = (this.known ??= new Map([[this.long, new Map()], [this.short, new Map()]])).get(format);
    if (!known.has(day)) known.set(day, format.format(this.date(day)));
    return known.get(day);
  }
  clamp(day) { return Math.max(0, Math.min(this.last, Math.round(day))); }
  // The same day of the month `count` months on, or that month's last day.
  addMonths(day, count) {
    const from = this.date(day);
    const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1));
    const days = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
    target.setUTCDate(Math.min(from.getUTCDate(), days));
    return this.clamp((target - this.zero) / DAY_MS);
  }
}

// Fills `{name}` in a wording.
function fill(wording, values) {
  return wording.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

// Digits grouped as Python does, whatever the browser's own language: 1,234 beside 66.4 %.
// Made once, since making one is slow.
const DIGITS = new Intl.NumberFormat("en");

// A wording with a count in it; `key_one` serves where the count is one.
function counted(words, key, n, values) {
  const wording = n === 1 && words[`${key}_one`] ? words[`${key}_one`] : words[key];
  return fill(wording, { n: DIGITS.format(n), ...values });
}
