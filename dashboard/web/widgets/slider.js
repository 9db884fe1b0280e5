// The timeline: the whole series in a strip, below it the days of the lens with a thumb for the day
// shown and one for the day compared with. Dragging stays in the browser; Python is informed when
// the thumb or the key is let go.

import { zoomed } from "../core/lens.js";
import { h, setText } from "../dom.js";
import { DayTip } from "./dayTip.js";
import { Gestures } from "./gestures.js";
import { Overview } from "./overview.js";
import { Playback } from "./playback.js";
import { Ribbon } from "./ribbon.js";

const NAMES_FROM_PX = 840; // height of a window that has room for names in the bars; ui/page.css reserves it
const KEY_ZOOM = 2;

export class TimelineSlider {
  constructor(controller, element) {
    this.controller = controller;
    element.id = "slider"; // where the first link of the page leads
    const { words, calendar } = controller;
    this.ribbon = new Ribbon(controller);
    this.setLanes();
    this.overview = new Overview(controller);
    this.playback = new Playback(controller);
    this.gestures = new Gestures(this);
    this.letters = ["", ""].map(() => h("span", { "aria-hidden": "true" })); // A and B on the thumbs, while two days are compared
    this.thumb = h("div", { class: "tm-thumb" }, this.letters[1]);
    const slider = { tabindex: "0", role: "slider", "aria-valuemin": "0", "aria-valuemax": String(calendar.last), onkeyup: () => this.letGo(), onblur: () => this.letGo() };
    this.thumbA = h("div", { ...slider, class: "tm-thumb tm-thumb-a", "aria-label": words.since_slider, onkeydown: (event) => this.keyA(event), ...this.pointerA() }, this.letters[0]);
    this.track = h("div", {
      ...slider, class: "tm-track", "aria-label": words.date_slider, "aria-description": words.slider_keys, "aria-orientation": "horizontal",
      onkeydown: (event) => this.key(event), ...this.gestures.listeners(),
    }, this.ribbon.svg, this.thumb);
    this.row = h("div", { class: "tm-track-row" }, this.track, this.thumbA);
    this.tip = new DayTip(controller, this.row);
    // by keyboard the day comes first; the strip above it is only seen there
    element.replaceChildren(h("div", { class: "tm-slider" }, this.row, this.overview.element, this.playback.element));
    this.resizer = new ResizeObserver(() => this.draw());
    this.resizer.observe(this.track);
    this.resizer.observe(document.documentElement); // a window's height decides how many lanes there is room for
  }

  setLanes() {
    this.ribbon.setLanes(innerHeight >= NAMES_FROM_PX && innerWidth > 700);
  }

  draw() {
    const width = this.track.clientWidth;
    if (!width || this.controller.day === null) return;
    this.axis = this.controller.axis(width);
    this.setLanes();
    this.ribbon.draw(this.axis, width);
    if (this.width !== width) this.overview.draw(width);
    this.width = width;
    for (const thumb of [this.thumb, this.thumbA]) thumb.style.height = `${this.ribbon.thumbHeight}px`;
    this.update();
  }

  update() {
    const { controller } = this;
    const { calendar, day, since, words } = controller;
    if (day === null) return;
    const [first, last] = controller.lensSpan;
    if (this.axis?.first !== first || this.axis.last !== last) {
      this.tip.hide();
      return this.draw();
    }
    this.tip.follow(day);
    this.place(this.thumb, day);
    this.place(this.thumbA, since);
    this.thumbA.hidden = !controller.isComparing;
    this.overview.update();
    const letters = [words.letter_a, words.letter_b];
    if (since > day) letters.reverse(); // thumbs may cross
    this.letters.forEach((letter, i) => setText(letter, controller.isComparing ? letters[i] : ""));
    if (this.shownSince !== since) {
      this.shownSince = since;
      this.thumbA.setAttribute("aria-valuenow", since);
      this.thumbA.setAttribute("aria-valuetext", calendar.long(since));
    }
    if (!controller.player.on && !this.gestures.isDragging) { // a screen reader would read every day on the way
      this.track.setAttribute("aria-valuenow", day);
      this.track.setAttribute("aria-valuetext", `${calendar.long(day)}. ${controller.lookup.ageText(day)}`);
    }
    this.playback.update();
  }

  // A day outside the lens waits, faint, at its edge.
  place(thumb, day) {
    const { axis } = this;
    const x = day < axis.first ? axis.left : day > axis.last ? axis.right : axis.x(day);
    thumb.style.transform = `translateX(${x}px)`;
    thumb.classList.toggle("tm-outside", day < axis.first || day > axis.last);
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
      onpointermove: (event) => { if (this.draggingA) controller.compareWith(this.axis.dayAt(this.gestures.x(event))); },
      onpointerup: end, onpointercancel: end, onlostpointercapture: end,
    };
  }

  // --- by key ---

  key(event) {
    const { controller } = this;
    const { day, calendar, player, lens, lensSpan: [first, last] } = controller;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = (factor) => controller.setLens(zoomed(lens, factor, day, calendar.last));
    const actions = {
      " ": () => player.toggle(),
      "+": () => zoom(1 / KEY_ZOOM), "=": () => zoom(1 / KEY_ZOOM), "-": () => zoom(KEY_ZOOM), 0: () => controller.setLens(null),
      "[": () => day < last && controller.zoomTo(day, last),
      "]": () => day > first && controller.zoomTo(first, day),
      Enter: () => { this.tip.pin(day, this.axis.x(day)); this.tip.focus(); },
      Escape: () => this.tip.hide(),
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
      return;
    }
    const next = calendar.dayOfKey(event.key, day);
    if (next === undefined) return;
    event.preventDefault();
    const change = event.shiftKey && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = change ? player.next(change, "change") : next;
    if (to === undefined) return;
    player.stop();
    this.tip.hide();
    controller.show(to);
    this.hold(() => controller.commitStep(controller.day));
  }

  keyA(event) {
    const { controller } = this;
    const to = controller.calendar.dayOfKey(event.key, controller.since);
    if (to === undefined) return;
    event.preventDefault();
    controller.compareWith(to);
    this.hold(() => controller.commitSince(controller.beginsBurst()));
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
    this.controller.adjusting = this.gestures.isDragging || this.draggingA || false;
    commit();
  }
}
