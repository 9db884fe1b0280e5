// Everything that follows the day shown (B) and the day compared with (A). The board decides
// what its views and slots show, and is the only one who speaks with Python.

class Board {
  // `unheard` is what a board before this one had said and got no answer to.
  constructor(host, spec, unheard = {}) {
    this.spec = spec;
    this.facts = spec.facts;
    this.words = spec.words;
    this.calendar = new Calendar(this.facts.first, this.facts.last, spec.locale);
    this.slots = new Map();
    this.day = null;
    this.since = this.facts.reference.day;
    this.sent = 0; // messages sent to Python
    this.heard = 0; // the last of them it has answered
    this.told = {}; // the dates Python was told or told us
    this.unheard = unheard; // what the reader moved and Python has not answered yet
    this.dragging = false;
    // in the link's words; the tab and the language are Python's to draw, but known here
    this.choice = { layers: null, base: "offline", compare: "single", tab: TABS[0], lang: spec.language, agreement: null, place: null, area: null };
    this.build(host);
  }

  build(host) {
    this.stage = h("div", { class: "tm-stage", "data-compare": "single" });
    host.replaceChildren(this.stage);
    this.frame = h("div", { class: "tm-frame" });
    this.stage.append(this.frame);
    this.view = new View(this, this.frame, "map_timemap");
    this.map = this.view.map;
    L.control.zoom({ position: "topleft", zoomInTitle: this.words.zoom_in, zoomOutTitle: this.words.zoom_out }).addTo(this.map);
    this.legendHost = h("div", { class: "tm-legend-host" });
    this.frame.append(this.legendHost);
    this.inspector = new Inspector(this, this.view);
    this.legend = new Legend(this, this.legendHost);
    this.swipe = new Swipe(this);
    this.play = new Player(this);
    this.openView();
    this.map.on("moveend", () => this.moved());
    this.resizer = new ResizeObserver(() => this.resized());
    this.resizer.observe(this.stage);
  }

  openView() {
    this.view.fit(this.facts.opening_bbox, this.legend.fold.open ? this.legendHost.offsetWidth : 0);
    this.openingView = this.viewWords();
  }

  get layers() { return [this.view.base, ...this.view.sheet.layers].filter(Boolean); }
  get comparing() { return this.choice.compare !== "single"; }

  resized() {
    this.map.invalidateSize({ animate: false });
    this.twin?.map.invalidateSize({ animate: false });
    this.swipe.place();
    // a window made narrow leaves the map to be seen
    const narrow = this.frame.clientWidth < 520;
    if (narrow && !this.wasNarrow) this.legend.fold.open = false;
    this.wasNarrow = narrow;
  }

  // Show a day everywhere in the browser. Returns the number of paths restyled.
  show(day) {
    day = this.calendar.clamp(day);
    if (day === this.day) return 0;
    this.day = day;
    const touched = this.view.sheet.setDay(day);
    this.changed();
    return touched;
  }

  // Set the day compared with.
  compareWith(day) {
    day = this.calendar.clamp(day);
    if (day === this.since) return;
    this.since = day;
    this.changed();
  }

  commitSince() {
    this.say({ since: this.calendar.iso(this.since) }, true);
  }

  // A day and a choice are there to be shown.
  get ready() { return this.day !== null && this.choice.layers !== null; }

  changed() {
    if (!this.ready) return;
    const { compare } = this.choice;
    if (compare === "swipe") this.view.second().setDay(this.since);
    if (compare === "side") this.twin.sheet.setDay(this.since);
    if (compare === "difference") this.difference.set(this.since, this.day);
    this.captions();
    for (const slot of this.slots.values()) slot.update();
    this.legend.update();
    this.inspector.update();
    this.twin?.inspector.update();
  }

  captions() {
    const { compare } = this.choice;
    if (compare === "single" && this.captioned === compare) return;
    this.captioned = compare;
    const [a, b] = [this.calendar.words(this.since), this.calendar.words(this.day)];
    this.view.caption.textContent = compare === "side" ? b : compare === "difference" ? fill(this.words.from_to, { from: a, to: b }) : "";
    if (this.twin) this.twin.caption.textContent = a;
    this.swipe.captions(a, b);
  }

  // Tell Python what is shown. `n` lets an answer be matched with the last thing said.
  commit(day) {
    this.play.halt();
    this.show(day);
    this.slots.get("dial")?.update();
    this.say({ date: this.calendar.iso(this.day) }, true);
  }

  // Choose something of what the link says: seen at once, told to Python in the link's words.
  choose(fields) {
    this.take({ ...this.choice, ...fields });
    // in a walk through time the day has moved on since Python last heard of it
    this.say(this.play.on ? { date: this.calendar.iso(this.day), ...fields } : fields, true);
  }

  // A way of comparing; the difference brings its table, the others close it.
  enter(compare) {
    const tab = compare === "difference" ? "difference" : this.choice.tab === "difference" ? TABS[0] : this.choice.tab;
    this.choose({ compare, tab });
  }

