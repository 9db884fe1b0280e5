// In the HTML of every page of the app: its language, what is to be announced, what is called how, and
// where the keyboard is.

import { announceMarked } from "./announce.js";
import { watchDialogs } from "./dialog.js";
import { onPageChange } from "./dom.js";
import { watchFieldNames } from "./fieldNames.js";
import { watchLists } from "./oneStop.js";
import { translateUnreachable } from "./unreachable.js";

// Streamlit takes in a typed day when the keyboard goes elsewhere; Enter goes and comes back.
function takeInDay({ key, target }) {
  if (key !== "Enter" || !target.closest?.('[data-testid="stDateInputField"] [role="spinbutton"]')) return;
  document.querySelector('[data-testid="stMain"]').focus({ preventScroll: true });
  target.focus();
}

// Another language is chosen without opening the page anew: the document is in that of its brand.
onPageChange(() => {
  const { lang, dir } = document.querySelector(".brand") ?? document.documentElement;
  const root = document.documentElement;
  if (root.lang !== lang || root.dir !== dir) Object.assign(root, { lang, dir }); // writing them again would style the whole page
});
watchDialogs();
watchLists();
watchFieldNames();
translateUnreachable();
announceMarked();
addEventListener("keydown", takeInDay, true); // the field keeps its keys to itself
