// Opens the record of what lies at a point of the map, by click or key. The map stays as it is.

export class Picker {
  constructor(controller, view) {
    this.controller = controller;
    this.view = view;
    this.map = view.map;
    this.map.on("click", (event) => this.pick(event.latlng));
    this.map.on("mousemove", (event) => this.controller.annotator?.follow(this.view, event.latlng));
    // by keyboard: the map is moved with the arrow keys, Enter asks what lies in its middle
    const container = this.map.getContainer();
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== container) return;
      event.preventDefault(); // what opens has the keyboard: it would take the key for its own
      this.pick(this.controller.annotator?.aim ?? this.map.getCenter());
    });
  }

  pick(latlng) {
    if (this.controller.annotator?.press(this.view, latlng)) return;
    const record = this.recordAt(latlng);
    if (record) this.controller.openRecord(record, { keepsView: true });
  }

  // A post lies over the dots of places, these over the lines, a line over the land.
  recordAt(latlng) {
    const group = this.controller.maps.swipe.layersAt(this.view, latlng);
    const point = this.map.latLngToLayerPoint(latlng);
    const hits = group.layers.toReversed().flatMap((layer) => layer.hits(point).map((geometry) => ({ path: layer.drawing.paths[geometry], ...layer.properties(geometry) })));
    const post = hits.find((hit) => hit.post);
    if (post) return `post:${post.post}`;
    const place = this.view.labels.dotAt(point);
    if (place) return `place:${place.id}`;
    const lines = hits.filter(({ path }) => !(path instanceof L.Polygon)).map(({ recipe, id }) => (recipe ? `drawn:${recipe}` : `line:${id}`));
    const line = lines.find((record) => this.controller.lookup.findable.has(record));
    if (line) return line;
    const cell = group.cellAt(latlng);
    return cell < 0 ? null : `place:${group.cells.places[cell]}`;
  }
}
