// Streamlit calls this with the map's data, packed. The map is built once for an element; later
// calls with the same data find it there. Slots say in the hub how they are mounted, so the order of arrival does not matter.

const hub = (globalThis.timemapHub ??= { board: null, slots: new Map() });

// The checksum and length that end a gzip file: enough to tell one board from the next.
const seal = (bytes) => [...bytes.slice(-8)].join(".");

async function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

export default async function stage({ data, parentElement }) {
  const host = parentElement.querySelector(".tm-root");
  const made = seal(data);
  if (host.dataset.made === made) return;
  host.dataset.made = made;
  performance.mark("timemap-received");
  const spec = await unpack(data);
  if (host.dataset.made !== made || !host.isConnected) return; // another language was chosen meanwhile
  hub.board?.destroy();
  hub.board = new Board(host, spec);
  globalThis.timemapBoard = hub.board;
  performance.mark("timemap-built");
  for (const mount of hub.slots.values()) mount(hub.board);
}
