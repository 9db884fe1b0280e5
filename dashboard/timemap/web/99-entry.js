// Streamlit calls this with the map's data. The map is built once for an element; later calls
// with the same data find it there. Slots say in the hub how they are mounted, so the order of arrival does not matter.

const hub = (globalThis.timemapHub ??= { board: null, slots: new Map() });

export default function stage({ data, parentElement }) {
  const host = parentElement.querySelector(".tm-root");
  if (host.dataset.made !== data.made) {
    performance.mark("timemap-received");
    hub.board?.destroy();
    hub.board = new Board(host, data);
    host.dataset.made = data.made;
    globalThis.timemapBoard = hub.board;
    performance.mark("timemap-built");
    for (const mount of hub.slots.values()) mount(hub.board);
  }
}
