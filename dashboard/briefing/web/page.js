// Runs the map's runtime without a server: this script answers the board as Python does in the app.

async function unpack(id) {
  const packed = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

class Page {
  constructor(spec, order, extent) {
    this.order = { ...order, ...readHash(order, spec.facts) };
    this.board = new Board(document.getElementById("stage"), spec);
    for (const name of ["title", "dial", "figures", "chart"]) {
      const speaks = name === "dial" ? [(kind, value) => this.heard(value), (kind, value) => this.picked(value)] : [];
      this.board.mount(name, document.getElementById(name), name === "dial" ? this.order : null, ...speaks);
    }
    if (extent) this.board.map.fitBounds(extent, { animate: false });
    this.controls();
    window.addEventListener("hashchange", () => this.say(readHash(this.order, spec.facts)));
    globalThis.timemapBoard = this.board;
  }

  say(change) {
    this.order = { ...this.order, ...change, view: null, ack: this.board.sent };
    this.board.obey(this.order);
    this.remember();
  }

  // A message carries only what the reader moved.
  heard({ day = this.order.day, since = this.order.since }) {
    this.order = { ...this.order, day, since, ack: this.board.sent };
    this.board.unheard = {};
    this.remember();
  }

  // An agreement lights what it drew and moves the date to its signing; again, and it is dark.
  picked({ kind, id }) {
    if (kind !== "agreement") return;
    if (this.order.lit === id) return this.say({ lit: null });
    const agreement = this.board.facts.agreements.find((each) => each.id === id);
    const day = this.board.calendar.iso(this.board.calendar.clamp(agreement.day));
    return this.say({ lit: id, day });
  }

  controls() {
    for (const button of document.querySelectorAll("[data-compare-mode]")) {
      button.addEventListener("click", () => this.say({ compare: button.dataset.compareMode }));
    }
    for (const button of document.querySelectorAll("[data-day]")) {
      button.addEventListener("click", () => this.say({ day: button.dataset.day }));
    }
    for (const box of document.querySelectorAll("[data-layer]")) {
      box.addEventListener("change", () => {
        const shown = [...document.querySelectorAll("[data-layer]")].filter((each) => each.checked);
        this.say({ layers: shown.map((each) => each.dataset.layer) });
      });
    }
    this.remember();
  }

  // The address keeps the view: a reload or a copied address shows the same.
  remember() {
    const { day, since, compare } = this.order;
    for (const button of document.querySelectorAll("[data-compare-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.compareMode === compare));
    }
    for (const button of document.querySelectorAll("[data-day]")) {
      button.setAttribute("aria-pressed", String(button.dataset.day === day));
    }
    history.replaceState(null, "", `#date=${day}&since=${since}&compare=${compare}`);
  }
}

// Days and mode from the address, as far as they can be used.
function readHash(order, facts) {
  const asked = new URLSearchParams(location.hash.slice(1));
  const usable = (day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") && day >= facts.first && day <= facts.last;
  const found = {};
  for (const [name, key] of [["date", "day"], ["since", "since"]]) {
    if (usable(asked.get(name))) found[key] = asked.get(name);
  }
  if (["single", "difference", "swipe", "side"].includes(asked.get("compare"))) found.compare = asked.get("compare");
  return found;
}

const { order, extent } = JSON.parse(document.getElementById("order").textContent);
globalThis.page = new Page(await unpack("board"), order, extent);
