// What is shown and how: ways to compare, the earlier day, layers and base map, the language, the
// panel's tabs, the list of agreements. Each acts in the browser at once; Python hears of it.

const MODES = ["single", "difference", "swipe", "side"];
const TABS = ["agreements", "changes", "place", "sources", "difference"];

class Choices {
  constructor(board, element) {
    this.board = board;
    const { words } = board;
    this.modes = new Segmented(words.compare, MODES.map((mode) => [mode, words[`compare_${mode}`]]), (mode) => board.enter(mode));
    this.since = this.sinceMenu();
    this.layers = this.layerMenu();
    element.replaceChildren(h("div", { class: "tm-choices" }, this.modes.element, this.since.element, this.layers.element, this.languages()));
  }

  // The day compared with: that of an agreement, or any other.
  sinceMenu() {
    const { board } = this;
    const { words, facts, calendar } = board;
    const settle = (day) => { board.compareWith(day); board.commitSince(); };
    this.presets = facts.agreements.filter((a) => a.day >= 0 && a.day <= calendar.last);
    this.preset = h("select", { class: "tm-select", "aria-label": words.compare_preset, onchange: (event) => event.target.value && settle(Number(event.target.value)) },
      h("option", { value: "" }, words.compare_preset), this.presets.map((a) => h("option", { value: a.day }, `${a.short} · ${a.dated}`)));
    this.field = new DayField(board, words.compare_date, settle);
    return new Menu("", h("p", { class: "tm-small" }, words.compare_help), this.preset, h("p", { class: "tm-small" }, words.compare_date), this.field.element, this.field.note);
  }

  layerMenu() {
    const { board } = this;
    const { words } = board;
    const { layers, bases } = board.spec.choices;
    this.boxes = layers.map(({ name, title, about }) => h("input", { type: "checkbox", value: name, "aria-label": title, "aria-description": about, onchange: () => board.choose({ layers: this.boxes.filter((box) => box.checked).map((box) => box.value).join(".") || "none" }) }));
    this.bases = [["offline", words.base_offline], ...bases.map((name) => [name, name])].map(([value, text]) => ({
      text, input: h("input", { type: "radio", name: "tm-base", value, onchange: () => board.choose({ base: value }) }),
    }));
    const online = bases.length ? h("fieldset", {}, h("legend", {}, words.base), this.bases.map(({ input, text }) => h("label", {}, input, h("span", {}, text))), h("p", { class: "tm-small" }, words.base_note)) : null;
    return new Menu(words.layers, h("fieldset", {}, h("legend", {}, words.layers),
      layers.map(({ title, about }, i) => h("label", { title: about }, this.boxes[i], h("span", {}, title, h("small", {}, about))))), online);
  }

  languages() {
    const { languages } = this.board.spec.choices;
    if (languages.length < 2) return null;
    return h("select", { class: "tm-select tm-language", "aria-label": "Language / اللغة", onchange: (event) => this.board.choose({ lang: event.target.value }) },
      languages.map(({ code, name }) => h("option", { value: code, lang: code, selected: code === this.board.spec.language }, name)));
  }

  update() {
    const { board } = this;
    const { choice, since, words, calendar } = board;
    this.modes.set(choice.compare);
    this.since.element.hidden = !board.comparing;
    if (this.shownSince !== since) {
      this.shownSince = since;
      this.since.label.textContent = fill(words.since_button, { day: calendar.words(since) });
      this.preset.value = this.presets.some((a) => a.day === since) ? String(since) : "";
      this.field.show(since);
    }
    const signature = `${choice.layers}|${choice.base}`;
    if (this.signature === signature) return;
    this.signature = signature;
    for (const box of this.boxes) box.checked = board.layersShown.includes(box.value);
    for (const { input } of this.bases) input.checked = input.value === choice.base;
  }
}

class Tabs {
  constructor(board, element) {
    this.board = board;
    const { words } = board;
    this.tabs = new Segmented(words.panel, TABS.map((tab) => [tab, words[tab === "sources" ? "sources_tab" : tab]]), (tab) => board.openTab(tab), { manual: true });
    this.tabs.element.classList.add("tm-tabs");
    element.replaceChildren(this.tabs.element);
  }

  update() {
    this.tabs.set(this.board.choice.tab);
  }
}

// The chain in time order; what is in force follows the day, also while it is dragged.
class AgreementList {
  constructor(board, element) {
    this.board = board;
    const { facts, words } = board;
    this.intro = h("p", { class: "tm-small" });
    this.rows = facts.agreements.map((agreement) => {
      const mark = h("em", { class: "tm-tag", hidden: true });
      return { agreement, mark, row: h("li", {}, h("button", { type: "button", class: agreement.id === board.lastOpen ? "tm-last" : null, title: agreement.official, onclick: () => board.pick("agreement", agreement.id) },
        h("span", { class: "tm-when" }, agreement.dated), " ", h("b", {}, h("bdi", {}, agreement.short)), " ", mark)) };
    });
    element.replaceChildren(h("div", { class: "tm-list" }, this.intro, h("ul", { "aria-label": words.agreements }, this.rows.map(({ row }) => row))));
  }

  update() {
    const { day, words, calendar } = this.board;
    if (this.day === day) return;
    this.day = day;
    this.intro.textContent = fill(words.agreements_intro, { day: calendar.words(day) });
    for (const { agreement, mark } of this.rows) {
      const [, , force] = agreement.force.find(([from, to]) => from <= day && day < to) ?? [];
      if (mark.hidden === !force && (!force || mark.dataset.force === force)) continue;
      mark.hidden = !force;
      mark.dataset.force = force ?? "";
      mark.textContent = force ? words[force === "disputed" ? "force_disputed_short" : "force_yes"] : "";
    }
  }
}
