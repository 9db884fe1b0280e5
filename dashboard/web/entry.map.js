// Streamlit calls this with the addresses of the map's code and of its data: files, which the browser
// keeps, while the code of a component is sent anew with every page.

export default async function loadMap({ data, parentElement }) {
  const { default: mountMap } = await import(new URL(data.script, document.baseURI));
  await mountMap(data.payload, parentElement);
}
