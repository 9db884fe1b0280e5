// The record open in the panel, in short: what the browser holds of it, as of the days shown. In
// the app Python's part follows below it.

import { fill, roundingStep } from "../core/format.js";
import { splitRecord } from "../core/link.js";
import { h } from "../dom.js";
import { swatch } from "../map/swatch.js";

const MARGIN = 48; // pixels between the place on the map and what lies over it
const MOST_SOURCES = 8; // listed; more are folded

export class RecordPanel {
  constructor(controller, element) {
    this.controller = controller;
    this.title = h("h2", { tabindex: "-1" });
    this.dated = h("span", { class: "tm-record-day" });
    this.body = h("div", {});
    const close = h("button", { type: "button", class: "tm-close", "aria-label": `${controller.words.close}: ${controller.words.record}`, onclick: () => controller.closeRecord() }, "×");
    this.section = h("section", { class: "tm-record", hidden: true, "aria-label": controller.words.record, onkeydown: (event) => this.key(event) }, h("header", {}, this.title, this.dated, close), this.body);
    element.replaceChildren(this.section);
    this.panel = element.closest(".st-key-panel");
    // the app's page grows above the map while its parts come in
    const page = element.closest(".st-key-screen");
    this.resizer = new ResizeObserver(() => { if (this.record) this.uncover(); });
    if (page) this.resizer.observe(page);
  }

  takeFocus() {
    this.title.focus({ preventScroll: true });
  }

  // On a phone the record lies over the page: what it is of is scrolled out from under it.
  uncover() {
    const sheet = fixedAround(this.section);
    const place = this.controller.maps.highlighted();
    if (!sheet || !place) return;
    const hidden = place.y + MARGIN - sheet.getBoundingClientRect().top;
    if (hidden > 0) scrollerAround(this.controller.maps.element).scrollBy(0, hidden);
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.controller.closeRecord();
  }

  get days() {
    const { isComparing, span, day } = this.controller;
    return isComparing && span[0] !== span[1] ? span : [day];
  }

  update() {
    const { controller, days } = this;
    const record = controller.recordShown;
    this.wait();
    const signature = `${record}/${days}`;
    if (signature === this.signature) return;
    this.signature = signature;
    this.section.hidden = !record;
    const isNew = record !== this.record;
    this.record = record;
    if (isNew) this.title.replaceChildren(...titleOf(controller, record ?? ""));
    if (!record) return;
    this.dated.textContent = days.map((day) => controller.calendar.short(day)).join(" – ");
    this.body.replaceChildren(...bodyOf(controller, splitRecord(record), days));
    if (isNew) this.uncover();
  }

  // What Python has drawn below is of another record until it answers: it is not shown meanwhile. And
  // what it drew of another tab stays in the page until all of this one is drawn.
  wait() {
    const { choice, serverState, recordShown } = this.controller;
    const drawn = serverState?.tab === "record" ? serverState.record ?? null : serverState?.tab;
    const shown = choice.tab === "record" ? recordShown : choice.tab;
    this.panel?.toggleAttribute("data-waiting", drawn !== shown);
    this.panel?.setAttribute("data-tab", choice.tab);
  }
}

function fixedAround(element) {
  for (let at = element; at; at = at.parentElement) if (getComputedStyle(at).position === "fixed") return at;
  return null;
}

function scrollerAround(element) {
  for (let at = element; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at;
  }
  return document.scrollingElement;
}

function titleOf(controller, record) {
  const { kind, id } = splitRecord(record);
  const { facts, lookup } = controller;
  if (kind !== "place") return [h("bdi", {}, lookup.recordTitle(record))];
  const { name, translated = [], translated_into: languages } = facts.places[id];
  return [h("bdi", {}, name), ...translated.flatMap((other, i) => [" ", h("span", { class: "tm-also" }, h("bdi", { lang: languages[i] }, other))])];
}

function bodyOf(controller, { kind, id }, days) {
  const write = { place: placeBody, area: areaBody, operation: operationBody, post: postBody, name: nameBody, drawn: drawnBody, line: lineBody }[kind];
  return write(controller, id, days).flat().filter(Boolean);
}

// --- places and areas ----------------------------------------------------------------------

// Who holds a place on each day shown, since when, how that is known, and who says so.
function placeBody(controller, id, days) {
  const { cells } = controller.maps.view.dateLayers;
  const cell = cells.of(id);
  const spells = days.map((day) => ({ day, item: cells.item(cell, day) })).filter(({ item }) => item >= 0);
  return [unitsOf(controller, cells.shapes[cell]),
    spells.length ? spells.map(({ day, item }) => spellPart(controller, cell, item, day)) : quietly(controller.words.no_history)];
}

