// The tabs of the panel.

import { h } from "../dom.js";
import { Segmented } from "./controls.js";

export class Tabs {
  constructor(controller, element) {
    this.controller = controller;
    const { tabs, words } = controller;
    this.tabs = new Segmented(words.panel, tabs.map((tab) => [tab, words[tab === "sources" ? "sources_tab" : tab]]), (tab) => controller.chooseTab(tab), { manual: true });
    this.tabs.element.classList.add("tm-tabs");
    element.replaceChildren(h("h2", { class: "unseen" }, words.panel), this.tabs.element);
  }

  takeFocus() {
    this.tabs.element.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  update() {
    this.tabs.set(this.controller.choice.tab);
  }
}
