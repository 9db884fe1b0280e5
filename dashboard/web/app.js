// What is shown: the day (B), the day compared with (A), and the choice, in the link's words. The
// controller changes them for its widgets, tells its subscribers, and keeps Python informed.

import { isEmbedded } from "./address.js";
import { Connection } from "./connection.js";
import { readAnnotations } from "./core/annotations.js";
import { TimeAxis } from "./core/axis.js";
import { Calendar } from "./core/calendar.js";
import { Finder } from "./core/finder.js";
import { Format } from "./core/format.js";
import { fitted, including, lensText, readLens, spanOf } from "./core/lens.js";
import { incidentKinds, optional, splitRecord, tabsOf, usableParameters } from "./core/link.js";
import { Lookup, openingDay } from "./core/lookup.js";
import { Maps } from "./map/maps.js";
import { Paper } from "./map/paper.js";
import { AgreementList } from "./widgets/agreements.js";
import { Annotator } from "./widgets/annotate.js";
import { Announcements } from "./widgets/announcements.js";
import { Cards } from "./widgets/cards.js";
import { Chart } from "./widgets/chart.js";
import { Choices } from "./widgets/choices.js";
import { DifferencePanel } from "./widgets/compare.js";
import { Intro } from "./widgets/intro.js";
import { Legend } from "./widgets/legend.js";
import { Notes } from "./widgets/notes.js";
import { Player } from "./widgets/player.js";
import { RecordPanel } from "./widgets/record.js";
import { pageTitles, Search } from "./widgets/search.js";
import { TimelineSlider } from "./widgets/slider.js";
import { Tabs } from "./widgets/tabs.js";
import { Title } from "./widgets/title.js";
import { addViewButtons } from "./widgets/viewButtons.js";

const WIDGETS = {
  title: Title, choices: Choices, tabs: Tabs, agreements: AgreementList, intro: Intro, record: RecordPanel, search: Search, slider: TimelineSlider,
  cards: Cards, difference: DifferencePanel, chart: Chart,
};
const REST_MS = 600; // a map or lens that has not moved for so long is at rest
const LINKS_MS = 120; // links follow a day that has not changed for so long
const BURST_MS = 1000; // steps of a date that follow each other sooner are one step of the history

const queryAddress = (fields) => `?${new URLSearchParams(fields)}`;

// The record that a choice has open.
const recordOf = ({ tab, record }) => (tab === "record" ? record : null);

export class MapController {
  // `connection` is that of the controller before this one. `writeAddress` is called with the
  // fields shown whenever they change, and whether that makes a step of the history. `address`
  // returns the address, as linked from this page, of what parameters show.
  constructor(host, payload, { connection = new Connection(), writeAddress = () => {}, address = queryAddress } = {}) {
    Object.assign(this, { payload, writeAddress, address, facts: payload.facts, words: payload.words });
    this.format = new Format(payload.format);
    this.calendar = new Calendar(this.facts.first, this.facts.last, this.format);
    this.lookup = new Lookup(payload, this.calendar, this.format);
    this.widgets = new Map();
    this.resting = new Map(); // by name, an action that waits for rest and its timer
    this.listeners = new Set();
    this.lifetime = new AbortController(); // ends what listens to the page
    this.day = null;
    this.since = this.facts.reference.day;
    this.lens = null; // first and last day of the timeline; the whole series
    this.sentView = { at: "", lens: "" }; // the views of map and timeline that Python knows
    this.adjusting = false; // the reader is dragging a thumb or holding a key down
    this.tabs = tabsOf(this.facts);
    // the tab and the language are Python's to draw, but known here
    this.choice = { layers: null, base: "offline", compare: "single", tab: this.tabs[0], lang: payload.language, ...optional({}, null) };
    this.annotations = []; // those of the choice, parsed
    this.connection = Object.assign(connection, { controller: this });
    this.player = new Player(this);
    this.annotator = isEmbedded() ? null : new Annotator(this);
    this.maps = new Maps(this, host);
    this.legend = new Legend(this, this.maps.frame);
    this.subscribe(() => this.legend.update());
    this.announcements = new Announcements(this);
    this.paper = new Paper(this);
    this.notes = new Notes(this, this.maps.map);
    this.subscribe(() => this.notes.update());
    addViewButtons(this);
    this.openView();
    this.maps.map.on("moveend", () => this.onViewMoved());
    addEventListener("blur", () => this.rest(), { signal: this.lifetime.signal }); // the reader may be about to copy the address
  }

  openView() {
    this.fitOpeningView();
    this.maps.goTo(this.openingView);
  }

  // Which view the map of its present size opens with.
  fitOpeningView() {
    const { centre, zoom } = this.maps.view.fitted(this.facts.opening_bbox, this.legend.openWidth);
    this.openingView = this.maps.viewText(centre, zoom);
  }

