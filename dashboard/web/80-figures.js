// The large date and the headline figures. Every number was computed by Python, one a state of
// the series; here it is only looked up, so it can follow a drag.

function km2(value) {
  return DIGITS.format(Math.round(value));
}

// A figure with its unit; digits and sign stay together and in their order in any script.
function area(words, text) {
  const [before, after] = words.km2.split("{n}");
  const node = h("bdi", {}, before, h("bdi", { dir: "ltr" }, text), after);
  node.figure = node.querySelector("bdi").firstChild;
  return node;
}

// Text of a node, written only where it differs: an untouched node is not laid out anew.
function write(node, text) {
  if (node.data !== undefined ? node.data !== text : node.textContent !== text) node[node.data !== undefined ? "data" : "textContent"] = text;
}

class Title {
  constructor(board, element) {
    this.board = board;
    this.date = h("time", { class: "tm-asof" });
    this.age = h("span", { class: "tm-asof-age" });
    element.replaceChildren(h("div", { class: "tm-title" },
      h("h1", {}, board.facts.title),
      h("p", {}, h("span", { class: "tm-asof-word" }, board.words.as_of), this.date, this.age,
        (this.copy = h("button", { class: "tm-link tm-copy", onclick: () => this.copyLink() }, board.words.copy_link)))));
  }

  // Everything on screen stands in the address; a field to copy by hand where the browser refuses.
  async copyLink() {
    const { board } = this;
    const { words, calendar } = board;
    const link = new URL(location.href);
    // the address lags behind a drag or a walk through time; the link does not
    const shown = { date: calendar.iso(board.day), since: calendar.iso(board.since), at: board.viewWords() };
    for (const [name, value] of Object.entries(shown)) link.searchParams.set(name, value);
    try {
      await navigator.clipboard.writeText(link.href);
      this.copy.textContent = words.link_copied;
      setTimeout(() => { this.copy.textContent = words.copy_link; }, 2000);
    } catch {
      const field = h("input", { class: "tm-date tm-copy-field", readonly: true, value: link.href, "aria-label": words.copy_link });
      field.addEventListener("blur", () => field.replaceWith(this.copy));
      this.copy.replaceWith(field);
      field.select();
    }
  }

  update() {
    const { calendar, day } = this.board;
    this.date.textContent = calendar.words(day);
    this.date.setAttribute("datetime", calendar.iso(day));
    this.age.textContent = this.board.ageWords();
  }
}

// A link to the events and sources a figure counts; its words say since when, and where.
function behindLink(board, words) {
  const link = h("a", { class: "tm-behind", target: "_self" }, board.words.behind_figure);
  aimLink(board, link, words);
  return link;
}

function aimLink(board, link, words) {
  const href = words && board.pageLink({ view: "evidence", compare: "difference", ...words });
  link.hidden = !href;
  if (href && link.getAttribute("href") !== href) link.setAttribute("href", href);
}

// How far a figure moves when doubtful events are left out or dated otherwise, by party.
class Doubt {
  constructor(board, ranges) {
    const { facts, words } = board;
    this.rows = facts.parties.filter((party) => ranges[party.id]).map((party) => {
      const text = document.createTextNode("");
      const name = h("span", {}, `${party.short} `);
      return { party, ranges: ranges[party.id], text, name, node: h("span", { hidden: true }, name, h("bdi", { dir: "ltr" }, text)) };
    });
    this.element = h("p", { class: "tm-small tm-doubt", title: words.doubt_how, hidden: true }, `${words.doubt_range} `, this.rows.map(({ node }) => node));
  }

  // Once a frame, however many states the date passes in it.
  update(i, shown) {
    this.wanted = [i, shown];
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw(...this.wanted);
    });
  }

  draw(i, shown) {
    let any = 0;
    for (const { party, ranges, text, node } of this.rows) {
      const [least, most] = ranges.map((series) => Math.round(series[i]));
      node.hidden = least === most || !shown(party);
      if (node.hidden) continue;
      any += 1;
      write(text, `${km2(least)}–${km2(most)}`);
    }
    // the card names the party already where there is only one
    for (const { name } of this.rows) name.hidden = any < 2;
    this.element.hidden = !any;
  }
}

