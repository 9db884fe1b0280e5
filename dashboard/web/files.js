// Files of the app's server.

import { decode } from "./core/encoding.js";

// What the map is given. The address is as new as the page: what is gone since is of a build before,
// and so is the page. A page just reloaded is of no build before: there something else is wrong.
export async function fetchPayload(address) {
  const answer = await fetch(address);
  const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (answer.status === 404 && !isReloaded) {
    location.reload();
    await new Promise(() => {}); // nothing of this page goes on
  }
  if (!answer.ok) throw Error(`${address}: ${answer.status}`);
  return decode(await answer.json());
}
