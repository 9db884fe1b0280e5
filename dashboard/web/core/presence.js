// @ts-check
// On which days a layer has anything to show.

import { ITEM, ITEM_SIZE } from "./shared.js";

/** @typedef {[number, number][]} Spans half-open spans of days, in time order, none touching another */

/**
 * When each layer has something, by its name.
 * @param {import("../payload").Layer[]} layers
 * @returns {Map<string, Spans>}
 */
export function presence(layers) {
  /** @type {Map<string, Map<number, number>>} by the day on which something begins, when the last of that ends */
  const ends = new Map();
  for (const { layer, items } of layers) {
    const found = ends.get(layer) ?? new Map();
    for (let at = 0; at < items.length; at += ITEM_SIZE) {
      const [first, beyond] = [items[at + ITEM.first], items[at + ITEM.beyond]];
      found.set(first, Math.max(found.get(first) ?? 0, beyond));
    }
    ends.set(layer, found);
  }
  return new Map([...ends].map(([layer, found]) => [layer, merged([...found])]));
}

/** @param {[number, number][]} periods @returns {Spans} */
function merged(periods) {
  /** @type {Spans} */
  const spans = [];
  for (const [first, beyond] of periods.sort((a, b) => a[0] - b[0])) {
    const last = spans.at(-1);
    if (last && first <= last[1]) last[1] = Math.max(last[1], beyond);
    else spans.push([first, beyond]);
  }
  return spans;
}

/**
 * Null where there is something on a day; else the day from which there will be, or, where there
 * will be nothing more, the last day there was, if any.
 * @param {Spans} spans
 * @param {number} day
 * @returns {{ from?: number, until?: number } | null}
 */
export function absence(spans, day) {
  const next = spans.find(([, beyond]) => beyond > day);
  if (!next) return spans.length ? { until: spans[spans.length - 1][1] - 1 } : {};
  return next[0] <= day ? null : { from: next[0] };
}
