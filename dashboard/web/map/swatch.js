// A class of the map as it looks on the map, small: for the legend and beside figures.

import { h } from "../dom.js";
import { hatchTile, stepOf } from "./hatch.js";

// A picture, not a canvas: each canvas on the page is put together anew on every frame.
export function swatch(controller, key) {
  controller.swatches ??= new Map();
  if (!controller.swatches.has(key)) controller.swatches.set(key, drawSwatch(controller, key).toDataURL());
  return h("img", { class: "tm-swatch", src: controller.swatches.get(key), alt: "", width: 22, height: 14 });
}

// The same without an edge, as a CSS background that repeats along a bar up to 12 pixels high.
export function barBackground(controller, key) {
  const box = h("canvas", { width: stepOf(controller.payload.styles[key].hatch), height: 12 });
  const pen = box.getContext("2d");
  pen.translate(-1, -1);
  paintArea(pen, controller, key);
  return `url(${box.toDataURL()})`;
}

function drawSwatch(controller, key) {
  const style = controller.payload.styles[key];
  const box = h("canvas", { width: 44, height: 28 });
  const pen = box.getContext("2d");
  pen.scale(2, 2);
  if (style.fill && !style.radius) paintArea(pen, controller, key);
  pen.globalAlpha = 1;
  if (style.radius) {
    pen.beginPath(); pen.arc(11, 7, style.radius * 0.9, 0, 7);
    pen.fillStyle = style.fill; pen.fill();
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.stroke();
  } else if (style.stroke && !key.startsWith("control.")) {
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.setLineDash(style.dash);
    pen.globalAlpha = style.opacity;
    pen.beginPath();
    const half = style.weight / 2;
    if (style.fill) pen.rect(1, 1, 20, 12);
    else if (style.inside) pen.rect(half, half, 22 - style.weight, 14 - style.weight);
    else { pen.moveTo(0, 7); pen.lineTo(22, 7); }
    pen.stroke();
  }
  return box;
}

// A class that fills land, with all that lies under it.
function paintArea(pen, controller, key) {
  const { styles } = controller.payload;
  pen.fillStyle = styles.land.fill;
  pen.fillRect(1, 1, 20, 12);
  for (const part of [...styles[key].over, key]) paint(pen, controller, part);
}

// Fill and hatch of a class over what is there, as opaque as its layer is on the map.
function paint(pen, { payload }, key) {
  const style = payload.styles[key];
  const layer = key.startsWith("control.") ? payload.looks.single.control_opacity : 1;
  const fill = (colour, opacity) => { pen.globalAlpha = opacity * layer; pen.fillStyle = colour; pen.fillRect(1, 1, 20, 12); };
  fill(style.fill, style.fill_opacity);
  if (style.hatch !== "none") fill(pen.createPattern(hatchTile(style.hatch, style.hatch_colour, style.hatch_opacity), "repeat"), 1);
}
