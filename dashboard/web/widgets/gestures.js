// What a pointer does on the timeline: carry the day, choose days for the lens, zoom, point.
// A finger that goes up or down scrolls the page and leaves the day as it was.

import { fitted, panned, spanOf, zoomed } from "../core/lens.js";
import { CLICK_PX } from "../dom.js";

const ZOOM_PER_PX = 0.002; // turned by the wheel
const PULL = 0.15; // share of the distance dragged past the end of the track by which the lens moves each frame

export class Gestures {
  constructor(slider) {
    this.slider = slider;
    this.controller = slider.controller;
    this.pointers = new Map(); // x on the track of each pointer that is down, by id
    this.wheelX = this.wheelY = 0; // turns of the wheel that were too small for a step so far
    this.pulled = 0; // movement of the lens that was too small for a step so far
  }

  // For the element of the track.
  listeners() {
    return {
      onpointerdown: (event) => this.down(event), onpointermove: (event) => this.move(event),
      onpointerup: (event) => this.up(event), onpointercancel: (event) => this.cancel(event), onlostpointercapture: (event) => this.cancel(event),
      onpointerleave: () => this.slider.tip.leave(),
      onwheel: (event) => this.wheel(event), ondblclick: (event) => this.zoomToBar(event),
    };
  }

  get axis() { return this.slider.axis; }

  // Whether the reader is dragging.
  get isDragging() { return Boolean(this.drag); }

  x(event) { return event.clientX - this.slider.track.getBoundingClientRect().left; }

  down(event) {
    if (event.button) return;
    const { controller, slider } = this;
    const x = this.x(event);
    controller.player.stop();
    slider.tip.hide();
    slider.track.focus({ preventScroll: true });
    slider.track.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, x);
    if (this.pointers.size === 2) return this.startPinch();
    if (event.pointerType === "mouse") event.preventDefault();
    this.drag = { x, day: controller.day, about: event.target.closest?.("[data-hint]"), selects: event.shiftKey, isPress: true };
    controller.adjusting = true;
    // a finger may have come to scroll
    if (event.pointerType !== "touch" && !event.shiftKey) controller.show(this.axis.dayAt(x));
  }

  move(event) {
    const x = this.x(event);
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, x);
    if (this.pinch) return this.soon(() => this.followPinch());
    const { drag, slider } = this;
    const about = event.target.closest?.("[data-hint]");
    if (!drag) return event.pointerType !== "touch" && slider.tip.show(this.axis.dayAt(x), x, about);
    drag.isPress &&= Math.abs(x - drag.x) < CLICK_PX;
    if (drag.isPress) return;
    this.soon(() => {
      if (this.drag !== drag) return;
      const day = this.axis.dayAt(x);
      if (drag.selects) return slider.ribbon.showSelection(this.selected(drag, day));
      this.carry(x);
    });
  }

  // Take the day along; past the end of the track the lens goes with it, the farther the faster.
  carry(x) {
    const { controller, slider } = this;
    const { left, right, pxPerDay } = this.axis;
    const beyond = x - Math.max(left, Math.min(right, x));
    this.pulled += (beyond * PULL) / pxPerDay;
    const lens = panned(controller.lens, this.pulled, controller.calendar.last);
    if (String(lens) !== String(controller.lens)) {
      this.pulled = 0;
      controller.setLens(lens);
    }
    const day = this.axis.dayAt(x);
    controller.show(day);
    slider.tip.show(day, x);
    if (beyond && lens) this.soon(() => this.carry(x));
  }

  // At most once a frame.
  soon(action) {
    this.action = action;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.action();
    });
  }

  selected(drag, day) {
    const from = this.axis.dayAt(drag.x);
    return [Math.min(from, day), Math.max(from, day)];
  }

  up(event) {
    const { drag, slider, controller } = this;
    const x = this.x(event);
    this.release(event);
    if (!drag) return;
    const day = this.axis.dayAt(x);
    if (drag.selects) {
      slider.ribbon.showSelection(null);
      if (!drag.isPress) controller.setLens(fitted(this.selected(drag, day), controller.calendar.last));
      return;
    }
    controller.commit(day);
    if (drag.isPress) slider.tip.pin(day, slider.axis.x(day), drag.about);
    else slider.tip.hide();
  }

  // The browser took the pointer, to scroll: nothing was chosen.
  cancel(event) {
    const { drag, controller } = this;
    this.release(event);
    if (drag && !drag.selects) controller.show(drag.day);
    this.slider.ribbon.showSelection(null);
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size < 2) this.pinch = null;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.pulled = 0;
    this.drag = null;
    this.controller.adjusting = false;
  }

  // --- zooming ---

  // Two fingers keep the days they were put on.
  startPinch() {
    if (this.drag) this.controller.show(this.drag.day);
    this.drag = null;
    this.pinch = [...this.pointers.values()].map((x) => this.axis.position(x));
  }

  followPinch() {
    if (!this.pinch) return;
    const [[a, b], [x, y]] = [this.pinch, [...this.pointers.values()]];
    const { left, right } = this.axis;
    const daysPerPx = (b - a) / (y - x || 1);
    if (!(daysPerPx > 0)) return;
    this.controller.setLens(fitted([a - (x - left) * daysPerPx, a + (right - x) * daysPerPx], this.controller.calendar.last));
  }

  // Up and down zooms about the pointer, sideways moves on; a page scrolls where nothing is left
  // to zoom out of.
  wheel(event) {
    const { controller, axis } = this;
    const { lens, calendar: { last } } = controller;
    if (event.ctrlKey || (!lens && event.deltaY > 0)) return;
    event.preventDefault();
    const unit = event.deltaMode ? 16 : 1; // lines, or pixels
    this.wheelX += event.deltaX * unit;
    this.wheelY += event.deltaY * unit;
    const about = axis.position(this.x(event));
    const next = Math.abs(this.wheelX) > Math.abs(this.wheelY)
      ? panned(lens, this.wheelX / axis.pxPerDay, last)
      : zoomed(lens, Math.exp(this.wheelY * ZOOM_PER_PX), about, last);
    if (String(spanOf(next, last)) === String(spanOf(lens, last))) return;
    this.wheelX = this.wheelY = 0;
    controller.setLens(next);
  }

  zoomToBar(event) {
    // the track has the pointer: what lies under it has to be asked for
    const bar = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-span]");
    const span = bar?.dataset.span.split(" ").map(Number);
    if (span) this.controller.zoomTo(...span);
  }
}
