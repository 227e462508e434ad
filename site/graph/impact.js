// What a loss does: the rules of itsmctl/impact/spread.py, in the same order. Nothing here touches the page.
//
// A need is {owner, number, members, need, effect, label, group}: while fewer than `need` of `members` are up, `owner`
// suffers `effect`, "down" or "degraded". A scenario is a Map from key to "down" or "degraded".
const impact = (() => {
  "use strict";

  // Needs by the record that has them, and by the records that they name.
  function graph(needs) {
    const owned = new Map(), neededBy = new Map();
    const add = (index, key, need) => index.has(key) ? index.get(key).push(need) : index.set(key, [need]);
    for (const need of needs) {
      add(owned, need.owner, need);
      for (const member of need.members) add(neededBy, member, need);
    }
    return { owned, neededBy };
  }

  // The least fixed point of the rules above what the scenario forces: states of all that is not ok, and for each
  // record that was not forced the member that decided its state.
  function spread(graph, scenario) {
    const states = new Map(), cause = new Map();
    const forced = (state) => [...scenario].filter((entry) => entry[1] === state).map((entry) => entry[0]);
    const levels = sweepDown(graph, forced("down"), states, cause);
    sweepDegraded(graph, levels, forced("degraded").filter((key) => !states.has(key)), states, cause);
    return { states, cause };
  }

  // All that is down, nearest first: it depends on nothing but what is down.
  function sweepDown(graph, start, states, cause) {
    const lost = new Map(), levels = [];
    for (const key of start) states.set(key, "down");
    for (let level = start; level.length > 0;) {
      levels.push(level);
      const following = [];
      for (const member of level) {
        for (const need of graph.neededBy.get(member) ?? []) {
          if (need.effect !== "down" || states.has(need.owner) || !falls(need, lost)) continue;
          states.set(need.owner, "down");
          cause.set(need.owner, member);
          following.push(need.owner);
        }
      }
      level = following;
    }
    return levels;
  }

  // Count one more member lost; say whether too few are left.
  function falls(need, lost) {
    if (!need.group) return true;
    const count = (lost.get(need) ?? 0) + 1;
    lost.set(need, count);
    return need.members.length - count < need.need;
  }

  // Whatever names something not ok, and is not down itself, is degraded; nearest first again.
  function sweepDegraded(graph, levels, forced, states, cause) {
    for (const key of forced) states.set(key, "degraded");
    let level = forced;
    for (let distance = 0; level.length > 0 || distance < levels.length; distance += 1) {
      const following = [];
      for (const member of distance < levels.length ? level.concat(levels[distance]) : level) {
        for (const need of graph.neededBy.get(member) ?? []) {
          if (states.has(need.owner)) continue;
          states.set(need.owner, "degraded");
          cause.set(need.owner, member);
          following.push(need.owner);
        }
      }
      level = following;
    }
  }

  // How a named redundancy fares: members below down, how many are needed, of how many, and which are lost.
  function fare(need, states) {
    const lost = need.members.filter((member) => states.get(member) === "down");
    const hit = need.members.some((member) => states.has(member));
    return { up: need.members.length - lost.length, need: need.need, of: need.members.length, lost, hit };
  }

  // One shortest path from the scenario to a record, along the causes.
  function witness(cause, key) {
    const path = [key];
    while (cause.has(path.at(-1))) path.push(cause.get(path.at(-1)));
    return path.reverse();
  }

  // The needs and the scenario as they would be after the edits, which are
  // {off: Set of entry + ">" + member, need: Map from entry to a number, up: Set of keys}; an entry is owner#number.
  // A member switched off no longer belongs to its group; a record held up suffers from nothing.
  function edited(needs, scenario, edits) {
    const kept = [];
    for (const need of needs) {
      if (edits.up.has(need.owner)) continue;
      const members = need.members.filter((member) => !edits.off.has(`${entry(need)}>${member}`));
      if (members.length === 0) continue;
      const count = edits.need.get(entry(need)) ?? need.need;
      kept.push({ ...need, members, need: Math.min(count, members.length) });
    }
    return { needs: kept, scenario: new Map([...scenario].filter(([key]) => !edits.up.has(key))) };
  }

  const entry = (need) => `${need.owner}#${need.number}`;

  return { graph, spread, fare, witness, edited, entry };
})();
