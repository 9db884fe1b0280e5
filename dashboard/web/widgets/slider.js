// The date control: a thumb for the day shown, one for the day compared with, on the ribbon.
// Dragging stays in the browser; Python is informed when the thumb or the key is let go.

import { h, setText } from "../dom.js";
import { Playback } from "./playback.js";
import { Ribbon } from "./ribbon.js";

const CLICK_PX = 4; // a pointer that moved less was pressed, not dragged

export class TimelineSlider {
  constructor(controller, element) {
    this.controller = controller;
    const { words, calendar } = controller;
    this.ribbon = new Ribbon(controller);
    this.playback = new Playback(controller);
    this.thumb = h("div", { class: "tm-thumb" });
    const slider = { tabindex: "0", role: "slider", "aria-valuemin": "0", "aria-valuemax": String(calendar.last), onkeyup: () => this.letGo(), onblur: () => this.letGo() };
    this.thumbA = h("div", { ...slider, class: "tm-thumb tm-thumb-a", "aria-label": words.since_slider, onkeydown: (event) => this.keyA(event), ...this.pointerA() },
      this.letter = h("span", { "aria-hidden": "true" }));
    this.track = h("div", {
      ...slider, class: "tm-track", "aria-label": words.date_slider, "aria-orientation": "horizontal", onkeydown: (event) => this.key(event),
      onpointerdown: (event) => this.grab(event), onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.drop(event), onpointercancel: (event) => this.drop(event), onlostpointercapture: (event) => this.drop(event),
      onpointerleave: () => this.playback.setHint(""),
    }, this.ribbon.svg, this.thumb);
    element.replaceChildren(h("div", { class: "tm-slider" }, this.playback.element, h("div", { class: "tm-track-row" }, this.track, this.thumbA)));
    this.resizer = new ResizeObserver(() => this.draw());
    this.resizer.observe(this.track);
  }

  draw() {
    if (!this.track.clientWidth) return;
    this.ribbon.draw(this.track.clientWidth);
    for (const thumb of [this.thumb, this.thumbA]) thumb.style.height = `${this.ribbon.thumbHeight}px`;
    this.update();
  }

  update() {
    const { controller, ribbon } = this;
    const { calendar, day, since, player, words } = controller;
    if (!ribbon.width || day === null) return;
    for (const [thumb, at] of [[this.thumb, day], [this.thumbA, since]]) {
      thumb.style.transform = `translateX(${ribbon.x(at)}px)`;
      thumb.style.setProperty("--part", ribbon.x(at) / ribbon.width); // for paper, which has a width of its own
    }
    this.thumbA.hidden = !controller.isComparing;
    setText(this.letter, since <= day ? words.letter_a : words.letter_b); // thumbs may cross
    if (this.shownSince !== since) {
      this.shownSince = since;
      this.thumbA.setAttribute("aria-valuenow", since);
      this.thumbA.setAttribute("aria-valuetext", calendar.long(since));
    }
    this.track.setAttribute("aria-valuenow", day);
    this.track.setAttribute("aria-valuetext", `${calendar.long(day)}. ${controller.ageText()}`);
    this.playback.update();
    ribbon.showLoop(player.span);
  }

  // --- by pointer ---

  dayAt(event) {
    return this.ribbon.dayAt(event.clientX - this.track.getBoundingClientRect().left);
  }

  grab(event) {
    if (event.button) return;
    const { controller } = this;
    controller.player.stop();
    this.track.focus({ preventScroll: true });
    this.track.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.dragging = controller.adjusting = true;
    this.pressed = event.target.closest?.("[data-day]");
    this.spanFrom = event.shiftKey ? this.dayAt(event) : null;
    this.startX = event.clientX;
    if (!this.pressed && this.spanFrom === null) controller.show(this.dayAt(event));
  }

  drag(event) {
    if (!this.dragging) return this.playback.setHint(event.target.closest?.("[data-hint]")?.dataset.hint ?? "");
    if (this.pressed && Math.abs(event.clientX - this.startX) < CLICK_PX) return;
    this.pressed = null;
    this.draggedTo = this.dayAt(event);
    if (this.spanFrom !== null) return this.setSpan(this.spanFrom, this.draggedTo);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.dragging) this.controller.show(this.draggedTo);
    });
  }

  drop(event) {
    if (!this.dragging) return;
    const { controller } = this;
    this.dragging = controller.adjusting = false;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const pressed = this.pressed?.dataset;
    if (this.spanFrom !== null) this.spanFrom = null;
    else if (pressed?.agreement) controller.openAgreement(pressed.agreement);
    else if (pressed) controller.commit(Number(pressed.day));
    else controller.commit(event.type === "pointerup" ? this.dayAt(event) : controller.day);
    this.pressed = null;
  }

  // The day compared with has a thumb of its own.
  pointerA() {
    const { controller } = this;
    const end = () => {
      if (!this.draggingA) return;
      this.draggingA = controller.adjusting = false;
      controller.commitSince();
    };
    return {
      onpointerdown: (event) => {
        if (event.button) return;
        this.thumbA.setPointerCapture(event.pointerId);
        event.preventDefault();
        this.thumbA.focus({ preventScroll: true });
        this.draggingA = controller.adjusting = true;
      },
      onpointermove: (event) => { if (this.draggingA) controller.compareWith(this.dayAt(event)); },
      onpointerup: end, onpointercancel: end, onlostpointercapture: end,
    };
  }

  // The span that playing keeps to: dragged with shift, or set with [ and ].
  setSpan(a, b) {
    const { player, calendar } = this.controller;
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    player.span = last - first < 1 ? null : [calendar.clamp(first), calendar.clamp(last)];
    player.loop = player.span !== null || player.loop;
    this.update();
  }

  // --- by key ---

  key(event) {
    const { controller } = this;
    const { day, calendar, player } = controller;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      " ": () => player.toggle(),
      "[": () => this.setSpan(day, player.span?.[1] ?? calendar.last),
      "]": () => this.setSpan(player.span?.[0] ?? 0, day),
      Escape: () => { player.span = null; },
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
      return this.update();
    }
    const next = this.dayOfKey(event.key, day);
    if (next === undefined) return;
    event.preventDefault();
    const change = event.shiftKey && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = change ? player.next(change, "change") : next;
    if (to === undefined) return;
    player.stop();
    controller.show(to);
    this.hold(() => controller.commit(controller.day));
  }

  keyA(event) {
    const { controller } = this;
    const to = this.dayOfKey(event.key, controller.since);
    if (to === undefined) return;
    event.preventDefault();
    controller.compareWith(to);
    this.hold(() => controller.commitSince());
  }

  dayOfKey(key, day) {
    const { calendar } = this.controller;
    return {
      ArrowRight: day + 1, ArrowUp: day + 1, ArrowLeft: day - 1, ArrowDown: day - 1, Home: 0, End: calendar.last,
      PageUp: calendar.addMonths(day, 1), PageDown: calendar.addMonths(day, -1),
    }[key];
  }

  // A held key moves the map; Python is informed once, when the key is let go.
  hold(commit) {
    this.controller.adjusting = true;
    this.uncommitted = commit;
  }

  letGo() {
    if (!this.uncommitted) return;
    const commit = this.uncommitted;
    this.uncommitted = null;
    this.controller.adjusting = this.dragging || this.draggingA || false;
    commit();
  }
}
