// The maps on screen: one, or two side by side, with what comparing two days lays over them.

import { cornersOf } from "../core/geometry.js";
import { Transfers } from "../core/transfers.js";
import { h } from "../dom.js";
import { AnnotationLayer } from "./annotations.js";
import { DifferenceLayer } from "./difference.js";
import { Highlight } from "./highlight.js";
import { Hover } from "./hover.js";
import { Picker } from "./pick.js";
import { Swipe } from "./swipe.js";
import { View } from "./view.js";

const FIT_ZOOM = 11.5;
const SAME_PX = 8;
const HOLDERS_MS = 150;

export class Maps {
  constructor(controller, host) {
    this.controller = controller;
    this.frame = h("div", { class: "tm-frame" });
    this.element = h("div", { class: "tm-maps", "data-compare": "single" }, this.frame);
    host.replaceChildren(h("h2", { class: "unseen" }, controller.words.view_map), this.element);
    this.mode = "single";
    this.view = this.makeView(this.frame, "map_main");
    this.map = this.view.map;
    const { words } = controller;
    const [zoomInTitle, zoomOutTitle] = [words.zoom_in, words.zoom_out];
    L.control.zoom({ position: "topleft", zoomInTitle, zoomOutTitle }).addTo(this.map);
    this.map.on("zoomend", () => this.onZoomed());
    this.map.on("moveend resize", () => this.nameHolders());
    this.swipe = new Swipe(this, words.divider);
    const { dateLayers } = this.view;
    this.transfers = new Transfers(dateLayers.find("control").spec, dateLayers.find("contact").spec, controller.facts);
    this.resizer = new ResizeObserver(() => controller.onMapResized());
    this.resizer.observe(this.element);
  }

  makeView(frame, id) {
    const { controller } = this;
    const view = new View(controller.payload, frame, id);
    view.picker = new Picker(controller, view);
    view.hover = new Hover(controller, view);
    view.highlight = new Highlight(view, controller.payload);
    view.annotations = new AnnotationLayer(controller, view);
    view.annotations.show(controller.annotations);
    return view;
  }

  get views() { return [this.view, this.comparisonView].filter(Boolean); }

  // The layers on screen, of one day or of two.
  get dateLayers() {
    const { dateLayers, comparisonLayers } = this.view;
    if (this.mode === "swipe") return [dateLayers, comparisonLayers];
    return this.mode === "side" ? [dateLayers, this.comparisonView.dateLayers] : [dateLayers];
  }

  // What is written on the map gives way to what lies on it.
  drawTexts() {
    for (const { labels, annotations } of this.views) {
      labels.draw();
      annotations.draw();
    }
    this.nameHolders();
  }

  // Once neither map nor date moves; the two maps of a swipe share one place for names.
  nameHolders() {
    for (const { holders } of this.views) holders.update();
    this.controller.onceAtRest("holders", () => this.drawHolders(), HOLDERS_MS);
  }

  drawHolders() {
    for (const { holders } of this.views) {
      if (this.mode === "swipe") holders.clear();
      else holders.draw();
    }
  }

  resize() {
    for (const { map } of this.views) map.invalidateSize({ animate: false });
    this.swipe.place();
  }

  setMode(mode) {
    this.mode = mode;
    this.element.dataset.compare = mode;
    if (mode === "side") this.comparisonView ??= this.makeComparisonView();
    if (mode === "difference") this.difference ??= new DifferenceLayer(this.view, this.controller.payload, this.transfers);
    if (mode === "swipe") this.view.comparison();
    this.difference?.setVisible(mode === "difference");
    this.view.comparisonLayers?.setVisible(mode === "swipe");
    this.swipe.setActive(mode === "swipe");
    if (!this.comparisonView) return;
    this.comparisonView.element.hidden = mode !== "side";
    if (mode === "side") this.follow(this.map, this.comparisonView.map);
  }

  makeComparisonView() {
    const frame = h("div", { class: "tm-frame tm-comparison" });
    this.element.prepend(frame);
    const view = this.makeView(frame, "map_comparison");
    this.map.on("move", () => this.follow(this.map, view.map));
    view.map.on("move", () => this.follow(view.map, this.map));
    return view;
  }

  // Two maps, one view: whichever is moved leads.
  follow(leader, other) {
    if (this.following || this.mode !== "side") return;
    this.following = true;
    other.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    this.following = false;
  }