  openTab(tab) {
    if (tab === "difference") this.enter("difference");
    else this.choose({ tab });
  }

  // Open an agreement or a place. The date moves to an agreement's day where the series has it.
  pick(kind, id) {
    this.play.halt();
    if (kind === "place") return this.choose({ place: id, tab: "place", date: this.calendar.iso(this.day) });
    const { day } = this.facts.agreements.find((each) => each.id === id);
    if (day >= 0 && day <= this.calendar.last) this.show(day);
    this.choose({ agreement: id, tab: TABS[0], date: this.calendar.iso(this.day) });
    this.slots.get("dial")?.update();
  }

  // Only what the reader moved is said, so that it never overrules what Python moved meanwhile;
  // what has not been answered yet is said again, since a later message replaces an earlier one,
  // and once more after a while without an answer: the connection may have been lost. A step is
  // what the reader can go back from.
  say(moved = {}, isStep = false, wait = 4000) {
    this.sent += 1;
    this.heardView = this.viewWords();
    Object.assign(this.unheard, moved);
    for (const name of ["date", "since"]) if (moved[name]) this.told[name] = moved[name];
    const bounds = this.map.getBounds();
    clearTimeout(this.again); // set first: the answer may come before `send` returns
    this.again = setTimeout(() => this.say({}, false, Math.min(wait * 2, 30_000)), wait);
    this.send?.("said", {
      ...this.unheard, n: this.sent, at: this.heardView,
      extent: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
    }, isStep);
  }

  // All that is on screen, in the link's words.
  everything() {
    const { agreement, place, area, ...choice } = this.choice;
    return { ...choice, agreement: agreement ?? "", place: place ?? "", area: area ?? "", date: this.calendar.iso(this.day), since: this.calendar.iso(this.since) };
  }

  // The reader went back or forward: what the address says is shown again, and told to Python.
  // What of it cannot be used stays as it is.
  restore(query) {
    this.play.halt();
    const asked = { agreement: "", place: "", area: "", ...usableWords(this.spec, query) };
    if (asked.date) this.show(this.calendar.number(asked.date));
    if (asked.since) this.compareWith(this.calendar.number(asked.since));
    if (asked.at) this.goTo(asked.at);
    this.take({ ...this.choice, ...asked });
    this.slots.get("dial")?.update();
    this.say(this.everything());
  }

  viewWords() {
    const { lat, lng } = this.map.getCenter();
    return `${lat.toFixed(4)}_${lng.toFixed(4)}_${this.map.getZoom()}`;
  }

