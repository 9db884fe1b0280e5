// The tabs of the panel.

import { h } from "../dom.js";
import { Segmented } from "./controls.js";

export class Tabs {
  constructor(controller, element) {
    this.controller = controller;
    const { tabs, words } = controller;
    this.tabs = new Segmented(words.panel, tabs.map((tab) => [tab, words[tab]]), (tab) => controller.chooseTab(tab), { manual: true });
    this.tabs.element.classList.add("tm-tabs");
    element.replaceChildren(h("h2", { class: "unseen" }, words.panel), this.tabs.element);
  }

  // Focus the open tab, unless the focus is in the panel: there `restoreFocus` moves it
  // (address.js).
  takeFocus() {
    if (document.activeElement.closest(".st-key-panel")) return;
    this.tabs.element.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  update() {
    this.tabs.set(this.controller.choice.tab);
  }
}
