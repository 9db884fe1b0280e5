// Steps through time by itself, in the browser only; Python hears of the day when it stops.

const STEPS = ["change", "day", "week", "month"];
const SPEEDS = [1, 2, 4, 8]; // steps a second

class Player {
  constructor(board) {
    this.board = board;
    this.on = false;
    this.step = "change";
    this.speed = 2;
    this.loop = false;
    this.span = null; // [first day, last day] chosen on the track
  }

  // The day one step on (or back), or undefined at the end of the series.
  next(direction = 1, step = this.step) {
    const { day, calendar, facts } = this.board;
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
    const [first, last] = this.span ?? [0, this.board.calendar.last];
    if (this.board.day >= last || this.board.day < first) this.board.show(first);
    this.on = true;
    this.tick();
  }

  // End the walk without telling Python: somebody else says the date now.
  halt() {
    if (!this.on) return;
    this.on = false;
    clearTimeout(this.timer);
    this.board.slots.get("dial")?.update();
  }

  stop() {
    if (!this.on) return;
    this.board.commit(this.board.day);
    this.board.changed();
  }

  tick() {
    const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.timer = setTimeout(() => {
      const [first, last] = this.span ?? [0, this.board.calendar.last];
      const to = this.next();
      if (to === undefined || to > last) {
        if (!this.loop) return this.stop();
        this.board.show(first);
      } else this.board.show(to);
      this.tick();
    }, 1000 / (calm ? Math.min(this.speed, 1) : this.speed));
  }
}
