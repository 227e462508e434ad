// Diagrams, tables that can be narrowed down and sorted. Everything it needs lies beside it: nothing is fetched elsewhere.
(function () {
  "use strict";

  const here = new URL(".", document.currentScript.src);
  const dark = () => document.body.getAttribute("data-md-color-scheme") === "slate";

  function palette() {
    const night = dark();
    return {
      startOnLoad: false,
      securityLevel: "strict",
      theme: "base",
      fontFamily: "Inter, 'Segoe UI', system-ui, sans-serif",
      flowchart: { useMaxWidth: true, curve: "basis", padding: 10 },
      state: { useMaxWidth: true },
      themeVariables: night
        ? { darkMode: true, background: "#16213E", primaryColor: "#22335C", primaryTextColor: "#E8E8E8", primaryBorderColor: "#5B8FAE",
            lineColor: "#9DB4C6", textColor: "#E8E8E8", clusterBkg: "#1A1A2E", clusterBorder: "#2E3A5C", titleColor: "#E8E8E8",
            edgeLabelBackground: "#16213E", tertiaryColor: "#1A1A2E", fontSize: "14px", transitionColor: "#9DB4C6", stateBkg: "#22335C", stateLabelColor: "#E8E8E8" }
        : { background: "#FFFFFF", primaryColor: "#EAF1F6", primaryTextColor: "#2C3E50", primaryBorderColor: "#5B8FAE",
            lineColor: "#5C7285", textColor: "#2C3E50", clusterBkg: "#F5F5F0", clusterBorder: "#D5D1C6", titleColor: "#2C3E50",
            edgeLabelBackground: "#FFFFFF", tertiaryColor: "#F5F5F0", fontSize: "14px", transitionColor: "#5C7285", stateBkg: "#EAF1F6", stateLabelColor: "#2C3E50" },
    };
  }

  // The library is large; a page without a diagram never loads it.
  let library;
  function load() {
    library ||= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = new URL("vendor/mermaid.min.js", here).href;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });
    return library;
  }

  let drawn = 0;
  async function draw(boxes) {
    if (!boxes.length) return;
    await load();
    window.mermaid.initialize(palette());
    for (const box of boxes) {
      try {
        const { svg, bindFunctions } = await window.mermaid.render(`diagram-${(drawn += 1)}`, box.source);
        box.innerHTML = svg;
        bindFunctions?.(box);
        const picture = box.querySelector("svg");
        picture.style.width = picture.style.maxWidth;
        picture.style.maxWidth = "";
        box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
      } catch (error) {
        box.textContent = box.source;
        console.warn("a diagram cannot be drawn", error);
      }
    }
  }

  function diagrams() {
    const boxes = [...document.querySelectorAll("pre.diagram, pre.mermaid")].map((fence) => {
      const box = document.createElement("div");
      box.className = "diagram-box";
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Diagram");
      box.source = fence.textContent;
      fence.replaceWith(box);
      return box;
    });
    draw(boxes);
    new MutationObserver(() => draw(boxes)).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  }

  function tableAfter(mark) {
    for (let next = mark.nextElementSibling; next; next = next.nextElementSibling) {
      const table = next.matches("table") ? next : next.querySelector("table");
      if (table) return table;
    }
    return null;
  }

  function filters() {
    for (const mark of document.querySelectorAll(".table-filter")) {
      const table = tableAfter(mark);
      if (!table) continue;
      const input = document.createElement("input");
      const count = document.createElement("output");
      input.type = "search";
      input.placeholder = "Type to narrow down …";
      input.setAttribute("aria-label", "Narrow the table down");
      mark.append(input, count);
      const rows = [...table.tBodies[0].rows].map((row) => [row, row.textContent.toLowerCase()]);
      const apply = () => {
        const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        let left = 0;
        for (const [row, text] of rows) {
          row.hidden = !words.every((word) => text.includes(word));
          left += !row.hidden;
        }
        count.textContent = words.length ? `${left} of ${rows.length}` : "";
      };
      input.addEventListener("input", apply);
      sortable(table);
    }
  }

  function sortable(table) {
    const value = (row, n) => row.cells[n].textContent.trim();
    [...table.tHead.rows[0].cells].forEach((head, n) => {
      head.setAttribute("aria-sort", "none");
      head.tabIndex = 0;
      const sort = () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].sort((a, b) => value(a, n).localeCompare(value(b, n), undefined, { numeric: true }));
        table.tBodies[0].append(...(down ? rows.reverse() : rows));
      };
      head.addEventListener("click", sort);
      head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
    });
  }

  function matrices() {
    for (const mark of document.querySelectorAll(".matrix")) {
      const table = tableAfter(mark);
      (table?.closest(".md-typeset__table") || table?.parentElement)?.classList.add("matrix-table");
    }
  }

  function start() {
    matrices();
    filters();
    diagrams();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
