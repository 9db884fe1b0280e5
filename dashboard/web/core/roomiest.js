// @ts-check
// Where on a grid of squares there is the most room for a box.

/**
 * The number of the first of some boxes that has room, and its middle in squares from the first:
 * the free place farthest from what is not free. `null` if none has room.
 * @param {ArrayLike<number>} free row by row: 0 for what is not
 * @param {{ columns: number, rows: number }} grid
 * @param {[number, number][]} boxes across and down, in squares
 * @returns {{ box: number, middle: [number, number] } | null}
 */
export function roomiest(free, { columns, rows }, boxes) {
  const depth = depthOf(free, columns, rows);
  const sums = sumsOf(free, columns, rows);
  const wide = columns + 1;
  for (const [box, [width, height]] of boxes.entries()) {
    /** @type {[number, number] | null} */
    let middle = null;
    let most = 0;
    for (let top = 0; top + height <= rows; top++) {
      for (let left = 0; left + width <= columns; left++) {
        const at = depth[(top + (height >> 1)) * columns + left + (width >> 1)];
        if (at <= most) continue;
        const [right, bottom] = [left + width, top + height];
        const inside = sums[bottom * wide + right] - sums[top * wide + right] - sums[bottom * wide + left] + sums[top * wide + left];
        if (inside < width * height) continue;
        most = at;
        middle = [left + width / 2, top + height / 2];
      }
    }
    if (middle) return { box, middle };
  }
  return null;
}

/** How many squares each is from the nearest that is not free; those of the edge are not. @param {ArrayLike<number>} free @param {number} columns @param {number} rows */
function depthOf(free, columns, rows) {
  const depth = new Uint16Array(columns * rows);
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1, i = y * columns + 1; x < columns - 1; x++, i++) {
      if (free[i]) depth[i] = 1 + Math.min(depth[i - 1], depth[i - columns - 1], depth[i - columns], depth[i - columns + 1]);
    }
  }
  for (let y = rows - 2; y > 0; y--) {
    for (let x = columns - 2, i = y * columns + x; x > 0; x--, i--) {
      depth[i] = Math.min(depth[i], 1 + Math.min(depth[i + 1], depth[i + columns + 1], depth[i + columns], depth[i + columns - 1]));
    }
  }
  return depth;
}

/** How many squares are free above and before each corner of the grid. @param {ArrayLike<number>} free @param {number} columns @param {number} rows */
function sumsOf(free, columns, rows) {
  const wide = columns + 1;
  const sums = new Uint32Array(wide * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let row = 0;
    for (let x = 0; x < columns; x++) {
      row += free[y * columns + x] ? 1 : 0;
      sums[(y + 1) * wide + x + 1] = sums[y * wide + x + 1] + row;
    }
  }
  return sums;
}
