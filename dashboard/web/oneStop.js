// A long list of links or buttons as one stop of Tab: the arrow keys, Home and End move within it,
// past what is folded. It stays a list to who reads or hears it. Tab comes to its first, or another
// that is given.

const LIST_STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function oneStop(list, first) {
  const items = [...list.querySelectorAll("a, button, summary")];
  const stopAt = (at) => items.forEach((item) => { item.tabIndex = item === at ? 0 : -1; });
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

// The same for lists that Python draws, marked so, whenever they come.
export function watchLists() {
  const known = new WeakSet();
  new MutationObserver(() => {
    for (const list of document.querySelectorAll("[data-one-stop]")) {
      if (!known.has(list)) oneStop(list);
      known.add(list);
    }
  }).observe(document.body, { childList: true, subtree: true });
}
