// The search box: what is typed into a list of records, best first.
const finder = (() => {
  "use strict";

  const MOST = 12;

  // The records whose id or name has every word: those that begin with it first.
  function find(records, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const found = [];
    for (const record of records.values()) {
      const id = record.id.toLowerCase(), title = record.title.toLowerCase();
      if (!words.every((word) => id.includes(word) || title.includes(word))) continue;
      const rank = id === words[0] ? 0 : id.startsWith(words[0]) ? 1 : title.startsWith(words[0]) ? 2 : 3;
      found.push({ rank, record });
    }
    found.sort((a, b) => a.rank - b.rank || a.record.title.localeCompare(b.record.title));
    return found.slice(0, MOST).map((one) => one.record);
  }

  function listen(records, app) {
    const input = document.getElementById("search"), list = document.getElementById("found");
    let hits = [], at = 0;

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function option(record, n) {
      const line = panel.h("li", { role: "option", id: `found-${n}`, "aria-selected": String(n === at), onpointerdown: (event) => { event.preventDefault(); take(record, event.shiftKey); } });
      line.append(panel.mark(app.states.get(record.key) ?? ""), panel.h("span", {}, record.title), " ", panel.h("code", {}, record.id), panel.h("small", {}, ` ${record.part}`));
      return line;
    }

    function show() {
      const nothing = panel.h("li", { class: "none" }, "No record has that in its name or id.");
      list.replaceChildren(...(hits.length ? hits.map(option) : [nothing]));
      list.hidden = input.value.trim() === "";
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (hits.length) input.setAttribute("aria-activedescendant", `found-${at}`);
    }

    function take(record, more) {
      close();
      input.value = "";
      app.pick(record.key, more ? "add" : app.mode);
    }

    input.addEventListener("input", () => { hits = find(records, input.value); at = 0; show(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = hits.length ? (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : 0;
        show();
      } else if (event.key === "Enter" && hits[at]) take(hits[at], event.shiftKey);
      else if (event.key === "Escape" && (input.value || !list.hidden)) { input.value = ""; close(); }
      else return;
      event.preventDefault();
    });
  }

  return { find, listen };
})();
