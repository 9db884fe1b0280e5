// The map in a page that has no server: it answers the controller as Python does in the app, in the
// same words, and keeps what is shown in the address.

import { MapController } from "./app.js";
import { openingTab, usableParameters } from "./core/link.js";

const PARTS = ["title", "search", "choices", "agreements", "record", "difference", "slider", "cards", "chart"];
const REMEMBERED = ["date", "since", "compare", "layers", "tab", "agreement", "record", "at", "lens", "incidents", "error", "annotations"];

export class StandalonePage {
  // `state` is what the page opens with, in the link's words; `options` are the controller's.
  constructor(payload, state, options) {
    this.payload = payload;
    this.opening = state;
    this.state = this.stateOfAddress();
    this.controller = new MapController(document.getElementById("map"), payload, options);
    globalThis.conflictMap = this.controller; // for tests and for looking at it in the console
    for (const name of PARTS) {
      const speaks = name === "slider";
      this.controller.mount(name, document.getElementById(name), speaks && this.state, speaks && ((patch) => this.receive(patch)));
    }
    addEventListener("hashchange", () => this.answer(this.stateOfAddress()));
    this.answer(this.state);
  }

  // An agreement chosen again is closed: there is no record beside the map here.
  receive({ seq, extent: _, ...fields }) {
    const again = fields.agreement && fields.agreement === this.state.agreement;
    this.answer({ ...this.state, ...fields, ...(again && { agreement: "" }) }, seq);
  }

  answer(state, ack = this.controller.connection.state.seq) {
    this.state = { ...state, ack };
    this.controller.applyServerState(this.state);
    this.remember();
  }

  // A reload or a copied address shows the same.
  remember() {
    document.body.dataset.tab = this.controller.choice.tab;
    history.replaceState(null, "", `#${this.parameters}`);
  }

  // What is shown, as an address has it.
  get parameters() {
    return new URLSearchParams(REMEMBERED.filter((name) => this.state[name]).map((name) => [name, this.state[name]]));
  }

  // The state the page opens with, changed by what can be used of the address: these pages have
  // fewer choices than a link can name.
  stateOfAddress() {
    const asked = [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => REMEMBERED.includes(name));
    const fields = usableParameters(this.payload, Object.fromEntries(asked));
    return { ...this.opening, ...openingTab(fields), ...fields };
  }
}
