// Puts the reader's own annotations on the map: a menu of what can be put there, a press of the map or
// Enter for where, a field for the text. They are kept in the link.

import { announce } from "../announce.js";
import { usableText, writeAnnotations, writePosition, writtenKm } from "../core/annotations.js";
import { fill } from "../core/format.js";
import { splitRecord } from "../core/link.js";
import { LEAST_CORNERS, MOST_ANNOTATIONS, MOST_CORNERS, MOST_LETTERS } from "../core/shared.js";
import { h } from "../dom.js";
import { icon, Popover } from "./controls.js";

const TOOLS = ["text", "arrow", "circle", "area", "highlight"];
const EMPTY = { text: "", at: "", to: null, km: null, land: [], corners: [] };
const FAR_ENOUGH_PX = 10; // presses nearer than this to each other count as one point
const GIVEN_PX = 70; // length or radius of what ends where it began
const MOVED_MS = 600;

export class Annotator {
  constructor(controller) {
    this.controller = controller;
    const { words } = controller;
    this.pressing = null; // what the next press of the map places
    this.draft = null; // the list with what is being moved or written, not in the link yet
    const tool = (kind) => h("button", { type: "button", class: "tm-step tm-tool", onclick: () => this.begin(kind) }, icon(kind), h("span", {}, words[`annotate_${kind}`]));
    this.tools = h("div", { class: "tm-tools" }, TOOLS.map(tool));
    this.ofRecord = h("button", { type: "button", class: "tm-link", onclick: () => this.highlightRecord() });
    this.listed = h("ul", { class: "tm-annotations" });
    this.full = h("p", { class: "tm-small tm-warning" }, fill(words.annotate_most, { n: controller.format.number(MOST_ANNOTATIONS) }));
    const button = h("button", { type: "button", title: words.annotate }, icon("annotate"));
    this.menu = new Popover(button, h("p", { class: "tm-small" }, words.annotate_about), this.tools, this.ofRecord, this.full, this.listed);
    this.menu.popover.classList.add("tm-annotate");
    this.menu.popover.addEventListener("beforetoggle", () => this.update());
    this.question = h("div", { role: "status" });
    this.asking = h("div", { class: "tm-annotate-question", hidden: true }, this.question, h("button", { type: "button", class: "tm-close", "aria-label": words.annotate_cancel, title: words.annotate_cancel, onclick: () => this.cancel() }, "×"));
    this.target = h("i", { class: "tm-aim", "aria-hidden": "true" });
    this.makeEditor();
  }

  makeEditor() {
    const { words } = this.controller;
    this.field = h("input", { class: "tm-date", maxlength: MOST_LETTERS, dir: "auto", "aria-label": words.annotate_words, placeholder: words.annotate_words, autocomplete: "off" });
    this.editor = h("div", { class: "tm-menu tm-annotation-editor", popover: "auto", role: "dialog", "aria-label": words.annotate_words, onbeforetoggle: (event) => event.newState === "closed" && this.finish(),
      onkeydown: (event) => { if (event.key === "Escape") this.isCancelled = true; } },
      h("form", { onsubmit: (event) => { event.preventDefault(); this.editor.hidePopover(); } }, this.field,
        h("button", { type: "submit", class: "tm-step" }, words.annotate_done),
        h("button", { type: "button", class: "tm-step", onclick: () => { this.field.value = ""; this.editor.hidePopover(); } }, words.annotate_remove)),
      h("p", { class: "tm-small tm-with-keys" }, words.annotate_keys));
  }

  get list() { return this.draft ?? this.controller.annotations; }
  get layer() { return this.controller.maps.view.annotations; }

  // Update the menu: what can be added, and the annotations there are.
  update() {
    const { words, annotations, recordShown, lookup } = this.controller;
    for (const button of this.tools.children) button.disabled = annotations.length >= MOST_ANNOTATIONS;
    this.full.hidden = annotations.length < MOST_ANNOTATIONS;
    this.ofRecord.hidden = annotations.length >= MOST_ANNOTATIONS || !this.landShown.length;
    this.ofRecord.textContent = this.ofRecord.hidden ? "" : fill(words.annotate_record, { record: lookup.recordTitle(recordShown) });
    const item = ({ text }, index) => h("li", {},
      h("button", { type: "button", class: "tm-link", dir: "auto", onclick: () => { this.menu.popover.hidePopover(); this.edit(index, this.layer.card(index)); } }, text),
      h("button", { type: "button", class: "tm-close", "aria-label": `${words.annotate_remove}: ${text}`, title: words.annotate_remove, onclick: () => { this.remove(index); this.update(); } }, "×"));
    this.listed.replaceChildren(...annotations.map(item));
  }

  // Ids of the land the panel's record is of; none where it has none.
  get landShown() {
    const { maps, facts, recordShown } = this.controller;
    const { kind, id } = splitRecord(recordShown ?? "");
    const hasLand = kind === "area" ? facts.areas[id]?.length > 0 : kind === "place" && maps.view.dateLayers.cells.of(id) >= 0;
    return hasLand ? [id] : [];
  }

  // --- placing ---

