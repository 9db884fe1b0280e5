// A map with its base map, the layers of one or two days, and place names.

import { Format } from "../core/format.js";
import { positionsOf, zoomOf } from "../core/geometry.js";
import { h } from "../dom.js";
import { hatchedCanvas } from "./canvas.js";
import { DateLayerGroup } from "./dateLayers.js";
import { Holders } from "./holders.js";
import { Labels } from "./labels.js";
import { ErrorBand } from "./errorBand.js";
import { addPane, HEIGHTS } from "./panes.js";
import { PeriodLayer } from "./periodLayer.js";
import { addScaleBar } from "./scaleBar.js";

const MOST_ERROR_PX = 40;

// An empty Leaflet map with the limits of `MapView`.
function makeMap(id, { west, south, east, north, min_zoom: minZoom, max_zoom: maxZoom }) {
  const maxBounds = L.latLngBounds([south, west], [north, east]);
  return L.map(id, {
    center: maxBounds.getCenter(), zoom: minZoom, minZoom, maxZoom, maxBounds,
    maxBoundsViscosity: 1, zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
  });
}

// The online base maps by name. Leaflet takes their credits as markup: publishers put links in.
function makeTiles(tiles) {
  return new Map(tiles.map(({ name, url, attribution, max_zoom: maxZoom }) => [name, L.tileLayer(url, { attribution, maxZoom })]));
}

export class View {
  constructor(payload, element, id) {
    this.element = element;
    element.append(h("div", { id, class: "tm-map", role: "application", "aria-label": payload.words.map_label }));
    this.map = makeMap(id, payload.map);
    this.tiles = makeTiles(payload.tiles);
    const credit = this.map.attributionControl.setPrefix(false).addAttribution(h("span", {}, payload.facts.attribution).outerHTML);
    credit.getContainer().dir = "auto"; // names are cut at their end where there is no room
    addScaleBar(this.map, new Format(payload.format));
    const layer = (style) => payload.layers.find((spec) => spec.style === style);
    this.base = this.makeBase(layer("basemap"));
    this.relief = this.makeRelief(layer("relief"));
    // place names are drawn by Labels; their layer only says where they are
    this.specs = payload.layers.filter(({ style }) => !["basemap", "relief", "place"].includes(style));
    this.dateLayers = new DateLayerGroup(this.map, this.specs, "b");
    this.limitZoom();
    this.overlay = this.makeOverlay();
    this.labels = new Labels(this.map, layer("place"), payload.facts, this.dateLayers.find("post"));
    this.holders = new Holders(this, payload);
    this.caption = h("div", { class: "tm-caption" });
    element.append(this.caption);
  }

  makeBase(spec) {
    if (!spec) return null;
    addPane(this.map, "tm-base", HEIGHTS.base);
    this.map.getContainer().style.background = spec.sea;
    const layer = new PeriodLayer(this.map, spec, "tm-base", hatchedCanvas({ pane: "tm-base" }));
    layer.setDay(0);
    return layer;
  }

  // A picture on the land, under all layers.
  makeRelief(spec) {
    if (!spec?.image) return null;
    addPane(this.map, "tm-relief", HEIGHTS.relief);
    const bounds = positionsOf(spec.geometries.at(0).flat(2));
    const picture = L.imageOverlay(spec.image, bounds, { pane: "tm-relief", opacity: spec.styles[0].fill_opacity });
    return { layer: spec.layer, picture };
  }

  // Options of paths that lie over all layers and take no clicks.
  makeOverlay() {
    const pane = "tm-overlay";
    addPane(this.map, pane, HEIGHTS.overlay);
    return { renderer: L.svg({ pane }), pane, interactive: false, smoothFactor: 0 };
  }

  // The error of the line of contact limits the zoom: zoomed in further, even the best known
  // stretch could be off by more than so many pixels.
  limitZoom() {
    const contact = this.dateLayers.find("contact");
    const errors = [...contact?.spec.stretches.precision_m ?? []].sort((a, b) => a - b);
    const { lat } = this.map.getCenter();
    if (!errors.length) return;
    this.map.setMaxZoom(Math.min(this.map.getMaxZoom(), zoomOf(lat, errors[0], MOST_ERROR_PX)));
    this.errorZoom = zoomOf(lat, errors[errors.length >> 1], MOST_ERROR_PX);
  }

  // The error of the line is drawn where it is wanted, and where it is wide.
  showError(isWanted, { styles }) {
    const contact = this.dateLayers.find("contact");
    const shown = Boolean(contact?.shown) && (isWanted || this.map.getZoom() > this.errorZoom);
    if (shown) this.errorBand ??= new ErrorBand(this.dateLayers, { styles });
    this.errorBand?.setShown(shown);
    return shown;
  }

  // The layers of the day compared with, on the same map; made when they are first needed.
  comparison() {
    this.comparisonLayers ??= new DateLayerGroup(this.map, this.specs, "a");
    return this.comparisonLayers;
  }

  apply(layers, base, kinds, look) {
    this.dateLayers.apply(layers, kinds, look);
    this.comparisonLayers?.apply(layers, kinds, look);
    this.base?.setShown(base === "offline");
    if (base === "offline" && layers.includes(this.relief?.layer)) this.relief.picture.addTo(this.map);
    else this.relief?.picture.remove();
    for (const [name, tiles] of this.tiles) {
      if (name === base) tiles.addTo(this.map);
      else tiles.remove();
    }
    this.labels.updatePosts();
    this.labels.setShown(layers.includes("places"));
    // a place's dot would fill an open mark of its group
    const marked = this.specs.some(({ style, layer }) => style === "group" && layers.includes(layer));
    this.element.classList.toggle("tm-marks", marked);
  }

  // The centre and zoom that show an area. The legend covers the right: it is centred in what that leaves free.
  fitted([west, south, east, north], reserve) {
    this.map.invalidateSize({ animate: false });
    const right = reserve > this.map.getSize().x / 2 ? 0 : reserve;
    const zoom = this.map.getBoundsZoom([[south, west], [north, east]], false, L.point(10 + right, 20));
    const [low, high] = [[south, west], [north, east]].map((corner) => this.map.project(corner, zoom));
    const middle = low.add(high).divideBy(2).add([(right - 10) / 2, 0]);
    return { centre: this.map.unproject(middle, zoom), zoom };
  }
}
