// Walks through the days of the lens by itself, in the browser only; Python is informed of the day when it stops.

import { upperBound } from "../core/timeline.js";

export const STEPS = ["change", "agreement", "day", "week", "month"];
export const SPEEDS = [1, 2, 4, 8]; // steps a second

export class Player {
  constructor(controller) {
    this.controller = controller;
    this.on = false;
    this.step = "change";
    this.speed = 2;
    this.loop = false;
    const { facts, calendar } = controller;
    const signed = facts.agreements.map(({ day }) => day).filter((day) => day >= 0 && day <= calendar.last);
    this.turns = { change: [0, ...facts.change_days], agreement: [...new Set(signed)].sort((a, b) => a - b) };
  }

  // The day one step on (or back), or undefined at the end of the series.
  next(direction = 1, step = this.step) {
    const { day, calendar } = this.controller;
    const turns = this.turns[step];
    if (turns) return direction > 0 ? turns[upperBound(turns, day)] : turns.findLast((turn) => turn < day);
    const to = step === "month" ? calendar.addMonths(day, direction) : calendar.clamp(day + direction * (step === "week" ? 7 : 1));
    return to === day ? undefined : to;
  }

  toggle() {
    if (this.on) this.stop();
    else this.start();
  }

  start() {
    const [first, last] = this.controller.lensSpan;
    if (this.controller.day >= last || this.controller.day < first) this.controller.show(first);
    this.on = true;
    this.tick();
  }

  // End the walk without informing Python: another date follows.
  halt() {
    if (!this.on) return;
    this.on = false;
    clearTimeout(this.timer);
    this.controller.notify();
  }

  stop() {
    if (!this.on) return;
    this.controller.commit(this.controller.day);
    this.controller.changed();
  }

  tick() {
    const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.timer = setTimeout(() => {
      const [first, last] = this.controller.lensSpan;
      const to = this.next();
      if (to === undefined || to > last) {
        if (!this.loop) return this.stop();
        this.controller.show(first);
      } else this.controller.show(to);
      this.tick();
    }, 1000 / (calm ? Math.min(this.speed, 1) : this.speed));
  }
}
