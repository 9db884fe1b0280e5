// The whole series in a strip: land that changed hands, agreements signed, and a brush over the
// days the timeline shows. The brush is dragged; its two ends are sliders of their own.

import { TimeAxis, binned } from "../core/axis.js";
import { fitted, panned, spanOf } from "../core/lens.js";
import { CLICK_PX, h, s } from "../dom.js";

const HEIGHT = 24;
const BIN_PX = 3;

export class Overview {
  constructor(controller) {
    this.controller = controller;
    const { words } = controller;
    this.svg = s("svg", { class: "tm-overview-svg", "aria-hidden": "true", height: HEIGHT });
    this.brush = s("rect", { class: "tm-brush", y: 0.75, height: HEIGHT - 1.5 });
    this.veils = [s("rect", { class: "tm-veil", y: 0, height: HEIGHT }), s("rect", { class: "tm-veil", y: 0, height: HEIGHT })];
    // elements of their own: the strip is not drawn anew when they move
    this.cursor = h("div", { class: "tm-overview-day" });
    this.cursorA = h("div", { class: "tm-overview-day tm-overview-a" });
    this.handles = [words.lens_first, words.lens_last].map((label, end) => this.handle(label, end));
    this.strip = h("div", { class: "tm-strip", title: words.overview_help, onpointerdown: (event) => this.grab(event, null), ...this.followers() }, this.svg, this.cursorA, this.cursor);
    this.element = h("div", { class: "tm-overview", role: "group", "aria-label": words.overview, ondblclick: () => controller.setLens(null) }, this.strip, this.handles);
  }

  // One end of the brush: 0 the first day shown, 1 the last.
  handle(label, end) {
    return h("div", {
      class: "tm-handle", tabindex: "0", role: "slider", "aria-label": label, "aria-orientation": "horizontal", "aria-valuemin": "0", "aria-valuemax": String(this.controller.calendar.last),
      onkeydown: (event) => this.key(event, end), onpointerdown: (event) => this.grab(event, end), ...this.followers(),
    });
  }

  followers() {
    return {
      onpointermove: (event) => this.drag(event), onpointerup: (event) => this.drop(event),
      onpointercancel: () => this.cancel(), onlostpointercapture: () => this.cancel(),
    };
  }

  get span() { return spanOf(this.controller.lens, this.controller.calendar.last); }

  draw(width) {
    const { facts, calendar } = this.controller;
    this.axis = new TimeAxis([0, calendar.last], width);
    const { axis } = this;
    const bins = binned(axis, facts.change_days, facts.change_km2, BIN_PX);
    const largest = Math.max(...bins.values(), 1);
    const bars = [...bins].map(([x, km2]) => {
      const height = 2 + (HEIGHT - 8) * Math.sqrt(km2 / largest);
      return s("rect", { class: "tm-tick", x, y: HEIGHT - height, width: BIN_PX - 0.5, height });
    });
    const flags = facts.agreements.filter(({ day }) => day >= 0 && day <= calendar.last).map(({ day, role }) =>
      s("path", { class: `tm-overview-flag tm-role-${role}`, d: `M${axis.x(day)} 1 v6 M${axis.x(day)} 1 l5 2.2 l-5 2.2 z` }));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.svg.replaceChildren(s("rect", { class: "tm-bed", x: axis.left, y: 0, width: axis.right - axis.left, height: HEIGHT }), ...bars, ...flags, ...this.veils, this.brush);
    this.shown = null;
    this.update();
  }

  update() {
    const { axis, controller } = this;
    if (!axis) return;
    this.cursor.style.transform = `translateX(${axis.x(controller.day)}px)`;
    this.cursorA.style.transform = `translateX(${axis.x(controller.since)}px)`;
    this.cursorA.hidden = !controller.isComparing;
    const { span } = this;
    if (this.shown === String(span)) return;
    this.shown = String(span);
    const { x, width } = axis.cut(span[0], span[1] + 1);
    const place = (rect, from, wide) => { rect.setAttribute("x", from); rect.setAttribute("width", Math.max(wide, 0)); };
    place(this.brush, x, width);
    place(this.veils[0], axis.left, x - axis.left);
    place(this.veils[1], x + width, axis.right - x - width);
    this.handles.forEach((handle, end) => {
      handle.style.transform = `translateX(${end ? x + width : x}px)`;
      handle.setAttribute("aria-valuenow", span[end]);
      handle.setAttribute("aria-valuetext", controller.calendar.long(span[end]));
    });
  }

  // --- by pointer ---

  position(event) {
    return this.axis.position(event.clientX - this.strip.getBoundingClientRect().left);
  }

  // Take an end of the brush, the brush, or the strip beside it, which draws a new one.
  grab(event, end) {
    if (event.button) return;
    event.stopPropagation();
    const at = this.position(event);
    const { span } = this;
    const isInside = this.controller.lens && span[0] <= at && at <= span[1];
    const kind = end !== null ? "end" : isInside ? "brush" : "new";
    this.grabbed = { kind, end, at, span, x: event.clientX, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (end !== null) event.currentTarget.focus({ preventScroll: true });
    event.preventDefault();
  }

  drag(event) {
    const { grabbed } = this;
    if (!grabbed) return;
    grabbed.moved ||= Math.abs(event.clientX - grabbed.x) >= CLICK_PX;
    grabbed.to = this.position(event);
    if (grabbed.moved) this.frame ??= requestAnimationFrame(() => this.follow());
  }

  follow() {
    this.frame = null;
    const { grabbed, controller } = this;
    if (!grabbed) return;
    const { kind, end, at, to, span } = grabbed;
    const { last } = controller.calendar;
    if (kind === "brush") controller.setLens(panned(span, to - at, last));
    else if (kind === "new") controller.setLens(fitted([Math.min(at, to), Math.max(at, to)], last));
    else this.setEnd(end, Math.round(to));
  }

  // A press without a drag beside the brush brings it there.
  drop(event) {
    const { grabbed, controller } = this;
    if (!grabbed) return;
    if (grabbed.moved) this.drag(event);
    if (grabbed.moved) this.follow();
    else if (grabbed.kind === "new" && controller.lens) {
      const [first, last] = grabbed.span;
      controller.setLens(panned(controller.lens, grabbed.at - (first + last) / 2, controller.calendar.last));
    }
    this.cancel();
  }

  cancel() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.grabbed = null;
  }

  // --- by key ---

  key(event, end) {
    const to = this.controller.calendar.dayOfKey(event.key, this.span[end]);
    if (to === undefined) return;
    event.preventDefault();
    this.setEnd(end, to);
  }

  // An end stops before the other.
  setEnd(end, day) {
    const { controller } = this;
    const [first, last] = this.span;
    const span = end ? [first, Math.max(day, first + 1)] : [Math.min(day, last - 1), last];
    controller.setLens(fitted(span.map((each) => controller.calendar.clamp(each)), controller.calendar.last));
  }
}
