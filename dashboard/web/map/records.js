// Records in the popup: of a cell, an observation post, a stroke of distance, an agreed line or area.

import { fill, roundingStep } from "../core/format.js";
import { h } from "../dom.js";
import { swatch } from "./swatch.js";

// A cell on the day shown, and since which day its controller has held it.
export function cellRecord(controller, row, { from, shown }, covering) {
  const { facts, words, calendar } = controller;
  const place = facts.places[row.place];
  const event = facts.events[row.event];
  const since = event
    ? fill(words.taken_from_on, { from: controller.lookup.partyName(row.previous ?? event.from), day: calendar.short(from) })
    : words.held_from_start;
  const days = shown - from;
  const rows = [
    event?.operation ? [words.operation, facts.operations[event.operation] ?? event.operation] : null,
    [words.certainty, `${words["certainty_" + row.certainty]} · ${words["basis_" + row.basis]}`],
    [words.precision, errorText(controller, row.precision_m)],
    event?.note ? [words.note, event.note] : null,
  ].filter(Boolean);
  const concerned = new Set([...covering, ...(row.agreements ?? [])]);
  return h("section", {},
    placeHeader(controller, row.place, shown),
    h("p", { class: "tm-where" }, place.area),
    h("p", { class: "tm-holder" }, swatch(controller, `control.${row.controller ?? "unknown"}`), h("b", {}, controller.lookup.partyName(row.controller))),
    h("p", {}, since, days > 0 && event ? ` (${controller.format.counted(words.days_before, days)})` : ""),
    h("dl", {}, rows.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    sourceList(controller, row.sources ?? [], row.credibility),
    concerned.size ? agreementLinks(controller, words.concerns, [...concerned]) : null,
    h("button", { class: "tm-link", onclick: () => controller.openPlace(row.place) }, words.full_history),
  );
}

// The place in the reader's language, its other name beside it; the day where two are on screen.
function placeHeader(controller, id, day) {
  const { facts, choice, calendar } = controller;
  const own = controller.lookup.placeName(id);
  const other = [facts.places[id].en, facts.places[id].ar].find((name) => name && name !== own);
  const dated = ["swipe", "side"].includes(choice.compare) ? h("p", { class: "tm-where" }, calendar.long(day)) : null;
  return [h("header", {}, h("b", {}, own), other ? h("span", { class: "tm-ar", dir: "auto" }, other) : null), dated];
}

// An error is given no more exactly than it is known.
function errorText({ words, format }, metres) {
  if (!metres) return words.unknown_error;
  const km = metres / 1000;
  return fill(words.precision_value, { km: format.number(km, roundingStep(km, "km", km)) });
}

// The group within its party that is known to have held a place.
export function groupRecord(controller, row) {
  const { words, facts } = controller;
  const terms = [[words.certainty, words["certainty_" + row.certainty]], [words.note, row.note]].filter(([, value]) => value);
  return h("section", {},
    h("p", { class: "tm-holder" }, swatch(controller, `group.${row.group}`), h("b", {}, facts.groups[row.group])),
    h("dl", {}, terms.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    sourceList(controller, row.sources ?? []),
  );
}

export function postRecord(controller, row) {
  const { words } = controller;
  const terms = [
    [words.operator, controller.facts.operators[row.operator] ?? row.operator], [words.established, row.established],
    [words.encircled, row.encircled], [words.withdrawn, row.withdrawn], [words.position, row.position_quality], [words.note, row.note],
  ].filter(([, value]) => value);
  return h("section", {},
    h("header", {}, h("b", {}, controller.facts.posts[row.id])),
    h("p", { class: "tm-where" }, words["post_" + row.status]),
    h("dl", {}, terms.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    sourceList(controller, row.sources ?? [], row.credibility),
  );
}

// How far the line of contact stands from the agreed line here: strokes lie close, one is enough.
export function strokeRecord(controller, { spec }, row) {
  const { words, facts } = controller;
  const about = facts.distances[row.recipe];
  return h("details", { class: "tm-agreed" },
    h("summary", {}, `${controller.payload.choices.layers.find(({ name }) => name === spec.layer).title}: `, h("b", {}, controller.format.text(row.length_km, "km"))),
    h("p", {}, about.caveat),
    h("p", { class: "tm-where" }, `${words.certainty}: ${words["certainty_" + row.certainty]} · ${words.precision}: ${errorText(controller, row.precision_m)}`),
    sourceList(controller, [...(row.sources ?? []), ...about.sources]),
    agreementLinks(controller, words.concerns, [about.agreement]));
}

// What an agreement drew here: folded, since several may lie over one place.
export function agreedRecord(controller, row) {
  const { words, payload } = controller;
  const local = (field) => row[`${field}_${payload.language}`] || row[`${field}_en`];
  return h("details", { class: "tm-agreed" }, h("summary", {}, row.depth_km ? `${local("title")} · ${controller.format.unit(controller.format.number(row.depth_km, row.depth_km % 1 ? 0.1 : 1), "km")}` : local("title")),
    h("p", {}, local("caveat")),
    h("p", { class: "tm-where" }, `${words.certainty}: ${words["certainty_" + row.certainty]} · ${words.precision}: ${errorText(controller, row.precision_m)}`),
    sourceList(controller, row.sources ?? []),
    agreementLinks(controller, words.concerns, row.agreements ?? []));
}

// Sources with their standing: with a credibility where all of them are cited for one fact.
function sourceList(controller, ids, credibility = "") {
  const known = ids.map((id) => controller.facts.sources[id]).filter(Boolean);
  if (!known.length) return h("p", { class: "tm-none" }, controller.words.no_source);
  return h("div", { class: "tm-sources" }, h("span", {}, controller.words.sources),
    h("ul", {}, known.map((source) => h("li", {}, sourceLink(source), " ", standing(controller, source, credibility), " ", archivedLink(controller, source)))));
}

function sourceLink(source) {
  if (!source.url) return h("span", {}, source.label);
  return h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.label);
}

function archivedLink({ words }, source) {
  if (!source.archived) return null;
  return h("a", { class: "tm-archived", href: source.archived, target: "_blank", rel: "noopener noreferrer", "aria-label": `${words.archived_copy}: ${source.label}` }, words.archived);
}

function standing({ words }, { reliability }, credibility) {
  const meaning = [words[`reliability_${reliability}`], words[`credibility_${credibility}`]].filter(Boolean).join(" · ");
  const mark = `${reliability}${credibility}`;
  return h("bdi", { class: "tm-standing", role: "img", title: meaning, "aria-label": `${mark}: ${meaning}` }, mark);
}

export function agreementLinks(controller, title, ids) {
  const named = controller.facts.agreements.filter((agreement) => ids.includes(agreement.id));
  return h("div", { class: "tm-agreements" }, h("span", {}, title),
    named.map((agreement) => h("button", { class: "tm-chip", onclick: () => controller.openAgreement(agreement.id) }, agreement.short)));
}
