// What the panel is about, shown on the map: the lines an agreement draws, the outline of a place.

import { outline } from "../core/geometry.js";
import { pathOptions } from "./styles.js";

export class Highlight {
  constructor(view, { facts, highlight }) {
    this.view = view;
    this.map = view.map;
    this.facts = facts;
    this.style = { ...view.overlay, ...pathOptions(highlight) };
    this.lines = L.featureGroup().addTo(this.map);
    this.outlines = L.featureGroup().addTo(this.map);
  }

  // Outline a place or an area, or nothing; bring it into view when it is new.
  showArea(place, area, isNew) {
    this.outlines.clearLayers();
    this.view.labels.mark(place);
    const control = this.view.dateLayers.find("control");
    const cells = new Set(place ? [control.spec.places.indexOf(place)] : this.facts.areas[area]);
    const shapes = control.paths.filter((path, cell) => cells.has(cell)).map((path) => path.getLatLngs());
    const edges = outline(shapes);
    for (const look of [{ color: "#fff", weight: 5.5 }, { weight: 2.5 }]) {
      if (edges.length) L.polyline(edges, { ...this.style, ...look, className: "tm-outline" }).addTo(this.outlines);
    }
    const at = this.view.labels.find(place)?.at;
    const bounds = at ? L.latLngBounds(at, at) : this.outlines.getBounds();
    if (isNew && bounds.isValid() && !this.map.getBounds().pad(-0.05).contains(bounds)) this.bringIn(bounds);
  }

  // Moved, not zoomed, where it fits the map as it is.
  bringIn(bounds) {
    const { map } = this;
    if (map.getBoundsZoom(bounds) >= map.getZoom()) map.panTo(bounds.getCenter(), { animate: false });
    else map.fitBounds(bounds, { animate: false, padding: [24, 24] });
  }

  // Show what an agreement draws, whatever layers are on; bring it into view when it is new.
  showAgreement(id, isNew) {
    this.lines.clearLayers();
    const recipes = this.facts.agreements.find((agreement) => agreement.id === id)?.draws ?? [];
    for (const layer of this.view.dateLayers.layers) {
      if (layer.spec.style === "taken") continue;
      layer.spec.properties.forEach((row, index) => {
        if (row.id && recipes.includes(row.recipe)) this.addLine(layer.paths[layer.timeline.geometryOf(index)]);
      });
    }
    const bounds = this.lines.getBounds();
    if (isNew && bounds.isValid() && !this.map.getBounds().contains(bounds)) {
      this.map.fitBounds(bounds, { animate: false, padding: [24, 24] });
    }
  }

  addLine(path) {
    const make = path instanceof L.Polygon ? L.polygon : L.polyline;
    make(path.getLatLngs(), { ...this.style, className: "tm-highlight" }).addTo(this.lines);
  }
}
