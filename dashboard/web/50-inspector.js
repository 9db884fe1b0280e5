// What a reader learns by pointing at the map: the cell's outline, its record, the agreements.

class Inspector {
  constructor(board, view) {
    this.board = board;
    this.view = view;
    this.map = view.map;
    const pane = this.map.createPane("tm-marks");
    pane.style.zIndex = 550;
    pane.style.pointerEvents = "none";
    const marks = L.svg({ pane: "tm-marks" });
    const quiet = { renderer: marks, pane: "tm-marks", interactive: false, smoothFactor: 0 };
    this.outline = L.polygon([], { ...quiet, color: "#1B1F24", weight: 1.6, fill: false });
    this.glow = L.featureGroup().addTo(this.map);
    this.marks = L.featureGroup().addTo(this.map);
    this.quiet = quiet;
    this.tip = L.tooltip({ className: "tm-tip", direction: "top", offset: [0, -6], opacity: 1 });
    this.popup = L.popup({ className: "tm-popup", maxWidth: 330, minWidth: 250, maxHeight: 340, autoPanPadding: [16, 16] });
    this.map.on("mousemove", (event) => this.later(event));
    this.map.on("mouseout", () => this.leave());
    this.map.on("click", (event) => this.open(event.latlng));
    // by keyboard: the map is moved with the arrow keys, Enter asks what lies in its middle
    this.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.map.getContainer()) this.open(this.map.getCenter());
    });
    this.popup.on("remove", () => { this.opened = null; });
  }

  later(event) {
    this.pointer = event;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.pointer) this.hover(this.pointer);
    });
  }

  leave() {
    this.pointer = null;
    this.outline.remove();
    this.tip.remove();
  }

  // The sheet a point of the screen shows: left of the divider the earlier day's.
  sheetAt(latlng) {
    const { swipe } = this.board;
    const left = swipe.active && this.map.latLngToContainerPoint(latlng).x < swipe.part * this.map.getSize().x;
    return left && this.view.sheetA ? this.view.sheetA : this.view.sheet;
  }

  hover(event) {
    const sheet = this.sheetAt(event.latlng);
    const control = sheet.find("control");
    const posts = sheet.find("post");
    const post = posts?.shown ? posts.hits(event.layerPoint)[0] : undefined;
    const [cell] = control.hits(event.layerPoint);
    if (cell === undefined) return this.leave();
    const row = control.properties(cell);
    this.outline.setLatLngs(control.paths[cell].getLatLngs()).addTo(this.map);
    const name = post === undefined ? this.board.placeName(row.place) : this.board.facts.posts[posts.properties(post).id];
    this.tip.setContent(h("span", {}, h("b", {}, name), ` · ${this.partyName(row.controller)}`));
    this.tip.setLatLng(event.latlng).addTo(this.map);
  }

  partyName(id) {
    return this.board.facts.parties.find((party) => party.id === id)?.name ?? this.board.words.unknown_controller;
  }

  open(latlng) {
    this.opened = latlng;
    const content = this.content(latlng);
    if (!content) return this.popup.remove();
    this.shownText = content.textContent;
    this.popup.setLatLng(latlng).setContent(content).openOn(this.map);
    this.opened = latlng;
  }

  // The popup stays while the day moves; its record follows.
  update() {
    if (this.opened && this.popup.isOpen()) {
      const content = this.content(this.opened);
      if (!content) return this.popup.remove();
      if (content.textContent === this.shownText) return;
      this.shownText = content.textContent;
      // a record that follows the date must not pull the map after it
      this.popup.options.autoPan = false;
      this.popup.setContent(content);
      this.popup.options.autoPan = true;
    }
  }

  content(latlng) {
    const sheet = this.sheetAt(latlng);
    const point = this.map.latLngToLayerPoint(latlng);
    const parts = [];
    const covering = new Set();
    let stroke = null;
    for (const layer of sheet.layers) {
      if (layer.spec.style === "control" || !layer.spec.properties.some((p) => p.recipe || p.status || p.agreements)) continue;
      for (const geometry of layer.hits(point)) {
        const row = layer.properties(geometry);
        for (const id of row.agreements ?? []) covering.add(id);
        if (row.status && layer.shown) parts.push(postRecord(this.board, row));
        else if (layer.spec.style === "distance") { if (layer.shown) stroke = strokeRecord(this.board, layer, row); break; }
        else if (row.recipe && row.title_en && layer.shown) parts.push(agreedRecord(this.board, row));
      }
    }
    const control = sheet.find("control");
    const [cell] = control.hits(point);
    if (cell !== undefined) {
      const from = control.spec.items[control.held[cell] + 1];
      parts.unshift(cellRecord(this, control.properties(cell), { from, shown: sheet.day }, covering));
    } else if (covering.size) {
      parts.push(agreementLinks(this.board, this.board.words.concerns, [...covering]));
    }
    if (stroke) parts.unshift(stroke); // asked for by its layer: it is not looked for under all else
    return parts.length ? h("div", { class: "tm-record" }, parts) : null;
  }

  // Show where the place or district lies that the panel tells of; bring it into view when new.
  mark(place, area, isNew) {
    this.marks.clearLayers();
    this.view.labels.mark(place);
    const { facts, spec } = this.board;
    const control = this.view.sheet.find("control");
    const cells = place ? [place] : (facts.areas[area] ?? []).map((cell) => control.spec.places[cell]);
    const wanted = new Set(cells);
    const shapes = control.paths.filter((path, geometry) => wanted.has(control.spec.places[geometry])).map((path) => path.getLatLngs());
    const round = shapes.length ? outline(shapes) : [];
    const lit = pathOptions(spec.lit);
    for (const look of [{ color: "#fff", weight: 5.5 }, { color: lit.color, weight: 2.5 }]) {
      if (round.length) L.polyline(round, { ...this.quiet, ...lit, ...look, className: "tm-mark" }).addTo(this.marks);
    }
    const at = this.view.labels.find(place)?.at;
    const bounds = at ? L.latLngBounds(at, at) : this.marks.getBounds();
    if (isNew && bounds.isValid() && !this.map.getBounds().pad(-0.05).contains(bounds)) this.bringIn(bounds);
  }

  // Moved, not zoomed, where it fits the map as it is.
  bringIn(bounds) {
    const { map } = this;
    if (map.getBoundsZoom(bounds) >= map.getZoom()) map.panTo(bounds.getCenter(), { animate: false });
    else map.fitBounds(bounds, { animate: false, padding: [24, 24] });
  }

  // Lay a glow over what an agreement draws, whatever layers are on; bring it into view when new.
  light(agreement, isNew) {
    this.glow.clearLayers();
    if (!agreement) return;
    if (isNew) this.popup.remove();
    const lit = this.board.facts.agreements.find((a) => a.id === agreement)?.draws ?? [];
    const style = pathOptions(this.board.spec.lit);
    for (const layer of this.view.sheet.layers) {
      layer.spec.properties.forEach((row, index) => {
        if (!row.id || !lit.includes(row.recipe) || layer.spec.style === "taken") return;
        const geometry = layer.spec.items[layer.spec.items.findIndex((v, at) => at % 5 === 4 && v === index) - 4];
        const shape = layer.paths[geometry].getLatLngs();
        const closed = layer.paths[geometry] instanceof L.Polygon;
        (closed ? L.polygon : L.polyline)(shape, { ...this.quiet, ...style, className: "tm-lit" }).addTo(this.glow);
      });
    }
    if (isNew && this.glow.getLayers().length) {
      const bounds = this.glow.getBounds();
      if (!this.map.getBounds().contains(bounds)) this.map.fitBounds(bounds, { animate: false, padding: [24, 24] });
    }
  }
}

