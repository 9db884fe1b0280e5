// A sheet is every layer of one day on one map; a view is a map with its sheets.

const SHEET_Z = 310;
// Control has a canvas of its own, opaque on it and translucent as a whole; all else shares one.
// Every canvas has to be put together with the others on each frame, so a sheet has only these,
// and one more from the day a layer of many strokes is first asked for.
const CANVASES = ["control", "over"];
const ON_DEMAND = ["distance"];

class Sheet {
  constructor(map, specs, name, controlOpacity) {
    this.map = map;
    this.root = map.createPane(`tm-sheet-${name}`);
    this.root.style.zIndex = SHEET_Z;
    this.root.style.pointerEvents = "none";
    this.name = name;
    const [control, over] = CANVASES.map((canvas) => this.canvas(canvas));
    map.getPane(control.pane).style.opacity = controlOpacity;
    // specs come in drawing order, and a canvas draws its paths in the order they were added
    this.layers = specs.filter((spec) => !ON_DEMAND.includes(spec.style)).map((spec) => {
      const { pane, renderer } = spec.style === "control" ? control : over;
      return new PeriodLayer(map, spec, pane, renderer);
    });
    this.waiting = specs.filter((spec) => ON_DEMAND.includes(spec.style));
    this.day = null;
  }

  // A new canvas lies over those before it.
  canvas(canvas, tolerance = 0) {
    const pane = `tm-${this.name}-${canvas}`;
    this.canvases = (this.canvases ?? 0) + 1;
    this.map.createPane(pane, this.root).style.zIndex = SHEET_Z + this.canvases - 1;
    return { pane, renderer: hatchingCanvas({ pane, padding: 0.3, tolerance }) };
  }

  // Make what waited to be asked for.
  make(wanted) {
    for (const spec of this.waiting.filter(({ layer }) => wanted.includes(layer))) {
      const { pane, renderer } = this.canvas(spec.style, 4); // thin strokes are hard to hit
      const layer = new PeriodLayer(this.map, spec, pane, renderer);
      if (this.day !== null) layer.setDay(this.day);
      this.layers.push(layer);
      this.waiting = this.waiting.filter((other) => other !== spec);
    }
  }

  setDay(day) {
    this.day = day;
    let touched = 0;
    for (const layer of this.layers) touched += layer.setDay(day);
    return touched;
  }

  // Show the layers chosen, but those whose style is hidden.
  apply(layers, hidden = []) {
    this.make(layers);
    for (const layer of this.layers) {
      const { layer: name, style } = layer.spec;
      if (style === "water") layer.setShown(true);
      else layer.setShown(layers.includes(name) && !hidden.includes(style));
    }
  }

  find(style) {
    return this.layers.find((layer) => layer.spec.style === style);
  }

  setVisible(visible) {
    this.root.style.display = visible ? "" : "none";
  }

  // Cut the sheet to the screen's columns from `left` to `right` (container pixels).
  clip(left, right) {
    const size = this.map.getSize();
    const a = this.map.containerPointToLayerPoint([left, 0]);
    const b = this.map.containerPointToLayerPoint([right, size.y]);
    this.root.style.clipPath = `polygon(${a.x}px ${a.y}px, ${b.x}px ${a.y}px, ${b.x}px ${b.y}px, ${a.x}px ${b.y}px)`;
  }

  unclip() {
    this.root.style.clipPath = "";
  }
}

// An empty Leaflet map with the limits of `MapView`.
function makeMap(id, { west, south, east, north, min_zoom: minZoom, max_zoom: maxZoom }) {
  const maxBounds = L.latLngBounds([south, west], [north, east]);
  return L.map(id, {
    center: maxBounds.getCenter(), zoom: minZoom, minZoom, maxZoom, maxBounds,
    zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
  });
}

class View {
  constructor(board, element, id) {
    this.board = board;
    this.element = element;
    element.append(h("div", { id, class: "tm-map", role: "application", "aria-label": board.words.map_label }));
    this.map = makeMap(id, board.spec.map);
    this.bases = new Map(board.spec.tiles.map((tiles) => [tiles.name, L.tileLayer(tiles.url, { attribution: tiles.attribution, maxZoom: tiles.max_zoom })]));
    // Leaflet takes credits as markup: tile sets bring links in theirs
    this.map.attributionControl.setPrefix(false).addAttribution(h("span", {}, board.facts.attribution).outerHTML);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    const specs = board.spec.layers;
    // place names are drawn by Labels; their layer only says where they are
    this.specs = specs.filter((spec) => spec.style !== "basemap" && spec.style !== "place");
    this.base = this.makeBase(specs.find((spec) => spec.style === "basemap"));
    this.sheet = new Sheet(this.map, this.specs, "b", board.spec.control_opacity);
    this.labels = new Labels(this.map, specs.find((spec) => spec.style === "place"), board.spec.language);
    this.caption = h("div", { class: "tm-caption" });
    element.append(this.caption);
  }

  makeBase(spec) {
    if (!spec) return null;
    this.map.createPane("tm-base").style.zIndex = SHEET_Z - 10;
    this.map.getPane("tm-base").style.pointerEvents = "none";
    this.map.getContainer().style.background = spec.sea;
    const layer = new PeriodLayer(this.map, spec, "tm-base", hatchingCanvas({ pane: "tm-base", padding: 0.3 }));
    layer.setDay(0);
    return layer;
  }

  // A second sheet on the same map, made when it is first needed.
  second() {
    this.sheetA ??= new Sheet(this.map, this.specs, "a", this.board.spec.control_opacity);
    return this.sheetA;
  }

  apply(layers, base, hidden) {
    this.sheet.apply(layers, hidden);
    this.sheetA?.apply(layers, hidden);
    this.base?.setShown(base === "offline");
    for (const [key, tiles] of this.bases) {
      if (key === base) tiles.addTo(this.map);
      else tiles.remove();
    }
    this.labels.setShown(layers.includes("places"));
  }

  // The legend covers the right: an area is centred in what it leaves free.
  fit([west, south, east, north], reserve) {
    this.map.invalidateSize({ animate: false });
    const right = reserve > this.map.getSize().x / 2 ? 0 : reserve;
    this.map.fitBounds([[south, west], [north, east]], { animate: false, paddingTopLeft: [10, 10], paddingBottomRight: [right, 10] });
  }
}
