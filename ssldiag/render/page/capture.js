"use strict";
(function () {
  var table = document.getElementById("handshakes");
  if (!table) { return; }
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var tools = document.getElementById("tools");
  var words = document.getElementById("words");
  var outcome = document.getElementById("outcome");
  var shown = document.getElementById("shown");

  function filter() {
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var fits = (!outcome.value || row.dataset.outcome === outcome.value) &&
        wanted.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count + " of " + rows.length;
  }

  function value(row, index) {
    var cell = row.cells[index];
    return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent;
  }

  function sort(heading, index) {
    var down = heading.getAttribute("aria-sort") === "ascending";
    Array.prototype.forEach.call(heading.parentNode.cells, function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort(function (one, two) {
      var a = value(one, index), b = value(two, index);
      var order = typeof a === "number" ? a - b : a.localeCompare(b);
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, index) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.textContent = "";
    heading.appendChild(button);
    button.addEventListener("click", function () { sort(heading, index); });
  });
  words.addEventListener("input", filter);
  outcome.addEventListener("change", filter);
  tools.hidden = false;
  filter();
}());
