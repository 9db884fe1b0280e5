// @ts-check
// Finds what a reader may mean by what is typed, by any common spelling, while it is typed.
//
// Spellings of one Arabic name differ in the article (al-, el-, ash-), in q/k and other letters, in
// vowels, in doubled letters and in the ending (-a, -ah, -e, -iyah, -iya). Each name is folded to a
// key in which those differences are gone; what is left over is matched by likeness.

import { latinDigits } from "./calendar.js";
import { withoutMarks } from "./format.js";

const ARABIC = /[\u0600-\u06ff]/;
// Vowel marks and the stretching letter carry nothing here.
const ARABIC_MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
/** @type {Record<string, string>} */
const ARABIC_LETTERS = {
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": "", "گ": "ك", "ک": "ك", "ی": "ي",
};
const ARTICLE = /\b(?:al|el|ul|il|ad|ed|an|en|ar|er|as|es|ash|esh|ach|ech|at|et|az|ez|adh|ath)[\s-]+/g;
// Longest first: digraphs are settled before single letters.
/** @type {[RegExp, string][]} */
const LATIN = [
  [/t?ch|sh|sch/g, "s"], [/dj/g, "j"], [/gh/g, "g"], [/kh/g, "h"], [/dh|th/g, "d"], [/ph/g, "f"],
  [/ou|oo|ow|au|aw/g, "u"], [/ai|ay|ei|ey|ee|ie|iy/g, "i"], [/q|ck|c/g, "k"], [/[vw]/g, "u"],
  [/z/g, "d"], [/t/g, "d"], [/p/g, "b"], [/y/g, "i"], [/o/g, "u"], [/e/g, "i"],
];
// Words for what a place is, spelled in several ways; they tell places apart only weakly.
const WORDS = new Map(Object.entries({
  tal: "tall tel tell", kafr: "kafar kafer kfar kefr", um: "umm oum omm", maarat: "maarrat maaret marat maarrate maarate",
  dayr: "deir der", shaykh: "sheikh cheikh shaikh shekh", khirbet: "khirbat khirbit", abu: "abou", jabal: "jebel jabel",
  ayn: "ain ein", bayt: "bet beit", kalat: "qalat kalaat qalaat",
}).flatMap(([word, spellings]) => spellings.split(" ").map((spelled) => /** @type {[string, string]} */ ([spelled, word]))));

const LEAST_LIKENESS = 72;
// How a name is found, the best first.
const [WHOLE, START, WORD, WITHIN, AROUND, ALIKE] = [0, 1, 2, 3, 4, 5];

/**
 * What is left of a name when common differences of spelling are taken out.
 * @param {string} name
 */
export function foldName(name) {
  if (ARABIC.test(name)) return foldArabic(name);
  const letters = withoutMarks(name).replace(/[^a-z0-9\s-]/g, "").trim();
  const words = letters.replace(ARTICLE, "").replaceAll("-", " ").split(/\s+/);
  return words.map(foldWord).filter(Boolean).join(" ");
}

/** @param {string} word */
function foldWord(word) {
  let folded = WORDS.get(word) ?? word;
  for (const [pattern, plain] of LATIN) folded = folded.replace(pattern, plain);
  folded = folded.replace(/([a-z])\1+/g, "$1");
  // the feminine ending is written -a, -ah, -at, -e, -eh or -iyah; it is dropped
  return folded.length > 3 ? folded.replace(/(?<=..)(?:ia|i|a)?(?:h|a|d)?$/, "") : folded;
}

/** @param {string} name */
function foldArabic(name) {
  const letters = name.normalize("NFKC").replace(ARABIC_MARKS, "").replace(/./gu, (letter) => ARABIC_LETTERS[letter] ?? letter);
  const words = letters.replace(/[^\p{L}\p{N}_\s]/gu, " ").split(/\s+/).filter(Boolean);
  return words.map((word) => word.replace(/^ال(?=[\p{L}\p{N}]{2})/u, "")).join(" ");
}

/**
 * A name as it is spelled, without marks, signs and capitals.
 * @param {string} name
 */
