// The map inside another page: it says how high it wants to be, by its width.

const ASPECT = 0.72; // height of the map to its width
const [LEAST, MOST] = [220, 640]; // pixels the map is high

// Tell the page around this one, whenever the width changes; docs/embedding.md describes the message.
export function postHeight(maps) {
  if (parent === globalThis) return;
  let posted = 0;
  new ResizeObserver(() => {
    const others = document.querySelector(".st-key-screen").scrollHeight - maps.offsetHeight;
    const height = Math.round(others + Math.min(MOST, Math.max(LEAST, ASPECT * maps.offsetWidth)));
    if (height === posted) return;
    posted = height;
    parent.postMessage({ source: "conflict-map", height }, "*");
  }).observe(maps);
}
