// The date in large; on a phone and in a low window the button that opens the rest of the head, and
// inside another page the link that opens the whole map.

import { h, setText } from "../dom.js";

export class Title {
  constructor(controller, element) {
    this.controller = controller;
    this.date = h("time", { class: "tm-asof" });
    this.age = h("span", { class: "tm-asof-age" });
    this.toggle = h("button", { type: "button", class: "tm-open tm-head-toggle", "aria-expanded": "false", onclick: () => this.openHead(!this.isHeadOpen) }, controller.words.menu);
    this.whole = h("a", { class: "tm-whole", target: "_blank" }, controller.words.open_whole);
    element.replaceChildren(h("div", { class: "tm-title" },
      h("p", {}, (this.asOf = h("span", { class: "tm-asof-word" }, controller.words.as_of)), this.date, this.age), this.toggle, this.whole));
  }

  get isHeadOpen() { return this.toggle.getAttribute("aria-expanded") === "true"; }

  openHead(isOpen) {
    this.toggle.setAttribute("aria-expanded", isOpen);
  }

  update() {
    const { calendar, day, isComparing, span, lookup, choice: { record, agreement } } = this.controller;
    const opened = record ?? agreement;
    if (opened && opened !== this.opened) this.openHead(false); // what was looked for is on the map
    this.opened = opened;
    this.asOf.hidden = this.age.hidden = isComparing;
    const unbroken = (each) => calendar.long(each).replaceAll(" ", "\u00a0"); // a line ends between two days
    setText(this.date, isComparing ? lookup.spanText(span, unbroken) : calendar.long(day));
    this.date.setAttribute("datetime", calendar.iso(day));
    setText(this.age, lookup.ageText(day));
  }

  updateLinks() {
    this.whole.href = this.controller.pageLink({}) ?? "";
  }
}
