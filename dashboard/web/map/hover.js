// The cell under the pointer: its outline, and a tip with its name and controller.

import { h } from "../dom.js";

export class Hover {
  constructor(controller, view) {
    this.controller = controller;
    this.view = view;
    this.map = view.map;
    this.outline = L.polygon([], { ...view.overlay, color: "#1B1F24", weight: 1.6, fill: false });
    this.tip = L.tooltip({ className: "tm-tip", direction: "top", offset: [0, -6], opacity: 1 });
    this.map.on("mousemove", (event) => this.move(event));
    this.map.on("mouseout", () => this.leave());
  }

  move(event) {
    this.pointer = event;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.pointer) this.show(this.pointer);
    });
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
    const post = posts?.shown ? posts.hits(layerPoint)[0] : undefined;
    const groups = layers.find("group");
    const group = groups?.shown ? groups.hits(layerPoint)[0] : undefined;
    const cell = layers.cellAt(latlng);
    if (cell < 0) return this.leave();
    const { cells } = layers;
    if (cell !== this.cell) this.outline.setLatLngs(cells.outline(cell));
    this.cell = cell;
    this.outline.addTo(map);
    const of = post === undefined ? null : posts.properties(post);
    const name = of ? `${controller.facts.posts[of.post].short}: ${controller.words[`post_${of.status}`]}` : controller.lookup.placeName(cells.places[cell]);
    const holder = [controller.lookup.partyName(cells.party(cells.item(cell, layers.day)))];
    if (group !== undefined) holder.push(controller.facts.groups[groups.properties(group).group]);
    this.tip.setContent(h("span", {}, h("b", {}, name), ...holder.map((each) => ` · ${each}`)));
    this.tip.setLatLng(latlng).addTo(map);
  }
}