  // The reader has not moved the map.
  get isOpeningView() { return this.maps.isAt(this.openingView); }

  // The opening view is fitted to every size; a view of the reader's is kept.
  resizeMaps() {
    const isOpening = this.isOpeningView;
    this.maps.resize();
    if (isOpening) this.openView();
    else this.fitOpeningView();
  }

  onMapResized() {
    this.resizeMaps();
    this.onViewMoved(); // a resize can move the centre by half a pixel without an event
  }

  // --- subscribers ---

  // Calls `listener` after every change; returns how to end that.
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify() {
    if (!this.isReady) return;
    for (const listener of this.listeners) listener();
    this.onceAtRest("links", () => this.updateLinks(), LINKS_MS);
  }

  // Where links lead follows the day once it has come to rest.
  updateLinks() {
    for (const part of [...this.widgets.values(), this.legend]) part.updateLinks?.();
  }

  // Put a widget into an element of the page. `serverState` and `send` are given by the one that is
  // connected to Python. Returns whether Python's state was applied.
  mount(name, element, serverState, send) {
    if (send) this.connection.send = send;
    let widget = this.widgets.get(name);
    if (widget?.element !== element) {
      widget?.unsubscribe();
      widget = Object.assign(new WIDGETS[name](this, element), { element });
      widget.unsubscribe = this.subscribe(() => widget.update?.());
      this.widgets.set(name, widget);
    }
    if (serverState) this.applyServerState(serverState);
    if (!this.isReady) return;
    widget.update?.();
    widget.updateLinks?.();
  }

  unmount(name, element) {
    const widget = this.widgets.get(name);
    if (widget?.element !== element) return;
    widget.unsubscribe();
    widget.resizer?.disconnect();
    this.widgets.delete(name);
  }

  // --- what is shown ---

  // Whether there is a day and a choice to show.
  get isReady() { return this.day !== null && this.choice.layers !== null; }
  get isComparing() { return this.choice.compare !== "single"; }
  get layersShown() { return this.choice.layers === "none" ? [] : this.choice.layers.split("."); }
  // The kinds of incidents on the map while their layer is.
  get kindsShown() { return this.choice.incidents?.split(".") ?? incidentKinds(this.payload.choices); }

  // The two days of a comparison, the earlier first; otherwise the day shown alone.
  get span() {
    const { day, since } = this;
    return this.isComparing ? [Math.min(since, day), Math.max(since, day)] : [day, day];
  }

  // The first and the last day of the timeline, also where that is the whole series.
  get lensSpan() { return spanOf(this.lens, this.calendar.last); }

  // Where a day lies on a timeline or chart so many pixels wide.
  axis(width) { return new TimeAxis(this.lensSpan, width); }

  // Show a day; the lens follows it. Returns the number of paths restyled.
  show(day) {
    day = this.calendar.clamp(day);
    if (day === this.day) return 0;
    this.day = day;
    this.lens = including(this.lens, [day], this.calendar.last);
    return this.changed();
  }

  // Set the day compared with.
  compareWith(day) {
    day = this.calendar.clamp(day);
    if (day === this.since) return;
    this.since = day;
    this.lens = including(this.lens, [day, this.day], this.calendar.last);
    this.changed();
  }

  // Show other days on the timeline; null the whole series.
  setLens(lens) {
    if (String(lens) === String(this.lens)) return;
    this.lens = lens;
    this.notify();
    this.onViewMoved();
  }

  // Show some days on the timeline, with a little on either side.
  zoomTo(first, last) {
    const margin = (last - first) * 0.03;
    this.setLens(fitted([first - margin, last + margin], this.calendar.last));
  }

  changed() {
    if (!this.isReady) return 0;
    const touched = this.maps.setDays(...this.span);
    this.notify();
    return touched;
  }

  // Show a choice: layers, base map, way of comparing, tab, and what is open in the panel. What
  // opens is brought into view, unless `keepsView` says that the reader has it there.
  applyChoice({ layers, base, compare, tab, lang, ...others }, { keepsView = false } = {}) {
    const next = { layers, base, compare, tab, lang, ...optional(others, null) };
    if (tab === "difference" && compare === "single") next.tab = this.tabs[0]; // of a single day there is none
    const before = this.choice;
    if (next.agreement) this.lastOpen = next.agreement; // where the reader comes back to the list
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    const opening = before.layers === null;
    this.choice = next;
    if (before.compare !== compare) this.setMode(compare);
    this.maps.applyLayers(this.layersShown, base, this.kindsShown);
    // a link that names a view keeps it; only a fresh choice may move the map
    const mayMove = !keepsView && !(opening && this.serverState?.at);
    this.maps.showAgreement(next.agreement, mayMove && next.agreement !== before.agreement);
    if (next.annotations !== before.annotations) {
      this.annotations = readAnnotations(next.annotations ?? "", this.payload) ?? [];
      this.maps.showAnnotations(this.annotations);
    }
    const opensRecord = this.recordShown !== recordOf(before);
    this.maps.showRecord(this.recordShown, mayMove && opensRecord);
    this.changed();
    if (opening) this.settleOpening();
  }

