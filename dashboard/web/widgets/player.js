// Walks through time by itself, in the browser only; Python is informed of the day when it stops.

import { upperBound } from "../core/timeline.js";

export const STEPS = ["change", "day", "week", "month"];
export const SPEEDS = [1, 2, 4, 8]; // steps a second

export class Player {
  constructor(controller) {
    this.controller = controller;
    this.on = false;
    this.step = "change";
    this.speed = 2;
    this.loop = false;
    this.span = null; // [first day, last day] chosen on the track
  }

  // The day one step on (or back), or undefined at the end of the series.
  next(direction = 1, step = this.step) {
    const { day, calendar, facts } = this.controller;
    if (step === "change") {
      const changes = facts.state_days;
      return direction > 0 ? changes[upperBound(changes, day)] : changes.findLast((turn) => turn < day);
    }
    const to = step === "month" ? calendar.addMonths(day, direction) : calendar.clamp(day + direction * (step === "week" ? 7 : 1));
    return to === day ? undefined : to;
  }

  toggle() {
    if (this.on) this.stop();
    else this.start();
  }

  start() {
    const [first, last] = this.span ?? [0, this.controller.calendar.last];
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
      const [first, last] = this.span ?? [0, this.controller.calendar.last];
      const to = this.next();
      if (to === undefined || to > last) {
        if (!this.loop) return this.stop();
        this.controller.show(first);
      } else this.controller.show(to);
      this.tick();
    }, 1000 / (calm ? Math.min(this.speed, 1) : this.speed));
  }
}
