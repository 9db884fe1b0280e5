// The record of what lies at a point of the map, by click or key. It follows the date.

import { h } from "../dom.js";
import { agreedRecord, agreementLinks, cellRecord, groupRecord, postRecord, strokeRecord } from "./records.js";

export class Popup {
  constructor(controller, view) {
    this.controller = controller;
    this.view = view;
    this.map = view.map;
    this.popup = L.popup({ className: "tm-popup", maxWidth: 330, minWidth: 250, maxHeight: 340, autoPanPadding: [16, 16] });
    this.map.on("click", (event) => this.open(event.latlng));
    // by keyboard: the map is moved with the arrow keys, Enter asks what lies in its middle
    const container = this.map.getContainer();
    container.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === container) this.open(this.map.getCenter());
    });
    this.popup.on("remove", () => { this.latlng = null; });
  }

  open(latlng) {
    const content = this.content(latlng);
    if (!content) return this.close();
    this.text = content.textContent;
    this.popup.setLatLng(latlng).setContent(content).openOn(this.map);
    this.latlng = latlng;
  }

  close() {
    this.popup.remove();
  }

  update() {
    if (!this.latlng || !this.popup.isOpen()) return;
    const content = this.content(this.latlng);
    if (!content) return this.close();
    if (content.textContent === this.text) return;
    this.text = content.textContent;
    // a record that follows the date must not pull the map after it
    this.popup.options.autoPan = false;
    this.popup.setContent(content);
    this.popup.options.autoPan = true;
  }

  content(latlng) {
    const { controller } = this;
    const layers = controller.maps.swipe.layersAt(this.view, latlng);
    const point = this.map.latLngToLayerPoint(latlng);
    const covering = new Set();
    const { first, records } = this.recordsAt(layers, point, covering);
    const control = layers.find("control");
    const [cell] = control.hits(point);
    if (cell !== undefined) {
      const from = control.timeline.from(control.items[cell]);
      records.unshift(cellRecord(controller, control.properties(cell), { from, shown: layers.day }, covering));
    } else if (covering.size) {
      records.push(agreementLinks(controller, controller.words.concerns, [...covering]));
    }
    return first.length || records.length ? h("div", { class: "tm-record" }, first, records) : null;
  }

  // Records of what lies over control; the agreements that concern the point are added to `covering`.
  recordsAt({ layers }, point, covering) {
    const { controller } = this;
    const first = []; // a stroke is asked for by its layer: it is not looked for under all else
    const records = [];
    for (const layer of layers) {
      const { style, properties } = layer.spec;
      if (style === "control" || !properties.some((row) => row.recipe || row.status || row.agreements || row.group)) continue;
      for (const geometry of layer.hits(point)) {
        const row = layer.properties(geometry);
        for (const id of row.agreements ?? []) covering.add(id);
        if (!layer.shown) continue;
        if (style === "distance") {
          if (!first.length) first.push(strokeRecord(controller, layer, row));
        } else if (row.group) records.push(groupRecord(controller, row));
        else if (row.status) records.push(postRecord(controller, row));
        else if (row.recipe && row.title_en) records.push(agreedRecord(controller, row));
      }
    }
    return { first, records };
  }
}
