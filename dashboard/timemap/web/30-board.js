// One map and everything that follows its day. folium's script builds the map inside `host`;
// this object decides what is shown on which day and tells its slots (title, dial, figures).

const LAYER_Z = 300;

class Board {
  constructor(host, spec) {
    this.spec = spec;
    this.facts = spec.facts;
    this.words = spec.words;
    this.calendar = new Calendar(this.facts.first, this.facts.last, spec.locale);
    this.layers = [];
    this.bases = new Map();
    this.slots = new Map();
    this.day = null;
    this.sent = 0; // commits sent to Python
    this.dragging = false;
    this.choice = { layers: null, base: "offline", lit: null };
    this.build(host);
  }

  build(host) {
    host.replaceChildren(
      h("div", { class: "tm-stage" },
        h("div", { id: "map_timemap", class: "tm-map", role: "application", "aria-label": this.words.map_label }),
        (this.legendHost = h("div", { class: "tm-legend-host" })),
      ),
    );
    const shim = { addLayer: (map, key) => this.addLayer(map, this.spec.layers[key]), addBase: (map, key, layer) => this.bases.set(key, layer) };
    new Function("L", "timemap", this.spec.script + "\n;timemap.map = map_timemap;")(L, shim);
    this.map = shim.map;
    this.map.attributionControl.setPrefix(false).addAttribution(this.facts.attribution);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    L.control.zoom({ position: "topleft", zoomInTitle: this.words.zoom_in, zoomOutTitle: this.words.zoom_out }).addTo(this.map);
    this.labels = new Labels(this.map, this.layers.find((layer) => layer.spec.style === "place"), this.spec.language);
    this.inspector = new Inspector(this);
    this.legend = new Legend(this, this.legendHost);
    this.home();
    this.resizer = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
    this.resizer.observe(host.firstChild);
  }

  home() {
    const [west, south, east, north] = this.facts.opening_bbox;
    this.map.invalidateSize({ animate: false });
    // the legend covers the right: the area is centred in what it leaves free
    const legend = this.legendHost.offsetWidth > this.map.getSize().x / 2 ? 0 : this.legendHost.offsetWidth;
    this.map.fitBounds([[south, west], [north, east]], { animate: false, paddingTopLeft: [10, 10], paddingBottomRight: [legend, 10] });
  }

  addLayer(map, spec) {
    const pane = `tm-${spec.style}-${this.layers.length}`;
    map.createPane(pane).style.zIndex = LAYER_Z + this.layers.length;
    map.getPane(pane).style.pointerEvents = "none";
    if (spec.style === "control") map.getPane(pane).style.opacity = this.spec.control_opacity;
    if (spec.style === "basemap") map.getContainer().style.background = spec.sea;
    this.layers.push(new PeriodLayer(map, spec, pane));
  }

  // Show a day everywhere in the browser. Returns the number of paths restyled.
  show(day) {
    day = this.calendar.clamp(day);
    if (day === this.day) return 0;
    this.day = day;
    let touched = 0;
    for (const layer of this.layers) touched += layer.setDay(day);
    this.changed();
    return touched;
  }

  changed() {
    for (const slot of this.slots.values()) slot.update();
    this.legend.update();
    this.inspector.update();
  }

  // Show a day and tell Python. `n` lets an answer be matched with the last thing said.
  commit(day) {
    this.show(day);
    this.sent += 1;
    this.send?.("day", { day: this.calendar.iso(this.day), n: this.sent });
  }

  pick(kind, id) {
    this.trigger?.("pick", { kind, id });
  }

  // What Python says: the day (unless a newer one of ours is on its way), layers, base, agreement.
  obey(order) {
    if (!this.dragging && order.ack >= this.sent) this.show(this.calendar.number(order.day));
    const { layers, base, lit } = order;
    if (JSON.stringify(this.choice) === JSON.stringify({ layers, base, lit })) return;
    const litBefore = this.choice.lit;
    this.choice = { layers, base, lit };
    this.applyLayers();
    this.inspector.light(lit, lit !== litBefore);
    this.legend.update();
  }

  applyLayers() {
    const { layers, base, lit } = this.choice;
    for (const layer of this.layers) {
      const { layer: name, style } = layer.spec;
      // place names are drawn by Labels; the layer only says where they are
      if (style === "place") layer.setShown(false);
      else if (name === "basemap") layer.setShown(base === "offline" || style === "water");
      else layer.setShown(layers.includes(name));
    }
    for (const [key, tiles] of this.bases) {
      if (key === base) tiles.addTo(this.map);
      else tiles.remove();
    }
    this.labels.setShown(layers.includes("places"));
  }

  mount(name, element, order, send, trigger) {
    if (send) [this.send, this.trigger] = [send, trigger];
    const old = this.slots.get(name);
    if (!old || old.element !== element) {
      const Slot = { title: Title, dial: Dial, figures: Figures }[name];
      const slot = new Slot(this, element);
      slot.element = element;
      this.slots.set(name, slot);
    }
    if (order) this.obey(order);
    if (this.day !== null) this.slots.get(name).update();
  }

  unmount(name, element) {
    if (this.slots.get(name)?.element === element) this.slots.delete(name);
  }

  // State after which change: index into the series of figures.
  stateIndex() {
    return Math.max(0, upperBound(this.facts.state_days, this.day) - 1);
  }

  lastChange() {
    const index = this.stateIndex();
    return index > 0 ? this.facts.state_days[index] : null;
  }

  // How old the state shown is, in words.
  ageWords() {
    const last = this.lastChange();
    if (last === null) return this.words.no_change_yet;
    if (last === this.day) return this.words.changed_today;
    return counted(this.words, "last_change", this.day - last, { day: this.calendar.brief(last) });
  }

  agreementsOn(day) {
    return this.facts.agreements.filter((a) => a.force.some(([from, to]) => from <= day && day < to));
  }

  destroy() {
    this.resizer.disconnect();
    this.map.remove();
  }
}
