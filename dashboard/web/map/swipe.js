// The divider of the swipe: the earlier day left of it, the day shown right of it, one map.

import { h } from "../dom.js";

export class Swipe {
  constructor(maps, label) {
    this.maps = maps;
    this.part = 0.5;
    this.left = h("span", { class: "tm-swipe-date tm-swipe-a" });
    this.right = h("span", { class: "tm-swipe-date tm-swipe-b" });
    this.grip = h("i", { "aria-hidden": "true" }, "⇔");
    this.handle = h("div", {
      class: "tm-divider", tabindex: "0", role: "slider", "aria-label": label, "aria-orientation": "horizontal",
      "aria-valuemin": "0", "aria-valuemax": "100",
      onpointerdown: (event) => this.grab(event), onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.drop(event), onpointercancel: (event) => this.drop(event), onkeydown: (event) => this.key(event),
    }, this.left, this.right, this.grip);
    maps.frame.append(this.handle);
    maps.map.on("move zoom viewreset resize", () => this.place());
    L.DomEvent.disableClickPropagation(this.handle);
    this.setActive(false);
  }

  setActive(active) {
    this.active = active;
    this.handle.hidden = !active;
    if (active) this.place();
    else {
      this.maps.view.dateLayers.unclip();
      this.maps.view.comparisonLayers?.unclip();
    }
  }

  // The layers a point of a map shows: left of the divider those of the earlier day.
  layersAt({ map, dateLayers, comparisonLayers }, latlng) {
    const isLeft = this.active && map.latLngToContainerPoint(latlng).x < this.part * map.getSize().x;
    return isLeft && comparisonLayers ? comparisonLayers : dateLayers;
  }

  captions(a, b) {
    this.left.textContent = a;
    this.right.textContent = b;
  }

  place() {
    if (!this.active) return;
    const width = this.maps.map.getSize().x;
    const x = Math.round(this.part * width);
    this.handle.style.transform = `translateX(${x}px)`;
    // dates and handle stay inside the map when the divider stands at its edge
    this.left.style.transform = `translateX(${Math.max(0, this.left.offsetWidth + 22 - x)}px)`;
    this.right.style.transform = `translateX(${Math.min(0, width - x - this.right.offsetWidth - 22)}px)`;
    this.grip.style.transform = `translateX(${Math.max(0, 18 - x) + Math.min(0, width - x - 18)}px)`;
    this.handle.setAttribute("aria-valuenow", Math.round(this.part * 100));
    this.maps.view.comparison().clip(0, x);
    this.maps.view.dateLayers.clip(x, width);
  }

  moveTo(part) {
    this.part = Math.max(0, Math.min(1, part));
    this.place();
  }

  grab(event) {
    this.grabbed = true;
    this.handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.handle.focus({ preventScroll: true });
  }

  drag(event) {
    if (!this.grabbed) return;
    const box = this.maps.frame.getBoundingClientRect();
    this.moveTo((event.clientX - box.left) / box.width);
  }

  drop() {
    this.grabbed = false;
  }

  key(event) {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.moveTo(this.part + step);
  }
}
