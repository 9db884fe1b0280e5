// Files of the app's server.

import { decode } from "./core/encoding.js";

// What the map is given. The address is as new as the page: what is gone since is of a build before,
// and so is the page. Where it is gone after the page was loaded anew, something else is wrong.
export async function fetchPayload(address) {
  const answer = await fetch(address);
  if (answer.status === 404 && history.state?.reloadedFor !== address) {
    history.replaceState({ ...history.state, reloadedFor: address }, "");
    location.reload();
    await new Promise(() => {}); // nothing of this page goes on
  }
  if (!answer.ok) throw Error(`${address}: ${answer.status}`);
  return decode(await answer.json());
}
