// Elements from data. Text from data only ever becomes text nodes, never markup.

export const CLICK_PX = 4; // a pointer that moved less was pressed, not dragged

// Makes an element: attributes that begin with "on" are listeners; what is null or false is left out.
export const h = (tag, ...rest) => filled(document.createElement(tag), ...rest);

export const s = (tag, ...rest) => filled(document.createElementNS("http://www.w3.org/2000/svg", tag), ...rest);

function filled(node, attributes, ...children) {
  const isThere = (each) => each !== null && each !== undefined && each !== false;
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (!isThere(value)) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter(isThere));
  return node;
}

// Text of a node, written only where it differs: an untouched node is not laid out anew.
export function setText(node, text) {
  const field = node.data === undefined ? "textContent" : "data";
  if (node[field] !== text) node[field] = text;
}

// A function that does something once at the end of the task, however often it is called before.
export const oncePerTask = (action) => onceBy(queueMicrotask, action);

// The same before the next frame, with the arguments of the last call.
export const oncePerFrame = (action) => onceBy(requestAnimationFrame, action);

function onceBy(schedule, action) {
  let latest = null;
  return (...given) => {
    const isDue = latest !== null;
    latest = given;
    if (isDue) return;
    schedule(() => {
      const last = latest;
      latest = null;
      action(...last);
    });
  };
}

// Do something now and whenever anything in the page has been added or taken away.
export function onPageChange(action) {
  action();
  new MutationObserver(action).observe(document.body, { childList: true, subtree: true });
}
