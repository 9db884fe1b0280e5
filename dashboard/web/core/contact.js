// @ts-check
// The line of contact: where, and on which days, known parties held the land on its two sides.

import { timelineOf } from "./timeline.js";
import { ITEM, ITEM_SIZE } from "./shared.js";

/**
 * Of each class of control the index of the party, -1 where nobody is known to hold or it is contested.
 * @param {string[]} classes
 * @param {import("../payload").Party[]} parties
 */
export function partiesOf(classes, parties) {
  const keys = parties.map(({ id, contested }) => (contested ? null : `control.${id}`));
  return classes.map((key) => keys.indexOf(key));
}

/**
 * The items of the line, as derive/contact.py has stretches.
 * @param {number[][]} sides of each stretch the two shapes that it lies between
 * @param {import("../payload").Layer} control
 * @param {import("../payload").Party[]} parties
 */
export function itemsOfLine(sides, control, parties) {
  const timeline = timelineOf(control);
  const partyOfClass = partiesOf(control.classes, parties);
  const party = (/** @type {number} */ item) => partyOfClass[timeline.classOf(item)];
  const beyond = (/** @type {number} */ item) => control.items[item + ITEM.beyond];
  /** @type {number[]} */
  const items = [];
  sides.forEach(([a, b], stretch) => {
    const [ones, others] = [timeline.byGeometry[a], timeline.byGeometry[b]];
    for (let i = 0, j = 0; i < ones.length && j < others.length;) {
      const [one, other] = [ones[i], others[j]];
      const [from, to] = [Math.max(timeline.from(one), timeline.from(other)), Math.min(beyond(one), beyond(other))];
      const areApart = party(one) !== party(other) && party(one) >= 0 && party(other) >= 0;
      if (from < to && areApart) items.push(stretch, from, to, 0, items.length / ITEM_SIZE);
      if (beyond(one) <= beyond(other)) i++;
      else j++;
    }
  });
  return items;
}
