// A figure with its unit, and a link to what it rests on.

import { h } from "../dom.js";

export const LEAST_SHOWN_KM2 = 0.5; // parties with less are left out of the cards and the chart

// Digits and sign stay together and in their order in any script. `node.figure` is their text.
export function areaFigure(format, text) {
  const [before, after] = format.unit("{n}", "km2").split("{n}");
  const node = h("bdi", {}, before, h("bdi", { dir: "ltr" }, text), after);
  node.figure = node.querySelector("bdi").firstChild;
  return node;
}

let evidenceLinks = 0;

// A link to the events and sources a figure counts; its parameters say since when, and where. The
// heading of the figure belongs to its name: a list of links has several of them.
export function evidenceLink(controller, parameters, heading) {
  const id = `behind-${++evidenceLinks}`;
  heading.id ||= `${id}-of`;
  const link = h("a", { class: "tm-evidence", target: "_self", id, "aria-labelledby": `${id} ${heading.id}` }, controller.words.behind_figure);
  setLinkTarget(controller, link, parameters);
  return link;
}

export function setLinkTarget(controller, link, parameters) {
  const href = parameters && controller.pageLink({ view: "evidence", compare: "difference", ...parameters });
  link.hidden = !href;
  if (href && link.getAttribute("href") !== href) link.setAttribute("href", href);
}
