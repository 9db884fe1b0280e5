// Hatches, on the map and in the legend.

const HATCH_STEP = 8, CROSS_STEP = 13; // lines that cross are wider apart, so that they are no darker

export const stepOf = (name) => (name === "cross" ? CROSS_STEP : HATCH_STEP);

// A small tile that repeats.
export function hatchTile(name, colour, opacity) {
  const tile = document.createElement("canvas");
  const step = stepOf(name);
  tile.width = tile.height = step;
  const pen = tile.getContext("2d");
  pen.strokeStyle = pen.fillStyle = colour;
  pen.globalAlpha = opacity;
  pen.lineWidth = 1.2;
  const line = (x1, y1, x2, y2) => { pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke(); };
  if (name === "diagonal" || name === "cross") { line(-1, step + 1, step + 1, -1); line(-1, 1, 1, -1); line(step - 1, step + 1, step + 1, step - 1); }
  if (name === "back_diagonal" || name === "cross") { line(-1, -1, step + 1, step + 1); line(step - 1, -1, step + 1, 1); line(-1, step - 1, 1, step + 1); }
  if (name === "horizontal") line(0, step / 2, step, step / 2);
  if (name === "vertical") line(step / 2, 0, step / 2, step);
  if (name === "dots") { pen.beginPath(); pen.arc(step / 2, step / 2, 1.1, 0, 2 * Math.PI); pen.fill(); }
  return tile;
}
