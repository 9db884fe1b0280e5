// What is under the pointer: the outline of its cell, and a tip with the cell's name and who holds it
// and with the incidents of that position.

import { fill } from "../core/format.js";
import { h, oncePerFrame } from "../dom.js";

const MOST_INCIDENTS = 3; // the latest of a position, listed in its tip

export class Hover {
  constructor(controller, view) {
    this.controller = controller;
    this.view = view;
    this.map = view.map;
    this.outline = L.polygon([], { ...view.overlay, color: "#1B1F24", weight: 1.6, fill: false });
    this.tip = L.tooltip({ className: "tm-tip", direction: "top", offset: [0, -6], opacity: 1 });
    this.followPointer = oncePerFrame(() => { if (this.pointer) this.show(this.pointer); });
    this.map.on("mousemove", (event) => this.move(event));
    this.map.on("mouseout", () => this.leave());
  }

  move(event) {
    this.pointer = event;
    this.followPointer();
  }

  leave() {
    this.pointer = null;
    this.outline.remove();
    this.tip.remove();
  }

  show({ latlng, layerPoint }) {
    const { controller, map } = this;
    const layers = controller.maps.swipe.layersAt(this.view, latlng);
    const posts = layers.find("post");
    const post = posts?.hits(layerPoint)[0];
    const groups = layers.find("group");
    const group = groups?.hits(layerPoint)[0];
    const incidents = this.incidentsAt(layers.find("incident"), layerPoint);
    const { cells } = layers;
    const cell = layers.cellAt(latlng);
    if (cell < 0 && !incidents.length) return this.leave();
    const lines = incidents.map((each) => h("div", {}, each));
    if (cell < 0) this.outline.remove();
    else {
      if (cell !== this.cell) this.outline.setLatLngs(cells.outline(cell));
      this.cell = cell;
      this.outline.addTo(map);
      const of = post === undefined ? null : posts.properties(post);
      const name = of ? `${controller.facts.posts[of.post].short}: ${controller.words[`post_${of.status}`]}` : controller.lookup.placeName(cells.places[cell]);
      const holder = [this.holderText(cells, cell, layers.day)];
      if (group !== undefined) holder.push(controller.facts.groups[groups.properties(group).group]);
      lines.unshift(h("div", {}, h("b", {}, name), ...holder.map((each) => ` · ${each}`)));
    }
    this.tip.setContent(h("div", {}, lines));
    this.tip.setLatLng(latlng).addTo(map);
  }

  // Who holds a cell; in a difference also who held it before, where that is another.
  holderText(cells, cell, day) {
    const { words, lookup, choice, span } = this.controller;
    const [from, to] = [choice.compare === "difference" ? span[0] : day, day].map((each) => lookup.partyName(cells.party(cells.item(cell, each))));
    return from === to ? to : fill(words.from_to, { from, to });
  }

  // The incidents on the map at a point, the latest first, each a line, and how many more there are.
  incidentsAt(layer, point) {
    const { facts, format, words } = this.controller;
    if (!layer) return [];
    const ids = layer.hits(point).flatMap((mark) => layer.properties(mark).incidents);
    const found = ids.map((id) => facts.incidents[id]).filter(({ first, beyond }) => first <= layer.day && layer.day < beyond).toSorted((x, y) => y.first - x.first);
    const lines = found.slice(0, MOST_INCIDENTS).map(({ kind, dated, by }) => [kind, dated, by].filter(Boolean).join(" · "));
    const more = found.length - lines.length;
    return more > 0 ? [...lines, format.counted(words.incidents_more, more)] : lines;
  }
}
