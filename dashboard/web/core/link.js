// @ts-check
// The parameters of a link. An address can be written by anybody: what cannot be used is left out.

import { readAnnotations } from "./annotations.js";
import { inSeries } from "./calendar.js";
import { isLens } from "./lens.js";

export const TABS = ["agreements", "changes", "record", "sources", "difference"];

/**
 * The tabs of the panel; the first is open at the start. Agreements have one if there are any.
 * @param {import("../payload").Facts} facts
 */
export const tabsOf = ({ agreements }) => (agreements.length ? TABS : TABS.slice(1));

/** The parameters, in the order Python writes them in. */
export const PARAMETERS = ["date", "layers", "base", "lang", "compare", "since", "view", "tab", "at", "lens", "incidents", "agreement", "record", "error", "annotations", "area", "claim", "verdict", "window"];

/** Those of the map a link can go without: nothing is chosen then. */
const OPTIONAL = ["agreement", "record", "error", "annotations", "incidents"];

/**
 * The optional parameters of a choice, with `nothing` for those that are not chosen.
 * @template T
 * @param {Record<string, string | null | undefined>} choice
 * @param {T} nothing
 */
export const optional = (choice, nothing) => Object.fromEntries(OPTIONAL.map((name) => [name, choice[name] || nothing]));

/**
 * The kinds of incidents a data set has.
 * @param {import("../payload").Choices} choices
 */
export const incidentKinds = ({ layers }) => layers.flatMap(({ kinds }) => kinds ?? []).map(({ id }) => id);

/**
 * The fewest parameters that open what these open: a page that opens without one shows `opening`.
 * @param {Record<string, string>} fields
 * @param {Record<string, string>} opening
 * @returns {Record<string, string>}
 */
export function shortest(fields, opening) {
  /** @type {Record<string, string>} */
  const implied = { ...opening, ...openingTab(fields) };
  return Object.fromEntries(Object.entries(fields).filter(([name, text]) => text !== (implied[name] ?? "")));
}

/**
 * The tab of a link that names none: that of the record or agreement it opens, or of its comparison.
 * @param {Record<string, string>} fields
 * @returns {{ tab?: string }}
 */
export function openingTab({ record, agreement, compare = "single" }) {
  if (record) return { tab: "record" };
  if (agreement) return { tab: "agreements" };
  return compare === "single" ? {} : { tab: "difference" };
}

/**
 * Those parameters of the map that can be used; `Choice.read` in Python refuses the same ones.
 * @param {import("../payload").Payload} payload
 * @param {Record<string, string>} query
 * @returns {Record<string, string>}
 */
export function usableParameters(payload, query) {
  const { facts, choices, looks, map } = payload;
  const oneOf = (/** @type {string[]} */ known) => (/** @type {string} */ text) => known.includes(text);
  const orNone = (/** @type {(text: string) => boolean} */ isKnown) => (/** @type {string} */ text) => text === "" || isKnown(text);
  const layers = choices.layers.map(({ name }) => name);
  /** @type {Record<string, (text: string) => boolean>} */
  const usable = {
    date: (text) => inSeries(text, facts),
    since: (text) => inSeries(text, facts),
    compare: oneOf(Object.keys(looks)),
    layers: (text) => text === "none" || text.split(".").every(oneOf(layers)),
    base: oneOf(["offline", ...choices.bases]),
    lang: oneOf(choices.languages.map(({ code }) => code)),
    tab: oneOf(tabsOf(facts)),
    at: (text) => isView(text, map),
    lens: orNone((text) => isLens(text, facts)),
    agreement: orNone(oneOf(facts.agreements.map(({ id }) => id))),
    error: orNone(oneOf(["band"])),
    record: orNone((text) => isRecord(facts, text)),
    incidents: orNone((text) => text.split(".").every(oneOf(incidentKinds(choices)))),
    annotations: orNone((text) => readAnnotations(text, payload) !== null),
  };
  const entries = Object.entries(query).filter(([name, text]) => Object.hasOwn(usable, name) && usable[name](text));
  return Object.fromEntries(entries);
}

/**
 * The kind of a record, and its id among those of that kind.
 * @param {string} record
 */
export function splitRecord(record) {
  const at = record.indexOf(":");
  return { kind: record.slice(0, Math.max(at, 0)), id: record.slice(at + 1) };
}

/**
 * Whether a text names something the panel has a record of; agreements have a tab of their own.
 * @param {import("../payload").Facts} facts
 * @param {string} text
 */
function isRecord({ places, findable }, text) {
  const { kind, id } = splitRecord(text);
  if (kind === "place") return Object.hasOwn(places, id);
  return kind !== "agreement" && findable.some(({ record }) => record === text);
}

/**
 * Whether a text is a view within the limits of the map, `lat_lon_zoom`.
 * @param {string} text
 * @param {{ west: number, south: number, east: number, north: number }} limits
 */
function isView(text, { west, south, east, north }) {
  if (!/^-?[0-9]+(\.[0-9]+)?_-?[0-9]+(\.[0-9]+)?_[0-9]+(\.[0-9]+)?$/.test(text)) return false;
  const [lat, lon, zoom] = text.split("_").map(Number);
  return south <= lat && lat <= north && west <= lon && lon <= east && zoom <= 20;
}