function plainName(name) {
  return withoutMarks(name).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/**
 * @typedef {object} Entry something that can be found
 * @property {string} record
 * @property {string} title
 * @property {string} context what tells it from others of that title
 * @property {number} rank 1 for what matters most
 * @property {string[]} names every spelling
 *
 * @typedef {{ key: string, bare: string, words: string[], letters: Uint8Array }} Folded a key, and what its likeness is told by
 * @typedef {{ entry: Entry, name: string, plain: string, around: string[] } & Folded} Row `around` are the words of its key and its context's
 * @typedef {{ entry: Entry, name: string, order: number[] }} Hit
 */

/**
 * Everything that can be found.
 * @param {import("./lookup.js").Lookup} lookup
 * @returns {Entry[]}
 */
export function searchEntries(lookup) {
  const { facts } = lookup;
  const named = Object.entries(facts.places).filter(([, { unnamed }]) => !unnamed);
  const places = named.map(([id, { name, translated = [], alt_names = [], unit, rank }]) => (
    { record: `place:${id}`, title: name, context: unit, rank, names: [name, ...translated, ...alt_names] }));
  return [...places, ...facts.findable.map((entry) => ({ ...entry, names: [entry.title, ...entry.names] }))];
}

export class SearchIndex {
  /** @param {Entry[]} entries */
  constructor(entries) {
    /** @type {Row[]} */
    this.rows = entries.flatMap((entry) => {
      const context = foldName(entry.context).split(" ");
      return entry.names.map((name) => {
        const key = keyOf(name);
        return { entry, name, plain: plainName(name), around: [...key.words, ...context], ...key };
      });
    });
  }

  /**
   * Matches, best first, each thing once, with the name it was found by. In order: names that start
   * with the text, names with a word that does, names that contain it, names that have each of its
   * words, their context (such as a year) included, and similar names; of equal matches the more
   * important first.
   * @param {string} text
   * @param {number} [limit]
   * @returns {{ entry: Entry, name: string }[]}
   */
  find(text, limit = 8) {
    const plain = plainName(text);
    const typed = keyOf(text);
    if (!plain && !typed.key) return [];
    const hits = this.collect((row) => spelledSo(row, plain, typed.key) ?? withContext(row, typed.words));
    const alike = hits.size < limit ? this.collect((row) => likeness(row, typed)) : new Map();
    for (const [record, hit] of alike) if (!hits.has(record)) hits.set(record, hit);
    return [...hits.values()].sort(byOrder).slice(0, limit).map(({ entry, name }) => ({ entry, name }));
  }

  /**
   * The best hit of each entry.
   * @param {(row: Row) => number[] | null} match how well a name is found: less is better
   */
  collect(match) {
    /** @type {Map<string, Hit>} */
    const best = new Map();
    for (const row of this.rows) {
      const order = match(row);
      if (!order) continue;
      const { entry, name } = row;
      const hit = { entry, name, order };
      const known = best.get(entry.record);
      if (!known || byOrder(hit, known) < 0) best.set(entry.record, hit);
    }
    return best;
  }
}

/** @param {Hit} one @param {Hit} other */
function byOrder(one, other) {
  const differs = one.order.findIndex((value, i) => value !== other.order[i]);
  if (differs >= 0) return one.order[differs] - other.order[differs];
  return one.entry.record < other.entry.record ? -1 : 1;
}

/**
 * How a name holds what is typed, as it is spelled or by its key.
 * @param {Row} row
 * @param {string} plain
 * @param {string} key
 */
function spelledSo(row, plain, key) {
  const [asWritten, keyMatch] = [matchOf(row.plain, plain), matchOf(row.key, key)];
  if (asWritten === ALIKE && keyMatch === ALIKE) return null;
  // the key of a name half typed can be that of a short one, and the other way round
  const isPart = 1.25 * Math.min(plain.length, row.plain.length) < Math.max(plain.length, row.plain.length);
  const byKey = Math.max(keyMatch, isPart ? START : WHOLE);
  // an area shares its name with the town it is named after: the town comes first
  const isArea = row.entry.record.startsWith("area:");
  const how = Math.max(Math.min(asWritten, byKey), isArea ? START : WHOLE);
  const isByKey = how > WHOLE && asWritten > how;
  return [how, Number(asWritten !== WHOLE), Number(isByKey), Number(isArea), row.entry.rank, asWritten, row.plain.length];
}

/** Whether a name with its context has words that begin as each typed does. @param {Row} row @param {string[]} typed */
function withContext(row, typed) {
  const isFound = typed.length > 1 && typed.every((word) => row.around.some((each) => each.startsWith(word)))
    && typed.some((word) => row.words.some((each) => each.startsWith(word)));
  return isFound ? [AROUND, row.entry.rank, Number(row.name !== row.entry.title), row.plain.length] : null;
}

/** @param {string} name @param {string} typed */
function matchOf(name, typed) {
  const at = typed ? name.indexOf(typed) : -1;
  if (at < 0) return ALIKE;
  if (at === 0) return name.length === typed.length ? WHOLE : START;
  if (name.includes(` ${typed}`)) return WORD;
  return typed.length > 2 ? WITHIN : ALIKE;
}

/**
 * Whole names first; a part of a longer name counts for less; bare consonants help.
 * @param {Row} row
 * @param {Folded} typed
 */
function likeness(row, typed) {
  const { key } = typed;
  if (key.length < 3) return null; // too short to compare
  const most = mostAlike(typed, row);
  const hasParts = key.length > 3 && (key.includes(" ") || row.key.includes(" "));
  const part = hasParts ? 0.9 * wordRatio(typed, row, most) : 0;
  if (Math.max(0.6 * most + 40, part) < LEAST_LIKENESS) return null;
  const whole = 0.6 * ratio(key, row.key);
  const alike = Math.max(whole + 40 < LEAST_LIKENESS ? 0 : whole + 0.4 * ratio(typed.bare, row.bare), part);
  return alike < LEAST_LIKENESS ? null : [ALIKE, -Math.round(alike), row.entry.rank, row.plain.length];
}

/** @param {string} name @returns {Folded} */
function keyOf(name) {
  const key = foldName(name);
  const letters = new Uint8Array(32);
  for (let i = 0; i < key.length; i++) letters[key.charCodeAt(i) % 32] += 1;
  return { key, bare: key.replace(/[aiu\s]/g, ""), words: [...new Set(key.split(" "))].sort(), letters };
}

/** How alike two keys can be at most, by the letters they have in any order. @param {Folded} one @param {Folded} other */
function mostAlike(one, other) {
  let common = 0;
  for (let i = 0; i < one.letters.length; i++) common += Math.min(one.letters[i], other.letters[i]);
  return 200 * common / (one.key.length + other.key.length);
}

/**
 * How alike two texts are, 0 to 100: the longest sequence of letters that both have, in per cent.
 * @param {string} one
 * @param {string} other
 */
export function ratio(one, other) {
  if (!one.length && !other.length) return 100;
  const longest = new Uint16Array(other.length + 1); // with each beginning of `other`
  for (let i = 0; i < one.length; i++) {
    let diagonal = 0;
    for (let j = 0; j < other.length; j++) {
      const above = longest[j + 1];
      longest[j + 1] = one[i] === other[j] ? diagonal + 1 : Math.max(longest[j], above);
      diagonal = above;
    }
  }
  return 200 * longest[other.length] / (one.length + other.length);
}

/**
 * The same by words, in any order, where one key may have more of them; 0 where too little is common.
 * @param {Folded} one
 * @param {Folded} other
 * @param {number} most how alike they can be at most
 */
function wordRatio(one, other, most) {
  const [ours, theirs] = [one.words, other.words];
  const common = ours.filter((word) => theirs.includes(word));
  if (common.length && (common.length === ours.length || common.length === theirs.length)) return 100;
  if (!common.length && 0.9 * most < LEAST_LIKENESS) return 0;
  const joined = [ours, theirs].map((words) => [...common, ...words.filter((word) => !common.includes(word))].join(" "));
  const shared = common.join(" ");
  const whole = ratio(joined[0], joined[1]);
  return common.length ? Math.max(whole, ratio(shared, joined[0]), ratio(shared, joined[1])) : whole;
}

// --- positions -----------------------------------------------------------------------------------

/**
 * A position as people write it: `35.93, 36.63`, `35.93 N 36.63 E`, `35°55'48" N, 36°37'48" E`, also
 * in digits of other scripts. Latitude comes first unless a letter says otherwise.
 * @param {string} text
 * @returns {{ lat: number, lon: number } | null}
 */
export function readPosition(text) {
  let written = latinDigits(text.toUpperCase()).replace(/٫/g, ".").replace(/،/g, ",").replace(/−/g, "-");
  if (/^\s*-?\d+,\d+[\s;]+-?\d+,\d+\s*$/.test(written)) written = written.replaceAll(",", ".");
  if (!/^[\s\d.,;°º'’′"”″NSEW+-]+$/.test(written) || !/[.°º]|[NSEW]/.test(written)) return null;
  const numbers = written.match(/-?[\d.]+/g)?.map(Number) ?? [];
  if (![2, 4, 6].includes(numbers.length)) return null;
  const half = numbers.length / 2;
  const degrees = [numbers.slice(0, half), numbers.slice(half)].map(inDegrees);
  const letters = written.match(/[NSEW]/g) ?? [];
  if (letters.length > 2 || degrees.some(Number.isNaN)) return null;
  const [first, second] = degrees.map((value, i) => (/[SW]/.test(letters[i] ?? "") ? -value : value));
  const [lat, lon] = /[EW]/.test(letters[0] ?? "") ? [second, first] : [first, second];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** Degrees, minutes and seconds as degrees. @param {number[]} parts */
function inDegrees([degrees, minutes = 0, seconds = 0]) {
  if (minutes >= 60 || seconds >= 60 || minutes < 0 || seconds < 0) return NaN;
  return Math.sign(degrees || 1) * (Math.abs(degrees) + minutes / 60 + seconds / 3600);
}