  // The reader moved the map: the link follows once it rests.
  moved() {
    this.twin?.map.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
    if (this.day === null || this.viewWords() === this.heardView) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      // a drag in progress says everything when it ends
      if (!this.dragging && this.viewWords() !== this.heardView) this.say();
    }, 600);
  }

  // What Python says, in the link's words; what the reader moved since its last word leads.
  // Returns whether it was obeyed.
  obey(order) {
    const opening = this.choice.layers === null;
    if (opening) this.sent = order.ack; // a board made anew counts on
    // fewer heard than before: the server has started anew and knows nothing of what was said
    const anew = order.ack < this.heard;
    this.heard = order.ack;
    if (anew) queueMicrotask(() => this.say(this.everything()));
    if (order.ack < this.sent) return false;
    clearTimeout(this.again);
    if (!opening) this.unheard = {};
    this.answered = order;
    // a date of Python's own (a row chosen) ends a walk through time
    const moved = ["date", "since"].some((name) => this.told[name] && this.told[name] !== order[name]);
    if (moved && this.play.on) this.play.halt();
    if (this.busy) {
      this.take(order);
      return false;
    }
    this.told = { date: order.date, since: order.since };
    this.compareWith(this.calendar.number(order.since));
    this.show(this.calendar.number(order.date));
    if (order.at && order.at !== this.heardView) this.goTo(order.at);
    this.take(order);
    return order.ack >= this.sent;
  }

  // The reader has the date in hand.
  get busy() { return Boolean(this.dragging || this.play.on || this.slots.get("dial")?.unsettled); }

  // Show a choice: layers, base map, way of comparing, tab, and the agreement whose lines glow.
  take({ layers, base, compare, tab, lang, agreement, place, area }) {
    const next = { layers, base, compare, tab, lang, agreement: agreement || null, place: place || null, area: area || null };
    // the difference is a tab of its own way of comparing only
    if (tab === "difference" && compare !== "difference") next.tab = TABS[0];
    const before = this.choice;
    if (next.agreement) this.lastOpen = next.agreement; // where the list is gone on with
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    const opening = before.layers === null;
    this.choice = next;
    if (opening) this.say(); // a short link becomes the whole one, the opening view in it
    if (before.compare !== compare) this.setCompare(compare);
    this.applyLayers();
    // a link that names a view is obeyed; only a fresh choice may move the map
    this.inspector.light(next.agreement, next.agreement !== before.agreement && !(opening && this.answered?.at));
    this.twin?.inspector.light(next.agreement, false);
    this.markPlace(before, opening);
    this.changed();
  }

  // What the tab of places tells of is marked while it is open.
  markPlace(before, opening) {
    const shown = ({ tab, place, area }) => (tab === "place" ? [place, place ? null : area] : [null, null]);
    const [place, area] = shown(this.choice);
    const isNew = String(shown(before)) !== String([place, area]);
    this.inspector.mark(place, area, isNew && !(opening && this.answered?.at));
    this.twin?.inspector.mark(place, area, false);
  }

  get layersShown() { return this.choice.layers === "none" ? [] : this.choice.layers.split("."); }

  // Address of a page beside the map, of the day shown; none where the map stands alone.
  pageLink(words) {
    if (!this.answered?.view) return null;
    const { ack, area, claim, ...said } = { ...this.answered, ...this.unheard };
    const all = { ...said, date: this.calendar.iso(this.day), ...words };
    return `?${new URLSearchParams(Object.entries(all).filter(([, text]) => text))}`;
  }

  goTo(words) {
    const [lat, lon, zoom] = words.split("_").map(Number);
    this.heardView = words;
    this.map.setView([lat, lon], zoom, { animate: false });
    this.moved(); // what of it the map could show, and how much of the land that is
  }

  setCompare(compare) {
    this.stage.dataset.compare = compare;
    if (compare === "side" && !this.twin) this.makeTwin();
    if (compare === "difference") this.difference ??= new Difference(this.view, this);
    this.difference?.setVisible(compare === "difference");
    this.view.sheetA?.setVisible(compare === "swipe");
    if (compare === "swipe") this.view.second().setVisible(true);
    this.swipe.setActive(compare === "swipe");
    if (this.twin) this.twin.element.hidden = compare !== "side";
    // two maps leave no room for it; it opens again when one is left
    if (compare === "side") [this.legendWasOpen, this.legend.fold.open] = [this.legend.fold.open, false];
    else if (this.legendWasOpen) [this.legend.fold.open, this.legendWasOpen] = [true, false];
    this.resized();
    // two maps are half as wide: the opening view is fitted again, a view of the reader's kept
    if (this.viewWords() === this.openingView) this.openView();
  }

  makeTwin() {
    const element = h("div", { class: "tm-frame tm-twin" });
    this.stage.prepend(element);
    this.twin = new View(this, element, "map_timemap_a");
    this.twin.inspector = new Inspector(this, this.twin);
    this.twin.map.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
    this.map.on("move", () => this.follow(this.map, this.twin.map));
    this.twin.map.on("move", () => this.follow(this.twin.map, this.map));
  }

  // Two maps, one view: whichever is moved leads.
  follow(leader, other) {
    if (this.following || this.choice.compare !== "side") return;
    this.following = true;
    other.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    this.following = false;
  }

  applyLayers() {
    // in a difference the gained cells say what the layer of taken land says
    const hidden = this.choice.compare === "difference" ? ["taken", "doubt"] : [];
    this.view.apply(this.layersShown, this.choice.base, hidden);
    this.twin?.apply(this.layersShown, this.choice.base, hidden);
    this.difference?.showLines(this.layersShown.includes(this.view.sheet.find("contact")?.spec.layer));
    const control = this.view.sheet.find("control");
    if (control) control.pane.style.opacity = this.choice.compare === "difference" ? 0.3 : this.spec.control_opacity;
  }

  mount(name, element, order, send) {
    if (send) this.send = send;
    const old = this.slots.get(name);
    if (!old || old.element !== element) {
      const Slot = { title: Title, choices: Choices, tabs: Tabs, agreements: AgreementList, dial: Dial, figures: Figures, difference: DifferenceTable, chart: Chart }[name];
      const slot = new Slot(this, element);
      slot.element = element;
      this.slots.set(name, slot);
    }
    const obeyed = order ? this.obey(order) : false;
    if (this.ready) this.slots.get(name).update();
    return obeyed;
  }

  unmount(name, element) {
    const slot = this.slots.get(name);
    if (slot?.element !== element) return;
    slot.resizer?.disconnect();
    this.slots.delete(name);
  }

  // State after which change: index into the series of figures.
  stateIndex(day = this.day) {
    return Math.max(0, upperBound(this.facts.state_days, day) - 1);
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

  // A place in the reader's language, where it has a name there.
  placeName(id) {
    const place = this.facts.places[id];
    return place[this.spec.language] || place.en;
  }

  agreementsOn(day) {
    return this.facts.agreements.filter((a) => a.force.some(([from, to]) => from <= day && day < to));
  }

  destroy() {
    this.play.halt();
    for (const slot of this.slots.values()) slot.resizer?.disconnect();
    this.resizer.disconnect();
    clearTimeout(this.resting);
    clearTimeout(this.again);
    this.map.remove();
    this.twin?.map.remove();
  }
}
