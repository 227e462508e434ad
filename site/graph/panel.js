// What it means, in words: the scenario, the services hit with their paths, the record chosen, the what-if changes.
const panel = (() => {
  "use strict";

  const SIGNS = { down: "✕", degraded: "!", up: "↑" };
  const SHOWN = 8; // steps of a path; the middle of a longer one says nothing to a person
  const MOST = 300; // lines of a list

  function h(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (typeof value === "boolean") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const button = (text, act, attributes = {}) => h("button", { type: "button", onclick: act, ...attributes }, text);
  const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const mark = (state) => h("i", { class: `swatch ${state}`, "aria-hidden": "true" }, SIGNS[state] ?? "\u00a0");
  const named = (app, key, mode) => button(app.record(key).title, () => app.pick(key, mode), { class: "link", "data-pick": key });

  function summary(app) {
    const parts = [h("h2", {}, "If …")];
    if (app.losses.size === 0) {
      const many = count(app.records.size, "record");
      parts.push(h("p", {}, `Nothing is lost yet. Find one of ${many} above, or click it in the picture, and see what breaks.`));
      return parts.concat(app.chosen || app.folder ? [] : first(app));
    }
    parts.push(h("ul", { class: "chips" }, ...[...app.losses].map(([key, state]) => chip(app, key, state))));
    const reached = [...app.states].filter(([key]) => !app.losses.has(key));
    const tally = (state, kind) => reached.filter(([key, found]) => found === state && (kind === null || app.record(key).kind === kind)).length;
    if (reached.length === 0) parts.push(h("p", { class: "verdict" }, "Nothing else suffers."));
    else {
      const services = `${count(tally("down", "service"), "service")} down, ${tally("degraded", "service")} degraded`;
      parts.push(h("p", { class: "verdict" }, h("strong", {}, services), ` — ${count(reached.length, "record suffers", "records suffer")}: ${tally("down", null)} down, ${tally("degraded", null)} degraded.`));
    }
    return parts;
  }

  // Where to begin: the records whose loss takes most services down.
  function first(app) {
    const worst = app.worst();
    if (worst.length === 0) return [];
    const lines = worst.map(({ key, services, others }) => h("li", {}, h("div", {}, named(app, key, "lose"), h("div", { class: "path" }, `${count(services, "service")} down, ${count(others, "other record")} down`))));
    return [h("h3", {}, "Losing one of these takes most services down"), h("ol", { class: "hits" }, ...lines)];
  }

  function chip(app, key, state) {
    const title = app.record(key).title, other = state === "down" ? "degraded" : "down";
    return h("li", { class: `chip ${state}` }, mark(state),
      named(app, key, "look"), " is ",
      button(state, () => app.lose(key, other), { title: `make it ${other}`, "aria-label": `${title} is ${state}: make it ${other}` }),
      button("×", () => app.restore(key), { class: "close", "aria-label": `${title} is in order again` }));
  }

  function path(app, key) {
    let steps = app.witness(key).map((step) => app.record(step).id);
    if (steps.length > SHOWN) steps = [steps[0], `… ${steps.length - SHOWN} more …`, ...steps.slice(1 - SHOWN)];
    return steps.join(" → ");
  }

  function fares(app, key) {
    const hit = app.entries(key).filter((need) => need.group).map((need) => app.fare(need)).filter((fare) => fare.hit);
    return hit.map((fare) => `${fare.up} of ${fare.of} up, needs ${fare.need}`).join("; ");
  }

  function lines(app, keys) {
    const rows = keys.slice(0, MOST).map((key) => h("li", {}, mark(app.states.get(key)),
      h("div", {}, named(app, key, "look"), h("span", { class: "word" }, ` ${app.states.get(key)}`),
        h("div", { class: "path" }, path(app, key)), fares(app, key) ? h("div", { class: "fares" }, fares(app, key)) : null)));
    if (keys.length > MOST) rows.push(h("li", {}, `… and ${count(keys.length - MOST, "more", "more")}`));
    return h("ol", { class: "hits" }, ...rows);
  }

  function affected(app, services) {
    const order = ["down", "degraded"];
    const keys = [...app.states.keys()].filter((key) => !app.losses.has(key) && (app.record(key).kind === "service") === services);
    keys.sort((a, b) => order.indexOf(app.states.get(a)) - order.indexOf(app.states.get(b)) || app.record(a).title.localeCompare(app.record(b).title));
    if (keys.length === 0) return [];
    if (services) return [h("h2", {}, `Services hit (${keys.length})`), lines(app, keys)];
    return [h("details", { "data-fold": "others" }, h("summary", {}, `Everything else hit (${keys.length})`), lines(app, keys))];
  }

  // One entry of depends_on, with its switches.
  function entry(app, need) {
    const name = impact.entry(need), fare = app.fare(need);
    const members = need.members.map((member) => h("li", {}, h("label", {},
      h("input", { type: "checkbox", checked: !app.edits.off.has(`${name}>${member}`), "data-switch": `${name}>${member}`, "aria-label": `depends on ${app.record(member).title}`, onchange: () => app.toggle(`${name}>${member}`) }),
      mark(app.states.get(member) ?? "")), named(app, member, "look")));
    const weak = need.effect === "degraded" ? " (its loss only degrades)" : "";
    if (!need.group) return h("li", {}, h("div", { class: "how" }, `${need.label || "needs"}${weak}`), h("ul", {}, ...members));
    const left = fare.of;
    const pick = h("select", { "data-need": name, "aria-label": "how many are needed", onchange: (event) => app.require(name, Number(event.target.value), need.need) },
      ...Array.from({ length: left }, (_, n) => h("option", { value: n + 1, selected: n + 1 === fare.need }, String(n + 1))));
    return h("li", {}, h("div", { class: "how" }, need.label ? `${need.label}: ` : "", "needs ", pick, ` of ${left}; ${fare.up} up${weak}`), h("ul", {}, ...members));
  }

  function card(app) {
    const record = app.records.get(app.chosen);
    if (!record) return app.folder ? folder(app) : [];
    const state = app.look.word(record.key), held = app.edits.up.has(record.key), needs = app.given.owned.get(record.key) ?? [];
    const above = [...new Set((app.given.neededBy.get(record.key) ?? []).map((need) => need.owner))];
    return [
      h("h2", {}, mark(app.look.state(record.key)), ` ${record.title}`),
      h("p", { class: "facts" }, h("code", {}, record.id), ` · ${[record.part, record.status, record.criticality].filter(Boolean).join(" · ")} · ${state}`),
      h("div", { class: "acts" },
        button("Lose it", () => app.lose(record.key, "down"), { "data-act": "down" }), button("Degrade it", () => app.lose(record.key, "degraded"), { "data-act": "degraded" }),
        button(held ? "Let it fail again" : "Hold it up", () => app.hold(record.key), { "data-act": "hold", "aria-pressed": String(held) }),
        button("Show around it", () => app.show("near"))),
      needs.length ? h("details", { "data-fold": `below ${record.key}`, open: !app.look.lost(record.key) }, h("summary", {}, `Depends on (${needs.length})`),
        h("ul", { class: "entries" }, ...needs.map((need) => entry(app, need)))) : h("p", {}, "It depends on nothing."),
      above.length ? h("details", { "data-fold": `above ${record.key}` }, h("summary", {}, `Needed by (${above.length})`), h("ul", {}, ...above.slice(0, MOST).map((key) => h("li", {}, mark(app.states.get(key) ?? ""), named(app, key, "look"))))) : h("p", {}, "Nothing depends on it."),
    ];
  }

  // The records that a folded box stands for.
  function folder(app) {
    const keys = [...app.records.values()].filter((record) => record.part === app.folder).map((record) => record.key);
    return [h("h2", {}, `${app.folder} (${keys.length.toLocaleString("en")})`), h("ul", {}, ...keys.slice(0, MOST).map((key) => h("li", {}, mark(app.states.get(key) ?? ""), named(app, key, app.mode))))];
  }

  function changes(app) {
    const told = app.changes();
    if (told.length === 0) return [];
    return [h("h2", {}, "What if …"), h("ul", {}, ...told.map((one) => h("li", {}, one.text, " ", button("undo", one.undo))))];
  }

  function fill(app) {
    const parts = { summary: summary(app), card: card(app), changes: changes(app), services: affected(app, true), others: affected(app, false) };
    const folds = () => [...document.querySelectorAll("#panel [data-fold]")];
    const before = new Map(folds().map((fold) => [fold.dataset.fold, fold.open]));
    const held = document.activeElement?.dataset ?? {}, hold = ["switch", "need", "act", "pick"].find((name) => held[name]);
    for (const [id, children] of Object.entries(parts)) document.getElementById(id).replaceChildren(...children);
    for (const fold of folds()) if (before.has(fold.dataset.fold)) fold.open = before.get(fold.dataset.fold);
    // Whoever works with the keyboard stays at the switch just used.
    if (hold) document.querySelector(`#panel [data-${hold}="${CSS.escape(held[hold])}"]`)?.focus({ preventScroll: true });
  }

  return { fill, h, mark };
})();
