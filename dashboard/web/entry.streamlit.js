// Streamlit calls this with the map's data, packed. The map is made once for an element; later calls
// with the same data find it there.

import { isEmbedded, watchPage, writeAddress } from "./address.js";
import { MapController } from "./app.js";
import { decode } from "./core/encoding.js";
import { postHeight } from "./embed.js";
import { fingerprint, unpack } from "./packed.js";
import { registry } from "./registry.js";
import { laneCount } from "./widgets/ribbon.js";

export default async function mountMap({ data, parentElement }) {
  const host = parentElement.querySelector(".tm-root");
  const id = fingerprint(data);
  if (host.dataset.payload === id) return;
  host.dataset.payload = id;
  performance.mark("map-received");
  const payload = decode(await unpack(data));
  if (host.dataset.payload !== id || !host.isConnected) return; // another language was chosen meanwhile
  if (!registry.controller) watchPage(() => registry.controller);
  const { connection } = registry.controller ?? {};
  registry.controller?.destroy();
  // how high the timeline will be, before the map is fitted to what is left
  document.documentElement.style.setProperty("--lanes", laneCount(payload.facts));
  registry.controller = new MapController(host, payload, { connection, writeAddress });
  globalThis.conflictMap = registry.controller; // for tests and for looking at it in the console
  performance.mark("map-made");
  if (isEmbedded()) postHeight(registry.controller.maps.element);
  for (const mount of registry.mounts.values()) mount(registry.controller);
}
