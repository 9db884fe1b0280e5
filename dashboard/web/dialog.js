// A popover of Streamlit's as the dialog it says it is: opening it leads to its first field, Tab
// stays in it, closing it leads back to its button.

const DIALOG = '[data-testid="stPopoverBody"]';
const BUTTON = '[data-testid="stPopoverButton"]';
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

export function watchDialogs() {
  let open = null; // a dialog, the button it came from, whether the reader has done anything in it
  const lead = () => stops(open.dialog)[0]?.focus();
  const take = (event) => { if (open?.dialog.contains(event.target)) open.isTaken = true; };
  new MutationObserver(() => {
    const dialog = document.querySelector(DIALOG);
    if (dialog && dialog !== open?.dialog) {
      const button = document.querySelector(`${BUTTON}[aria-expanded="true"]`);
      if (!button || !stops(dialog).length) return; // its content is still to come
      open = { dialog, button, isTaken: false };
      dialog.ariaLabel = button.textContent.trim();
      dialog.ariaModal = "true";
      lead();
    } else if (dialog && !open.isTaken) {
      lead(); // its content comes in pieces, the first not always first
    } else if (!dialog && open) {
      if (document.activeElement === document.body) open.button.focus();
      open = null;
    }
  }).observe(document.body, { childList: true, subtree: true });
  addEventListener("keydown", take, true);
  addEventListener("pointerdown", take, true);
  addEventListener("keydown", keepInside);
}
