// Streamlit calls this on every page of the app, once a run: the document's language and direction.

export default function mountDocument({ data }) {
  Object.assign(document.documentElement, data);
}
