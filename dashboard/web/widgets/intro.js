// Two lines for a first visit: what this is, and what to do. Once closed they stay away, as
// far as the browser remembers.

import { h } from "../dom.js";

const CLOSED = "conflict-map-intro-closed";

function wasClosed() {
  try { return localStorage.getItem(CLOSED) !== null; } catch { return false; }
}

function rememberClosed() {
  try { localStorage.setItem(CLOSED, "1"); } catch { /* the browser keeps nothing: it shows again */ }
}

export class Intro {
  constructor(controller, element) {
    const { words, facts } = controller;
    const what = facts.agreements.length ? words.intro_what : words.intro_what_control;
    this.controller = controller;
    this.help = h("a", { target: "_self" }, words.view_help);
    const close = h("button", { type: "button", class: "tm-close", "aria-label": `${words.close}: ${words.view_help}`, onclick: () => { rememberClosed(); element.replaceChildren(); } }, "×");
    if (wasClosed()) element.replaceChildren();
    else element.replaceChildren(h("aside", { class: "tm-intro", "aria-label": words.view_help }, h("div", {}, h("p", {}, what), h("p", {}, words.intro_do, " ", this.help)), close));
  }

  updateLinks() {
    const link = this.controller.pageLink({ view: "help" });
    if (link) this.help.setAttribute("href", link);
  }
}
