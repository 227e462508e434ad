"""A service into the nine parts of its page: promises, components, hours, priorities, common issues."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.document import Path
from itsmctl.site.escape import Md, inline
from itsmctl.site.facts.ground import nearby
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["service"]

PRIORITIES = ("P1", "P2", "P3", "P4")


def service(view: View, record: Record) -> Mapping[str, Any]:
    """Return what the service page asks for; agreements and policies that a repository lacks leave their rows out."""
    near = nearby(view, record)
    components = [one for one in near[1:] if not one.kind.service]
    agreements = view.site.into(record, "covers", "agreement")
    return {
        "near": near,
        "components": components,
        "services_used": [one for one in near[1:] if one.kind.service],
        "agreements": agreements,
        "targets": list(_targets(view, agreements)),
        "maintenance": [one for one in view.site.of("calendar") if _covers(view, one, record)],
        "priorities": list(_priorities(view, agreements)),
        "change_types": list(_change_types(view)),
        "backups": [one for one in components if one.data.get("backup")],
        "in_use_since": _since(view, record),
    }


def _covers(view: View, calendar: Record, record: Record) -> bool:
    """Say whether a calendar of maintenance windows names the record, or all."""
    entries = [*calendar.data.get("windows", ()), *calendar.data.get("recurring", ())]
    named = record.key in {link.target for link in view.site.out(calendar)}
    return calendar.data.get("type") == "maintenance" and (
        named or any("all" in entry.get("scope", ()) for entry in entries)
    )


def _targets(view: View, agreements: Iterable[Record]) -> Iterator[tuple[str, str, Md]]:
    for one in agreements:
        targets = one.data.get("targets", {})
        source = view.go(one)
        if "availability" in targets:
            period = one.data.get("period", "month")
            yield (
                "Availability",
                f"{targets['availability']} % a {period}",
                source + Md(": outages of incidents, against its hours"),
            )
        for name in ("response", "resolution"):
            for priority, length in sorted(targets.get(name, {}).items()):
                yield f"{humanise(name)} {priority}", str(length), source + Md(": from the times of its incidents")


def _priorities(view: View, agreements: Iterable[Record]) -> Iterator[tuple[str, str, str, str]]:
    """Yield priority, the impact and urgency that give it, response and resolution: the best promise that there is."""
    matrix = view.site.snapshot.policy("incident").get("priority", {})
    targets: Mapping[str, Any] = next((one.data["targets"] for one in agreements if "targets" in one.data), {})
    for priority in PRIORITIES:
        pairs = [
            f"{impact}/{urgency}" for impact, row in matrix.items() for urgency, one in row.items() if one == priority
        ]
        if pairs or targets:
            response, resolution = (str(targets.get(n, {}).get(priority, "–")) for n in ("response", "resolution"))
            yield priority, ", ".join(pairs) or "–", response, resolution


def _change_types(view: View) -> Iterator[tuple[str, Md, str]]:
    """Yield type of change, who approves at which risk, and the notice it needs, from the change policy."""
    policy = view.site.snapshot.policy("change")
    roles = _roles(view)
    for kind in ("standard", "normal", "emergency", "major"):
        rules = [(n, rule) for n, rule in enumerate(policy.get("approvals", ())) if kind in rule.get("types", ())]
        told = Md("<br>").join(_rule(view, rule, roles, n) for n, rule in rules)
        if policy:
            yield (
                kind.capitalize(),
                told or Md("pre-approved by its change model"),
                policy.get("minimum_notice", {}).get(kind, "–"),
            )


def _roles(view: View) -> Mapping[Path, Record]:
    """Return the roles that the change policy names, by the place at which it does."""
    catalog = view.site.snapshot.catalog
    policy = catalog.get("policy", "change")
    return {link.path: catalog.records[link.target] for link in (view.site.out(policy) if policy else ())}


def _rule(view: View, rule: Mapping[str, Any], roles: Mapping[Path, Record], number: int) -> Md:
    needs = enumerate(rule.get("need", ()))
    parts = [_demand(view, need, roles.get(("approvals", number, "need", n, "role"))) for n, need in needs]
    return inline("/".join(rule.get("levels", ())) + " risk: ") + Md(" + ").join(parts)


def _demand(view: View, need: Mapping[str, Any], role: Record | None) -> Md:
    if not role:
        return Md("owners of the affected services") if "owners" in need else inline(str(need.get("role", "–")))
    return inline(f"{need['count']} × " if need.get("count", 1) > 1 else "") + view.go(role)


def _since(view: View, record: Record) -> Md:
    timeline = view.site.timelines.get(record.key)
    used = record.kind.lifecycle.means.get("in-use", ()) if record.kind.lifecycle else ()
    found = next((v.commit.moment for v in timeline.versions if v.state in used), None) if timeline else None
    return view.day(found) if found else Md("–")
