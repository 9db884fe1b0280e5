// Streamlit calls this for an element that a widget of the map fills. Tiny on purpose: it is sent
// again with every change of its data, while the map and its widgets travel once.

import { registry } from "./registry.js";

export default function mountWidget({ data, parentElement, setStateValue }) {
  const { widget, state } = data;
  const element = parentElement.querySelector(".tm-widget");
  const send = state && ((patch) => setStateValue("patch", patch));
  const mount = (controller) => controller.mount(widget, element, state, send);
  registry.mounts.set(widget, mount);
  if (registry.controller) mount(registry.controller);
  return () => {
    if (element.isConnected || registry.mounts.get(widget) !== mount) return;
    registry.mounts.delete(widget);
    registry.controller?.unmount(widget, element);
  };
}
