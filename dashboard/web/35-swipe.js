// The divider of the swipe: the earlier day left of it, the day shown right of it, one map.

class Swipe {
  constructor(board) {
    this.board = board;
    this.part = 0.5;
    this.left = h("span", { class: "tm-swipe-date tm-swipe-a" });
    this.right = h("span", { class: "tm-swipe-date tm-swipe-b" });
    this.grip = h("i", { "aria-hidden": "true" }, "⇔");
    this.handle = h("div", {
      class: "tm-divider", tabindex: "0", role: "slider", "aria-label": board.words.divider, "aria-orientation": "horizontal",
      "aria-valuemin": "0", "aria-valuemax": "100",
      onpointerdown: (event) => this.grab(event), onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.drop(event), onpointercancel: (event) => this.drop(event), onkeydown: (event) => this.key(event),
    }, this.left, this.right, this.grip);
    board.frame.append(this.handle);
    board.map.on("move zoom viewreset resize", () => this.place());
    board.map.on("popupopen popupclose", () => this.makeWay());
    L.DomEvent.disableClickPropagation(this.handle);
    this.setActive(false);
  }

  setActive(active) {
    this.active = active;
    this.handle.hidden = !active;
    if (active) this.place();
    else {
      this.board.view.sheet.unclip();
      this.board.view.sheetA?.unclip();
    }
  }

  captions(a, b) {
    this.left.textContent = a;
    this.right.textContent = b;
  }

  place() {
    if (!this.active) return;
    const width = this.board.map.getSize().x;
    const x = Math.round(this.part * width);
    this.handle.style.transform = `translateX(${x}px)`;
    // dates and handle stay inside the map when the divider stands at its edge
    this.left.style.transform = `translateX(${Math.max(0, this.left.offsetWidth + 22 - x)}px)`;
    this.right.style.transform = `translateX(${Math.min(0, width - x - this.right.offsetWidth - 22)}px)`;
    this.grip.style.transform = `translateX(${Math.max(0, 18 - x) + Math.min(0, width - x - 18)}px)`;
    this.handle.setAttribute("aria-valuenow", Math.round(this.part * 100));
    this.board.view.second().clip(0, x);
    this.board.view.sheet.clip(x, width);
    this.makeWay();
  }

  // An open record lies over the divider; the map's own panes cannot be put over it.
  makeWay() {
    const record = this.board.frame.querySelector(".leaflet-popup-content-wrapper")?.getBoundingClientRect();
    const own = this.handle.getBoundingClientRect();
    const hole = record ? `M${record.left - own.left} ${record.top - own.top}h${record.width}v${record.height}h${-record.width}z` : "";
    this.handle.style.clipPath = hole && `path(evenodd, "M-9999-9999H9999V9999H-9999z${hole}")`;
  }

  to(part) {
    this.part = Math.max(0, Math.min(1, part));
    this.place();
    this.board.inspector.update(); // its point may now show the other day
  }

  grab(event) {
    this.held = true;
    this.handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.handle.focus({ preventScroll: true });
  }

  drag(event) {
    if (!this.held) return;
    const box = this.board.frame.getBoundingClientRect();
    this.to((event.clientX - box.left) / box.width);
  }

  drop() {
    this.held = false;
  }

  key(event) {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.to(this.part + step);
  }
}
