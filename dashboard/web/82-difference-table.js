// What changed between A and B, in figures and lists; every row leads to the map.

function signed(value) {
  return Math.round(value) === 0 ? "0" : `${value > 0 ? "+" : "−"}${km2(Math.abs(value))}`;
}

// Inside a sentence of another direction, a signed number keeps its own.
const isolated = (text) => `\u2066${text}\u2069`;

// The sign stays before its number in any script.
const signedCell = (value) => h("bdi", { dir: "ltr" }, signed(value));

class DifferenceTable {
  constructor(board, element) {
    this.board = board;
    this.host = h("div", { class: "tm-table" });
    element.replaceChildren(this.host);
  }

  update() {
    const { board } = this;
    const { difference, since, day } = board;
    if (!difference || board.choice.compare !== "difference") return this.host.replaceChildren();
    const signature = `${since}/${day}`;
    if (signature === this.signature) return;
    const totals = difference.totals();
    const { words, calendar } = board;
    this.error = difference.error();
    this.range = difference.ranges();
    this.host.replaceChildren(
      h("h2", {}, fill(words.from_to, { from: calendar.words(since), to: calendar.words(day) })),
      totals.cells.length ? this.parties(totals) : this.nothing(),
      totals.cells.length ? h("p", { class: "tm-small" }, fill(words.difference_error, { km2: km2(this.error.km2), n: DIGITS.format(totals.cells.length) }), " ", behindLink(board, { since: calendar.iso(since) })) : "",
      this.districts(totals), this.between(), this.places(totals));
    this.signature = signature;
  }

  // Cells that passed to or from a party.
  cellsOf(party) {
    const at = this.board.facts.parties.indexOf(party);
    return [...this.board.difference.changed].filter(([, sides]) => sides.includes(at)).map(([geometry]) => geometry);
  }

  parties({ parties }) {
    const { words } = this.board;
    return h("table", {}, h("thead", {}, h("tr", {}, [words.party, words.gained, words.lost, words.net].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, parties.map(({ party, gained, lost }) => h("tr", { "data-party": party.id },
        h("th", { scope: "row" }, swatch(this.board, `gained.${party.id}`), " ", h("button", { class: "tm-link", onclick: () => this.goTo(this.cellsOf(party)) }, party.short)),
        h("td", {}, km2(gained)), h("td", {}, km2(lost)), h("td", {}, h("b", {}, signedCell(gained - lost)), this.moves(null, this.board.facts.parties.indexOf(party)))))));
  }

  // The range doubtful events leave a net in, where they move it.
  moves(key, at) {
    const [low, high] = this.range(key, at).map(signed);
    if (low === high) return null;
    const { words } = this.board;
    return h("small", { class: "tm-range", title: words.doubt_how }, fill(words.range_signed, { low: isolated(low), high: isolated(high) }));
  }

  // Nothing differs as entered; doubtful events may still leave something open.
  nothing() {
    const { words, facts } = this.board;
    const open = facts.parties.map((party, at) => [party, this.moves(null, at)]).filter(([, node]) => node);
    return h("p", {}, words.no_difference, open.length ? h("small", {}, ` ${words.doubt_range} `, open.map(([party, node]) => [`${party.short} `, h("span", {}, node.textContent), " "])) : "");
  }

  // Each district with what every party gained or lost there, net, and both where it did both;
  // the name leads to the map.
  districts({ parties, districts }) {
    if (!districts.length) return "";
    const { words } = this.board;
    const shown = parties.map(({ party }) => this.board.facts.parties.indexOf(party));
    return h("details", { open: true }, h("summary", {}, `${words.by_district} (${districts.length})`),
      h("table", {}, h("thead", {}, h("tr", {}, h("th", {}), shown.map((at) => h("th", { scope: "col" }, this.board.facts.parties[at].short)), h("th", { scope: "col", title: words.net_error_column }, "±"))),
        h("tbody", {}, districts.map((row) => h("tr", {},
          h("th", { scope: "row" }, h("button", { class: "tm-link", onclick: () => this.goTo(row.cells) }, row.name || words.no_district)),
          shown.map((at) => h("td", {}, signedCell(row.gained[at] - row.lost[at]), this.bothWays(row.gained[at], row.lost[at]), this.moves(row.name, at))), h("td", {}, km2(this.error.districts.get(row.name) ?? 0)))))));
  }

  bothWays(gained, lost) {
    return Math.round(gained) && Math.round(lost) ? h("small", {}, h("bdi", { dir: "ltr" }, `${signed(gained)} ${signed(-lost)}`)) : null;
  }

  between() {
    const { words, facts, since, day, calendar } = this.board;
    const [low, high] = [Math.min(since, day), Math.max(since, day)];
    const operations = facts.offensives.filter((span) => span.from <= high && span.to > low);
    const agreements = facts.agreements.filter((a) => a.day >= low && a.day <= high);
    const row = (text, when, action) => h("li", {}, h("button", { class: "tm-link", onclick: action }, text), h("span", { class: "tm-small" }, ` ${when}`));
    return h("details", {}, h("summary", {}, `${words.between} (${operations.length + agreements.length})`), h("ul", {},
      operations.map((span) => row(span.name, calendar.brief(span.starts), () => this.board.commit(Math.min(span.to - 1, calendar.last)))),
      agreements.map((a) => row(a.short, a.dated, () => this.board.pick("agreement", a.id)))));
  }

  places({ cells }) {
    if (!cells.length) return "";
    const { words, facts } = this.board;
    return h("details", {}, h("summary", {}, `${words.places} (${DIGITS.format(cells.length)})`), h("ul", {}, cells.slice(0, 200).map(({ geometry, place, km2: area, was, is }) =>
      h("li", {}, h("button", { class: "tm-link", onclick: () => this.goTo([geometry]) }, this.board.placeName(place)),
        h("span", { class: "tm-small" }, ` ${facts.parties[was].short} → ${facts.parties[is].short}, ${km2(area)} km²`)))),
      cells.length > 200 ? h("p", { class: "tm-small" }, fill(words.more_places, { n: DIGITS.format(cells.length - 200) })) : "");
  }

  goTo(geometries) {
    const { map, view } = this.board;
    const paths = view.sheet.find("control").paths;
    const bounds = L.latLngBounds([]);
    for (const geometry of geometries) bounds.extend(paths[geometry].getBounds());
    map.fitBounds(bounds, { animate: false, maxZoom: 11.5, padding: [30, 30] });
    if (geometries.length === 1) this.board.inspector.open(bounds.getCenter());
  }
}
