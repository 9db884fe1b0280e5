// Streamlit calls this with a table's data, packed. Another table of the same columns keeps how the
// one before it was sorted and searched.

import { fingerprint, unpack } from "./packed.js";
import { DataTable } from "./widgets/table.js";

// Paper has no idle moments. One listener asks for the tables there are when it prints: one a table
// would keep each that was replaced in memory. The module is read once a component, the page is one.
if (!document.fillTablesToPrint) {
  document.fillTablesToPrint = () => {
    for (const { table } of document.querySelectorAll(".gd")) table?.expandAll();
  };
  addEventListener("beforeprint", document.fillTablesToPrint);
}

export default async function mountTable({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".gd");
  host.send = setStateValue;
  const id = fingerprint(data);
  if (host.dataset.table === id) return;
  host.dataset.table = id;
  const spec = await unpack(data);
  if (host.dataset.table !== id || !host.isConnected) return; // other data came meanwhile
  const before = host.table;
  const typing = before?.field && before.field === document.activeElement;
  host.table = new DataTable(host, spec, (row) => host.send("chosen", { row, table: id }));
  if (before) host.table.follow(before);
  if (typing) host.table.field?.focus();
}
