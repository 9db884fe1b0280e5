// The parts of a map on which text can be placed.

const FURNITURE = ".tm-legend-host, .tm-caption, .leaflet-control";

// The edge of a map and what lies over it, each as west, north, east, south in layer points, with a
// margin to keep from both.
export function roomOn(map, margin) {
  const container = map.getContainer();
  const frame = container.getBoundingClientRect();
  const { x, y } = map.containerPointToLayerPoint([0, 0]);
  const boxOf = ({ left, top, right, bottom }, wider) => [left - frame.left + x - wider, top - frame.top + y - wider, right - frame.left + x + wider, bottom - frame.top + y + wider];
  const furniture = [...container.parentElement.querySelectorAll(FURNITURE)].filter((node) => node.checkVisibility()).map((node) => boxOf(node.getBoundingClientRect(), margin));
  return { edge: boxOf(frame, -margin), furniture };
}
