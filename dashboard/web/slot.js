// A place on the page that the map's runtime fills. Tiny on purpose: Streamlit sends it again
// with every change of its data, while the runtime and the map travel once.
const hub = (globalThis.timemapHub ??= { board: null, slots: new Map() });

// The link's parameters in the order Python writes them in.
const LINK = ["date", "layers", "base", "lang", "compare", "since", "view", "tab", "at", "agreement", "place", "area", "claim"];

// The address follows what is shown at once, whoever moved it. A choice is a step to come back to;
// where the map rests, and what a link left open or said in vain, are written into the step at hand.
function address(words, isStep) {
  const now = new URLSearchParams(location.search);
  const next = new URLSearchParams(LINK.filter((name) => words[name]).map((name) => [name, words[name]]));
  if (now.toString() === next.toString()) return;
  const moved = LINK.some((name) => name !== "at" && now.get(name) !== next.get(name));
  history[moved && isStep ? "pushState" : "replaceState"](history.state, "", `?${next}`);
}

// The links to other pages were written when Python last heard of the days; in a walk through
// time, or before an answer, the map has moved on.
function carryDays(event) {
  const link = event.target.closest?.(".pages a");
  if (!link || !hub.board?.ready) return;
  const to = new URL(link.href);
  const { date, since } = hub.board.everything();
  to.searchParams.set("date", date);
  to.searchParams.set("since", since);
  link.href = to.href;
}

// What the panel shows is replaced as a whole. Who was in it with the keyboard goes on in what
// came in its place: at the record's heading, or back in the list at the agreement that was open.
function keepPlace() {
  let last = null; // what had the focus last, if it was in the panel
  addEventListener("focusin", ({ target }) => { last = target.closest(".st-key-panel") ? target : null; });
  new MutationObserver(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    const panel = document.querySelector(".st-key-panel");
    const next = panel?.querySelector(".tm-last") ?? panel?.querySelector(".rec h2, .tm-list button");
    if (!next) return;
    if (next.tagName === "H2") next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}

export default function slot({ data, parentElement, setStateValue }) {
  const element = parentElement.querySelector(".tm-slot");
  const send = data.order && ((name, said, isStep) => {
    address({ ...data.order, ...said }, isStep);
    setStateValue(name, said);
  });
  const mount = (board) => {
    const obeyed = board.mount(data.slot, element, data.order, send);
    if (obeyed) address({ ...data.order, at: board.viewWords() }, true);
  };
  if (data.order && !hub.listens) {
    hub.listens = true;
    addEventListener("popstate", () => hub.board?.restore(new URLSearchParams(location.search)));
    addEventListener("click", carryDays, true);
    keepPlace();
  }
  hub.slots.set(data.slot, mount);
  if (hub.board) mount(hub.board);
  return () => {
    if (element.isConnected || hub.slots.get(data.slot) !== mount) return;
    hub.slots.delete(data.slot);
    hub.board?.unmount(data.slot, element);
  };
}
