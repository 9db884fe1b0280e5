// @ts-check
// Which item of each geometry applies on a day, and which geometries change between two days.
// Items are flat rows (see ITEM); periods are half-open day numbers.

import { ITEM, ITEM_SIZE } from "./shared.js";

export class Timeline {
  /**
   * @param {number} count number of geometries
   * @param {number[]} items
   */
  constructor(count, items) {
    this.items = items;
    /** @type {number[][]} offsets of the items of each geometry, in time order */
    this.byGeometry = Array.from({ length: count }, () => []);
    // a day and a geometry as one number: sorted without an object for each
    const turns = new Float64Array(2 * items.length / ITEM_SIZE);
    let turn = 0;
    for (let at = 0; at < items.length; at += ITEM_SIZE) {
      const geometry = items[at + ITEM.geometry];
      this.byGeometry[geometry].push(at);
      for (const day of [items[at + ITEM.first], items[at + ITEM.beyond]]) turns[turn++] = day * count + geometry;
    }
    for (const rows of this.byGeometry) rows.sort((a, b) => items[a + ITEM.first] - items[b + ITEM.first]);
    turns.sort();
    this.turnDays = Int32Array.from(turns, (each) => Math.floor(each / count));
    this.turnGeometries = Int32Array.from(turns, (each) => each % count);
  }

  /**
   * Offset of the item that applies on a day, or -1.
   * @param {number} geometry
   * @param {number} day
   */
  at(geometry, day) {
    const rows = this.byGeometry[geometry];
    for (let i = rows.length - 1; i >= 0; i--) {
      if (this.items[rows[i] + ITEM.first] <= day) return day < this.items[rows[i] + ITEM.beyond] ? rows[i] : -1;
    }
    return -1;
  }

  /** First day of an item. @param {number} item */
  from(item) { return this.items[item + ITEM.first]; }

  /** Geometry an item is of. @param {number} item */
  geometry(item) { return this.items[item + ITEM.geometry]; }

  /** Class index of an item. @param {number} item */
  classOf(item) { return this.items[item + ITEM.style]; }

  /** Row of properties of an item. @param {number} item */
  rowOf(item) { return this.items[item + ITEM.row]; }

  /** Geometry a row of properties belongs to. @param {number} row */
  geometryOf(row) {
    for (let at = 0; at < this.items.length; at += ITEM_SIZE) if (this.items[at + ITEM.row] === row) return this.items[at + ITEM.geometry];
    return -1;
  }

  /**
   * Calls `visit` for every geometry with a turning point between two days: the work of a step
   * follows the changes, not the number of features.
   * @param {number} a
   * @param {number} b
   * @param {(geometry: number) => void} visit
   */
  between(a, b, visit) {
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    for (let i = upperBound(this.turnDays, low); i < this.turnDays.length && this.turnDays[i] <= high; i++) {
      visit(this.turnGeometries[i]);
    }
  }
}

/**
 * Index of the first element greater than `value` in a sorted array.
 * @param {ArrayLike<number>} sorted
 * @param {number} value
 */
export function upperBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @type {WeakMap<object, Timeline>} */
const timelines = new WeakMap();

/**
 * The timeline of a layer, made once for all maps that draw it.
 * @param {{ geometries: any[], items: number[] }} layer
 */
export function timelineOf(layer) {
  let timeline = timelines.get(layer);
  if (!timeline) timelines.set(layer, (timeline = new Timeline(layer.geometries.length, layer.items)));
  return timeline;
}
