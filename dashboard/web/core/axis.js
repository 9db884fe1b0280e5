// @ts-check
// Time drawn to scale: where a day lies, and which days are marked. The timeline and the chart
// share it, so that a day stands at the same x in both.

/** Beside the days drawn: figures of the chart, and flags of before and after the series. */
const MARGIN_PX = { wide: [46, 36], narrow: [42, 10] };
const WIDE_PX = 700;
const [DAY_PX, MONTH_PX] = [30, 60]; // least room for a mark that is a number, or a month

export class TimeAxis {
  /**
   * @param {[number, number]} span first and last day drawn, each as wide as the others
   * @param {number} width pixels, margins included
   */
  constructor([first, last], width) {
    this.first = first;
    this.last = last;
    const [left, right] = MARGIN_PX[width < WIDE_PX ? "narrow" : "wide"];
    this.left = left;
    this.right = Math.max(width - right, left + 1);
    this.pxPerDay = (this.right - this.left) / (last - first + 1);
  }

  /** Where a day begins. @param {number} day */
  start(day) { return this.left + (day - this.first) * this.pxPerDay; }

  /** The middle of a day. @param {number} day */
  x(day) { return this.start(day + 0.5); }

  /** The day at a position, not rounded: whole numbers are the middles of days. @param {number} x */
  position(x) { return this.first + (x - this.left) / this.pxPerDay - 0.5; }

  /** The day at a position, one of those drawn. @param {number} x */
  dayAt(x) { return Math.max(this.first, Math.min(this.last, Math.round(this.position(x)))); }

  /** Whether any of a span is drawn. @param {number} from @param {number} beyond */
  shows(from, beyond) { return from <= this.last && beyond > this.first; }

  /** A span of days as x and width, cut to what is drawn. @param {number} from @param {number} beyond */
  cut(from, beyond) {
    const x = this.start(Math.max(from, this.first));
    return { x, width: this.start(Math.min(beyond, this.last + 1)) - x };
  }
}

/**
 * The days marked on an axis, with their text: years, quarters, months, weeks of a month or days,
 * as fine as there is room for.
 * @param {TimeAxis} axis
 * @param {import("./calendar.js").Calendar} calendar
 * @returns {{ day: number, text: string, isMajor: boolean }[]}
 */
export function axisMarks(axis, calendar) {
  const { pxPerDay } = axis;
  if (pxPerDay >= DAY_PX) return marksOfMonths(axis, calendar, 1, () => true);
  if (7 * pxPerDay >= MONTH_PX) return marksOfMonths(axis, calendar, 1, (date) => date % 7 === 1 && date < 29);
  const months = [1, 3, 12, 24, 60, 120].find((count) => 30 * count * pxPerDay >= MONTH_PX) ?? 120;
  return marksOfMonths(axis, calendar, months, (date) => date === 1);
}

/**
 * The days of every `months`-th month, counted from January of year 0, whose date is wanted. The
 * first month named, and each January, has its year.
 * @param {TimeAxis} axis
 * @param {import("./calendar.js").Calendar} calendar
 * @param {number} months
 * @param {(date: number) => boolean} isWanted
 */
function marksOfMonths({ first, last }, calendar, months, isWanted) {
  const marks = [];
  let hasYear = false;
  for (let day = first; day <= last; day++) {
    const { year, month, date } = calendar.parts(day);
    if (!isWanted(date) || (year * 12 + month) % months) continue;
    const isYear = date === 1 && month === 0;
    const named = months < 12 ? calendar.month(day, isYear || !hasYear) : String(year);
    marks.push({ day, text: date === 1 ? named : String(date), isMajor: date === 1 && (month === 0 || months === 1) });
    hasYear ||= date === 1;
  }
  return marks;
}

/**
 * The sum of values in bins of equal width along an axis, by day.
 * @param {TimeAxis} axis
 * @param {number[]} days
 * @param {number[]} values
 * @param {number} binPx
 * @returns {Map<number, number>} the sum by the left edge of its bin
 */
export function binned(axis, days, values, binPx) {
  const bins = new Map();
  days.forEach((day, i) => {
    const x = axis.left + Math.floor((axis.x(day) - axis.left) / binPx) * binPx;
    bins.set(x, (bins.get(x) ?? 0) + values[i]);
  });
  return bins;
}
