// The legend shows what is drawn on the day, with the same hatches, and the notice of the method.

// A picture, not a canvas: each canvas on the page is put together anew on every frame.
function swatch(board, key) {
  board.swatches ??= new Map();
  if (!board.swatches.has(key)) board.swatches.set(key, drawSwatch(board, key).toDataURL());
  return h("img", { class: "tm-swatch", src: board.swatches.get(key), alt: "", width: 22, height: 14 });
}

function drawSwatch(board, key) {
  const style = board.spec.table[key];
  const box = h("canvas", { width: 44, height: 28 });
  const pen = box.getContext("2d");
  pen.scale(2, 2);
  if (style.fill && !style.radius) {
    pen.globalAlpha = key.startsWith("control.") ? board.spec.control_opacity : Math.min(style.fill_opacity * 2.2, 1);
    pen.fillStyle = style.fill;
    pen.fillRect(1, 1, 20, 12);
    if (key === "doubt") { pen.globalAlpha = 1; pen.fillStyle = "#8d96a0"; pen.fillRect(1, 1, 20, 12); }
    if (style.hatch !== "none") {
      pen.globalAlpha = 1;
      pen.fillStyle = pen.createPattern(hatchTile(style.hatch, style.hatch_colour, style.hatch_opacity), "repeat");
      pen.fillRect(1, 1, 20, 12);
    }
  }
  pen.globalAlpha = 1;
  if (style.radius) {
    pen.beginPath(); pen.arc(11, 7, style.radius * 0.9, 0, 7);
    pen.fillStyle = style.fill; pen.fill();
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.stroke();
  } else if (style.stroke && !key.startsWith("control.")) {
    pen.lineWidth = style.weight; pen.strokeStyle = style.stroke; pen.setLineDash(style.dash);
    pen.beginPath();
    if (style.fill) pen.rect(1, 1, 20, 12); else { pen.moveTo(0, 7); pen.lineTo(22, 7); }
    pen.stroke();
  }
  return box;
}

class Legend {
  constructor(board, host) {
    this.board = board;
    const open = host.clientWidth > 600 || window.innerWidth > 700;
    this.measures = [];
    this.rows = board.spec.legend.map(({ key, title, measured }) => [key, h("li", { hidden: true }, swatch(board, key), h("span", {}, title, measured && this.measure(measured)))]);
    this.list = h("ul", {}, this.rows.map(([, row]) => row));
    host.replaceChildren(
      this.fold = h("details", { class: "tm-legend", open },
        h("summary", {}, board.words.legend),
        this.list,
        h("p", { class: "tm-notice" }, h("b", {}, board.words.reconstruction), " ", board.words.reconstruction_notice),
      ),
    );
    L.DomEvent.disableClickPropagation(host);
    L.DomEvent.disableScrollPropagation(host);
  }

  // How far the line of contact stands from an agreed one on the day, under the strokes' entry.
  measure(recipe) {
    const text = h("small", {});
    this.measures.push({ text, series: this.board.facts.distances[recipe] });
    return text;
  }

  update() {
    const { board } = this;
    const { compare } = board.choice;
    const state = board.stateIndex();
    for (const { text, series } of this.measures) {
      const [mean, most] = [series.mean[state], series.most[state]];
      write(text, mean === null ? "" : fill(board.words.distance_measured, { mean: mean.toFixed(1), most: most.toFixed(1) }));
    }
    const sheets = [board.view.sheet];
    if (compare === "swipe") sheets.push(board.view.second());
    if (compare === "side" && board.twin) sheets.push(board.twin.sheet);
    const keys = new Set(sheets.flatMap((sheet) => sheet.layers).flatMap((layer) => (layer.shown && layer.day !== null ? layer.classesHeld() : [])));
    if (compare === "difference") for (const key of board.difference.classesHeld()) keys.add(key);
    for (const [key, row] of this.rows) if (row.hidden === keys.has(key)) row.hidden = !keys.has(key);
  }
}