class Figures {
  constructor(board, element) {
    this.board = board;
    const { facts, words } = board;
    const card = (title, kind, ...body) => h("div", { class: `tm-card ${kind}` }, h("h2", {}, title), body);
    this.rows = facts.parties.filter((party) => facts.zone.areas[party.id]).map((party) => this.row(party));
    this.netRows = facts.parties.map((party) => {
      const value = area(words, "0");
      return { party, figure: value.figure, row: h("strong", { hidden: true }, value, " ", h("small", {}, party.short)) };
    });
    this.netNone = h("strong", {}, "0");
    this.net = h("div", { class: "tm-net" }, this.netRows.map(({ row }) => row), this.netNone);
    this.netNote = h("p", { class: "tm-small" });
    this.age = h("strong", {});
    this.ageNote = h("p", { class: "tm-small" });
    this.force = h("div", { class: "tm-chips" });
    this.zoneError = h("span", {});
    [this.zoneDoubt, this.netDoubt] = [facts.zone, facts.net].map((source) => new Doubt(board, source.doubt));
    this.netText = h("span", {});
    this.netNote.append(this.netText);
    [this.zoneLink, this.netLink, this.ageLink] = [1, 2, 3].map(() => behindLink(board, null));
    this.ageText = h("span", {});
    this.ageNote.append(this.ageText, " ", this.ageLink);
    this.netNote.append(" ", this.netLink);
    element.replaceChildren(h("div", { class: "tm-figures" },
      card(fill(words.held_in, { area: facts.zone.title }), "tm-wide",
        h("div", { class: "tm-bar", "aria-hidden": "true" }, this.rows.map((row) => row.bar)), h("ul", {}, this.rows.map((row) => row.item)), this.zoneDoubt.element, h("p", { class: "tm-small" }, this.zoneError, " ", this.zoneLink)),
      card(fill(words.net_since, { agreement: facts.reference.short }), "", this.net, this.netDoubt.element, this.netNote),
      card(words.days_since, "", this.age, this.ageNote),
      card(words.in_force, "tm-wide", this.force)));
  }

  row(party) {
    const bar = h("i", {});
    bar.style.background = party.colour;
    const held = area(this.board.words, "0");
    const share = h("span", {});
    return { party, bar, held, share, item: h("li", {}, swatch(this.board, `control.${party.id}`), h("span", {}, party.short), h("b", {}, held), share) };
  }

  update() {
    const { facts, words, day, calendar } = this.board;
    const i = this.board.stateIndex();
    if (i !== this.state) this.updateState(i);
    this.updateNet(i);
    this.updateDoubt(i);
    clearTimeout(this.linking);
    this.linking = setTimeout(() => this.updateLinks(), 120);
    const last = this.board.lastChange();
    write(this.age, last === null ? "–" : DIGITS.format(day - last));
    write(this.ageText, last === null ? words.no_change_yet : calendar.brief(last));
    const force = this.board.agreementsOn(day).filter((a) => a.force.length);
    const disputed = (a) => a.force.some(([from, to, kind]) => kind === "disputed" && from <= day && day < to);
    const signature = force.map((a) => a.id + disputed(a)).join();
    if (signature === this.forceSignature) return;
    this.forceSignature = signature;
    this.force.replaceChildren(...(force.length ? force.map((a) =>
      h("button", { class: `tm-chip${disputed(a) ? " tm-disputed" : ""}`, title: disputed(a) ? words.force_disputed : null, onclick: () => this.board.pick("agreement", a.id) }, a.short)) : [words.none_in_force]));
  }

  // Every figure leads to the reports it rests on, once the day has come to rest.
  updateLinks() {
    const { board } = this;
    const { facts, calendar, day } = board;
    const last = board.lastChange();
    aimLink(board, this.zoneLink, { area: facts.zone.id, since: facts.first });
    aimLink(board, this.netLink, day > facts.reference.day && { since: calendar.iso(facts.reference.day) });
    aimLink(board, this.ageLink, last !== null && { since: calendar.iso(last - 1), date: calendar.iso(last) });
  }

  // What is left out or moved changes figures on days of its own.
  updateDoubt(i) {
    const { facts, day } = this.board;
    const at = upperBound(facts.doubt_days, day) - 1;
    const before = day < facts.reference.day;
    if (at === this.doubtAt && before === this.doubtBefore) return;
    [this.doubtAt, this.doubtBefore] = [at, before];
    this.zoneDoubt.update(at, (party) => facts.zone.areas[party.id]?.[i] >= 0.5);
    this.netDoubt.update(at, (party) => !before && (facts.net.net[party.id]?.[i] ?? 0) >= 0.5);
  }

  updateState(i) {
    this.state = i;
    const { zone } = this.board.facts;
    for (const { party, bar, held, share, item } of this.rows) {
      const value = zone.areas[party.id][i];
      item.hidden = value < 0.5;
      bar.style.width = `${(100 * value) / zone.km2}%`;
      write(held.figure, km2(value));
      write(share, `${((100 * value) / zone.km2).toFixed(1)} %`);
    }
    this.zoneError.textContent = fill(this.board.words.area_error, { km2: km2(zone.error[i]) });
  }

  updateNet(i) {
    const { facts, words, day, calendar } = this.board;
    const before = day < facts.reference.day;
    const signature = before ? "before" : i;
    if (signature === this.netState) return;
    this.netState = signature;
    for (const { party, row, figure } of this.netRows) {
      const value = before ? 0 : (facts.net.net[party.id]?.[i] ?? 0);
      row.hidden = value < 0.5;
      if (!row.hidden) write(figure, `+${km2(value)}`);
    }
    this.netNone.hidden = this.netRows.some(({ row }) => !row.hidden);
    if (!this.netNone.hidden) write(this.netNone, before ? "–" : "0");
    this.netText.textContent = before ? fill(words.counted_from, { day: calendar.brief(facts.reference.day) }) : fill(words.net_note, { km2: km2(facts.net.net_error[i]) });
  }
}