// What cells have round them all: their edges that no two of them share. Neighbours have the very
// same vertices along a common edge.
function outline(shapes) {
  const edges = new Map();
  for (const ring of shapes.flat(2)) {
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length];
      const key = [`${from.lat},${from.lng}`, `${to.lat},${to.lng}`].sort().join(" ");
      if (!edges.delete(key)) edges.set(key, [from, to]);
    });
  }
  return [...edges.values()];
}

function cellRecord(inspector, row, { from: fromDay, shown }, covering) {
  const { board } = inspector;
  const { facts, words, calendar } = board;
  const place = facts.places[row.place];
  const event = facts.events[row.event];
  const name = (id) => inspector.partyName(id);
  const held = facts.parties.find((party) => party.id === row.controller);
  const since = event
    ? fill(words.taken_from_on, { from: name(row.previous ?? event.from), day: calendar.brief(fromDay) })
    : words.held_from_start;
  const days = shown - fromDay;
  const rows = [
    event?.operation ? [words.operation, facts.operations[event.operation] ?? event.operation] : null,
    [words.certainty, `${words["certainty_" + row.certainty]} · ${words["basis_" + row.basis]}`],
    [words.precision, errorWords(words, row.precision_m)],
    event?.note ? [words.note, event.note] : null,
  ].filter(Boolean);
  const concerned = new Set([...covering, ...(row.agreements ?? [])]);
  return h("section", {},
    placeHeader(board, row.place, shown),
    h("p", { class: "tm-where" }, place.area),
    h("p", { class: "tm-holder" }, swatch(board, `control.${row.controller ?? "unknown"}`), h("b", {}, held?.name ?? words.unknown_controller)),
    h("p", {}, since, days > 0 && event ? ` (${counted(words, "days_before", days)})` : ""),
    h("dl", {}, rows.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    sourceList(board, row.sources ?? []),
    concerned.size ? agreementLinks(board, words.concerns, [...concerned]) : null,
    h("button", { class: "tm-link", onclick: () => board.pick("place", row.place) }, words.full_history),
  );
}

// The place in the reader's language, its other name beside it; the day where two are on screen.
function placeHeader(board, id, day) {
  const { facts, choice, calendar } = board;
  const own = board.placeName(id);
  const other = [facts.places[id].en, facts.places[id].ar].find((name) => name && name !== own);
  const dated = ["swipe", "side"].includes(choice.compare) ? h("p", { class: "tm-where" }, calendar.words(day)) : null;
  return [h("header", {}, h("b", {}, own), other ? h("span", { class: "tm-ar", dir: "auto" }, other) : null), dated];
}

// An error is given no more exactly than it is known.
function errorWords(words, metres) {
  if (!metres) return words.unknown_error;
  const km = metres / 1000;
  return fill(words.precision_value, { km: km < 1 ? km.toFixed(1) : km.toFixed(km < 10 ? 1 : 0) });
}

function postRecord(board, row) {
  const { words } = board;
  const terms = [
    [words.operator, board.facts.operators[row.operator] ?? row.operator], [words.established, row.established],
    [words.encircled, row.encircled], [words.withdrawn, row.withdrawn], [words.position, row.position_quality], [words.note, row.note],
  ].filter(([, value]) => value);
  return h("section", {},
    h("header", {}, h("b", {}, board.facts.posts[row.id])),
    h("p", { class: "tm-where" }, words["post_" + row.status]),
    h("dl", {}, terms.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    sourceList(board, row.sources ?? []),
  );
}

// How far the line of contact stands from the agreed line here: strokes lie close, one is enough.
function strokeRecord(board, { spec }, row) {
  const { words, facts } = board;
  const about = facts.distances[row.recipe];
  return h("details", { class: "tm-agreed" },
    h("summary", {}, `${board.spec.choices.layers.find(({ name }) => name === spec.layer).title}: `, h("b", {}, fill(words.km_value, { n: row.length_km.toFixed(1) }))),
    h("p", {}, about.caveat),
    h("p", { class: "tm-where" }, `${words.certainty}: ${words["certainty_" + row.certainty]} · ${words.precision}: ${errorWords(words, row.precision_m)}`),
    sourceList(board, [...(row.sources ?? []), ...about.sources]),
    agreementLinks(board, words.concerns, [about.agreement]));
}

// What an agreement drew here: folded, since several may lie over one place.
function agreedRecord(board, row) {
  const { words, spec } = board;
  const local = (field) => row[`${field}_${spec.language}`] || row[`${field}_en`];
  return h("details", { class: "tm-agreed" }, h("summary", {}, row.depth_km ? `${local("title")} · ${fill(words.km_value, { n: row.depth_km })}` : local("title")),
    h("p", {}, local("caveat")),
    h("p", { class: "tm-where" }, `${words.certainty}: ${words["certainty_" + row.certainty]} · ${words.precision}: ${errorWords(words, row.precision_m)}`),
    sourceList(board, row.sources ?? []),
    agreementLinks(board, words.concerns, row.agreements ?? []));
}

function sourceList(board, ids) {
  const known = ids.map((id) => board.facts.sources[id]).filter(Boolean);
  if (!known.length) return h("p", { class: "tm-none" }, board.words.no_source);
  return h("div", { class: "tm-sources" }, h("span", {}, board.words.sources),
    h("ul", {}, known.map((source) => h("li", {}, sourceLink(source)))));
}

function sourceLink(source) {
  if (!/^https?:\/\//.test(source.url ?? "")) return h("span", {}, source.label);
  return h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.label);
}

function agreementLinks(board, title, ids) {
  const named = board.facts.agreements.filter((agreement) => ids.includes(agreement.id));
  return h("div", { class: "tm-agreements" }, h("span", {}, title),
    named.map((agreement) => h("button", { class: "tm-chip", onclick: () => board.pick("agreement", agreement.id) }, agreement.short)));
}