// The units a shape of cells lies in, the smallest first, each with the way to its record.
function unitsOf(controller, shape) {
  const { facts } = controller;
  const level = (area) => facts.levels.indexOf(area.split(":")[0]);
  const units = Object.keys(facts.areas).filter((area) => level(area) >= 0 && facts.areas[area].includes(shape));
  units.sort((a, b) => level(b) - level(a));
  return units.length ? quietly(units.map((area, i) => [i ? " · " : "", linked(controller, `area:${area}`)])) : null;
}

function spellPart(controller, cell, item, day) {
  const { words, calendar, format, isComparing } = controller;
  const { cells } = controller.maps.view.dateLayers;
  const [spell, party, from] = [cells.spell(cell, item), cells.party(item), cells.timeline.from(item)];
  const isEvent = spell.from !== undefined;
  const was = isEvent && { from: controller.lookup.partyName(spell.from), day: calendar.short(from) };
  const since = was ? fill(party ? words.taken_from_on : words.held_by_until, was) : party && words.held_from_start;
  const age = isEvent && day > from ? ` (${format.counted(words.days_before, day - from)})` : "";
  return h("div", { class: "tm-spell" },
    isComparing ? h("h3", {}, calendar.long(day)) : null,
    holderLine(controller, party),
    groupLine(controller, cells.places[cell], day),
    h("p", {}, since, age),
    terms([
      [words.operation, isEvent && spell.operation && linked(controller, `operation:${spell.operation}`)],
      [words.certainty, spell.certainty && `${words[`certainty_${spell.certainty}`]} · ${words[`basis_${spell.basis}`]}`],
      [words.precision, errorText(controller, cells.precisionM[cell])],
      [words.event_note, spell.note],
    ]),
    sourceList(controller, spell.sources ?? [], spell.credibility));
}

// The group within the party that is known to have the place on a day; nothing where none is.
function groupLine(controller, place, day) {
  const group = rowsOn(controller, "group", day).find((row) => row.place === place)?.group;
  return group ? h("p", { class: "tm-holder" }, swatch(controller, `group.${group}`), controller.facts.groups[group]) : null;
}

function areaBody(controller, id) {
  const { facts, words, format, maps } = controller;
  const { members } = maps.view.dateLayers.cells;
  const count = facts.areas[id].reduce((sum, shape) => sum + members[shape].length, 0);
  return [contextLine(controller, `area:${id}`), terms([[words.places, format.number(count)]])];
}

// --- operations, posts, names ----------------------------------------------------------------

function operationBody(controller, id) {
  const { dated, sides, sources } = controller.facts.operations[id];
  return [h("p", {}, dated), sides ? h("p", {}, sides) : null, sourceList(controller, sources)];
}

// A post, whether it stands and is encircled on each day shown, and in whose land it stands.
function postBody(controller, id, days) {
  const { facts, words, calendar, isComparing } = controller;
  const { locality, operator, at, established, encircled, withdrawn, note: noted, sources, credibility } = facts.posts[id];
  const status = days.map((day) => h("p", {}, isComparing ? `${calendar.long(day)}: ` : "", h("b", {}, words[`post_${postStatus(controller, id, day)}`])));
  const { cells } = controller.maps.view.dateLayers;
  const cell = at ? cells.at(at) : -1;
  return [quietly(locality), at ? status : h("p", {}, h("em", { class: "tm-tag" }, words.post_unplaced)),
    terms([
      [words.operator, operator], [words.established, established], [words.encircled, encircled], [words.withdrawn, withdrawn],
      [words.stands_in, cell >= 0 && linked(controller, `place:${cells.places[cell]}`)],
      [words.position, at ? words.post_position : words.post_unplaced], [words.note, noted],
    ]),
    sourceList(controller, sources, credibility)];
}

// Its status on a day on which it is sure to stand; "absent" on others.
function postStatus(controller, id, day) {
  return rowsOn(controller, "post", day).find((row) => row.post === id)?.status ?? "absent";
}

// What a layer of points has on a day, shown or not; nothing where the data set has no such layer.
function rowsOn(controller, style, day) {
  const layer = controller.maps.view.dateLayers.find(style);
  const items = layer?.timeline.byGeometry.map((_, geometry) => layer.timeline.at(geometry, day)).filter((item) => item >= 0) ?? [];
  return items.map((item) => layer.spec.properties[layer.timeline.rowOf(item)]);
}

