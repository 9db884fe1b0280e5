// The one live region of a page: what changed where the reader is not looking, said once.

import { h } from "./dom.js";

export function announce(text) {
  const region = document.getElementById("announcement") ?? document.body.appendChild(h("div", { id: "announcement", class: "unseen", role: "status" }));
  region.replaceChildren(h("p", {}, text)); // a new node: the same words are said again
}

// What Python has to announce comes as a part of the page, marked: no script need run for it.
export function announceMarked() {
  const announced = new WeakSet();
  new MutationObserver(() => {
    for (const marked of document.querySelectorAll("[data-announce]")) {
      if (announced.has(marked)) continue;
      announced.add(marked);
      announce(marked.textContent);
    }
  }).observe(document.body, { childList: true, subtree: true });
}