  // The legend is known now, and so how much of the map it leaves; a short link becomes the whole one.
  settleOpening() {
    this.legend.makeRoom();
    if (this.isOpeningView) this.openView();
    this.sendPatch();
  }

  // The record open in the panel.
  get recordShown() { return recordOf(this.choice); }

  setMode(mode) {
    this.maps.setMode(mode);
    this.legend.makeRoom();
    this.resizeMaps(); // two maps are half as wide
  }

  // --- what the reader does ---

  // The reader let go of the date at a day: a new step of the history, or part of the last.
  commit(day, isStep = true) {
    this.player.halt();
    this.show(day);
    this.notify();
    this.sendPatch({ date: this.calendar.iso(this.day) }, isStep);
  }

  // The same by a key or a button, pressed several times to come to a day.
  commitStep(day) {
    this.commit(day, this.beginsBurst());
  }

  commitSince(isStep = true) {
    this.sendPatch({ since: this.calendar.iso(this.since) }, isStep);
  }

  // Compare two days, chosen together. Where a single day was shown this opens a tab of the panel.
  compareDays(from, to, tab = "changes") {
    this.player.halt();
    [this.since, this.day] = [from, to];
    this.lens = including(this.lens, [from, to], this.calendar.last);
    const mode = this.isComparing ? {} : { compare: "difference", tab };
    this.changed();
    this.choose({ ...mode, since: this.calendar.iso(from), date: this.calendar.iso(to) });
  }

  // Whether a press is the first of those that follow each other quickly.
  beginsBurst() {
    const now = performance.now();
    const isFirst = !(now - this.pressedAt < BURST_MS);
    this.pressedAt = now;
    return isFirst;
  }

  choose(fields, options) {
    this.applyChoice({ ...this.choice, ...fields }, options);
    // in a walk through time the day has moved on since Python was last informed
    this.sendPatch(this.player.on ? { date: this.calendar.iso(this.day), ...fields } : fields, true);
  }

  // A way of comparing; the first brings the table of what differs, which goes with the last.
  chooseMode(compare) {
    const { tab } = this.choice;
    if (compare === "single") this.choose({ compare, tab: tab === "difference" ? this.tabs[0] : tab });
    else this.choose({ compare, tab: this.isComparing ? tab : "difference" });
  }

  // The table of what differs brings a way of comparing.
  chooseTab(tab) {
    if (tab === "difference" && !this.isComparing) this.chooseMode("difference");
    else this.choose({ tab });
  }

  // Open a record in the panel, which takes the keyboard. `keepsView` where it was chosen on the map.
  openRecord(record, options) {
    if (splitRecord(record).kind === "agreement") return this.openAgreement(splitRecord(record).id);
    this.player.halt();
    if (!this.recordShown) [this.tabBefore, this.focusBefore] = [this.choice.tab, document.activeElement];
    this.choose({ record, tab: "record", date: this.calendar.iso(this.day) }, options);
    this.widgets.get("record")?.takeFocus();
  }

  get searchHint() { return this.words[this.facts.agreements.length ? "search_hint" : "search_hint_places"]; }

  // What search finds in: its index costs some ten milliseconds and is made when it is first wanted.
  finder() {
    return (this.madeFinder ??= new Finder(this.lookup, this.maps.view.dateLayers.cells, this.payload.map, pageTitles()));
  }

  openSuggestion({ record, at, days }) {
    if (days) return this.goToDays(...days);
    if (at) this.maps.pinpoint(at);
    if (record) this.openRecord(record, { keepsView: Boolean(at) });
  }

  // A day, or two compared, chosen by what was typed; the slider takes the keyboard.
  goToDays(day, other) {
    if (other === undefined) this.commit(day);
    else this.compareDays(day, other, "difference");
    this.widgets.get("slider")?.track.focus({ preventScroll: true });
  }

  // Back to the tab before, and to where the keyboard was.
  closeRecord() {
    this.choose({ record: "", tab: this.tabBefore ?? this.tabs[0] });
    (this.focusBefore?.checkVisibility() ? this.focusBefore : this.maps.map.getContainer()).focus({ preventScroll: true });
  }

