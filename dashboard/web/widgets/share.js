// What is on screen as something to send: a link, a short link, the code that shows it in another page.

import { announce } from "../announce.js";
import { fill } from "../core/format.js";
import { PARAMETERS, shortest } from "../core/link.js";
import { h } from "../dom.js";
import { Menu } from "./controls.js";

// Names of this machine: an address with one of them opens nowhere else.
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

export class Share {
  constructor(controller) {
    this.controller = controller;
    const { words } = controller;
    this.link = this.row(words.share_link);
    this.short = this.row(words.share_short);
    this.code = this.row(words.share_embed);
    const withSlider = h("input", { type: "checkbox", onchange: () => { this.slider = withSlider.checked; this.refresh(); } });
    this.menu = new Menu(words.share, this.link.element, this.short.element, this.code.element,
      h("label", {}, withSlider, h("span", {}, words.share_slider)),
      LOCAL.test(location.hostname) && h("p", { class: "tm-small tm-warning" }, fill(words.share_local, { host: location.host })));
    this.menu.popover.classList.add("tm-share");
    this.menu.popover.addEventListener("beforetoggle", () => this.refresh());
    this.element = this.menu.element;
  }

  // A text to copy: a button does it, or marks it where the browser refuses.
  row(label) {
    const { words } = this.controller;
    const field = h("input", { class: "tm-date", readonly: true, "aria-label": label, onfocus: () => field.select() });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        announce(words.copied);
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 2000);
      } catch {
        field.focus();
      }
    };
    const button = h("button", { type: "button", class: "tm-step", "aria-label": `${words.copy}: ${label}`, onclick: copy }, words.copy);
    return { field, element: h("p", { class: "tm-copy" }, h("span", {}, label), field, button) };
  }

  // The address lags behind a drag or a walk through time; a link does not.
  refresh() {
    const { controller } = this;
    const { calendar, lookup, span, isComparing, payload } = controller;
    const shown = { ...controller.serverState, ...controller.serialize(), ...controller.view };
    const fields = Object.fromEntries(PARAMETERS.filter((name) => shown[name]).map((name) => [name, shown[name]]));
    const opening = { ...payload.opening, at: controller.isOpeningView ? shown.at : "" };
    const address = (parameters) => new URL(controller.address(parameters), location.href).href.replace(/[?#]$/, "");
    const least = shortest(fields, opening);
    this.link.field.value = address(fields);
    this.short.field.value = address(least);
    const dates = isComparing ? lookup.spanText(span) : calendar.long(span[1]);
    const frame = h("iframe", {
      src: address({ ...least, embed: 1, ...(this.slider && { slider: 1 }) }), title: `${controller.facts.title}, ${dates}`,
      width: "100%", height: "520", loading: "lazy",
    });
    frame.style.border = "0";
    this.code.field.value = frame.outerHTML;
  }
}
