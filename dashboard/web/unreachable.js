// Streamlit's dialog that its server does not answer, in the words of the page (opening.html).

import { setText } from "./dom.js";

export function translateUnreachable() {
  const words = document.querySelector(".opening")?.dataset;
  if (!words) return;
  new MutationObserver(() => {
    const title = document.querySelector('[role="dialog"] > h2[slot="title"]');
    if (!title || document.querySelector('.stApp[data-test-connection-state="CONNECTED"]')) return;
    const message = document.createTreeWalker(title.nextElementSibling, NodeFilter.SHOW_TEXT).nextNode();
    // the text of its nodes: the nodes are React's
    setText(title.firstChild, words.unreachable);
    if (message) setText(message, words.unreachableAbout);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
