// The date in large; in a low window the button that opens the rest of the head, and inside another
// page the link that opens the whole map.

import { fill } from "../core/format.js";
import { h, setText } from "../dom.js";

export class Title {
  constructor(controller, element) {
    this.controller = controller;
    this.date = h("time", { class: "tm-asof" });
    this.age = h("span", { class: "tm-asof-age" });
    this.toggle = h("button", { type: "button", class: "tm-open tm-head-toggle", "aria-expanded": "false", onclick: () => this.toggleHead() }, controller.words.menu);
    this.whole = h("a", { class: "tm-whole", target: "_blank", rel: "noopener" }, controller.words.open_whole);
    element.replaceChildren(h("div", { class: "tm-title" },
      h("p", {}, (this.asOf = h("span", { class: "tm-asof-word" }, controller.words.as_of)), this.date, this.age), this.toggle, this.whole));
  }

  toggleHead() {
    this.toggle.setAttribute("aria-expanded", this.toggle.getAttribute("aria-expanded") !== "true");
  }

  update() {
    const { calendar, day, isComparing, span, words } = this.controller;
    const [from, to] = span.map((each) => calendar.long(each));
    this.asOf.hidden = this.age.hidden = isComparing;
    setText(this.date, isComparing ? fill(words.from_to, { from, to }) : to);
    this.date.setAttribute("datetime", calendar.iso(day));
    this.whole.href = this.controller.pageLink({}) ?? "";
    setText(this.age, this.controller.lookup.ageText(day));
  }
}
