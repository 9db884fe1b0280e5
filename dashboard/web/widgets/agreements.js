// The agreements in time order; what is in force follows the day, also while it is dragged.

import { fill } from "../core/format.js";
import { forceOn } from "../core/lookup.js";
import { h } from "../dom.js";
import { oneStop } from "../oneStop.js";

export class AgreementList {
  constructor(controller, element) {
    this.controller = controller;
    const { facts, words } = controller;
    this.intro = h("p", { class: "tm-small" });
    this.rows = facts.agreements.map((agreement) => {
      const mark = h("em", { class: "tm-tag", hidden: true });
      return { agreement, mark, row: h("li", {}, h("button", { type: "button", class: agreement.id === controller.lastOpen ? "tm-last" : null, title: agreement.official, onclick: () => controller.openAgreement(agreement.id) },
        h("span", { class: "tm-when" }, agreement.dated), " ", h("b", {}, h("bdi", {}, agreement.short)), " ", mark)) };
    });
    const list = h("ul", { "aria-label": words.agreements, "data-one-stop": "" }, this.rows.map(({ row }) => row));
    oneStop(list, words.list_keys, list.querySelector(".tm-last"));
    element.replaceChildren(h("div", { class: "tm-list" }, this.intro, list));
  }

  update() {
    const { day, words, calendar } = this.controller;
    if (this.day === day) return;
    this.day = day;
    this.intro.textContent = fill(words.agreements_intro, { day: calendar.long(day) });
    for (const { agreement, mark } of this.rows) {
      const force = forceOn(agreement, day);
      const text = force ? words[force === "disputed" ? "force_disputed_short" : "force_yes"] : agreement.day > calendar.last ? words.after_series : "";
      if (mark.textContent === text) continue;
      mark.hidden = !text;
      mark.dataset.force = force ?? "";
      mark.textContent = text;
    }
  }
}
