// The map of a site of files: its payload is two scripts of the site, one for all languages, and what
// is open in the panel has a page of its own.

import { decode, withShared } from "./core/encoding.js";
import { splitRecord } from "./core/link.js";
import { joinParentPage } from "./embed.js";
import { unpackText } from "./packed.js";
import { StandalonePage } from "./standalone.js";

const root = document.documentElement;

// Address of what a link's parameters show: the map, a page beside it, or the map inside another page.
function address({ view, embed, slider, ...fields }) {
  if (view === "evidence") return `evidence.html#${new URLSearchParams(["area", "since", "date"].filter((name) => fields[name]).map((name) => [name, fields[name]]))}`;
  if (view && view !== "map") return `${view}.html`;
  const parameters = new URLSearchParams({ ...fields, ...(slider && { slider }) });
  return `${embed ? "embed" : "index"}.html#${parameters}`;
}

class Site extends StandalonePage {
  constructor(payload, state, places) {
    super(payload, state, { address });
    this.places = places;
    this.remember();
    if (root.dataset.embed) joinParentPage(this.controller.maps.element);
  }

  // The links to the whole record and to other languages go with what is shown.
  remember() {
    super.remember();
    if (!this.places) return; // not made yet
    for (const link of document.querySelectorAll(".languages a")) link.hash = `${this.parameters}`;
    this.showMore();
  }

  // A place is on the page of the unit it lies in; a name nobody could place is in none.
  pageOf(kind, id) {
    const file = (...parts) => `${parts.join("/").replaceAll(":", "-")}.html`;
    const unit = kind === "place" && Object.keys(this.places).find((each) => this.places[each].includes(id));
    if (kind === "name") return null;
    return unit ? `${file("area", unit)}#${id}` : file(kind, id);
  }

  showMore() {
    const { recordShown, choice } = this.controller;
    const phrases = JSON.parse(document.getElementById("phrases").textContent);
    const more = document.getElementById("more");
    const { kind, id } = splitRecord(recordShown ?? "");
    const page = recordShown ? this.pageOf(kind, id) : choice.agreement && `agreement/${choice.agreement}.html`;
    more.hidden = !page;
    if (!page) return;
    more.firstElementChild.href = page;
    more.firstElementChild.textContent = recordShown ? phrases.record : phrases.agreement;
  }
}

if (root.dataset.embed && new URLSearchParams(location.hash.slice(1)).get("slider")) root.dataset.embed = "slider";
const own = await unpackText(globalThis.conflictMapData);
const shared = await unpackText(globalThis.conflictMapShared);
const state = JSON.parse(document.getElementById("state").textContent);
globalThis.page = new Site(decode(withShared(own, shared)), state, globalThis.conflictMapPages);
