// Streamlit gives the buttons of all fields the same English names: here each gets the name of its
// field, and one that saves a table that of the table too.

import { onPageChange } from "./dom.js";

const FIELD = ':is([data-testid="stDateInput"], [data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stFileUploader"])';

// What a button is to be called; nothing where it is told from others.
function nameOf(button) {
  const label = button.closest(FIELD)?.querySelector('[data-testid="stWidgetLabel"]');
  if (label) return label.textContent.trim();
  const caption = button.closest('[data-testid="stVerticalBlock"]').querySelector(".gd caption");
  return caption && `${button.textContent.trim()}: ${caption.textContent}`;
}

export function watchFieldNames() {
  onPageChange(() => {
    for (const button of document.querySelectorAll(`${FIELD} button[aria-haspopup], [data-testid="stFileUploaderDropzone"] > span > button, [data-testid="stDownloadButton"] button`)) {
      const name = nameOf(button);
      if (name && button.ariaLabel !== name) button.ariaLabel = name;
    }
  });
}
