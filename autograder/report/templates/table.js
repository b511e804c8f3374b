"use strict";
// Sorts and filters the table of students. Without it the page is whole, in order of names.
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const name = document.getElementById("name");
  const group = document.getElementById("group");
  const words = new Intl.Collator("en", { numeric: true });

  function key(row, column, kind) {
    const text = row.cells[column].textContent;
    return kind === "number" ? parseFloat(text) : text;
  }

  function sort(column, descending) {
    const kind = headers[column].dataset.sort;
    const keys = new Map(rows.map((row) => [row, key(row, column, kind)]));
    const gap = (row) => Number.isNaN(keys.get(row));
    rows.sort((a, b) => {
      if (gap(a) || gap(b)) return gap(a) - gap(b); // last, whatever the order
      const order = kind === "number" ? keys.get(a) - keys.get(b) : words.compare(keys.get(a), keys.get(b));
      return descending ? -order : order;
    });
    body.append(...rows);
    headers.forEach((header, i) => {
      if (i === column) header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    });
  }

  function filter() {
    const wanted = name.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const named = row.cells[0].textContent.toLowerCase().includes(wanted);
      const within = !group.value || (row.dataset.in || "").split(" ").includes(group.value);
      row.hidden = !(named && within);
      shown += !row.hidden;
    }
    document.getElementById("count").textContent = `${shown} of ${rows.length} students`;
  }

  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const now = header.getAttribute("aria-sort");
      sort(column, now ? now === "ascending" : header.dataset.sort === "number");
    });
  });
  for (const link of document.querySelectorAll("a[data-show]")) {
    link.addEventListener("click", () => {
      name.value = "";
      group.value = link.dataset.show;
      filter();
    });
  }
  name.addEventListener("input", filter);
  group.addEventListener("change", filter);
  const form = document.getElementById("filter");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
