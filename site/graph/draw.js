// A placed picture as SVG. Every text goes in as text, never as markup.
const draw = (() => {
  "use strict";

  const SPACE = "http://www.w3.org/2000/svg";
  const SIGNS = { down: "✕", degraded: "!", up: "↑" };

  function make(name, attributes = {}, ...children) {
    const made = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const short = (text, most) => [...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text;

  // How wide a box must be for its two lines.
  function width(record) {
    const letters = Math.max(Math.min([...record.title].length, 26) * 7.1, Math.min(record.id.length, 28) * 6.3);
    return Math.max(96, letters + 34);
  }

  function tips() {
    const tip = (id) => make("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
      make("path", { d: "M0 0.8 8 4 0 7.2z", class: id }));
    return make("defs", {}, tip("tip"), tip("tip-down"), tip("tip-degraded"));
  }

  // A line through the middles between the layout's points: smooth, and within its course.
  function course(points) {
    const [first, ...rest] = points;
    const middles = rest.slice(0, -1).map((point, n) => {
      const next = rest[n + 1];
      return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
    });
    const last = points.at(-1);
    return `M${first.x} ${first.y}${middles.join("")}L${last.x} ${last.y}`;
  }

  function arrow(one, look) {
    const words = ["arrow", one.need?.effect === "degraded" ? "weak" : "", look.off(one) ? "off" : "", look.travelled(one)];
    const marker = look.travelled(one) ? `tip-${look.travelled(one)}` : "tip";
    const path = make("path", { class: words.filter(Boolean).join(" "), d: course(one.points), "marker-end": `url(#${marker})` });
    const told = one.need ? look.tell(one) : `${one.count} links`;
    path.append(make("title", {}, told));
    return path;
  }

  function box(one, look) {
    const { x, y, width: w, height: h } = one, record = look.record(one.key), state = look.state(one.key);
    const words = ["box", record.kind === "service" ? "service" : "", state, look.lost(one.key) ? "lost" : "", look.chosen(one.key) ? "chosen" : ""];
    const told = `${record.title} (${record.id}), ${record.part}: ${look.word(one.key)}`;
    const group = make("g", { class: words.filter(Boolean).join(" "), "data-key": one.key, role: "button", tabindex: -1, "aria-label": told, transform: `translate(${x - w / 2} ${y - h / 2})` });
    const round = record.kind === "service" ? h / 2 : 7;
    group.append(make("title", {}, told), make("rect", { class: "face", width: w, height: h, rx: round }));
    if (look.lost(one.key)) group.append(make("rect", { class: "ring", x: -4, y: -4, width: w + 8, height: h + 8, rx: round + 4 }));
    const two = record.id !== "" && record.title !== record.id;
    group.append(make("text", { class: "name", x: w / 2, y: two ? 18 : 26 }, short(record.title, 26)));
    if (two) group.append(make("text", { class: "id", x: w / 2, y: 34 }, short(record.id, 28)));
    if (SIGNS[state]) group.append(make("circle", { class: "badge", cx: w - 5, cy: 4, r: 9 }), make("text", { class: "sign", x: w - 5, y: 8 }, SIGNS[state]));
    return group;
  }

  function hexagon(one, look) {
    const { x, y, width: w, height: h } = one, fare = look.fare(one.group);
    const words = ["group", fare.hit ? (fare.up < fare.need ? "down" : "degraded") : ""];
    const told = fare.hit ? `${fare.up} of ${fare.of} up` : `${fare.need} of ${fare.of}`;
    const shape = `${x - w / 2},${y} ${x - w / 2 + 12},${y - h / 2} ${x + w / 2 - 12},${y - h / 2} ${x + w / 2},${y} ${x + w / 2 - 12},${y + h / 2} ${x - w / 2 + 12},${y + h / 2}`;
    const group = make("g", { class: words.filter(Boolean).join(" "), "data-group": one.key });
    const owner = look.record(one.group.owner).title;
    group.append(make("title", {}, `${owner} needs ${fare.need} of ${fare.of}; ${fare.up} up`), make("polygon", { points: shape }));
    group.append(make("text", { x, y: y + (fare.hit ? -1 : 4) }, told));
    if (fare.hit) group.append(make("text", { class: "need", x, y: y + 11 }, `needs ${fare.need}`));
    return group;
  }

  // Draw all: arrows below, then redundancies, then boxes.
  function paint(svg, picture, look) {
    const travelled = (one) => Boolean(look.travelled(one));
    const arrows = [...picture.arrows].sort((a, b) => travelled(a) - travelled(b));
    svg.replaceChildren(
      tips(),
      make("g", {}, ...arrows.map((one) => arrow(one, look))),
      make("g", {}, ...picture.groups.map((one) => hexagon(one, look))),
      make("g", {}, ...picture.boxes.map((one) => box(one, look))),
    );
  }

  return { paint, width };
})();
