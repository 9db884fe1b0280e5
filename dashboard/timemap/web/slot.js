// A place on the page that the map's runtime fills. Tiny on purpose: Streamlit sends it again
// with every change of its data, while the runtime and the map travel once.
const hub = (globalThis.timemapHub ??= { board: null, slots: new Map() });

export default function slot({ data, parentElement, setStateValue }) {
  const element = parentElement.querySelector(".tm-slot");
  const mount = (board) => board.mount(data.slot, element, data.order, data.order && setStateValue);
  hub.slots.set(data.slot, mount);
  if (hub.board) mount(hub.board);
  return () => {
    if (element.isConnected || hub.slots.get(data.slot) !== mount) return;
    hub.slots.delete(data.slot);
    hub.board?.unmount(data.slot, element);
  };
}
