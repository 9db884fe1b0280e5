// Which item of each geometry holds on a day, and which geometries change between two days.
// Items are flat rows [geometry, from, to, class, row]; periods are half-open day numbers.
class Timeline {
  constructor(count, items) {
    this.items = items;
    this.byGeometry = Array.from({ length: count }, () => []);
    const turns = [];
    for (let at = 0; at < items.length; at += 5) {
      const geometry = items[at];
      this.byGeometry[geometry].push(at);
      turns.push([items[at + 1], geometry], [items[at + 2], geometry]);
    }
    for (const rows of this.byGeometry) rows.sort((a, b) => items[a + 1] - items[b + 1]);
    turns.sort((a, b) => a[0] - b[0]);
    this.turnDays = Int32Array.from(turns, (turn) => turn[0]);
    this.turnGeometries = Int32Array.from(turns, (turn) => turn[1]);
  }

  // Offset of the item that holds on `day`, or -1.
  at(geometry, day) {
    const rows = this.byGeometry[geometry];
    for (let i = rows.length - 1; i >= 0; i--) {
      if (this.items[rows[i] + 1] <= day) return day < this.items[rows[i] + 2] ? rows[i] : -1;
    }
    return -1;
  }

  // Calls `visit` for every geometry with a turning point between two days: the work of a
  // step follows the changes, not the number of features.
  between(a, b, visit) {
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    for (let i = upperBound(this.turnDays, low); i < this.turnDays.length && this.turnDays[i] <= high; i++) {
      visit(this.turnGeometries[i]);
    }
  }
}

// Index of the first element greater than `value` in a sorted array.
function upperBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
