// Files of the app's server.

import { decode } from "./core/encoding.js";

// The map's payload. Its address is of the build that the page is of: if the file is gone, there is
// a newer build and the page must be loaded again. If it is gone after that too, something else is
// wrong.
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
