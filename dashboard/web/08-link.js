// What a link says, word by word: an address can be written by anybody.

// Those of its words that can be used; Python's `Choice.read` refuses the same ones.
function usableWords({ facts, choices }, query) {
  const oneOf = (known) => (text) => known.includes(text);
  const layers = choices.layers.map(({ name }) => name);
  const orNone = (isKnown) => (text) => text === "" || isKnown(text);
  const usable = {
    date: (text) => inSeries(text, facts),
    since: (text) => inSeries(text, facts),
    compare: oneOf(MODES),
    layers: (text) => text === "none" || text.split(".").every(oneOf(layers)),
    base: oneOf(["offline", ...choices.bases]),
    lang: oneOf(choices.languages.map(({ code }) => code)),
    tab: oneOf(TABS),
    at: isView,
    agreement: orNone(oneOf(facts.agreements.map(({ id }) => id))),
    place: orNone((text) => Object.hasOwn(facts.places, text)),
    area: orNone((text) => Object.hasOwn(facts.areas, text)),
  };
  const named = Object.keys(usable).filter((name) => query.has(name) && usable[name](query.get(name)));
  return Object.fromEntries(named.map((name) => [name, query.get(name)]));
}

// Whether a text is a day of the series, as ISO text.
function inSeries(text, { first, last }) {
  const at = Date.parse(text);
  // a day that no month has is read as one of the next month
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text && text >= first && text <= last;
}

// Whether a text is a view the map can be set to, `lat_lon_zoom`.
function isView(text) {
  if (!/^-?\d+(\.\d+)?_-?\d+(\.\d+)?_\d+(\.\d+)?$/.test(text)) return false;
  const [lat, lon, zoom] = text.split("_").map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom <= 20;
}
