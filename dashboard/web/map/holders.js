// Who holds the land, written across it: each party once, where most of its land in view leaves
// room, over no other name and no line of an agreement. Short of that, the legend says it.

import { roomiest } from "../core/roomiest.js";
import { h } from "../dom.js";
import { coverage } from "./canvas.js";
import { addPane, HEIGHTS } from "./panes.js";

const SQUARE_PX = 6; // side of a square of the grid on which room is looked for
const MARGIN_SQUARES = 1; // squares around a name that must be its party's too
const HOLDER_SIZES = ["large", "middle", "small"]; // the first that has room is used
const LINES_KEPT_CLEAR = ["agreed_line", "later_line", "agreed_area", "contact"];

export class Holders {
  constructor(view, { facts, styles }) {
    this.view = view;
    this.pane = addPane(view.map, "tm-holders", HEIGHTS.holders);
    this.parties = facts.parties.map(({ id, short }) => ({ key: `control.${id}`, text: short, colour: styles[`control.${id}`].hatch_colour }));
    this.drawn = []; // each name with the shape under its middle
    view.map.on("zoomstart viewreset", () => this.clear()); // where they stand is in pixels of a zoom
  }

  // Names of land that has changed hands are no longer true.
  update() {
    const control = this.view.dateLayers.find("control");
    this.drawn = this.drawn.filter(({ node, shape, key }) => {
      const isTrue = control.classKeyOf(shape) === key;
      if (!isTrue) node.remove();
      return isTrue;
    });
  }

  clear() {
    this.drawn = [];
    this.pane.replaceChildren();
  }

  draw() {
    this.clear();
    const { map, dateLayers } = this.view;
    const control = dateLayers.find("control");
    const { x: width, y: height } = map.getSize();
    if (!control.shown || !width || !height) return; // or the map itself is not shown
    const grid = { ...map.containerPointToLayerPoint([0, 0]), columns: Math.ceil(width / SQUARE_PX), rows: Math.ceil(height / SQUARE_PX), step: SQUARE_PX };
    const taken = this.taken(grid);
    for (const { key, text, colour } of this.parties) {
      if (!control.classesShown().includes(key)) continue;
      const land = coverage([control.drawing.drawn[control.spec.classes.indexOf(key)]], grid).map((covered, i) => (covered === 255 && !taken[i] ? 1 : 0));
      const names = HOLDER_SIZES.map((size) => h("span", { class: `tm-party tm-party-${size}${isCased(text) ? " tm-party-spaced" : ""}`, dir: "auto", "aria-hidden": "true" }, text));
      this.pane.append(...names);
      const sizes = names.map(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight]);
      const found = roomiest(land, grid, sizes.map((size) => size.map((side) => Math.ceil(side / SQUARE_PX) + 2 * MARGIN_SQUARES)));
      names.forEach((node, i) => i !== found?.box && node.remove());
      if (!found) continue;
      const node = names[found.box];
      node.style.color = colour;
      const at = L.point(found.middle).multiplyBy(SQUARE_PX).add([grid.x, grid.y]);
      const corner = at.subtract(L.point(sizes[found.box]).divideBy(2)).round();
      node.style.transform = `translate(${corner.x}px, ${corner.y}px)`;
      const { lat, lng } = map.layerPointToLatLng(at);
      this.drawn.push({ node, key, shape: dateLayers.cells.shapeAt([lat * 1e5, lng * 1e5]) });
    }
  }

  // Squares under what else is written or drawn on the map.
  taken({ x, y, columns, rows, step }) {
    const { dateLayers, labels } = this.view;
    const lines = dateLayers.layers.filter(({ shown, spec }) => shown && LINES_KEPT_CLEAR.includes(spec.style));
    const paths = lines.flatMap((layer) => layer.drawing.drawn);
    const squares = coverage(paths, { x, y, columns, rows, step }, step);
    for (const [west, north, east, south] of labels.boxes) {
      const [left, top] = [west - x, north - y].map((from) => Math.max(Math.floor(from / step), 0));
      const [right, bottom] = [east - x, south - y].map((to) => Math.ceil(to / step));
      for (let row = top; row < Math.min(bottom, rows); row++) squares.fill(1, row * columns + left, row * columns + Math.max(Math.min(right, columns), left));
    }
    return squares;
  }
}

// Scripts without capitals join their letters: those are not set wide.
const isCased = (text) => text.toLowerCase() !== text.toUpperCase();
