// Panes of a map, and how high each lies over the land. None takes a press: those are the map's own.

export const HEIGHTS = { base: 300, relief: 305, layers: 310, overlay: 550, signs: 555, holders: 558, names: 560, cards: 570 };

export function addPane(map, name, zIndex, parent) {
  const pane = map.createPane(name, parent);
  Object.assign(pane.style, { zIndex, pointerEvents: "none" });
  return pane;
}
