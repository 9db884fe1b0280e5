// What the panel is about, shown on the map: the lines an agreement draws, what a record is of.

import { outline } from "../core/geometry.js";
import { splitRecord } from "../core/link.js";
import { pathOptions } from "./styles.js";

const LOOKS = [{ color: "#fff", weight: 5.5 }, { weight: 2.5 }]; // an outline is drawn twice: its casing, and its stroke over that

export class Highlight {
  constructor(view, { facts, styles }) {
    this.view = view;
    this.map = view.map;
    this.facts = facts;
    this.style = { ...view.overlay, ...pathOptions(styles.highlight) };
    this.agreement = L.featureGroup().addTo(this.map);
    this.record = L.featureGroup().addTo(this.map);
  }

  // Mark a position: the mark appears with the next record shown, and goes with it.
  cross(at) {
    this.position = L.marker(at, { icon: L.divIcon({ className: "tm-cross", iconSize: [21, 21] }), interactive: false, keyboard: false });
  }

  // Show what a record is of, or nothing; bring it into view when it is new.
  showRecord(record, isNew) {
    this.record.clearLayers();
    this.position?.addTo(this.record);
    this.position = null;
    const { kind, id } = splitRecord(record ?? "");
    this.view.labels.mark(kind === "place" ? id : null);
    if (kind === "post") this.ring(this.facts.posts[id].at);
    else if (kind === "line") this.addLines(this.record, (row) => row.id === id, ["road", "river"]);
    else if (kind === "drawn") this.addLines(this.record, (row) => row.recipe === id);
    else if (record) this.outline(this.partsOf(kind, id));
    const at = kind === "place" && this.view.labels.find(id)?.at;
    const bounds = at ? L.latLngBounds(at, at) : this.record.getBounds();
    if (isNew && bounds.isValid() && !this.map.getBounds().pad(-0.05).contains(bounds)) this.bringIn(bounds);
  }

  // The parts of what a record is of: the cell of a place, or the shapes of an area and of what
  // changed hands in an operation.
  partsOf(kind, id) {
    const { cells } = this.view.dateLayers;
    const cell = kind === "place" ? cells.of(id) : -1;
    if (cell >= 0) return [cells.outline(cell)];
    const shapes = kind === "area" ? this.facts.areas[id] : kind === "operation" ? cells.shapesOf(id) : [];
    return shapes.map((shape) => cells.parts(shape));
  }

  outline(parts) {
    const edges = outline(parts);
    for (const look of LOOKS) {
      if (edges.length) L.polyline(edges, { ...this.style, ...look, className: "tm-outline" }).addTo(this.record);
    }
  }

  ring(at) {
    for (const look of LOOKS) {
      if (at) L.circleMarker(at, { ...this.style, ...look, radius: 11, className: "tm-outline" }).addTo(this.record);
    }
  }

  // Moved, not zoomed, where it fits the map as it is.
  bringIn(bounds) {
    const { map } = this;
    if (map.getBoundsZoom(bounds) >= map.getZoom()) map.panTo(bounds.getCenter(), { animate: false });
    else map.fitBounds(bounds, { animate: false, padding: [24, 24] });
  }

  // Show what an agreement draws, whatever layers are on; bring it into view when it is new.
  showAgreement(id, isNew) {
    this.agreement.clearLayers();
    const recipes = this.facts.agreements.find((agreement) => agreement.id === id)?.draws ?? [];
    this.addLines(this.agreement, (row) => recipes.includes(row.recipe));
    const bounds = this.agreement.getBounds();
    if (isNew && bounds.isValid() && !this.map.getBounds().contains(bounds)) {
      this.map.fitBounds(bounds, { animate: false, padding: [24, 24] });
    }
  }

  // Whether lines of an agreement are on the map.
  get hasLines() { return this.agreement.getLayers().length > 0; }

  // The features that are wanted, of layers of some styles: all but land taken cell by cell, and
  // strokes day by day.
  addLines(group, isWanted, styles = null) {
    for (const layer of this.view.dateLayers.layers) {
      const { style } = layer.spec;
      if (styles ? !styles.includes(style) : ["taken", "distance"].includes(style)) continue;
      layer.spec.properties.forEach((row, index) => {
        if (isWanted(row)) this.addLine(group, layer.drawing.paths[layer.timeline.geometryOf(index)]);
      });
    }
  }

  addLine(group, path) {
    const make = path instanceof L.Polygon ? L.polygon : L.polyline;
    make(path.getLatLngs(), { ...this.style, className: "tm-highlight" }).addTo(group);
  }
}