  begin(kind) {
    this.menu.popover.hidePopover();
    const { maps } = this.controller;
    this.pressing = { kind, start: null, corners: [] };
    for (const { map } of maps.views) map.doubleClickZoom.disable();
    maps.frame.append(this.asking, this.target, this.editor);
    maps.element.dataset.placing = kind;
    this.ask(`annotate_press_${kind}`);
    this.takeAim(this.recordAt());
    this.cancelKey ??= (event) => { if (event.key === "Escape") this.cancel(); };
    maps.element.addEventListener("keydown", this.cancelKey);
    maps.map.on("move", this.leaveAim, this);
    maps.map.getContainer().focus({ preventScroll: true });
  }

  ask(question, before = "") {
    const { words } = this.controller;
    this.asking.hidden = false;
    this.question.replaceChildren(before, h("b", {}, words[question]), h("span", { class: "tm-with-keys" }, ` ${words.annotate_press}`));
  }

  // Where Enter places: what the panel is about while that is in view, else the middle of the map.
  takeAim(latlng) {
    const { map } = this.controller.maps;
    this.aimed = latlng;
    const { x, y } = map.latLngToContainerPoint(latlng ?? map.getCenter());
    this.target.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  leaveAim() { this.takeAim(null); }

  get aim() { return this.pressing && this.aimed; }

  recordAt() {
    const { map, view } = this.controller.maps;
    const { kind, id } = splitRecord(this.controller.recordShown ?? "");
    const bounds = view.highlight.record.getBounds();
    const at = (kind === "place" && this.layer.positionOf(id)) || (bounds.isValid() && bounds.getCenter());
    return at && map.getBounds().contains(at) ? at : null;
  }

  endPressing() {
    const { maps } = this.controller;
    this.pressing = null;
    this.asking.hidden = true;
    delete maps.element.dataset.placing;
    maps.element.removeEventListener("keydown", this.cancelKey);
    maps.map.off("move", this.leaveAim, this);
    // a double click may have ended it, which is not to zoom; nor is one in what is begun next
    this.controller.onceAtRest("placing", () => {
      if (!this.pressing) for (const { map } of maps.views) map.doubleClickZoom.enable();
    }, MOVED_MS);
  }

  cancel() {
    this.endPressing();
    this.preview(null);
    this.controller.maps.map.getContainer().focus({ preventScroll: true });
  }

  // Take a press of the map for what is to be placed; whether it was one.
  press(view, latlng) {
    if (!this.pressing) return false;
    const { kind, start } = this.pressing;
    if (kind === "highlight") this.pressLand(view, latlng);
    else if (kind === "area") this.pressCorner(view, latlng);
    else if (kind === "text") this.write({ ...EMPTY, at: this.whereAt(view, latlng) });
    else if (!start) {
      this.pressing.start = latlng;
      this.preview([...this.controller.annotations, { ...EMPTY, at: this.whereAt(view, latlng) }]);
      this.ask(`annotate_press_${kind}_end`);
      this.takeAim(null);
    } else this.write(this.reaching(view, latlng));
    return true;
  }

  // What has begun reaches to the pointer: the tip of an arrow, the edge of a circle, the next corner.
  follow(view, latlng) {
    const { start, corners } = this.pressing ?? {};
    const { annotations } = this.controller;
    if (start) this.preview([...annotations, this.reaching(view, latlng)]);
    else if (corners?.length) this.preview([...annotations, { ...EMPTY, corners: [...corners, this.positionAt(latlng)] }]);
  }

  pressLand(view, latlng) {
    const { cells } = view.dateLayers;
    const cell = view.dateLayers.cellAt(latlng);
    if (cell < 0) this.ask("annotate_press_highlight", `${this.controller.words.annotate_no_land} `);
    else this.highlight([cells.places[cell]]);
  }

  // One corner more; the last or the first pressed again closes the area.
  pressCorner(view, latlng) {
    const { corners } = this.pressing;
    const isNear = (corner) => this.pixelsBetween(view, this.layer.positionOf(corner), latlng) < FAR_ENOUGH_PX;
    const isAgain = [...corners.slice(0, 1), ...corners.slice(-1)].some(isNear);
    if (!isAgain) corners.push(this.positionAt(latlng));
    if (corners.length >= (isAgain ? LEAST_CORNERS : MOST_CORNERS)) this.write({ ...EMPTY, corners });
    else {
      this.preview([...this.controller.annotations, { ...EMPTY, corners: [...corners] }]);
      this.ask(corners.length < LEAST_CORNERS ? "annotate_press_area_next" : "annotate_press_area_end");
      this.takeAim(latlng);
    }
  }

  highlightRecord() {
    this.menu.popover.hidePopover();
    this.controller.maps.frame.append(this.editor);
    this.highlight(this.landShown);
  }

  highlight(land) {
    this.write({ ...EMPTY, land });
  }

  // An arrow or a circle from where it was begun to a press, or a little to the east where that is its start.
  reaching(view, latlng) {
    const { map } = view;
    const { kind, start } = this.pressing;
    const at = this.whereAt(view, start);
    const [from, to] = [start, latlng].map((each) => map.latLngToLayerPoint(each));
    const end = this.pixelsBetween(view, start, latlng) < FAR_ENOUGH_PX ? from.add([GIVEN_PX, 0]) : to;
    if (kind === "circle") return { ...EMPTY, at, km: this.kmBetween(map, from, end) };
    return { ...EMPTY, at, to: this.whereAt(view, map.layerPointToLatLng(end)) };
  }

  // A position as the list has it: the place whose dot is there, or what is nearest on the map.
  whereAt(view, latlng) {
    return view.labels.dotAt(view.map.latLngToLayerPoint(latlng))?.id ?? this.positionAt(latlng);
  }

  positionAt({ lat, lng }) {
    const { south, west, north, east } = this.controller.payload.map;
    return writePosition([Math.min(Math.max(lat, south), north), Math.min(Math.max(lng, west), east)]);
  }

  pixelsBetween({ map }, a, b) {
    return map.latLngToLayerPoint(a).distanceTo(map.latLngToLayerPoint(b));
  }

  kmBetween(map, a, b) {
    const [from, to] = [a, b].map((point) => map.layerPointToLatLng(point));
    return writtenKm(map.distance(from, to) / 1000);
  }

  // --- writing ---

  // Ask for the text of something new.
  write(annotation) {
    if (this.pressing) this.endPressing();
    for (const { hover } of this.controller.maps.views) hover.leave();
    this.preview([...this.controller.annotations, annotation]);
    this.edit(this.draft.length - 1, this.layer.card(this.draft.length - 1));
  }

  edit(index, card) {
    const { maps } = this.controller;
    if (!this.editor.isConnected) maps.frame.append(this.editor);
    this.edited = index;
    this.isCancelled = false;
    this.field.value = this.list[index].text;
    this.editor.showPopover();
    this.layer.drawNow(); // where the card is from now on
    const box = card.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.editor;
    const top = box.bottom + 6 + height <= innerHeight ? box.bottom + 6 : box.top - 6 - height;
    this.editor.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    this.editor.style.top = `${Math.max(8, top)}px`;
    this.field.select();
    this.field.focus();
  }

  // The field has closed: its text is taken unless the reader cancelled; without text the
  // annotation is removed.
  finish() {
    const { list, edited: index, controller } = this;
    const before = list[index];
    if (!before) return;
    const text = this.isCancelled ? before.text : usableText(this.field.value);
    if (!text) {
      if (controller.annotations[index]) this.remove(index);
      else this.cancel();
      return;
    }
    if (text !== before.text) {
      this.commit(list.with(index, { ...before, text }));
      announce(fill(controller.words.annotate_added, { text }));
    }
    this.layer.focus(index);
  }

  // --- changing ---

  // Show a list that is not in the link yet; null for the one that is.
  preview(list) {
    this.draft = list;
    this.controller.maps.showAnnotations(this.list);
  }

  replace(index, annotation) {
    this.preview(this.list.with(index, annotation));
  }

  // Put what was moved into the link, and announce it.
  settle(index) {
    if (!this.draft?.[index]) return;
    const { words, facts, lookup } = this.controller;
    const { text, at, to, km, land } = this.draft[index];
    const middle = this.positionAt(this.layer.map.layerPointToLatLng(this.layer.resolve(this.draft[index]).at));
    this.commit(this.draft);
    const titles = land.map((id) => lookup.recordTitle(`${Object.hasOwn(facts.areas, id) ? "area" : "place"}:${id}`));
    const ends = [at || middle, to].filter(Boolean).map((where) => this.nameOf(where));
    const place = (land.length ? titles : ends).join(" → ");
    const radius = km && this.controller.format.text(km, "km");
    announce(fill(words.annotate_moved, { text, place: radius ? `${place}, ${radius}` : place }));
  }

  // What a position is called: by the place whose land it is, or as it is written.
  nameOf(where) {
    const { maps: { view: { dateLayers } }, lookup } = this.controller;
    const position = this.layer.positionOf(where);
    const cell = position ? dateLayers.cellAt(position) : -1;
    return cell < 0 ? where : lookup.placeName(dateLayers.cells.places[cell]);
  }

  settleAtRest(index) {
    this.controller.onceAtRest("annotation", () => this.settle(index), MOVED_MS);
  }

  // Remove an annotation, or a corner of an area that has one to spare.
  remove(index, part) {
    const { controller, list } = this;
    const { text, corners } = list[index];
    if (corners[part] && corners.length > LEAST_CORNERS) {
      this.replace(index, { ...list[index], corners: corners.toSpliced(part, 1) });
      this.settle(index);
      return;
    }
    this.commit(list.filter((_, i) => i !== index));
    announce(fill(controller.words.annotate_removed, { text }));
    const { activeElement } = document;
    if (activeElement === document.body || !activeElement) controller.maps.map.getContainer().focus({ preventScroll: true });
  }

  commit(list) {
    this.draft = null;
    this.controller.choose({ annotations: writeAnnotations(list) }, { keepsView: true });
    this.controller.maps.showAnnotations(this.controller.annotations);
  }
}
