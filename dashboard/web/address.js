// The app's page round the map: its address, its links to other pages, where the keyboard is.

import { PARAMETERS } from "./core/link.js";
import { onPageChange } from "./dom.js";

export const isEmbedded = () => "embed" in document.documentElement.dataset;

const parametersOf = (fields) => new URLSearchParams(PARAMETERS.filter((name) => fields[name]).map((name) => [name, fields[name]]));

// The address follows what is shown at once, whoever changed it, and so do the links to other
// pages. A choice makes a new step of the history; the views of map and timeline, and corrections
// of a link, replace the current step.
export function writeAddress(fields, isStep) {
  if (isEmbedded()) return; // the history belongs to the page around it
  for (const link of document.querySelectorAll(".pages a")) {
    const view = new URL(link.href).searchParams.get("view");
    link.search = parametersOf({ ...fields, view, claim: "", verdict: "", window: "" });
  }
  const now = new URLSearchParams(location.search);
  const next = parametersOf(fields);
  if (now.toString() === next.toString()) return;
  const moved = PARAMETERS.some((name) => !["at", "lens"].includes(name) && now.get(name) !== next.get(name));
  history[moved && isStep ? "pushState" : "replaceState"](history.state, "", `?${next}`);
}

// In a walk through time the map has moved on since the address was written.
function syncLinkDates(event, controller) {
  const link = event.target.closest?.(".pages a");
  if (!link || !controller?.isReady) return;
  const target = new URL(link.href);
  const { date, since } = controller.serialize();
  target.searchParams.set("date", date);
  target.searchParams.set("since", since);
  link.href = target.href;
}

// A link in the panel to a record opens it on this map: no page has to be loaded.
function openRecordHere(event, controller) {
  const link = event.target.closest?.(".st-key-panel a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !controller?.isReady) return;
  const { record, view, date } = Object.fromEntries(new URL(link.href).searchParams);
  if (!record || (view && view !== "map") || link.origin !== location.origin) return;
  event.preventDefault();
  controller.show(controller.calendar.number(date));
  controller.openRecord(record);
}

// The first link of a page leads past its head: where the map is, to the date.
function skipToDate(event) {
  const date = event.target.closest?.(".skip") && document.querySelector(".tm-track");
  if (!date) return;
  event.preventDefault();
  date.focus();
}

// Escape leads back from the record of an agreement, as it closes any other.
function leaveAgreement({ key, target }) {
  if (key === "Escape") target.closest?.(".st-key-tab")?.querySelector(".st-key-agreements-back button")?.click();
}

// The content of the panel is replaced as a whole. If the focus was in it, it moves into the new
// content: to the record's heading, or back in the list to the agreement that was open.
function restoreFocus() {
  let last = null; // the element that had the focus last, if it was in the panel
  addEventListener("focusin", ({ target }) => { last = target.closest(".st-key-panel") ? target : null; });
  onPageChange(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    const panel = document.querySelector(".st-key-panel");
    const next = panel?.querySelector(".tm-last") ?? panel?.querySelector(".rec h2, .tm-list button");
    if (!next) return;
    if (next.tagName === "H2") next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
}

// Once a page; `current` gives the controller there is.
export function watchPage(current) {
  addEventListener("popstate", () => current()?.restore(new URLSearchParams(location.search)));
  addEventListener("click", (event) => syncLinkDates(event, current()), true);
  addEventListener("click", (event) => openRecordHere(event, current()));
  addEventListener("click", skipToDate);
  addEventListener("keydown", leaveAgreement);
  restoreFocus();
}
