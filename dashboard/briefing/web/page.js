// Runs the map's runtime without a server: this script answers the board as Python does in the
// app, in the same words, and keeps them in the address.

async function unpack(id) {
  const packed = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

const REMEMBERED = ["date", "since", "compare", "layers", "agreement", "at"];

class Page {
  constructor(spec, order, extent) {
    this.order = { ...order, ...readHash(spec) };
    this.board = new Board(document.getElementById("stage"), spec);
    for (const name of ["title", "choices", "agreements", "difference", "dial", "figures", "chart"]) {
      this.board.mount(name, document.getElementById(name), name === "dial" ? this.order : null, name === "dial" ? (_, said) => this.heard(said) : undefined);
    }
    if (extent && !this.order.at) this.board.map.fitBounds(extent, { animate: false });
    for (const button of document.querySelectorAll("[data-day]")) {
      button.addEventListener("click", () => this.board.commit(this.board.calendar.number(button.dataset.day)));
    }
    window.addEventListener("hashchange", () => this.answer(readHash(spec)));
    globalThis.timemapBoard = this.board;
    this.answer({});
  }

  // An agreement chosen again is let go: no record stands beside the map here.
  heard({ n, extent, ...said }) {
    if (said.agreement && said.agreement === this.order.agreement && this.chosen !== n) said.agreement = "";
    this.chosen = n;
    this.answer({ ...said, ack: n });
  }

  answer(change) {
    this.order = { ack: this.board.sent, ...this.order, ...change };
    this.board.obey(this.order);
    this.remember();
  }

  // A reload or a copied address shows the same.
  remember() {
    for (const button of document.querySelectorAll("[data-day]")) {
      button.setAttribute("aria-pressed", String(button.dataset.day === this.order.date));
    }
    document.body.dataset.compare = this.order.compare;
    const kept = REMEMBERED.filter((name) => this.order[name]).map((name) => `${name}=${this.order[name]}`);
    history.replaceState(null, "", `#${kept.join("&")}`);
  }
}

// What of the address can be used; this page has fewer choices than a link can name.
function readHash(spec) {
  const asked = [...new URLSearchParams(location.hash.slice(1))];
  return usableWords(spec, new URLSearchParams(asked.filter(([name]) => REMEMBERED.includes(name))));
}

const { order, extent } = JSON.parse(document.getElementById("order").textContent);
globalThis.page = new Page(await unpack("board"), order, extent);
