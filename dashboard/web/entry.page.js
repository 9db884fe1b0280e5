// The offline page: its payload is in it, and buttons for the days it was made for.

import { decode } from "./core/encoding.js";
import { unpackText } from "./packed.js";
import { StandalonePage } from "./standalone.js";

class Page extends StandalonePage {
  constructor(payload, state, extent) {
    super(payload, state);
    if (extent && !this.state.at) this.controller.maps.map.fitBounds(extent, { animate: false });
    for (const button of document.querySelectorAll("[data-day]")) {
      button.addEventListener("click", () => this.controller.commit(this.controller.calendar.number(button.dataset.day)));
    }
  }

  remember() {
    for (const button of document.querySelectorAll("[data-day]")) {
      button.setAttribute("aria-pressed", String(button.dataset.day === this.state.date));
    }
    super.remember();
  }
}

const { state, extent } = JSON.parse(document.getElementById("state").textContent);
globalThis.page = new Page(decode(await unpackText(document.getElementById("payload").textContent)), state, extent);
