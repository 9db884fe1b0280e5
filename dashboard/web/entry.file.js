// Streamlit calls this with what an element is given and the address of its code: a file, which the
// browser keeps, while the code of a component is sent anew with every page.

import { h } from "./dom.js";

// `missing` is what it says where something did not arrive.
export default async function mountFile({ data: { script, missing, ...data }, parentElement }) {
  parentElement.querySelector(".not-arrived")?.remove();
  try {
    const { default: mount } = await import(new URL(script, document.baseURI));
    await mount(data, parentElement);
  } catch (error) {
    console.error(error);
    const reload = h("button", { type: "button", onclick: () => location.reload() }, missing.reload);
    parentElement.prepend(h("p", { class: "not-arrived", role: "alert" }, missing.text, " ", reload));
  }
}
