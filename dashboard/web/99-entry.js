// Streamlit calls this with the map's data, packed. The map is built once for an element; later
// calls with the same data find it there. Slots say in the hub how they are mounted, so the order of arrival does not matter.

const hub = (globalThis.timemapHub ??= { board: null, slots: new Map() });

export default async function stage({ data, parentElement }) {
  const host = parentElement.querySelector(".tm-root");
  const made = seal(data);
  if (host.dataset.made === made) return;
  host.dataset.made = made;
  performance.mark("timemap-received");
  const spec = await unpack(data);
  if (host.dataset.made !== made || !host.isConnected) return; // another language was chosen meanwhile
  const { unheard } = hub.board ?? {};
  hub.board?.destroy();
  hub.board = new Board(host, spec, unheard);
  globalThis.timemapBoard = hub.board;
  performance.mark("timemap-built");
  for (const mount of hub.slots.values()) mount(hub.board);
}
