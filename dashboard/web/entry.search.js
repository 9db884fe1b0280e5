// The search of the app's pages beside the map.

import { fetchPayload } from "./files.js";
import { PageSearch } from "./pageSearch.js";

// `state` are the parameters of the page's link.
export default function mountSearch({ payload, words, hint, state }, parentElement) {
  const element = parentElement.querySelector(".tm-widget");
  const address = (fields) => `?${new URLSearchParams({ ...state, ...fields, view: "map" })}`;
  const { date } = state;
  if (element.search) Object.assign(element.search, { address, date }); // the day has changed
  else element.search = new PageSearch(element, { words, hint, read: () => fetchPayload(payload), address, date });
}
