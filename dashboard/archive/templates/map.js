// What the page of a folium map does beside what folium writes. Loaded before the map is made; all
// text is in the page as HTML that was escaped when the file was written, and is copied from there.

const records = () => document.getElementById("records").content.children;

function textOf(number, part) {
  return records()[number].querySelector(part)?.cloneNode(true).firstChild;
}

// A record with its sources, for a popup.
function recordOf(number) {
  const record = records()[number].cloneNode(true);
  const sources = document.getElementById("sources").content;
  for (const list of record.querySelectorAll("[data-sources]")) {
    for (const id of list.dataset.sources.trim().split(" ")) list.append(sources.getElementById(id).cloneNode(true));
  }
  return record;
}

// folium calls this for each feature: binds its name, or the tooltip and popup of its record.
function describeFeature(feature, layer) {
  const { name, rank, record } = feature.properties;
  if (name !== undefined) {
    layer.bindTooltip(() => textOf(name, "h2"), { permanent: true, direction: "right", offset: [2, 0], className: `place rank-${rank}` });
  }
  if (record !== undefined) {
    const tip = () => {
      const [title, lead] = [textOf(record, "h2"), textOf(record, ".lead")];
      const line = document.createElement("span");
      line.append(title, ...(lead ? [" · ", lead] : []));
      return line;
    };
    layer.bindTooltip(tip, { sticky: true, direction: "top" });
    layer.bindPopup(() => recordOf(record), { maxWidth: 320, maxHeight: 320 });
    layer.on("mouseover", () => layer.bringToFront());
  }
}

// Names that would lie on one another: the place of the higher rank keeps its own.
function hideCoveredNames(map) {
  const places = [];
  map.eachLayer((layer) => { if (layer.feature?.properties.rank) places.push(layer); });
  const kept = [];
  for (const place of places.sort((a, b) => a.feature.properties.rank - b.feature.properties.rank)) {
    const name = place.getTooltip().getElement();
    const box = name.getBoundingClientRect();
    const isCovered = kept.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
    for (const element of [name, place.getElement()]) element.style.visibility = isCovered ? "hidden" : "";
    if (!isCovered) kept.push(box);
  }
}

// The legend has what is on the map.
function showEntries(map) {
  for (const entry of document.querySelectorAll("#furniture [data-layers]")) {
    entry.hidden = !entry.dataset.layers.split(" ").some((name) => map.hasLayer(window[name]));
  }
}

// The map opens beside what stands over it or, where there is no room, under it.
function fitBeside(map, furniture) {
  const [west, south, east, north] = JSON.parse(furniture.dataset.bounds);
  const legend = furniture.querySelector("details");
  const right = furniture.dir === "rtl";
  legend.open = map.getSize().x > 600;
  const across = legend.open ? furniture.offsetWidth + 20 : 10;
  const down = legend.open ? 10 : legend.offsetTop + legend.offsetHeight + 20;
  map.fitBounds([[south, west], [north, east]], {
    animate: false,
    paddingTopLeft: [right ? 10 : across, down],
    paddingBottomRight: [right ? across : 10, 20],
  });
}

// The map when all its layers are on it.
function finishMap(map) {
  const furniture = document.getElementById("furniture");
  const { zoomIn, zoomOut, layers, label, format } = furniture.dataset;
  const [start, end] = furniture.dir === "rtl" ? ["right", "left"] : ["left", "right"];
  map.getContainer().setAttribute("aria-label", label);
  map.attributionControl.setPosition(`bottom${end}`).setPrefix(false).addAttribution(document.getElementById("credit").innerHTML);
  L.control.zoom({ position: `bottom${end}`, zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  addScaleBar(map, new Format(JSON.parse(format)), `bottom${start}`);
  const toggle = document.querySelector(".leaflet-control-layers-toggle");
  toggle.textContent = toggle.title = layers;
  map.on("overlayadd overlayremove", () => showEntries(map));
  map.on("zoomend overlayadd", () => hideCoveredNames(map));
  showEntries(map);
  fitBeside(map, furniture);
  hideCoveredNames(map);
}
