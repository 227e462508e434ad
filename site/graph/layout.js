// Which records to show, and where each stands: from left to right, from what depends to what it depends on.
const layout = (() => {
  "use strict";

  const MOST = 400; // records in one picture: more is no longer read, and takes seconds to lay out

  const LEAST = 0.62; // the scale below which names are no longer read

  // Walk both ways from some records, nearest first, until there are enough; each way goes on its own.
  function around(graph, start, steps, most = MOST) {
    const up = (key) => (graph.neededBy.get(key) ?? []).map((need) => need.owner);
    const below = (key) => (graph.owned.get(key) ?? []).flatMap((need) => need.members);
    const shown = new Set(start);
    for (const following of [below, up]) {
      const seen = new Set(start);
      let level = [...start];
      for (let step = 0; level.length > 0 && step < steps; step += 1) {
        const next = [];
        for (const key of level.flatMap(following)) {
          if (seen.has(key) || shown.size >= most) continue;
          seen.add(key);
          shown.add(key);
          next.push(key);
        }
        level = next;
      }
    }
    return shown;
  }

  // What is hit, nearest first, with all members of the redundancies that were hit: those that still stand matter.
  function hit(graph, states, most = MOST) {
    const shown = new Set([...states.keys()].slice(0, most));
    for (const key of [...shown]) {
      for (const need of graph.owned.get(key) ?? []) {
        if (!need.group || !need.members.some((member) => states.has(member))) continue;
        for (const member of need.members) if (shown.size < most) shown.add(member);
      }
    }
    return shown;
  }

  // Boxes, redundancies and arrows among the records shown.
  function drawing(needs, shown) {
    const boxes = [...shown].map((key) => ({ key }));
    const groups = [], arrows = [];
    for (const need of needs) {
      const members = need.members.filter((member) => shown.has(member));
      if (!shown.has(need.owner) || members.length === 0) continue;
      const from = need.group ? impact.entry(need) : need.owner;
      if (need.group) {
        groups.push({ key: from, group: need });
        arrows.push({ from: need.owner, to: from, need, member: null });
      }
      for (const member of members) arrows.push({ from, to: member, need, member });
    }
    return { boxes, groups, arrows };
  }

  // One box for each class, for a graph too large to draw: how many, and how many links run between two classes.
  function folded(records, needs, part) {
    const counts = new Map(), links = new Map();
    for (const record of records.values()) counts.set(part(record), (counts.get(part(record)) ?? 0) + 1);
    for (const need of needs) {
      for (const member of need.members) {
        const ends = [part(records.get(need.owner)), part(records.get(member))];
        if (ends[0] === ends[1]) continue;
        const name = ends.join("\n");
        links.set(name, { from: ends[0], to: ends[1], count: (links.get(name)?.count ?? 0) + 1 });
      }
    }
    return { boxes: [...counts].map(([key, count]) => ({ key, count })), groups: [], arrows: [...links.values()] };
  }

  // Give every box and redundancy its place, every arrow its course; return the size of the whole.
  // A tall picture is stretched towards the shape of its frame: lines are then less steep.
  function place(picture, width, frame) {
    const net = new dagre.graphlib.Graph({ multigraph: true });
    const large = picture.boxes.length > 150;
    net.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 56, edgesep: 8, marginx: 24, marginy: 24, ranker: large ? "tight-tree" : "network-simplex" });
    for (const box of picture.boxes) net.setNode(box.key, { width: width(box), height: 44 });
    for (const group of picture.groups) net.setNode(group.key, { width: 92, height: 34 });
    picture.arrows.forEach((arrow, n) => net.setEdge(arrow.from, arrow.to, {}, String(n)));
    dagre.layout(net);
    const { width: w, height: h } = net.graph();
    if (picture.boxes.length === 0) return { width: 1, height: 1 };
    const stretch = Math.min(2.4, Math.max(1, Math.min((h * frame.width) / frame.height / w, frame.width / LEAST / w)));
    const wide = (point) => ({ ...point, x: point.x * stretch });
    for (const one of [...picture.boxes, ...picture.groups]) Object.assign(one, wide(net.node(one.key)));
    const places = new Map([...picture.boxes, ...picture.groups].map((one) => [one.key, one]));
    picture.arrows.forEach((arrow, n) => {
      const between = net.edge(arrow.from, arrow.to, String(n)).points.slice(1, -1).map(wide);
      const from = places.get(arrow.from), to = places.get(arrow.to);
      arrow.points = [rim(from, between[0] ?? to), ...between, rim(to, between.at(-1) ?? from)];
    });
    return { width: w * stretch, height: h };
  }

  // Where a line from the middle of a box towards a point leaves the box.
  function rim(box, towards) {
    const dx = towards.x - box.x, dy = towards.y - box.y;
    const share = Math.min(1, box.width / 2 / Math.max(Math.abs(dx), 1e-9), box.height / 2 / Math.max(Math.abs(dy), 1e-9));
    return { x: box.x + dx * share, y: box.y + dy * share };
  }

  return { MOST, LEAST, around, hit, drawing, folded, place };
})();
