// The one live region of a page: what changed where the reader is not looking, said once.

import { h, onPageChange } from "./dom.js";

export function announce(text) {
  const region = document.getElementById("announcement") ?? document.body.appendChild(h("div", { id: "announcement", class: "unseen", "aria-live": "polite" }));
  region.replaceChildren(h("p", {}, text)); // a new node: the same words are said again
}

// Python's announcements are elements of the page, each with a name of its own: so they need no
// script, and are announced once however often the page is drawn again.
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
