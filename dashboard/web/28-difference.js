// What changed hands between two days: cells by who gained them, the earlier line dashed.

class Difference {
  constructor(view, board) {
    this.board = board;
    this.control = view.specs.find((spec) => spec.style === "control");
    this.timeline = (this.control.timeline ??= new Timeline(this.control.geometries.length, this.control.items));
    const { map } = view;
    // over control, under the lines: the same height as control, later in the document
    this.pane = map.createPane("tm-difference", view.sheet.root);
    this.pane.style.zIndex = view.sheet.find("control").pane.style.zIndex;
    this.pane.style.pointerEvents = "none";
    this.classes = board.facts.parties.map((party) => `gained.${party.id}`);
    this.options = this.classes.map((key) => pathOptions(board.spec.table[key]));
    const renderer = hatchingCanvas({ pane: "tm-difference", padding: 0.3 });
    const base = { renderer, pane: "tm-difference", interactive: false, smoothFactor: 0, ...HIDDEN, weight: 4 };
    this.paths = this.control.geometries.map((geometry) => L.polygon(geometry.map((part) => part.map(decodeRing)), base));
    L.layerGroup(this.paths).addTo(map);
    this.contact = view.specs.find((spec) => spec.style === "contact");
    this.lines = (this.contact.timeline ??= new Timeline(this.contact.geometries.length, this.contact.items));
    this.dashed = pathOptions(board.spec.table.contact_a);
    this.stretches = this.contact.geometries.map((geometry) => L.polyline(geometry.map(decodeRing), base));
    L.layerGroup(this.stretches).addTo(map);
    this.linesShown = true;
    this.moved = new Set(); // stretches of A's line that are no longer line on B
    this.a = this.b = null;
    this.variants = board.facts.variants.map((items) => new Timeline(this.control.geometries.length, items));
    this.changed = new Map(); // geometry → [party on A, party on B], as indices
  }

  // Controller of a cell on a day: index into the parties, or -1 where it is not known.
  holder(geometry, day) {
    const item = this.timeline.at(geometry, day);
    if (item < 0) return -1;
    const key = this.control.classes[this.control.items[item + 3]].slice("control.".length);
    return this.board.facts.parties.findIndex((party) => party.id === key);
  }

  // Only what differs is touched while B moves; a new A is worked out anew.
  set(a, b) {
    const cell = (geometry) => this.update(geometry, a, b);
    const stretch = (geometry) => this.updateStretch(geometry, a, b);
    if (a !== this.a) {
      this.paths.forEach((path, geometry) => cell(geometry));
      this.stretches.forEach((path, geometry) => stretch(geometry));
    } else if (b !== this.b) {
      this.timeline.between(this.b, b, cell);
      this.lines.between(this.b, b, stretch);
    }
    [this.a, this.b] = [a, b];
  }

  updateStretch(geometry, a, b) {
    const moved = this.lines.at(geometry, a) >= 0 && this.lines.at(geometry, b) < 0;
    if (moved === this.moved.has(geometry)) return;
    if (moved) this.moved.add(geometry);
    else this.moved.delete(geometry);
    this.stretches[geometry].setStyle(moved && this.linesShown ? this.dashed : HIDDEN);
  }

  // The earlier line goes with the layer of the line of contact.
  showLines(shown) {
    if (this.linesShown === shown) return;
    this.linesShown = shown;
    for (const geometry of this.moved) this.stretches[geometry].setStyle(shown ? this.dashed : HIDDEN);
  }

  update(geometry, a, b) {
    const was = this.holder(geometry, a);
    const is = this.holder(geometry, b);
    const differs = was !== is && was >= 0 && is >= 0;
    if (differs) this.changed.set(geometry, [was, is]);
    else this.changed.delete(geometry);
    this.paths[geometry].setStyle(differs ? this.options[is] : HIDDEN);
  }

  setVisible(visible) {
    this.pane.style.display = visible ? "" : "none";
  }

  classesHeld() {
    const gained = new Set([...this.changed.values()].map(([, is]) => this.classes[is]));
    return this.moved.size && this.linesShown ? ["contact_a", ...gained] : [...gained];
  }

  // Gained and lost km² by party and by district, and the places, all from the cells changed.
  totals() {
    const parties = this.board.facts.parties.map((party) => ({ party, gained: 0, lost: 0 }));
    const districts = new Map();
    const cells = [];
    for (const [geometry, [was, is]] of this.changed) {
      const place = this.control.places[geometry];
      const km2 = this.control.km2[geometry];
      parties[is].gained += km2;
      parties[was].lost += km2;
      const name = this.board.facts.places[place].district;
      if (!districts.has(name)) districts.set(name, { name, gained: this.board.facts.parties.map(() => 0), lost: this.board.facts.parties.map(() => 0), km2: 0, cells: [] });
      const row = districts.get(name);
      row.gained[is] += km2;
      row.lost[was] += km2;
      row.km2 += km2;
      row.cells.push(geometry);
      cells.push({ geometry, place, km2, was, is });
    }
    return {
      parties: parties.filter((row) => row.gained || row.lost),
      districts: [...districts.values()].sort((x, y) => y.km2 - x.km2),
      cells: cells.sort((x, y) => y.km2 - x.km2),
    };
  }

  // Net km² by party, in all (under null) and by district; of a variant of the histories: what they
  // are with doubtful events left out or dated otherwise.
  nets(variant) {
    const found = new Map();
    const add = (key, at, km2) => {
      if (!found.has(key)) found.set(key, this.board.facts.parties.map(() => 0));
      found.get(key)[at] += km2;
    };
    const count = (geometry, was, is) => {
      if (was === is || was < 0 || is < 0) return;
      for (const key of [null, this.board.facts.places[this.control.places[geometry]].district]) {
        add(key, is, this.control.km2[geometry]);
        add(key, was, -this.control.km2[geometry]);
      }
    };
    const own = (geometry) => variant?.byGeometry[geometry].length > 0;
    for (const [geometry, [was, is]] of this.changed) if (!own(geometry)) count(geometry, was, is);
    variant?.byGeometry.forEach((rows, geometry) => {
      if (rows.length) count(geometry, ...[this.a, this.b].map((day) => variant.items[variant.at(geometry, day) + 3]));
    });
    return found;
  }

  // Least and most net km² of a party, in all (null) or in a district, over all variants.
  ranges() {
    const made = [null, ...this.variants].map((variant) => this.nets(variant));
    return (key, at) => {
      const values = made.map((nets) => nets.get(key)?.[at] ?? 0);
      return [Math.min(...values), Math.max(...values)];
    };
  }

  // km² the figures can be off by, in all and by district: the error of every stretch of line
  // that is in one state only; one between two districts counts for both.
  error() {
    let km2 = 0;
    const districts = new Map();
    for (let g = 0; g < this.contact.geometries.length; g++) {
      const [atA, atB] = [this.lines.at(g, this.a), this.lines.at(g, this.b)];
      if (atA >= 0 === atB >= 0) continue;
      const own = this.contact.error_km2[g];
      km2 += own;
      const { places } = this.contact.properties[this.contact.items[Math.max(atA, atB) + 4]];
      for (const name of new Set(places.map((place) => this.board.facts.places[place].district))) districts.set(name, (districts.get(name) ?? 0) + own);
    }
    return { km2, districts };
  }
}
