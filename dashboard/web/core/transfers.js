// @ts-check
// What changed hands between two days, in cells and km². `Archive.between` gives the same figures.

import { cellsOf } from "./cells.js";
import { partiesOf } from "./contact.js";
import { lengthKm } from "./geometry.js";
import { Timeline, timelineOf } from "./timeline.js";

/**
 * @typedef {import("../payload").Layer} Layer
 * @typedef {import("../payload").Facts} Facts
 * @typedef {{ cell: number, place: string, km2: number, from: number, to: number }} Transfer
 *   a cell that passed from one party to another, by their index
 * @typedef {{ name: string, gained: number[], lost: number[], km2: number, cells: number[] }} UnitTotals
 *   km² by party index
 */

export class Transfers {
  /**
   * @param {import("./cells.js").Control} control a shape of cells each geometry
   * @param {Layer & Required<Pick<Layer, "stretches">>} contact the line, a stretch each geometry
   * @param {Facts} facts
   */
  constructor(control, contact, facts) {
    this.control = control;
    this.contact = contact;
    this.facts = facts;
    this.cells = cellsOf(control);
    this.shapes = timelineOf(control);
    this.stretches = timelineOf(contact);
    /** @type {Timeline[]} histories of control with events left out or dated otherwise */
    this.scenarios = facts.scenarios.map((items) => new Timeline(this.cells.places.length, items));
    this.partyOfClass = partiesOf(control.classes, facts.parties);
    /** @type {number | null} */
    this.a = null;
    /** @type {number | null} */
    this.b = null;
    /** @type {Map<number, [number, number]>} shape of cells → party on A, party on B */
    this.changed = new Map();
    /** @type {Set<number>} shapes that differ only because a boundary was drawn anew */
    this.redrawn = new Set();
    /** @type {Set<number>} shapes that nobody known held on one of the days, contested ones too */
    this.unheld = new Set();
    /** @type {Set<number>} stretches of the line on A that are not part of it on B */
    this.left = new Set();
  }

  /**
   * Compare two days. Moving B costs only what differs; a new A is computed from scratch.
   * @param {number} a
   * @param {number} b
   * @param {(shape: number) => void} [onShape] called for every shape looked at
   * @param {(stretch: number) => void} [onStretch] called for every stretch that came or went
   */
  compare(a, b, onShape, onStretch) {
    if (a > b) [a, b] = [b, a];
    const shape = (/** @type {number} */ geometry) => {
      this.compareShape(geometry, a, b);
      onShape?.(geometry);
    };
    const stretch = (/** @type {number} */ geometry) => {
      if (this.compareStretch(geometry, a, b)) onStretch?.(geometry);
    };
    if (a !== this.a || this.b === null) {
      for (let g = 0; g < this.shapes.byGeometry.length; g++) shape(g);
      for (let g = 0; g < this.stretches.byGeometry.length; g++) stretch(g);
    } else if (b !== this.b) {
      this.shapes.between(this.b, b, shape);
      this.stretches.between(this.b, b, stretch);
    }
    [this.a, this.b] = [a, b];
  }

  /**
   * Index of the party that controls a shape on a day, -1 where nobody is known to.
   * @param {number} geometry
   * @param {number} day
   */
  controller(geometry, day) {
    const item = this.shapes.at(geometry, day);
    return item < 0 ? -1 : this.partyOfClass[this.shapes.classOf(item)];
  }

  /**
   * @param {number} geometry
   * @param {number} a
   * @param {number} b
   */
  compareShape(geometry, a, b) {
    const from = this.controller(geometry, a);
    const to = this.controller(geometry, b);
    this.changed.delete(geometry);
    this.redrawn.delete(geometry);
    this.unheld.delete(geometry);
    if ((from < 0) !== (to < 0)) this.unheld.add(geometry);
    if (!isTransfer(from, to)) return;
    const isRedrawn = (/** @type {number} */ item) => this.cells.isRedrawn(item);
    if (changesOnGround(this.shapes, geometry, a, b, isRedrawn)) this.changed.set(geometry, [from, to]);
    else this.redrawn.add(geometry);
  }

  /**
   * Whether the stretch left the line, or came back to it.
   * @param {number} geometry
   * @param {number} a
   * @param {number} b
   */
  compareStretch(geometry, a, b) {
    const left = this.stretches.at(geometry, a) >= 0 && this.stretches.at(geometry, b) < 0;
    if (left === this.left.has(geometry)) return false;
    if (left) this.left.add(geometry);
    else this.left.delete(geometry);
    return true;
  }

  /** @param {number} cell */
  unit(cell) {
    return this.facts.places[this.cells.places[cell]].unit;
  }

  /** Land of a cell that ever changes hands. @param {number} cell */
  km2(cell) {
    return this.cells.km2[cell] ?? 0;
  }

  /** The cells that changed hands, with the party on A and that on B. @returns {[number, [number, number]][]} */
  get cellsChanged() {
    return [...this.changed].flatMap(([shape, sides]) => this.cells.members[shape].map((cell) => /** @type {[number, [number, number]]} */ ([cell, sides])));
  }

  /** km² that differ only because a boundary was drawn anew. */
  get redrawnKm2() { return this.km2Of(this.redrawn); }

  /** km² that nobody known held on one of the two days. */
  get unheldKm2() { return this.km2Of(this.unheld); }

  /** @param {Set<number>} shapes */
  km2Of(shapes) {
    return [...shapes].flatMap((shape) => this.cells.members[shape]).reduce((km2, cell) => km2 + this.km2(cell), 0);
  }

