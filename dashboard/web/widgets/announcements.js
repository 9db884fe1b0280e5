// Says what changed on the map's page when it has come to rest: the way of comparing, the days, those
// of the lens, playing, what is open in the panel. A screen reader reads what has the focus anyway.

import { announce } from "../announce.js";

const QUIET_MS = 600;

// What a reader is told of the control or heading that has the keyboard: its text, and what it is in.
function focusText() {
  const at = document.activeElement;
  return at.matches("button, a, h2") ? `${at.textContent} ${at.closest("[aria-label]")?.ariaLabel}` : "";
}

export class Announcements {
  constructor(controller) {
    this.controller = controller;
    this.last = null;
    controller.subscribe(() => this.update());
  }

  update() {
    this.last ??= this.parts(); // what the page opens with is no change
    const { player, resting } = this.controller;
    if (resting.has("announcements") && player.on) return; // days follow each other without rest
    this.controller.onceAtRest("announcements", () => this.speak(), QUIET_MS);
  }

  // The page as short texts, each announced when it differs from what it was.
  parts() {
    const { words, calendar, lookup, choice, span, lensSpan, isComparing, player, recordShown } = this.controller;
    return {
      mode: words[`compare_${choice.compare}`],
      playing: player.on ? words.playing : words.paused,
      days: isComparing ? lookup.spanText(span) : `${words.as_of} ${calendar.long(span[1])}. ${lookup.ageText(span[1])}`,
      lens: `${words.overview}: ${lookup.spanText(lensSpan)}`,
      tab: words[choice.tab],
      agreement: lookup.agreement(choice.agreement)?.short ?? "",
      record: recordShown ? lookup.recordTitle(recordShown) : "",
    };
  }

  speak() {
    const { player } = this.controller;
    const parts = this.parts();
    const changed = Object.keys(parts).filter((part) => parts[part] && parts[part] !== this.last[part]);
    // a walk through time is not read out, and a slider says its own day, but not what it is compared with
    const isDayKnown = player.on || (document.activeElement?.getAttribute("role") === "slider" && !changed.includes("mode"));
    const focused = focusText();
    // the difference is a way of comparing and the tab it brings: one word
    const spoken = [...new Set(changed.filter((part) => part !== "days" || !isDayKnown).map((part) => parts[part]))].filter((text) => !focused.includes(text));
    this.last = { ...parts, ...(player.on && { days: this.last.days }) };
    if (spoken.length) announce(spoken.join(". "));
  }
}