  // Show a day, and in a comparison the earlier one beside it. Returns the number of paths restyled.
  setDays(earlier, later) {
    const touched = this.view.dateLayers.setDay(later);
    if (this.mode === "swipe") this.view.comparison().setDay(earlier);
    if (this.mode === "side") this.comparisonView.dateLayers.setDay(earlier);
    if (this.mode === "difference") this.difference.setDays(earlier, later);
    else if (this.mode !== "single") this.transfers.compare(earlier, later);
    this.view.errorBand?.update();
    for (const view of this.views) view.labels.updatePosts();
    this.nameHolders();
    this.captions(earlier, later);
    return touched;
  }

  captions(earlier, later) {
    const { mode, swipe, view, comparisonView } = this;
    if (mode === "single" && this.captioned === mode) return;
    this.captioned = mode;
    const { calendar } = this.controller;
    const [a, b] = [calendar.long(earlier), calendar.long(later)];
    view.caption.textContent = mode === "side" ? b : "";
    if (comparisonView) comparisonView.caption.textContent = a;
    swipe.captions(a, b);
  }

  applyLayers(layers, base, kinds) {
    const look = this.controller.payload.looks[this.mode];
    for (const view of this.views) view.apply(layers, base, kinds, look);
    this.showError();
    this.nameHolders();
    this.difference?.showLine(layers.includes(this.view.dateLayers.find("contact")?.spec.layer));
  }

  // The error of the line, where it is chosen or wide; in a comparison it is that of the later day.
  showError() {
    this.isErrorShown = this.view.showError(this.controller.choice.error === "band", this.controller.payload);
  }

  onZoomed() {
    if (!this.controller.isReady) return;
    this.showError();
    this.controller.legend.update();
  }

  // All that the panel is about, or that changed; otherwise all the land there is.
  fit() {
    const { highlight, dateLayers } = this.view;
    const groups = [highlight.record, highlight.agreement].map((group) => group.getBounds());
    const changed = this.controller.isComparing ? [...this.transfers.changed.keys()] : [];
    const { cells } = dateLayers;
    const shapes = changed.length ? changed : [...cells.members.keys()];
    const bounds = groups.find((each) => each.isValid()) ?? L.latLngBounds(shapes.flatMap((shape) => cornersOf(cells.geometries.boundsOf(shape))));
    this.map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: FIT_ZOOM });
  }

  showAgreement(id, isNew) {
    for (const view of this.views) view.highlight.showAgreement(id, isNew && view === this.view);
  }

  showRecord(record, isNew) {
    for (const view of this.views) view.highlight.showRecord(record, isNew && view === this.view);
  }

  showAnnotations(annotations) {
    for (const view of this.views) view.annotations.show(annotations);
  }

  // Where on the screen what the record is of lies; null where that cannot be put on the map.
  highlighted() {
    const bounds = this.view.highlight.record.getBounds();
    if (!bounds.isValid()) return null;
    const box = this.map.getContainer().getBoundingClientRect();
    const { x, y } = this.map.latLngToContainerPoint(bounds.getCenter());
    return { x: box.x + x, y: box.y + y };
  }

  // Where the map is, as a link has it: `lat_lon_zoom`.
  viewText({ lat, lng } = this.map.getCenter(), zoom = this.map.getZoom()) {
    return `${lat.toFixed(4)}_${lng.toFixed(4)}_${zoom}`;
  }

  // Whether it is where a link says, but for what a change of its size moved it.
  isAt(viewText) {
    if (!viewText) return false;
    const [lat, lon, zoom] = viewText.split("_").map(Number);
    const moved = this.map.latLngToContainerPoint([lat, lon]).distanceTo(this.map.getSize().divideBy(2));
    return zoom === this.map.getZoom() && moved < SAME_PX;
  }

  // West, south, east, north of the map on screen.
  extent() {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  goTo(viewText) {
    const [lat, lon, zoom] = viewText.split("_").map(Number);
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  // Show a position with a cross, in view and near enough to tell it from its surroundings.
  pinpoint({ lat, lon }) {
    const { map, highlight } = this.view;
    if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.setView([lat, lon], Math.max(map.getZoom(), 11), { animate: false });
    highlight.cross([lat, lon]);
  }

  // Bring cells into view; of a single one the record opens.
  goToCells(cells) {
    const known = this.view.dateLayers.cells;
    const bounds = L.latLngBounds(cells.flatMap((cell) => known.outline(cell)).flat(2));
    this.map.fitBounds(bounds, { animate: false, maxZoom: FIT_ZOOM, padding: [30, 30] });
    if (cells.length === 1) this.controller.openRecord(`place:${known.places[cells[0]]}`);
  }

  destroy() {
    this.resizer.disconnect();
    for (const { map } of this.views) map.remove().off(); // Leaflet may tell of a resize after that
  }
}
