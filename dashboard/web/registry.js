// What Streamlit's separate elements share in one page: the controller, once the map is there, and
// how each widget is mounted, so that the order in which they arrive does not matter.

export const registry = (globalThis.conflictMapRegistry ??= { controller: null, mounts: new Map() });
