// The one live region of a page: what changed where the reader is not looking, said once.

import { h } from "./dom.js";

export function announce(text) {
  const region = document.getElementById("announcement") ?? document.body.appendChild(h("div", { id: "announcement", class: "unseen", role: "status" }));
  region.replaceChildren(h("p", {}, text)); // a new node: the same words are said again
}
