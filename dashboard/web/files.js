// Files of the app's server.

import { decode } from "./core/encoding.js";

// What the map is given. The address is as new as the page: what is gone since is of a build before,
// and so is the page.
export async function fetchPayload(address) {
  const answer = await fetch(address);
  if (answer.status === 404) location.reload();
  if (!answer.ok) throw Error(`${address}: ${answer.status}`);
  return decode(await answer.json());
}
