// A class of the map as it looks on the map, small: for the legend and beside figures.

import { h } from "../dom.js";
import { hatchTile } from "./hatch.js";

// A picture, not a canvas: each canvas on the page is put together anew on every frame.
export function swatch(controller, key) {
  controller.swatches ??= new Map();
  if (!controller.swatches.has(key)) controller.swatches.set(key, drawSwatch(controller, key).toDataURL());
  return h("img", { class: "tm-swatch", src: controller.swatches.get(key), alt: "", width: 22, height: 14 });
}

function drawSwatch(controller, key) {
  const style = controller.payload.styles[key];
  const box = h("canvas", { width: 44, height: 28 });
  const pen = box.getContext("2d");
  pen.scale(2, 2);
  if (style.fill && !style.radius) {
    pen.globalAlpha = key.startsWith("control.") ? controller.payload.looks.single.control_opacity : Math.min(style.fill_opacity * 2.2, 1);
    pen.fillStyle = style.fill;
    pen.fillRect(1, 1, 20, 12);
    if (!style.fill_opacity) { // only its hatch is seen: on a ground like that of a party
      pen.globalAlpha = 1;
      pen.fillStyle = "#8d96a0";
      pen.fillRect(1, 1, 20, 12);
    }
    if (style.hatch !== "none") {
      pen.globalAlpha = 1;
      pen.fillStyle = pen.createPattern(hatchTile(style.hatch, style.hatch_colour, style.hatch_opacity), "repeat");
      pen.fillRect(1, 1, 20, 12);
    }
  }
  pen.globalAlpha = 1;
  if (style.radius) {
    pen.beginPath(); pen.arc(11, 7, style.radius * 0.9, 0, 7);
    pen.fillStyle = style.fill; pen.fill();
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.stroke();
  } else if (style.stroke && !key.startsWith("control.")) {
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.setLineDash(style.dash);
    pen.beginPath();
    if (style.fill) pen.rect(1, 1, 20, 12); else { pen.moveTo(0, 7); pen.lineTo(22, 7); }
    pen.stroke();
  }
  return box;
}
