// Controls that every browser draws and names alike: icons, one of several, a menu.

import { h, s } from "../dom.js";

const ICONS = {
  first: "M5 3v10M13 3 7 8l6 5z", back: "M11 3 5 8l6 5", play: "M5 3l8 5-8 5z", pause: "M5 3h2v10H5zM9 3h2v10H9z",
  forth: "M5 3l6 5-6 5", last: "M11 3v10M3 3l6 5-6 5z", loop: "M12.5 6A5 5 0 1 0 13 9M13 3v3.5H9.5",
  home: "M2.5 8 8 3l5.5 5M4.5 7v6h7V7", fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  annotate: "M3 13l.8-3.2L11 2.6l2.4 2.4-7.2 7.2zM9.4 4.2l2.4 2.4", text: "M3.5 5V3.5h9V5M8 3.5v9M6.5 12.5h3",
  arrow: "M3 13 13 3M7.5 3H13v5.5", circle: "M8 2.5a5.5 5.5 0 1 0 .01 0z", area: "M3 5.5 7 3l6 2-1 7.5-6 1z",
  highlight: "M8 13.5C5 10 4 8 4 6.5a4 4 0 0 1 8 0C12 8 11 10 8 13.5zM8 6.5v.01",
  calendar: "M3 4h10v9H3zM3 7h10M6 2.5v3M10 2.5v3",
};

const SOLID = new Set(["first", "play", "pause", "last"]);

export function icon(name) {
  return s("svg", { class: `tm-icon${SOLID.has(name) ? " tm-solid" : ""}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
}

// A choice of one of several, all visible: a radio group, moved through with the arrow keys.
export class Segmented {
  // With `manual` the arrow keys only move the focus, and Enter chooses: for choices with large
  // effects.
  constructor(label, options, choose, { manual = false } = {}) {
    this.manual = manual;
    this.choose = choose;
    this.buttons = options.map(([value, text]) => h("button", {
      type: "button", role: "radio", "aria-checked": "false", tabindex: "-1", "data-value": value, onclick: () => choose(value),
    }, text));
    this.element = h("div", { class: "tm-segmented", role: "radiogroup", "aria-label": label, onkeydown: (event) => this.key(event) }, this.buttons);
  }

  set(value) {
    if (this.value === value) return;
    this.value = value;
    for (const button of this.buttons) {
      const on = button.dataset.value === value;
      button.setAttribute("aria-checked", on);
      button.tabIndex = on ? 0 : -1;
    }
  }

  key(event) {
    const right = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: right, ArrowLeft: -right, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.buttons.indexOf(document.activeElement);
    const next = this.buttons.at((at + step) % this.buttons.length);
    next.focus();
    if (!this.manual) this.choose(next.dataset.value);
  }
}

// What a button opens; Escape or a press elsewhere closes it.
export class Popover {
  constructor(button, ...content) {
    this.popover = h("div", { class: "tm-menu", popover: "auto", ontoggle: (event) => this.toggled(event) }, content);
    this.button = button;
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    button.popoverTargetElement = this.popover;
  }

  toggled(event) {
    const open = event.newState === "open";
    this.button.setAttribute("aria-expanded", open);
    this.follow ??= () => this.place();
    const listen = open ? addEventListener : removeEventListener;
    listen("scroll", this.follow, true);
    listen("resize", this.follow);
    if (open) this.place();
  }

  // Under its button, or above it where there is more room; inside the window always.
  place() {
    const box = this.button.getBoundingClientRect();
    const wide = this.popover.offsetWidth;
    const from = getComputedStyle(this.button).direction === "rtl" ? box.right - wide : box.left;
    const [above, below] = [box.top - 12, innerHeight - box.bottom - 16];
    const isUnder = this.popover.scrollHeight <= below || below >= above;
    this.popover.style.maxHeight = `${Math.max(isUnder ? below : above, 120)}px`;
    const top = Math.max(8, isUnder ? box.bottom + 4 : box.top - 4 - this.popover.offsetHeight);
    this.popover.style.left = `${Math.max(8, Math.min(from, innerWidth - wide - 8))}px`;
    this.popover.style.top = `${top}px`;
  }
}

// A popover whose button has a text.
export class Menu extends Popover {
  constructor(text, ...content) {
    const label = h("span", {}, text);
    super(h("button", { type: "button", class: "tm-open" }, label, s("svg", { class: "tm-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: "M4 6l4 4 4-4" }))), ...content);
    this.label = label;
    this.element = h("span", { class: "tm-menu-host" }, this.button, this.popover);
  }
}

// A choice of one of several in a drop-down list: `[value, text]` each.
export function choiceOf(label, options, chosen, action) {
  return h("select", { class: "tm-select", "aria-label": label, onchange: (event) => action(event.target.value) },
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

// Options of a drop-down list under a heading; nothing if there are none.
export function optionGroup(label, options) {
  return options.length > 0 && h("optgroup", { label }, options.map(([value, text]) => h("option", { value }, text)));
}
