// Says what its browser lacks of all that a page needs. Of a syntax that browsers of any age can read.

(function () {
  var has = {
    DecompressionStream: "DecompressionStream" in window,
    ResizeObserver: "ResizeObserver" in window,
    WebSocket: "WebSocket" in window,
    popover: "popover" in HTMLElement.prototype,
    "light-dark()": "CSS" in window && CSS.supports("color", "light-dark(#000, #fff)"),
  };
  var lacking = Object.keys(has).filter(function (name) { return !has[name]; });
  var note = document.getElementById("lacking");
  note.lastElementChild.textContent = lacking.join(", ");
  note.hidden = !lacking.length;
})();
