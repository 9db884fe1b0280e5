// In the HTML of every page of the app: what is to be announced, and where the keyboard is.

import { announce } from "./announce.js";
import { watchDialogs } from "./dialog.js";

// Streamlit takes in a typed day when its field is left; Enter leaves it and comes back.
function takeInDay({ key, target }) {
  if (key !== "Enter" || !target.closest?.('[data-testid="stDateInputField"] [role="spinbutton"]')) return;
  target.blur();
  target.focus();
}

watchDialogs();
addEventListener("keydown", takeInDay);
addEventListener("announce", ({ detail }) => announce(detail));
