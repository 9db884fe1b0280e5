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
    this.rows = board.spec.legend.map(({ key, title, measured }) => [key, measured, h("li", { hidden: true }, swatch(board, key), h("span", {}, title, measured && this.measure(measured)))]);
    this.list = h("ul", {}, this.rows.map(([, , row]) => row));
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

  // How far the line of contact stands from an agreed one on each day shown, with the range
  // doubtful events leave it in, and the way to what it rests on; under the strokes' entry.
  measure(recipe) {
    const { words, facts } = this.board;
    const days = [h("small", {}), h("small", {})];
    const note = h("small", { title: words.doubt_how }, words.doubt_brackets);
    const link = behindLink(this.board, null);
    this.measures.push({ series: facts.distances[recipe], days, note, link });
    return [days, note, h("small", {}, link)];
  }

  daysShown() {
    const { day, since, choice } = this.board;
    return ["swipe", "side"].includes(choice.compare) ? [since, day] : [day];
  }

  // The days on screen, each by its date where the title does not say it.
  updateMeasures() {
    const { board } = this;
    const { words, calendar, day, choice } = board;
    const shown = this.daysShown();
    for (const { series, days, note, link } of this.measures) {
      const told = days.map((node, i) => {
        const state = shown[i] >= series.from && shown[i] < series.to ? upperBound(series.days, shown[i]) - 1 : -1;
        const [mean, most] = [series.mean[state], series.most[state]];
        const text = mean ? fill(words.distance_measured, { mean, most }) : "";
        write(node, text && choice.compare !== "single" ? `${calendar.brief(shown[i])}: ${text}` : text);
        return text;
      });
      note.hidden = !told.some((text) => text.includes("("));
      aimLink(board, link, day >= series.from && { view: "agreement", agreement: series.agreement });
    }
  }

  // Strokes have an entry while their layer is on: none to be seen is a distance of nothing.
  isMeasured(recipe) {
    const { facts, layersShown } = this.board;
    const { layer, from, to } = facts.distances[recipe];
    return layersShown.includes(layer) && this.daysShown().some((day) => day >= from && day < to);
  }

  update() {
    const { board } = this;
    const { compare } = board.choice;
    this.updateMeasures();
    const sheets = [board.view.sheet];
    if (compare === "swipe") sheets.push(board.view.second());
    if (compare === "side" && board.twin) sheets.push(board.twin.sheet);
    const keys = new Set(sheets.flatMap((sheet) => sheet.layers).flatMap((layer) => (layer.shown && layer.day !== null ? layer.classesHeld() : [])));
    if (compare === "difference") for (const key of board.difference.classesHeld()) keys.add(key);
    for (const [key, measured, row] of this.rows) {
      const hidden = measured ? !this.isMeasured(measured) : !keys.has(key);
      if (row.hidden !== hidden) row.hidden = hidden;
    }
  }
}
