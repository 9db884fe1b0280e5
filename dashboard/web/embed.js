// The map inside another page: it says how high it wants to be, by its width, and leaves the wheel to
// that page until the reader has pressed something here.

const ASPECT = 0.72; // height of the map to its width
const [LEAST, MOST] = [220, 640]; // pixels the map is high

export function joinParentPage(maps) {
  if (parent === globalThis) return;
  postHeight(maps);
  addEventListener("wheel", (event) => { if (!document.hasFocus()) event.stopPropagation(); }, { capture: true, passive: true });
}

// Tell the page around this one, whenever the width changes; docs/embedding.md describes the message.
function postHeight(maps) {
  let posted = 0;
  new ResizeObserver(() => {
    const others = document.querySelector(".st-key-screen").scrollHeight - maps.offsetHeight;
    const height = Math.round(others + Math.min(MOST, Math.max(LEAST, ASPECT * maps.offsetWidth)));
    if (height === posted) return;
    posted = height;
    parent.postMessage({ source: "conflict-map", height }, "*");
  }).observe(maps);
}