  /** A party as it counts: contested land is nobody's, -1. @param {number} party */
  held(party) {
    return this.facts.parties[party]?.contested ? -1 : party;
  }

  noKm2() {
    return this.facts.parties.map(() => 0);
  }

  /** Cells that passed to or from a party. @param {number} party */
  cellsOf(party) {
    return this.cellsChanged.filter(([, sides]) => sides.includes(party)).map(([cell]) => cell);
  }

  /** Gained and lost km² by party and by unit, and the transfers, the largest first. */
  totals() {
    const gained = this.noKm2();
    const lost = this.noKm2();
    /** @type {Map<string, UnitTotals>} */
    const units = new Map();
    /** @type {Transfer[]} */
    const transfers = [];
    for (const [cell, [from, to]] of this.cellsChanged) {
      const km2 = this.km2(cell);
      gained[to] += km2;
      lost[from] += km2;
      const name = this.unit(cell);
      const unit = units.get(name) ?? { name, gained: this.noKm2(), lost: this.noKm2(), km2: 0, cells: [] };
      units.set(name, unit);
      unit.gained[to] += km2;
      unit.lost[from] += km2;
      unit.km2 += km2;
      unit.cells.push(cell);
      transfers.push({ cell, place: this.cells.places[cell], km2, from, to });
    }
    return {
      gained, lost, redrawn: this.redrawnKm2, unheld: this.unheldKm2,
      units: [...units.values()].sort((x, y) => y.km2 - x.km2),
      transfers: transfers.sort((x, y) => y.km2 - x.km2),
    };
  }

  /**
   * Net km² by party, in all (under null) and by unit, as entered or in a scenario.
   * @param {Timeline | null} scenario
   */
  nets(scenario) {
    /** @type {Map<string | null, number[]>} */
    const found = new Map();
    const count = (/** @type {number} */ cell, /** @type {number} */ from, /** @type {number} */ to) => {
      for (const key of [null, this.unit(cell)]) {
        const nets = found.get(key) ?? this.noKm2();
        found.set(key, nets);
        nets[to] += this.km2(cell);
        nets[from] -= this.km2(cell);
      }
    };
    const differs = (/** @type {number} */ cell) => scenario !== null && scenario.byGeometry[cell].length > 0;
    for (const [cell, [from, to]] of this.cellsChanged) if (!differs(cell)) count(cell, from, to);
    scenario?.byGeometry.forEach((rows, cell) => {
      if (!rows.length) return;
      const [a, b] = /** @type {[number, number]} */ ([this.a, this.b]);
      const [from, to] = [a, b].map((day) => this.held(scenario.classOf(scenario.at(cell, day))));
      const isRedrawn = (/** @type {number} */ item) => scenario.rowOf(item) === 1;
      if (isTransfer(from, to) && changesOnGround(scenario, cell, a, b, isRedrawn)) count(cell, from, to);
    });
    return found;
  }

  /**
   * Least and most net km² over all scenarios: asked for in all (null) or in a unit, by party.
   * @returns {(unit: string | null, party: number) => [number, number]}
   */
  netRanges() {
    const scenarios = [null, ...this.scenarios].map((scenario) => this.nets(scenario));
    return (unit, party) => {
      const values = scenarios.map((nets) => nets.get(unit)?.[party] ?? 0);
      return [Math.min(...values), Math.max(...values)];
    };
  }

  /**
   * km² the figures can be off by: of all that changed hands, and by party of what each gained or
   * lost, in all (null) and by unit. A stretch of line counts for a party whose land it borders on
   * one of the days only; one between two units counts for both.
   */
  error() {
    let km2 = 0;
    /** @type {Map<string | null, number[]>} */
    const units = new Map([[null, this.facts.parties.map(() => 0)]]);
    for (let g = 0; g < this.stretches.byGeometry.length; g++) {
      const [onA, onB] = [this.a, this.b].map((day) => this.beside(g, /** @type {number} */ (day)));
      const moved = onA.filter((party) => !onB.includes(party)).concat(onB.filter((party) => !onA.includes(party)));
      if (!moved.length) continue;
      const own = lengthKm(this.contact.geometries.at(g)) * this.contact.stretches.precision_m[g] / 1000;
      km2 += own;
      for (const name of new Set([null, ...this.contact.stretches.sides[g].map((shape) => this.unit(this.cells.members[shape][0]))])) {
        const counted = units.get(name) ?? this.facts.parties.map(() => 0);
        for (const party of moved) counted[party] += own;
        units.set(name, counted);
      }
    }
    return { km2, units };
  }

  /**
   * The parties whose land a stretch borders on a day; none while it is not part of the line.
   * @param {number} stretch
   * @param {number} day
   */
  beside(stretch, day) {
    if (this.stretches.at(stretch, day) < 0) return [];
    return this.contact.stretches.sides[stretch].map((shape) => this.controller(shape, day));
  }
}

/**
 * Whether anything after one day, up to another, was more than a boundary drawn anew.
 * @param {Timeline} timeline
 * @param {number} geometry
 * @param {number} a
 * @param {number} b
 * @param {(item: number) => boolean} isRedrawn
 */
function changesOnGround(timeline, geometry, a, b, isRedrawn) {
  return timeline.byGeometry[geometry].some((item) => {
    const first = timeline.from(item);
    return a < first && first <= b && !isRedrawn(item);
  });
}

/** @param {number} from @param {number} to */
function isTransfer(from, to) {
  return from !== to && from >= 0 && to >= 0;
}
