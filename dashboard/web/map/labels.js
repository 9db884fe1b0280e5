// Place names: the most important first, none over another, as many as the zoom leaves room for.

import { decodeRing } from "../core/geometry.js";
import { ITEM, ITEM_SIZE } from "../core/item.js";
import { h } from "../dom.js";

const DOT_RADIUS = 2; // in pixels
const DOT_REACH = 8; // how near its dot a click means the place, in pixels
const TOWN_RANK = 3;
const POST_ZOOM = 8.5;
const RANK_ZOOM = { 1: 0, 2: 8.25, 3: 9.25, 4: 11 };

export class Labels {
  constructor(map, spec, facts, posts) {
    this.map = map;
    this.shown = true;
    this.drawn = [];
    this.postLayer = posts;
    this.facts = facts;
    this.posts = [];
    this.sizes = new Map();
    this.pane = map.createPane("tm-labels");
    this.pane.style.zIndex = 560;
    this.pane.style.pointerEvents = "none";
    this.places = (spec?.properties ?? [])
      .map((place, row) => ({
        id: place.id,
        text: facts.places[place.id].label,
        rank: facts.places[place.id].rank,
        at: L.latLng(decodeRing(spec.geometries[spec.items[row * ITEM_SIZE + ITEM.geometry]])[0]),
      }))
      .sort((a, b) => a.rank - b.rank);
    map.on("moveend zoomend resize", () => this.draw());
  }

  setShown(shown) {
    this.shown = shown;
    this.draw();
  }

  // Posts that stand on the day are named while their layer is shown; drawn anew where that changed.
  updatePosts() {
    const { postLayer: layer, facts } = this;
    const rows = layer?.shown ? layer.paths.map((path, geometry) => (layer.items[geometry] < 0 ? null : layer.properties(geometry))).filter(Boolean) : [];
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

  find(id) {
    return this.places.find((place) => place.id === id);
  }

  // The place nearest to a position [lat, lon]: it lies in that place's cell.
  nearest(at) {
    let found = null;
    let least = Infinity;
    for (const place of this.places) {
      const metres = this.map.distance(at, place.at);
      if (metres < least) [found, least] = [place, metres];
    }
    return found;
  }

  // The place that is meant by a press at a layer point: a village has to be drawn there.
  dotAt(point) {
    const towns = this.places.filter(({ rank }) => rank <= TOWN_RANK);
    return [...towns, ...this.drawn].find((place) => this.map.latLngToLayerPoint(place.at).distanceTo(point) <= DOT_REACH);
  }

  // Width and height of a name as the browser sets it, in pixels; measured once a name and look.
  sizeOf(label) {
    const key = `${label.className} ${label.textContent}`;
    const known = this.sizes.get(key);
    if (known) return known;
    const size = [label.offsetWidth, label.offsetHeight];
    if (size[0]) this.sizes.set(key, size); // a map that is not shown has no sizes yet
    return size;
  }

  draw() {
    this.drawn = [];
    this.pane.replaceChildren();
    const zoom = this.map.getZoom();
    const view = this.map.getBounds().pad(0.02);
    const taken = [];
    const marked = this.find(this.marked);
    const others = this.shown ? this.places.filter((place) => place !== marked && zoom >= RANK_ZOOM[place.rank]) : [];
    const posts = zoom >= POST_ZOOM ? this.posts : [];
    for (const place of [...(marked ? [marked] : []), ...posts, ...others]) {
      if (!view.contains(place.at)) continue;
      const at = this.map.latLngToLayerPoint(place.at);
      const label = h("span", { class: `tm-label tm-rank-${place.rank}${place === marked ? " tm-marked" : ""}`, dir: "auto" }, place.text);
      this.pane.append(label);
      const [width, height] = this.sizeOf(label);
      const box = [at.x - DOT_RADIUS, at.y - height, at.x + 8 + width, at.y + height / 2];
      if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) {
        label.remove();
        continue;
      }
      taken.push(box);
      label.style.transform = `translate(${Math.round(at.x + 5)}px, ${Math.round(at.y - height * 0.75)}px)`;
      if (place.rank === "post") continue; // the layer has its mark
      this.pane.append(dot(at));
      this.drawn.push(place);
      if (taken.length > 120) break;
    }
  }
}

function dot(at) {
  const made = h("i", { class: "tm-dot" });
  made.style.transform = `translate(${Math.round(at.x - DOT_RADIUS)}px, ${Math.round(at.y - DOT_RADIUS)}px)`;
  return made;
}
