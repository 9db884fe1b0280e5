// Streamlit calls this with what an element is given and the address of its code: a file, which the
// browser keeps, while the code of a component is sent anew with every page.

import { h } from "./dom.js";

// `says` has the words shown while that is on its way, and if it does not arrive.
export default async function mountFile({ data: { script, says, ...data }, parentElement }) {
  parentElement.querySelector(".not-arrived")?.remove();
  parentElement.querySelector(".tm-root, .tm-widget").dataset.loading = says.loading; // shown as long as it is empty
  try {
    const { default: mount } = await import(new URL(script, document.baseURI));
    await mount(data, parentElement);
  } catch (error) {
    console.error(error);
    const reload = h("button", { type: "button", onclick: () => location.reload() }, says.reload);
    parentElement.prepend(h("p", { class: "not-arrived", role: "alert" }, says.not_arrived, " ", reload));
  }
}
