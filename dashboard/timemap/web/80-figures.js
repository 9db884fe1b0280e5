// The large date and the headline figures. Every number was computed by Python, one a state of
// the series; here it is only looked up, so it can follow a drag.

class Title {
  constructor(board, element) {
    this.board = board;
    this.date = h("time", { class: "tm-asof" });
    this.age = h("span", { class: "tm-asof-age" });
    element.replaceChildren(h("div", { class: "tm-title" },
      h("h1", {}, board.facts.title),
      h("p", {}, h("span", { class: "tm-asof-word" }, board.words.as_of), this.date, this.age)));
  }

  update() {
    const { calendar, day } = this.board;
    this.date.textContent = calendar.words(day);
    this.date.setAttribute("datetime", calendar.iso(day));
    this.age.textContent = this.board.ageWords();
  }
}

class Figures {
  constructor(board, element) {
    this.board = board;
    this.host = h("div", { class: "tm-figures" });
    element.replaceChildren(this.host);
  }

  update() {
    const { facts, words, day, calendar } = this.board;
    const i = this.board.stateIndex();
    const km2 = (value) => Math.round(value).toLocaleString();
    const held = facts.parties.filter((party) => facts.zone.areas[party.id]).map((party) => ({ party, area: facts.zone.areas[party.id][i] }));
    const shown = held.filter((row) => row.area >= 0.5); // in the parties' own order, so nothing jumps
    const bar = h("div", { class: "tm-bar", "aria-hidden": "true" }, shown.map(({ party, area }) => {
      const part = h("i", {});
      part.style.cssText = `width:${(100 * area) / facts.zone.km2}%;background:${party.colour}`;
      return part;
    }));
    const card = (title, body, note, kind) => h("div", { class: `tm-card ${kind ?? ""}` }, h("h2", {}, title), body, note ? h("p", { class: "tm-small" }, note) : null);
    const zone = card(fill(words.held_in, { area: facts.zone.title }), [bar, h("ul", {}, shown.map(({ party, area }) =>
      h("li", {}, swatch(this.board, `control.${party.id}`), h("span", {}, party.short), h("b", {}, `${km2(area)} km²`), h("span", {}, `${((100 * area) / facts.zone.km2).toFixed(1)} %`))))], null, "tm-wide");
    const before = day < facts.reference.day;
    const net = facts.parties.map((party) => ({ party, value: facts.net[party.id]?.[i] ?? 0 })).filter((row) => row.value >= 0.5).sort((a, b) => b.value - a.value);
    const taken = card(fill(words.net_since, { agreement: facts.reference.short }),
      before ? h("strong", {}, "–") : net.length ? net.map(({ party, value }) => h("strong", {}, `+${km2(value)} km² `, h("small", {}, party.short))) : h("strong", {}, "0 km²"),
      before ? fill(words.counted_from, { day: calendar.brief(facts.reference.day) }) : words.net_note);
    const last = this.board.lastChange();
    const since = card(words.days_since, h("strong", {}, last === null ? "–" : (day - last).toLocaleString()), last === null ? words.no_change_yet : fill(words.on_day, { day: calendar.brief(last) }));
    const force = this.board.agreementsOn(day).filter((a) => a.force.length);
    const agreed = card(words.in_force, h("div", { class: "tm-chips" }, force.length ? force.map((a) =>
      h("button", { class: `tm-chip${a.force.some(([from, to, kind]) => kind === "disputed" && from <= day && day < to) ? " tm-disputed" : ""}`, onclick: () => this.board.pick("agreement", a.id) }, a.short)) : words.none_in_force), null, "tm-wide");
    const signature = [i, day, force.map((a) => a.id)].join();
    if (signature === this.signature) return;
    this.signature = signature;
    this.host.replaceChildren(zone, taken, since, agreed);
  }
}
