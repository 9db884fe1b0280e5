// Styles of the style table as Leaflet takes them.

export function pathOptions(style) {
  return {
    stroke: Boolean(style.stroke), color: style.stroke, opacity: style.opacity,
    weight: style.weight * (style.inside ? 2 : 1), inside: style.inside, // the outer half of the stroke is cut off
    dashArray: style.dash.length ? style.dash.join(" ") : null, casing: style.casing,
    fill: Boolean(style.fill), fillColor: style.fill, fillOpacity: style.fill_opacity,
    hatch: style.hatch, hatchColour: style.hatch_colour, hatchOpacity: style.hatch_opacity,
    radius: style.radius || 10, lineJoin: "round", lineCap: style.dash.length ? "butt" : "round",
  };
}

export const HIDDEN = { stroke: false, fill: false, hatch: "none", casing: null };
