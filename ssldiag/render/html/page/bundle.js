"use strict";
(function () {
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  var folds = all("details");
  var opened = folds.map(function (each) { return each.open; });
  var words = document.getElementById("words");
  var shown = document.getElementById("shown");
  var switches = document.getElementById("severities");
  var items = all(".finding, .item, .source, .brief li, .causes > li");
  var texts = null;
  var timer = 0;

  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    var at = target;
    while (at) {
      if (at.tagName === "DETAILS") { at.open = true; }
      at = at.parentElement;
    }
    if (target) { target.scrollIntoView(); }
  }

  function wanted() {
    return words.value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function unwelcome() {
    return switches ? all("input", switches).filter(function (box) { return !box.checked; })
      .map(function (box) { return box.dataset.severity; }) : [];
  }

  function filter() {
    var asked = wanted(), without = unwelcome(), count = 0;
    texts = texts || items.map(function (item) { return item.textContent.toLowerCase(); });
    items.forEach(function (item, index) {
      var fits = asked.every(function (word) { return texts[index].indexOf(word) >= 0; });
      if (fits && item.classList.contains("finding") && without.indexOf(item.dataset.severity) >= 0) {
        fits = all(".finding", item).some(function (below) { return without.indexOf(below.dataset.severity) < 0; });
      }
      item.hidden = !fits;
      count += fits ? 1 : 0;
    });
    folds.forEach(function (fold, index) {
      if (!asked.length) { fold.open = opened[index]; return; }
      var inside = all(".finding, .item, .source, .brief li", fold);
      var hit = inside.some(function (item) { return !item.hidden; });
      if (inside.length && !fold.classList.contains("item")) { fold.open = hit; }
      if (fold.classList.contains("source")) { fold.open = !fold.hidden; }
    });
    shown.textContent = asked.length || without.length ? count + " of " + items.length + " entries" : "";
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(filter, 150);
  }

  function value(row, index) {
    var cell = row.cells[index];
    return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent;
  }

  function sort(table, heading, index) {
    var down = heading.getAttribute("aria-sort") === "ascending";
    all("th", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (one, two) {
      var a = value(one, index), b = value(two, index);
      var order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function fold(open) {
    folds.forEach(function (each, index) { each.open = open; opened[index] = open; });
  }

  all("table.sortable").forEach(function (table) {
    all("th", table).forEach(function (heading, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", function () { sort(table, heading, index); });
    });
  });
  words.addEventListener("input", soon);
  if (switches) {
    switches.addEventListener("change", filter);
    switches.hidden = false;
  }
  document.getElementById("unfold").addEventListener("click", function () { fold(true); });
  document.getElementById("fold").addEventListener("click", function () { fold(false); });
  document.getElementById("search").hidden = false;
  window.addEventListener("hashchange", reveal);
  reveal();
}());
