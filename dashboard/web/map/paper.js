// The map's page on paper: the map laid out anew, with all the land that is on screen, and timeline and
// chart as wide as it.

import { drawNow } from "./canvas.js";

// Pixels of the map on a sheet; the style sheet draws the whole page smaller or larger to its width.
const SHEET = { width: 1000, height: 580 };
const DRAWN_TO_WIDTH = ["slider", "chart"];

// Chromium prints what is drawn on the way to paper stroke by stroke and loses fills of it; as a picture
// all is there. Leaflet draws the canvas anew when the map has its own size again.
function fix(canvas) {
  const context = canvas.getContext("2d");
  const drawn = context.getImageData(0, 0, canvas.width, canvas.height);
  context.reset();
  context.putImageData(drawn, 0, 0);
}

export class Paper {
  constructor(controller) {
    this.controller = controller;
    const { signal } = controller.lifetime;
    addEventListener("beforeprint", () => this.begin(), { signal });
    addEventListener("afterprint", () => this.end(), { signal });
  }

  begin() {
    if (this.onScreen) return;
    const { maps, legend } = this.controller;
    const { map } = maps;
    this.drawAcross(`${SHEET.width}px`);
    this.onScreen = { center: map.getCenter(), zoom: map.getZoom() };
    const land = map.getBounds();
    Object.assign(maps.element.style, { width: `${SHEET.width}px`, height: `${SHEET.height}px` });
    maps.resize();
    legend.makeRoom();
    map.fitBounds(land, { animate: false });
    for (const { map: each, labels } of maps.views) { // the paper does not wait for the end of the task
      labels.drawNow();
      drawNow(each);
    }
    maps.drawHolders();
    const canvases = [...maps.element.querySelectorAll("canvas")];
    canvases.filter(({ width, height }) => width && height).forEach(fix); // the second map may be hidden
  }

  drawAcross(width) {
    const drawn = DRAWN_TO_WIDTH.map((name) => this.controller.widgets.get(name)).filter(Boolean);
    for (const widget of drawn) widget.element.style.width = width;
    for (const widget of drawn) widget.draw();
  }

  end() {
    if (!this.onScreen) return;
    const { maps, legend } = this.controller;
    this.drawAcross("");
    Object.assign(maps.element.style, { width: "", height: "" });
    maps.resize();
    legend.makeRoom();
    maps.map.setView(this.onScreen.center, this.onScreen.zoom, { reset: true }); // not panned by whole pixels
    this.onScreen = null;
  }
}
