// Streamlit calls this with what an element is given and the address of its code: a file, which the
// browser keeps, while the code of a component is sent anew with every page.

export default async function mountFile({ data: { script, ...data }, parentElement }) {
  const { default: mount } = await import(new URL(script, document.baseURI));
  return mount(data, parentElement);
}
