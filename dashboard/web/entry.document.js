// Streamlit calls this on every page of the app, once a run: the document's language and direction,
// what is to be announced, and where the keyboard is.

import { announce } from "./announce.js";
import { watchDialogs } from "./dialog.js";

export default function mountDocument({ data }) {
  const { lang, dir } = data;
  Object.assign(document.documentElement, { lang, dir });
  if (document.isWatched) return; // once a page, however often the module is read
  document.isWatched = true;
  watchDialogs();
  addEventListener("announce", ({ detail }) => announce(detail));
}
