// Sends what the reader changes to Python, and decides which of Python's answers are applied. There
// is one as long as the page: a new controller goes on with the numbers and the unanswered patches
// of the one before.

import { isSettled, openProtocol, reduce } from "./core/protocol.js";

export class Connection {
  constructor() {
    this.controller = null; // what is on screen
    this.state = openProtocol();
    this.send = null;
  }

  get isSettled() { return isSettled(this.state); }

  // Send fields that changed, and what map and timeline show. A step is what the reader can go back from.
  patch(fields, isStep) {
    this.dispatch({ type: "patch", fields: { ...fields, ...this.controller.markView() } }, isStep);
  }

  dispatch(event, isStep = false) {
    const [state, message] = reduce(this.state, event);
    this.state = state;
    if (message) this.transmit(message, isStep);
    else if (this.isSettled) clearTimeout(this.timer);
  }

  transmit(message, isStep) {
    const { controller } = this;
    clearTimeout(this.timer); // set before sending: the answer may come before `send` returns
    this.timer = setTimeout(() => this.dispatch({ type: "timeout" }), this.state.wait);
    controller.writeAddress({ ...controller.serverState, ...message }, isStep);
    this.send?.({ ...message, extent: controller.maps.extent() });
  }

  // Take in Python's answer. Returns whether it covers everything sent, so that it can be applied.
  receive(serverState) {
    const [state, message] = reduce(this.state, { type: "serverState", serverState, screen: () => ({ ...this.controller.serialize(), ...this.controller.markView() }) });
    this.state = state;
    if (message) queueMicrotask(() => this.transmit(message, false));
    else if (this.isSettled) clearTimeout(this.timer);
    return this.isSettled;
  }

  close() {
    clearTimeout(this.timer);
  }
}
