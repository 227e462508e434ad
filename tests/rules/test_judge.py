"""Rules and the policy that weighs them."""

import json
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.clock import stamp
from itsmctl.findings import Severity
from itsmctl.kinds import Kind
from itsmctl.render import RENDERERS, Report
from itsmctl.rules import RULES, judge, placeholder
from itsmctl.snapshot import take
from itsmctl.tree import Tree, from_dict
from tests.test_validate import lab, spoilt_records
from tests.world import NOW, ROLE, ci, codes, findings, world

TWINS = {**ROLE, "ci/a.yaml": ci("Same"), "ci/b.yaml": ci("Same")}
EXCUSE = "excuse:\n  - {rule: duplicate-title, record: ci/b, reason: Renamed soon, until: 2026-06-01}\n"


def test_every_rule_has_a_code_a_summary_and_a_hint() -> None:
    """The code is the name of its function; no two are the same."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.code.replace("-", "_") == rule.check.__name__
        assert rule.summary.endswith(".")
        assert rule.hint


def test_the_findings_of_the_snapshot_are_not_judged_again() -> None:
    """Each is told by the stage that saw it."""
    snapshot = world({**ROLE, "ci/a.yaml": ci("A", "nope: 1\n")})

    assert [f.code for f in snapshot.findings] == ["schema"]
    assert judge(snapshot, NOW) == []


def test_a_finding_of_a_rule_names_its_record() -> None:
    """By its id."""
    assert [(f.code, f.record) for f in judge(world(TWINS), NOW)] == [("duplicate-title", "b")]


def test_an_excuse_holds_to_the_end_of_its_day() -> None:
    """In UTC; without a clock none holds."""
    snapshot = world({**TWINS, "policy/validation.yaml": f"title: Validation\n{EXCUSE}"})
    last = datetime(2026, 6, 1, 23, 59, 59, tzinfo=UTC)

    assert judge(snapshot, last) == []
    assert [f.code for f in judge(snapshot, last + timedelta(seconds=1))] == ["duplicate-title", "expired-excuse"]
    assert [f.code for f in judge(snapshot)] == ["duplicate-title"]


def test_an_excuse_is_for_one_record_and_one_rule() -> None:
    """Not for its namesake of another kind."""
    other = EXCUSE.replace("ci/b", "service/b")

    assert [f.code for f in judge(world({**TWINS, "policy/validation.yaml": f"title: V\n{other}"}), NOW)] == [
        "duplicate-title"
    ]


@pytest.mark.parametrize(("word", "severity"), [("note", Severity.NOTE), ("error", Severity.WARNING)])
def test_a_severity_can_be_lowered_and_not_raised(word: str, severity: Severity) -> None:
    """A warning becomes a note; it never becomes an error."""
    snapshot = world({**TWINS, "policy/validation.yaml": f"title: V\nseverities: {{duplicate-title: {word}}}\n"})

    assert [f.severity for f in judge(snapshot, NOW)] == [severity]


def test_a_policy_that_does_not_fit_its_schema_excuses_nothing() -> None:
    """It counts as empty."""
    snapshot = world({**TWINS, "policy/validation.yaml": f"title: V\nnope: 1\n{EXCUSE}"})

    assert [f.code for f in findings(snapshot)] == ["duplicate-title", "schema"]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_the_fewest_records_are_out_of_order(days: list[int]) -> None:
    """Leaving them out, numbers and times grow together; leaving out fewer would not do."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    text = "title: A\nstatus: new\nimpact: high\nurgency: low\ndetected_at: {}\n"
    snapshot = world(
        {
            f"incident/INC-2026-{number:04}.yaml": text.format(stamp(start + timedelta(days=day)))
            for number, day in enumerate(days, 1)
        }
    )

    found = [f for f in judge(snapshot, NOW) if f.code == "id-order"]

    blamed = {int(f.record[-4:]) for f in found}
    left = [day for number, day in enumerate(days, 1) if number not in blamed]
    assert left == sorted(left)
    longest = [1] * len(days)
    for here, day in enumerate(days):
        longest[here] = 1 + max((longest[n] for n in range(here) if days[n] <= day), default=0)
    assert len(blamed) == len(days) - max(longest)
    assert all(f.related for f in found)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(26, 30)), min_size=1, max_size=6))
def test_overlapping_networks_are_found_whatever_their_order(pairs: list[tuple[int, int]]) -> None:
    """There is a finding exactly if two of them overlap."""
    subnets = [ip_network((f"10.0.0.{number * 4}", prefix), strict=False) for number, prefix in pairs]
    text = "title: Net {}\nclass: network\nstatus: operational\nowner: operations\nlabels: {{subnet: {}}}\n"
    snapshot = world({**ROLE, **{f"ci/n{n}.yaml": text.format(n, subnet) for n, subnet in enumerate(subnets)}})

    overlap = any(a.overlaps(b) for n, a in enumerate(subnets) for b in subnets[:n])
    assert ("duplicate-network" in codes(snapshot)) == overlap


@given(st.lists(spoilt_records(), min_size=1, max_size=4))
@settings(max_examples=100)
def test_no_record_makes_a_rule_or_a_renderer_raise(spoilt: list[tuple[Kind, Any]]) -> None:
    """Whatever a pull request brings, the answer is a report."""
    files = {
        f"records/{kind.name}/{record.id}.yaml": json.dumps(value)
        for (kind, value), record in zip(spoilt, lab().catalog.records.values(), strict=False)
    }
    snapshot = take(Tree({**lab().tree.entries, **from_dict(files).entries}), kinds=lab().kinds)

    report = Report(findings(snapshot), len(snapshot.catalog.records))

    for render in RENDERERS.values():
        assert render(report).encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "[your " * 150_000,
        "[A " * 300_000,
        "[" * 900_000,
        "[Aa " + "Bb " * 300_000,
        "1." * 400_000,
        "\u00a0" * 400_000,
        "X." * 400_000,
    ],
    ids=["your", "words", "brackets", "title", "digits", "blank", "xs"],
)
def test_no_text_holds_the_search_for_placeholders_up(text: str) -> None:
    """A megabyte is read once: a search that begins again at each letter does not come to an end here."""
    assert placeholder(text) == (None if text.strip() else "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[GLPI Service ID]", "[GLPI Service ID]"),
        ("see [Service Owner] there", "[Service Owner]"),
        ("call [insert number here]", "[insert number here]"),
        ("TBD", "TBD"),
        ("tbd.", "tbd."),
        ("Owner: TODO", "TODO"),
        ("???", "???"),
        ("-", "-"),
        ("…", "…"),
        ("<name>", "<name>"),
        ("{{ name }}", "{{ name }}"),
        ("at 10.25.10.X", "10.25.10.X"),
        ("10.25.X.X", "10.25.X.X"),
        ("\u200c\u00ad", ""),
        ("\u3164", ""),
        ("Windows 10.0.x", None),
        ("[1] and [a](b)", None),
        ("[ERROR] disk full", None),
        ("Product Name", None),
        ("xx-large", None),
        ("é", None),
        ("5", None),
        ("X-ray", None),
        ("methods", None),
    ],
)
def test_a_placeholder_is_told_from_a_text(text: str, found: str | None) -> None:
    """What a template left behind, and nothing that people write."""
    assert placeholder(text) == found
