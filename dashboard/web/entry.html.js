// In the HTML of every page of the app: what is to be announced, and where the keyboard is.

import { announce } from "./announce.js";
import { watchDialogs } from "./dialog.js";

watchDialogs();
addEventListener("announce", ({ detail }) => announce(detail));
