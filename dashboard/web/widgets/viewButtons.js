// Buttons on the map, below those of the zoom: the opening view, and all that is shown.

import { h } from "../dom.js";
import { icon } from "./controls.js";

export function addViewButtons(controller) {
  const { words, maps, annotator } = controller;
  const button = (title, name, action) => h("button", { type: "button", title, onclick: action }, icon(name));
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = h("div", { class: "leaflet-bar tm-view-buttons" }, button(words.home, "home", () => controller.openView()), button(words.fit, "fit", () => maps.fit()), annotator?.menu.button, annotator?.menu.popover);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.disableScrollPropagation(bar);
    return bar;
  };
  maps.map.addControl(control);
}