  // Open an agreement, on the day shown or the one it opens on. The tabs above the record take the keyboard from elsewhere.
  openAgreement(id) {
    this.player.halt();
    this.show(openingDay(this.lookup.agreement(id), this.day));
    this.choose({ agreement: id, tab: "agreements", date: this.calendar.iso(this.day) });
    this.notify();
    this.widgets.get("tabs")?.takeFocus();
  }

  // The reader went back or forward: what the address says is shown again, and sent to Python.
  // What of it cannot be used stays as it is.
  restore(query) {
    this.player.halt();
    const fields = { ...optional({}, ""), lens: "", ...usableParameters(this.payload, Object.fromEntries(query)) };
    if (fields.date) this.show(this.calendar.number(fields.date));
    if (fields.since) this.compareWith(this.calendar.number(fields.since));
    this.goToLens(fields.lens);
    if (fields.at) this.goTo(fields.at);
    this.applyChoice({ ...this.choice, ...fields });
    this.notify();
    this.sendPatch(this.serialize());
  }

  // The reader moved the map or the lens: the link follows once it rests.
  onViewMoved() {
    if (this.day === null || this.isViewSent) return;
    this.onceAtRest("view", () => {
      // a date being dragged sends everything when it is released
      if (!this.adjusting && !this.isViewSent) this.sendPatch();
    }, REST_MS);
  }

  // Do something once it has not been asked for again for some milliseconds; not after the map has
  // been replaced.
  onceAtRest(name, action, ms) {
    clearTimeout(this.resting.get(name)?.timer);
    const act = () => { this.resting.delete(name); action(); };
    this.resting.set(name, { act, timer: setTimeout(act, ms) });
  }

  // Do at once what waits for rest.
  rest() {
    const waiting = [...this.resting.values()]; // a copy: an action can wait for rest again
    for (const { act, timer } of waiting) {
      clearTimeout(timer);
      act();
    }
  }

  goToLens(text) {
    this.sentView = { ...this.sentView, lens: text };
    this.setLens(readLens(text, this.calendar));
  }

  goTo(viewText) {
    this.sentView = { ...this.sentView, at: viewText };
    this.maps.goTo(viewText);
    this.onViewMoved(); // the view that the map could show, and its extent, may differ
  }

  // --- Python ---

  sendPatch(fields = {}, isStep = false) {
    this.connection.patch(fields, isStep);
  }

  // The view of map and timeline, as a link has it.
  get view() { return { at: this.maps.viewText(), lens: lensText(this.lens, this.calendar) }; }

  // Whether Python has been sent that view.
  get isViewSent() { return this.sentView.at === this.view.at && this.sentView.lens === this.view.lens; }

  // Note the view on screen as sent to Python; returns it.
  markView() {
    this.sentView = this.view;
    return this.sentView;
  }

  // All that is on screen, in the link's words.
  serialize() {
    return { ...this.choice, ...optional(this.choice, ""), date: this.calendar.iso(this.day), since: this.calendar.iso(this.since) };
  }

  get isBusy() { return this.adjusting || this.player.on; }

  // Show Python's state, unless it lacks changes of the reader's that are on their way. A new map
  // shows both.
  applyServerState(answer) {
    if (!this.connection.receive(answer) && this.isReady) return;
    const serverState = { ...answer, ...this.connection.state.pending };
    this.serverState = serverState;
    // a date of Python's own (a row chosen) ends a walk through time
    if (this.connection.state.datesMoved) this.player.halt();
    if (this.isBusy) {
      this.applyChoice(serverState);
      return;
    }
    this.compareWith(this.calendar.number(serverState.since));
    this.show(this.calendar.number(serverState.date));
    const { at, lens = "" } = serverState;
    if (lens !== this.sentView.lens) this.goToLens(lens);
    if (at && at !== this.sentView.at) this.goTo(at);
    this.applyChoice(serverState);
    this.notify(); // what waited for this answer
    if (this.connection.isSettled) this.writeAddress({ ...serverState, ...this.view }, true);
  }

  // Address of a page beside the map, of the day shown; none where the map stands alone.
  pageLink(parameters) {
    if (!this.serverState?.view) return null;
    const { ack, area, claim, ...shown } = { ...this.serverState, ...this.connection.state.pending };
    const all = { ...shown, lens: this.view.lens, date: this.calendar.iso(this.day), ...parameters };
    return this.address(Object.fromEntries(Object.entries(all).filter(([, text]) => text)));
  }

  destroy() {
    this.player.halt();
    this.lifetime.abort();
    for (const widget of [...this.widgets.values(), this.legend]) widget.resizer?.disconnect();
    for (const { timer } of this.resting.values()) clearTimeout(timer);
    this.connection.close();
    this.maps.destroy();
  }
}
