// A scale bar that gives its length in the page's language, for the middle of the map.

import { h, setText } from "../dom.js";

const LONGEST_PX = 100;
const ROUND_NUMBERS = [5, 3, 2, 1];

// The greatest round number that is not above `limit`.
function roundBelow(limit) {
  const power = 10 ** Math.floor(Math.log10(limit));
  return power * ROUND_NUMBERS.find((step) => step * power <= limit);
}

export function addScaleBar(map, format, position = "bottomleft") {
  const bar = h("div", { class: "tm-scale" });
  const control = L.control({ position });
  control.onAdd = () => bar;
  control.addTo(map);

  const update = () => {
    const y = map.getSize().y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([LONGEST_PX, y]));
    if (!metres) return; // the map has no size yet
    const length = roundBelow(metres);
    const [value, unit] = length < 1000 ? [length, "m"] : [length / 1000, "km"];
    setText(bar, format.unit(format.number(value), unit, value));
    bar.style.width = `${Math.round((LONGEST_PX * length) / metres)}px`;
  };
  map.on("move zoomend", update);
  map.whenReady(update);
}
