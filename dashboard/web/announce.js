// The one live region of a page: what changed where the reader is not looking, said once.

import { h, onPageChange } from "./dom.js";

export function announce(text) {
  const region = document.getElementById("announcement") ?? document.body.appendChild(h("div", { id: "announcement", class: "unseen", "aria-live": "polite" }));
  region.replaceChildren(h("p", {}, text)); // a new node: the same words are said again
}

// What Python has to announce stands on the page, marked with a name of its own: no script need come
// with it, and it is said once however often the page is drawn anew.
export function announceMarked() {
  const announced = new Set();
  onPageChange(() => {
    for (const marked of document.querySelectorAll("[data-announce]")) {
      const { announce: name } = marked.dataset;
      if (!announced.has(name)) announce(marked.textContent);
      announced.add(name);
    }
  });
}
