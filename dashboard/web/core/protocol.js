// @ts-check
// The conversation with Python, as a pure function. The browser shows a change at once and sends it
// as a patch with a number, `seq`. Python answers with its whole state and `ack`, the number of the
// last patch it has taken in. A later patch replaces an earlier one that is still on its way, so
// each carries every field that has not been acknowledged; without an answer it is sent again.

const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 30_000;

/**
 * @typedef {Record<string, string>} Fields fields of the choice, as in a link
 * @typedef {Fields & { seq: number }} Message
 * @typedef {object} Protocol
 * @property {number} seq number of the last patch sent
 * @property {number} lastAck number of the last patch Python has taken in
 * @property {Fields} pending fields changed here that Python has not acknowledged
 * @property {Fields} dates the dates both sides know of
 * @property {boolean} datesMoved whether Python's last answer changed a date by itself
 * @property {boolean} open whether Python has sent its state yet
 * @property {number} wait milliseconds until a patch without an answer is sent again
 *
 * @typedef {{ type: "patch", fields: Fields }} PatchEvent the reader changed fields, or the map's view
 * @typedef {{ type: "timeout" }} TimeoutEvent no answer came in `wait`
 * @typedef {{ type: "serverState", serverState: Fields & { ack: number }, screen: () => Fields }} ServerEvent
 *   Python answered; `screen` gives all fields as they are on screen
 */

/** The state when the page opens; it lasts as long as the page. @returns {Protocol} */
export function openProtocol() {
  return { seq: 0, lastAck: 0, pending: {}, dates: {}, datesMoved: false, open: false, wait: FIRST_WAIT };
}

/** Whether Python has taken in the last patch. @param {Protocol} state */
export function isSettled({ seq, lastAck }) {
  return lastAck >= seq;
}

/**
 * The next state, and the message to send, if any.
 * @param {Protocol} state
 * @param {PatchEvent | TimeoutEvent | ServerEvent} event
 * @returns {[Protocol, Message?]}
 */
export function reduce(state, event) {
  switch (event.type) {
    case "patch":
      return send({ ...state, wait: FIRST_WAIT }, event.fields);
    case "timeout":
      return isSettled(state) ? [state] : send({ ...state, wait: Math.min(state.wait * 2, LONGEST_WAIT) }, {});
    case "serverState":
      return receive(state, event);
  }
}

/**
 * @param {Protocol} state
 * @param {Fields} fields
 * @returns {[Protocol, Message]}
 */
function send(state, fields) {
  const pending = { ...state.pending, ...fields };
  const next = { ...state, seq: state.seq + 1, pending, dates: { ...state.dates, ...datesOf(fields) } };
  return [next, /** @type {Message} */ ({ ...pending, seq: next.seq })];
}

/**
 * @param {Protocol} state
 * @param {ServerEvent} event
 * @returns {[Protocol, Message?]}
 */
function receive(state, { serverState, screen }) {
  const { ack } = serverState;
  // what the reader changed before is still pending
  if (!state.open) return [{ ...state, open: true, seq: ack, lastAck: ack, dates: datesOf(serverState) }];
  const acknowledged = { ...state, lastAck: ack };
  // a lower number than before: the server has restarted and knows nothing of what is on screen
  if (ack < state.lastAck) return send({ ...acknowledged, wait: FIRST_WAIT }, screen());
  if (!isSettled(acknowledged)) return [acknowledged];
  const dates = datesOf(serverState);
  const datesMoved = Object.entries(state.dates).some(([name, day]) => day !== dates[name]);
  return [{ ...acknowledged, pending: {}, dates, datesMoved }];
}

/** @param {Fields} fields @returns {Fields} */
function datesOf(fields) {
  return Object.fromEntries(["date", "since"].filter((name) => fields[name]).map((name) => [name, fields[name]]));
}
