// The date in large, a link to copy, and in a low window the button that opens the rest of the head.

import { h, setText } from "../dom.js";

export class Title {
  constructor(controller, element) {
    this.controller = controller;
    this.date = h("time", { class: "tm-asof" });
    this.age = h("span", { class: "tm-asof-age" });
    this.toggle = h("button", { type: "button", class: "tm-open tm-head-toggle", "aria-expanded": "false", onclick: () => this.toggleHead() }, controller.words.menu);
    element.replaceChildren(h("div", { class: "tm-title" },
      h("p", {}, (this.asOf = h("span", { class: "tm-asof-word" }, controller.words.as_of)), this.date, this.age,
        (this.copy = h("button", { class: "tm-link tm-copy", onclick: () => this.copyLink() }, controller.words.copy_link))), this.toggle));
  }

  toggleHead() {
    this.toggle.setAttribute("aria-expanded", this.toggle.getAttribute("aria-expanded") !== "true");
  }

  // Everything on screen stands in the address; a field to copy by hand where the browser refuses.
  async copyLink() {
    const { controller } = this;
    const { words, calendar } = controller;
    const link = new URL(location.href);
    // the address lags behind a drag or a walk through time; the link does not
    const shown = { date: calendar.iso(controller.day), since: calendar.iso(controller.since), ...controller.view };
    for (const [name, value] of Object.entries(shown)) {
      if (value) link.searchParams.set(name, value);
      else link.searchParams.delete(name);
    }
    try {
      await navigator.clipboard.writeText(link.href);
      this.copy.textContent = words.link_copied;
      setTimeout(() => { this.copy.textContent = words.copy_link; }, 2000);
    } catch {
      const field = h("input", { class: "tm-date tm-copy-field", readonly: true, value: link.href, "aria-label": words.copy_link });
      field.addEventListener("blur", () => field.replaceWith(this.copy));
      this.copy.replaceWith(field);
      field.select();
    }
  }

  update() {
    const { calendar, day, isComparing, span, lookup } = this.controller;
    this.asOf.hidden = this.age.hidden = isComparing;
    setText(this.date, isComparing ? lookup.spanText(span) : calendar.long(day));
    this.date.setAttribute("datetime", calendar.iso(day));
    setText(this.age, lookup.ageText(day));
  }
}
