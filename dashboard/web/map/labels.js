// Place names: the most important first, none over another or under what lies on the map, as many as
// the zoom leaves room for; each after its dot, or before it where there is room only there.

import { positionsOf } from "../core/geometry.js";
import { ITEM, ITEM_SIZE } from "../core/shared.js";
import { h, oncePerTask } from "../dom.js";
import { addPane, HEIGHTS } from "./panes.js";
import { roomOn } from "./room.js";

const DOT_RADIUS = 2; // in pixels
const DOT_REACH = 8; // how near its dot a click means the place, in pixels
const TOWN_RANK = 3;
const POST_ZOOM = 8.5;
const MOST_NAMES = 120;
const RANK_ZOOM = { 1: 0, 2: 8.25, 3: 9.25, 4: 11 }; // zoom from which places of a rank are named, if there are more than MOST_NAMES

export class Labels {
  constructor(map, spec, facts, posts) {
    this.map = map;
    this.shown = true;
    this.drawn = [];
    this.postLayer = posts;
    this.facts = facts;
    this.posts = [];
    this.sizes = new Map();
    this.taken = []; // boxes of other texts on the map: west, north, east, south in pixels
    this.boxes = []; // boxes of the names and of all that they give way to
    this.pane = addPane(map, "tm-labels", HEIGHTS.names);
    this.places = (spec?.properties ?? [])
      .map(({ place }, row) => ({
        id: place,
        text: facts.places[place].label ?? facts.places[place].name,
        rank: facts.places[place].rank,
        at: L.latLng(positionsOf(spec.geometries.at(spec.items[row * ITEM_SIZE + ITEM.geometry]))[0]),
      }))
      .sort((a, b) => a.rank - b.rank);
    this.draw = oncePerTask(() => this.drawNow());
    map.on("moveend zoomend resize", this.draw);
  }

  setShown(shown) {
    this.shown = shown;
    this.draw();
  }

  // Posts that stand on the day are named while their layer is shown; drawn anew where that changed.
  updatePosts() {
    const { postLayer: layer, facts } = this;
    const rows = layer?.shown ? Array.from(layer.items, (item, geometry) => (item < 0 ? null : layer.properties(geometry))).filter(Boolean) : [];
    const key = rows.map(({ post }) => post).join();
    if (key === this.postKey) return;
    this.postKey = key;
    this.posts = rows.map(({ post }) => ({ id: post, text: facts.posts[post].short, rank: "post", at: L.latLng(facts.posts[post].at) }));
    this.draw();
  }

  // The place the panel is about is named whatever else is, at any zoom.
  mark(id) {
    if (id === this.marked) return;
    this.marked = id;
    this.draw();
  }

  // Names give way to what else is written on the map.
  keepOff(boxes) {
    if (!boxes.length && !this.taken.length) return;
    this.taken = boxes;
    this.draw();
  }

  find(id) {
    return this.places.find((place) => place.id === id);
  }

  // The place meant by a press at a layer point; a village only if it is drawn there.
  dotAt(point) {
    const towns = this.places.filter(({ rank }) => rank <= TOWN_RANK);
    return [...towns, ...this.drawn].find((place) => this.map.latLngToLayerPoint(place.at).distanceTo(point) <= DOT_REACH);
  }

  // Width and height of names as the browser sets them, in pixels: all that are not known yet are
  // measured at once, each once a name and look.
  sizesOf(labels) {
    const keys = labels.map((label) => `${label.className} ${label.textContent}`);
    const isKnown = keys.map((key) => this.sizes.has(key));
    this.pane.replaceChildren(...labels.filter((_, i) => !isKnown[i]));
    return keys.map((key, i) => {
      if (isKnown[i]) return this.sizes.get(key);
      const size = [labels[i].offsetWidth, labels[i].offsetHeight];
      if (size[0]) this.sizes.set(key, size); // a map that is not shown has no sizes yet
      return size;
    });
  }

  // The names wanted that lie in the view, the most important first.
  inView() {
    const zoom = this.map.getZoom();
    const view = this.map.getBounds().pad(0.02);
    const marked = this.find(this.marked);
    const isNamed = ({ rank }) => this.places.length <= MOST_NAMES || zoom >= RANK_ZOOM[rank];
    const others = this.shown ? this.places.filter((place) => place !== marked && isNamed(place)) : [];
    const posts = zoom >= POST_ZOOM ? this.posts : [];
    return [...(marked ? [marked] : []), ...posts, ...others].filter(({ at }) => view.contains(at));
  }

  drawNow() {
    const places = this.inView();
    const labels = places.map(({ id, rank, text }) => h("span", { class: `tm-label tm-rank-${rank}${id === this.marked ? " tm-marked" : ""}`, dir: "auto" }, text));
    const sizes = this.sizesOf(labels);
    const { edge, furniture } = roomOn(this.map, 0);
    const taken = [...furniture, ...this.taken];
    const most = taken.length + MOST_NAMES;
    const isFree = (box) => box[0] >= edge[0] && box[1] >= edge[1] && box[2] <= edge[2] && box[3] <= edge[3] && !taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]);
    const nodes = [];
    this.boxes = taken;
    this.drawn = [];
    places.forEach((place, i) => {
      if (taken.length > most) return;
      const at = this.map.latLngToLayerPoint(place.at);
      const [width, height] = sizes[i];
      const [after, before] = [5, -5 - width].map((x) => ({ x, box: [at.x + Math.min(x - 3, -DOT_RADIUS), at.y - height, at.x + Math.max(x + width + 3, DOT_RADIUS), at.y + height / 2] }));
      const found = [after, before].find(({ box }) => isFree(box)) ?? (place.id === this.marked && after);
      if (!found) return;
      taken.push(found.box);
      labels[i].style.transform = `translate(${Math.round(at.x + found.x)}px, ${Math.round(at.y - height * 0.75)}px)`;
      nodes.push(labels[i]);
      if (place.rank === "post") return; // the layer has its mark
      nodes.push(dot(at));
      this.drawn.push(place);
    });
    this.pane.replaceChildren(...nodes);
  }
}

function dot(at) {
  const made = h("i", { class: "tm-dot" });
  made.style.transform = `translate(${Math.round(at.x - DOT_RADIUS)}px, ${Math.round(at.y - DOT_RADIUS)}px)`;
  return made;
}
