// Makes a popover of Streamlit's behave as a dialog: opening it focuses its first field, Tab stays
// in it, closing it focuses its button.

import { onPageChange } from "./dom.js";

const DIALOG = '[data-testid="stPopoverBody"]';
const BUTTON = '[data-testid="stPopoverButton"]';
const WRITTEN = 'textarea, input:not([role="combobox"])';
const FIELDS = 'input, button, select, textarea, summary, a[href]';

// What Tab stops at.
const stops = (dialog) => [...dialog.querySelectorAll(FIELDS)].filter((field) => field.tabIndex >= 0 && !field.disabled && field.checkVisibility());

function keepInside(event) {
  const dialog = event.key === "Tab" && event.target.closest?.(DIALOG);
  if (!dialog) return;
  const fields = stops(dialog);
  const [from, to] = event.shiftKey ? [fields[0], fields.at(-1)] : [fields.at(-1), fields[0]];
  if (event.target !== from) return;
  event.preventDefault();
  to.focus();
}

// Its fields come one after the other: until the reader does something, the first of those there
// are has the focus.
function leadIn({ dialog, button, led }) {
  const [first] = stops(dialog);
  if (first === led || ![document.body, button, dialog, led].includes(document.activeElement)) return led;
  first?.focus();
  return first;
}

export function watchDialogs() {
  let open = null; // a dialog, the button it came from, and the field the reader was led to
  onPageChange(() => {
    const dialog = document.querySelector(DIALOG);
    if (dialog && dialog !== open?.dialog) {
      const button = document.querySelector(`${BUTTON}[aria-expanded="true"]`);
      if (!button) return;
      open = { dialog, button, led: null, isEntered: false };
      dialog.ariaLabel = button.querySelector("p")?.textContent ?? ""; // without the icon, whose name is a word too
      dialog.ariaModal = "true";
    } else if (!dialog && open) {
      if (document.activeElement === document.body) open.button.focus();
      open = null;
    }
    if (open && !open.isEntered) open.led = leadIn(open);
  });
  const enter = ({ target }) => { if (open?.dialog.contains(target)) open.isEntered = true; };
  // Escape closes it: before that a field must send Python what was written in it.
  const leaveField = ({ key, target }) => { if (key === "Escape" && open?.dialog.contains(target) && target.matches(WRITTEN)) target.blur(); };
  addEventListener("keydown", leaveField, true);
  addEventListener("pointerdown", enter, true);
  addEventListener("keydown", enter, true);
  addEventListener("keydown", keepInside);
}
