// Links or buttons that are one stop of Tab together: the arrow keys, Home and End move among them,
// past what is folded. They stay links and buttons to screen readers. `keys` is the text on what
// the keys do; it describes the element around them. Tab comes to the first, or another that is
// given.

import { onPageChange } from "./dom.js";

const LIST_STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function oneStop(list, keys, first) {
  const items = [...list.querySelectorAll("a, button, summary")];
  const stopAt = (at) => items.forEach((item) => { item.tabIndex = item === at ? 0 : -1; });
  list.setAttribute("aria-description", keys);
  stopAt(first ?? items[0]);
  list.addEventListener("focusin", ({ target }) => stopAt(target));
  list.addEventListener("keydown", (event) => {
    const shown = items.filter((item) => item.checkVisibility());
    const [at, step] = [shown.indexOf(event.target), LIST_STEPS[event.key]];
    if (at < 0 || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    shown[Math.max(0, Math.min(shown.length - 1, at + step))].focus();
  });
}

// The same for those of pages that Python draws, whenever they come; what the keys do stands in the head.
export function watchLists() {
  onPageChange(() => {
    const keys = document.getElementById("list-keys")?.textContent;
    if (keys) document.querySelectorAll("[data-one-stop]:not([aria-description])").forEach((list) => oneStop(list, keys));
  });
}