function nameBody(controller, id) {
  const { words, lookup } = controller;
  return [contextLine(controller, `name:${id}`), h("p", {}, h("em", { class: "tm-tag" }, words.name_unplaced)), quietly(words.name_unplaced_about),
    sourceList(controller, lookup.findable.get(`name:${id}`).sources ?? [])];
}

// --- lines -------------------------------------------------------------------------------------

// What a recipe draws: how it is known, and the agreement it belongs to.
function drawnBody(controller, id) {
  const { facts } = controller;
  const row = rowOf(controller, (each) => each.recipe === id);
  const distance = facts.distances[id];
  const caveat = distance?.caveat ?? row?.caveat;
  return [contextLine(controller, `drawn:${id}`), caveat ? quietly(caveat) : null, row ? quality(controller, row) : null,
    sourceList(controller, [...new Set([...(row?.sources ?? []), ...(distance?.sources ?? [])])]),
    agreementLinks(controller, row?.agreements ?? (distance?.agreement ? [distance.agreement] : []))];
}

function lineBody(controller, id) {
  const row = rowOf(controller, (each) => each.id === id);
  return [quality(controller, row), sourceList(controller, row.sources ?? [])];
}

const rowOf = ({ payload }, isWanted) => payload.layers.flatMap((layer) => (["taken", "place"].includes(layer.style) ? [] : layer.properties)).find(isWanted);

function quality(controller, row) {
  const { words } = controller;
  return terms([[words.certainty, row.certainty && words[`certainty_${row.certainty}`]], [words.precision, errorText(controller, row.precision_m)]]);
}

// --- what records share --------------------------------------------------------------------------

const quietly = (text) => h("p", { class: "tm-where" }, text);

function contextLine({ lookup }, record) {
  const { context: text } = lookup.findable.get(record);
  return text ? quietly(text) : null;
}

// Terms and what they stand for; those without are left out.
function terms(rows) {
  const known = rows.filter(([, value]) => value);
  return known.length ? h("dl", {}, known.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])) : null;
}

function holderLine(controller, party) {
  return h("p", { class: "tm-holder" }, swatch(controller, `control.${party ?? "unknown"}`), h("b", {}, controller.lookup.partyName(party)));
}

function linked(controller, record) {
  return h("button", { type: "button", class: "tm-link", onclick: () => controller.openRecord(record) }, controller.lookup.recordTitle(record));
}

// An error is given no more exactly than it is known.
function errorText({ words, format }, metres) {
  if (!metres) return words.unknown;
  const km = metres / 1000;
  return fill(words.precision_value, { km: format.number(km, roundingStep(km, "km", km)) });
}

// Sources with their standing: with a credibility where all of them are cited for one fact.
function sourceList(controller, ids, credibility = "") {
  const { facts, words, format } = controller;
  const known = ids.map((id) => facts.sources[id]).filter(Boolean);
  if (!known.length) return quietly(words.no_source);
  const list = h("ul", {}, known.map((source) => h("li", {}, sourceLink(source), " ", standing(words, source, credibility), " ", archivedLink(words, source))));
  const head = h("h3", {}, words.sources);
  if (known.length <= MOST_SOURCES) return h("div", { class: "tm-sources" }, head, list);
  head.append(` (${format.number(known.length)})`);
  return h("details", { class: "tm-sources" }, h("summary", {}, head), list);
}

function sourceLink(source) {
  // a title in another script does not turn its publisher and day round
  const label = h("bdi", { dir: document.dir }, source.label);
  return source.url ? h("a", { href: source.url, target: "_blank", rel: "noreferrer" }, label) : label;
}

function archivedLink(words, source) {
  if (!source.archived) return "";
  return h("a", { class: "tm-archived", href: source.archived, target: "_blank", rel: "noreferrer", "aria-label": `${words.archived_copy}: ${source.label}` }, words.archived);
}

function standing(words, { reliability }, credibility) {
  const meaning = [words[`reliability_${reliability}`], words[`credibility_${credibility}`]].filter(Boolean).join(" · ");
  const mark = `${reliability}${credibility}`;
  return h("abbr", { role: "img", title: meaning }, mark);
}

function agreementLinks(controller, ids) {
  const named = controller.facts.agreements.filter((agreement) => ids.includes(agreement.id));
  if (!named.length) return null;
  return h("div", { class: "tm-agreements" }, h("h3", {}, controller.words.concerns),
    named.map((agreement) => h("button", { type: "button", class: "tm-chip", onclick: () => controller.openAgreement(agreement.id) }, agreement.short)));
}
