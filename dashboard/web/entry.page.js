// The offline page: it answers the controller as Python does in the app, in the same words, and
// keeps what is shown in the address.

import { MapController } from "./app.js";
import { decode } from "./core/encoding.js";
import { usableParameters } from "./core/link.js";
import { unpack } from "./packed.js";

const PARTS = ["title", "search", "choices", "agreements", "record", "difference", "slider", "cards", "chart"];
const REMEMBERED = ["date", "since", "compare", "layers", "tab", "agreement", "record", "at", "lens"];

class Page {
  constructor(payload, state, extent) {
    this.payload = payload;
    this.state = { ...state, ...this.readHash() };
    this.controller = new MapController(document.getElementById("map"), payload);
    globalThis.conflictMap = this.controller; // for tests and for looking at it in the console
    for (const name of PARTS) {
      const speaks = name === "slider";
      this.controller.mount(name, document.getElementById(name), speaks && this.state, speaks && ((patch) => this.receive(patch)));
    }
    if (extent && !this.state.at) this.controller.maps.map.fitBounds(extent, { animate: false });
    for (const button of document.querySelectorAll("[data-day]")) {
      button.addEventListener("click", () => this.controller.commit(this.controller.calendar.number(button.dataset.day)));
    }
    addEventListener("hashchange", () => this.answer(this.readHash()));
    this.answer({});
  }

  // An agreement chosen again is let go: no record stands beside the map here.
  receive({ seq, extent: _, ...fields }) {
    const again = fields.agreement && fields.agreement === this.state.agreement;
    this.answer({ ...fields, ...(again && { agreement: "" }), ack: seq });
  }

  answer(change) {
    this.state = { ack: this.controller.connection.state.seq, ...this.state, ...change };
    this.controller.applyServerState(this.state);
    this.remember();
  }

  // A reload or a copied address shows the same.
  remember() {
    for (const button of document.querySelectorAll("[data-day]")) {
      button.setAttribute("aria-pressed", String(button.dataset.day === this.state.date));
    }
    document.body.dataset.tab = this.controller.choice.tab;
    const parameters = REMEMBERED.filter((name) => this.state[name]).map((name) => [name, this.state[name]]);
    history.replaceState(null, "", `#${new URLSearchParams(parameters)}`);
  }

  // What of the address can be used; this page has fewer choices than a link can name.
  readHash() {
    const asked = [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => REMEMBERED.includes(name));
    return usableParameters(this.payload, Object.fromEntries(asked));
  }
}

const bytes = Uint8Array.from(atob(document.getElementById("payload").textContent), (character) => character.charCodeAt(0));
const { state, extent } = JSON.parse(document.getElementById("state").textContent);
globalThis.page = new Page(decode(await unpack(bytes)), state, extent);
