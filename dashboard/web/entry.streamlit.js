// The map of the app, in an element of Streamlit's and of the data at an address. It is made once for
// an element; later calls with the same data find it there.

import { isEmbedded, watchPage, writeAddress } from "./address.js";
import { MapController } from "./app.js";
import { joinParentPage } from "./embed.js";
import { fetchPayload } from "./files.js";
import { registry } from "./registry.js";
import { laneCount } from "./widgets/ribbon.js";

export default async function mountMap({ payload: address }, parentElement) {
  const host = parentElement.querySelector(".tm-root");
  if (host.dataset.payload === address) return;
  host.dataset.payload = address;
  const payload = await fetchPayload(address).catch((error) => { delete host.dataset.payload; throw error; });
  if (host.dataset.payload !== address || !host.isConnected) return; // another language was chosen meanwhile
  performance.mark("map-received");
  if (!registry.controller) watchPage(() => registry.controller);
  const { connection } = registry.controller ?? {};
  registry.controller?.destroy();
  // how high the timeline will be, before the map is fitted to what is left
  document.documentElement.style.setProperty("--lanes", laneCount(payload.facts));
  registry.controller = new MapController(host, payload, { connection, writeAddress });
  globalThis.conflictMap = registry.controller; // for tests and for looking at it in the console
  performance.mark("map-made");
  if (isEmbedded()) joinParentPage(registry.controller.maps.element);
  for (const mount of registry.mounts.values()) mount(registry.controller);
}
