// A figure with its unit, and a link to what it rests on.

import { fill, roundingStep } from "../core/format.js";
import { h } from "../dom.js";

// Digits and sign stay together and in their order in any script. `node.figure` is their text.
export function areaFigure(format, text) {
  const [before, after] = format.unit("{n}", "km2").split("{n}");
  const node = h("bdi", {}, before, h("bdi", { dir: "ltr" }, text), after);
  node.figure = node.querySelector("bdi").firstChild;
  return node;
}

// km² without the unit, with how far they can be off; `write` is `number` or `signed` of Format.
export function km2Text({ format, words }, km2, error, write = "number") {
  const place = roundingStep(km2, "km2", error);
  const value = format[write](km2, place);
  return error ? fill(words.value_error, { value, error: format.number(error, place) }) : value;
}

// A link to the events and sources a figure counts; its parameters say since when, and where.
export function evidenceLink(controller, parameters) {
  const link = h("a", { class: "tm-evidence", target: "_self" }, controller.words.behind_figure);
  setLinkTarget(controller, link, parameters);
  return link;
}

export function setLinkTarget(controller, link, parameters) {
  const href = parameters && controller.pageLink({ view: "evidence", compare: "difference", ...parameters });
  link.hidden = !href;
  if (href && link.getAttribute("href") !== href) link.setAttribute("href", href);
}
