// Streamlit's dialog saying that its server does not answer, in the words of the page
// (opening.html).

import { setText } from "./dom.js";

export function translateUnreachable() {
  const { unreachable: title, unreachableAbout: about } = document.querySelector(".opening")?.dataset ?? {};
  if (!title) return;
  new MutationObserver(() => {
    const heading = document.querySelector('[role="dialog"] > h2[slot="title"]');
    if (!heading || document.querySelector('.stApp[data-test-connection-state="CONNECTED"]')) return;
    const message = document.createTreeWalker(heading.nextElementSibling, NodeFilter.SHOW_TEXT).nextNode();
    // the text of its nodes: the nodes are React's
    setText(heading.firstChild, title);
    if (message) setText(message, about);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
