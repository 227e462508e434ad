// The page: what is lost, what is changed, what is looked at; from these everything else follows.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const records = new Map(data.records.map((record) => [record.key, record]));
  const given = impact.graph(data.needs);
  const svg = document.getElementById("picture"), note = document.getElementById("note");
  const MAP = 60; // records that are read at a glance
  const pilot = stage.pilot(svg);
  const parts = new Map([...new Set(data.records.map((record) => record.part))].map((part) => [part, part]));

  const start = () => ({ losses: new Map(Object.entries(data.scenario)), edits: { off: new Set(), need: new Map(), up: new Set() } });
  const app = { ...start(), records, given, chosen: data.focus[0] ?? null, folder: null, view: null, mode: "lose" };
  let now, picture = null, drawn = "", active = null;

  // A folded box has no record of its own: it stands for all of its class.
  const record = (key) => records.get(key) ?? { key, id: "", title: `${(picture?.counts?.get(key) ?? 0).toLocaleString("en")} × ${key}`, kind: key, part: parts.get(key) ?? key };
  app.record = record;
  app.entries = (key) => now.graph.owned.get(key) ?? [];
  app.witness = (key) => impact.witness(now.result.cause, key);
  app.fare = (need) => impact.fare(now.byEntry.get(impact.entry(need)) ?? { ...need, members: [] }, app.states);

  const look = app.look = {
    record,
    state: (key) => app.states.get(key) ?? (app.edits.up.has(key) ? "up" : picture?.worst?.get(key) ?? ""),
    word: (key) => ({ down: "down", degraded: "degraded", up: "held up" })[look.state(key)] ?? "in order",
    lost: (key) => app.losses.has(key) && !app.edits.up.has(key),
    chosen: (key) => key === app.chosen || key === app.folder,
    fare: app.fare,
    off: (one) => one.need && (app.edits.up.has(one.need.owner) || (one.member !== null && app.edits.off.has(`${impact.entry(one.need)}>${one.member}`))),
    // The state that came along an arrow, if one did.
    travelled(one) {
      const owner = one.need?.owner, cause = now.result.cause.get(owner);
      if (cause === undefined || look.off(one)) return "";
      return one.member === cause || (one.member === null && one.need.members.includes(cause)) ? app.states.get(owner) : "";
    },
    tell: (one) => `${record(one.need.owner).title} ${one.need.label || "needs"} ${one.member === null ? one.need.members.map((key) => record(key).title).join(", ") : record(one.member).title}`,
  };

  // Work out what the scenario does now, then show it.
  function update(seek = false) {
    const { needs, scenario } = impact.edited(data.needs, app.losses, app.edits);
    const graph = impact.graph(needs), result = impact.spread(graph, scenario);
    now = { graph, result, byEntry: new Map(needs.map((need) => [impact.entry(need), need])) };
    app.states = result.states;
    draws(seek);
    panel.fill(app);
    document.querySelectorAll("#view input").forEach((input) => { input.checked = input.value === seen(); });
    document.querySelectorAll("#mode input").forEach((input) => { input.checked = input.value === app.mode; });
  }

  // What to show, unless it was said: what is hit, else the record asked for, else all; what is many, by its classes.
  function seen() {
    const wanted = app.view ?? (app.losses.size > 0 ? "hit" : data.focus.length > 0 ? "near" : "map");
    const empty = { hit: app.states.size === 0, near: app.chosen === null && data.focus.length === 0, all: records.size > layout.MOST, map: true };
    return !empty[wanted] ? wanted : records.size > MAP ? "classes" : "all";
  }

  function choose() {
    const view = seen();
    if (view === "hit") return layout.hit(now.graph, app.states);
    if (view === "near") return layout.around(given, app.chosen ? [app.chosen] : data.focus, data.depth ?? 2);
    return view === "all" ? new Set(records.keys()) : null;
  }

  function draws(seek) {
    const shown = choose(), name = shown ? [...shown].sort().join() : "folded";
    if (name !== drawn) {
      picture = shown ? layout.drawing(data.needs, shown) : layout.folded(records, data.needs, (one) => one.part);
      picture.counts = new Map(picture.boxes.map((box) => [box.key, box.count]));
      pilot.resize(layout.place(picture, (box) => draw.width(record(box.key)), { width: svg.clientWidth || 800, height: svg.clientHeight || 600 }));
    }
    picture.worst = shown ? null : classes();
    draw.paint(svg, picture, look);
    const spot = picture.boxes.find((box) => look.chosen(box.key)) ?? picture.boxes.find((box) => look.lost(box.key));
    if (name !== drawn) pilot.whole(seen() === "classes" ? 0.4 : layout.LEAST, spot ?? picture.boxes[0]);
    else if (seek && spot) pilot.seek(spot);
    drawn = name;
    tell(shown);
    focusable(spot?.key ?? picture.boxes[0]?.key);
  }

  // The ten records whose loss takes most services down, as things are now; of many, only those that most name.
  app.worst = () => {
    const many = [...records.keys()].filter((key) => now.graph.neededBy.has(key));
    if (many.length > layout.MOST) many.sort((a, b) => now.graph.neededBy.get(b).length - now.graph.neededBy.get(a).length).splice(layout.MOST);
    const told = many.map((key) => {
      const down = [...impact.spread(now.graph, new Map([[key, "down"]])).states].filter(([one, state]) => state === "down" && one !== key);
      const services = down.filter(([one]) => record(one).kind === "service").length;
      return { key, services, others: down.length - services };
    });
    told.sort((a, b) => b.services - a.services || b.others - a.others);
    return told.filter((one) => one.services > 0).slice(0, 10);
  };

  // The worst state in each class.
  function classes() {
    const found = new Map();
    for (const [key, state] of app.states) if (found.get(record(key).part) !== "down") found.set(record(key).part, state);
    return found;
  }

  function tell(shown) {
    const all = records.size.toLocaleString("en");
    const words = shown === null ? `${all} records, one box for each class. ${records.size > layout.MOST ? "More than " + layout.MOST + " are not drawn at once: find one" : "Find one"}, or choose a box.`
      : shown.size >= layout.MOST ? `The nearest ${layout.MOST} records are drawn; the lists name all.` : "";
    note.textContent = words;
    note.hidden = words === "";
  }

  // One box is in the tab order; arrow keys go on from there.
  function focusable(key) {
    active = key ?? null;
    const held = svg.contains(document.activeElement);
    const box = svg.querySelector(`[data-key="${CSS.escape(active ?? "")}"]`);
    if (box) { box.setAttribute("tabindex", "0"); if (held) box.focus(); }
  }

  app.pick = (key, mode = app.mode) => {
    if (!records.has(key)) { Object.assign(app, { folder: key, chosen: null }); update(); return; }
    app.chosen = key;
    app.folder = null;
    if (mode === "lose") app.losses = new Map([[key, "down"]]);
    if (mode === "add") { if (app.losses.has(key)) app.losses.delete(key); else app.losses.set(key, "down"); }
    if (app.view === "classes") app.view = null;
    if (mode === "look" && app.view === null && app.losses.size === 0) app.view = "near";
    update(true);
    // Beside the picture, not below it: there is room to show what was asked for.
    if (mode === "look" && matchMedia("(min-width: 60rem)").matches) document.getElementById("panel").scrollTop = document.getElementById("card").offsetTop - 8;
  };
  app.lose = (key, state) => { app.losses.set(key, state); update(); };
  app.restore = (key) => { app.losses.delete(key); update(); };
  app.hold = (key) => { if (!app.edits.up.delete(key)) app.edits.up.add(key); update(); };
  app.toggle = (name) => { if (!app.edits.off.delete(name)) app.edits.off.add(name); update(); };
  app.require = (name, count, before) => { if (count === before) app.edits.need.delete(name); else app.edits.need.set(name, count); update(); };
  app.show = (view) => { app.view = view; update(true); };
  app.reset = () => { Object.assign(app, start(), { losses: new Map(), chosen: null, folder: null, view: null, mode: "lose" }); update(); };

  // Every what-if change in words, with its undoing.
  app.changes = () => [
    ...[...app.edits.up].map((key) => ({ text: `${record(key).title} is held up`, undo: () => app.hold(key) })),
    ...[...app.edits.off].map((name) => {
      const [owner, member] = [name.slice(0, name.lastIndexOf("#")), name.slice(name.indexOf(">") + 1)];
      return { text: `${record(owner).title} does without ${record(member).title}`, undo: () => app.toggle(name) };
    }),
    ...[...app.edits.need].map(([name, count]) => {
      const owner = name.slice(0, name.lastIndexOf("#"));
      return { text: `${record(owner).title} needs ${count} of ${now.byEntry.get(name)?.members.length ?? 0}`, undo: () => app.require(name, 0, 0) };
    }),
  ];

  svg.addEventListener("click", (event) => {
    const box = event.target.closest("[data-key]"), group = event.target.closest("[data-group]");
    if (box) app.pick(box.dataset.key, event.shiftKey || event.ctrlKey || event.metaKey ? "add" : event.altKey ? "look" : app.mode);
    else if (group) app.pick(group.dataset.group.slice(0, group.dataset.group.lastIndexOf("#")), "look");
  });
  svg.addEventListener("keydown", (event) => {
    const here = picture.boxes.find((box) => box.key === active);
    if (event.key.startsWith("Arrow") && here) {
      const next = stage.neighbour(picture.boxes, here, event.key);
      svg.querySelectorAll('[tabindex="0"]').forEach((box) => box.setAttribute("tabindex", "-1"));
      focusable((next ?? here).key);
      if (next) pilot.seek(next);
    } else if ((event.key === "Enter" || event.key === " ") && active !== null) app.pick(active, event.shiftKey ? "add" : app.mode);
    else if (event.key === "+" || event.key === "=") pilot.zoom(1.3);
    else if (event.key === "-") pilot.zoom(1 / 1.3);
    else if (event.key === "0") pilot.whole();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) app.reset(); });
  document.getElementById("mode").addEventListener("change", (event) => { app.mode = event.target.value; });
  document.getElementById("view").addEventListener("change", (event) => app.show(event.target.value));
  document.getElementById("reset").addEventListener("click", app.reset);
  document.getElementById("closer").addEventListener("click", () => pilot.zoom(1.3));
  document.getElementById("farther").addEventListener("click", () => pilot.zoom(1 / 1.3));
  document.getElementById("fit").addEventListener("click", () => pilot.whole());
  new ResizeObserver(() => pilot.apply()).observe(svg);
  finder.listen(records, app);
  if (matchMedia("(min-width: 60rem)").matches) document.getElementById("legend").open = true;
  if (app.chosen === null && app.losses.size > 0) app.chosen = [...app.losses.keys()][0];
  update();
})();
