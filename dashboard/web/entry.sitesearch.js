// The search of a site's pages of text, and the keys of their lists. What the map is given are scripts there, which a page opened
// from a file may read too.

import { decode, withShared } from "./core/encoding.js";
import { watchLists } from "./oneStop.js";
import { unpackText } from "./packed.js";
import { PageSearch } from "./pageSearch.js";

const run = (address) => new Promise((done, failed) => {
  const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
  document.head.append(script);
});

async function read(files) {
  await Promise.all(files.map(run));
  const [own, shared] = await Promise.all([globalThis.conflictMapData, globalThis.conflictMapShared].map(unpackText));
  return decode(withShared(own, shared));
}

const element = document.getElementById("search");
const { files, map, words, hint } = globalThis.conflictMapSearch; // addresses from the root of the site
const fromRoot = (file) => new URL(`../${file}`, document.currentScript.src).href;
const [addresses, mapAddress] = [files.map(fromRoot), fromRoot(map)];
element.search = new PageSearch(element, { words, hint, read: () => read(addresses), address: (fields) => `${mapAddress}#${new URLSearchParams(fields)}` });
watchLists();
