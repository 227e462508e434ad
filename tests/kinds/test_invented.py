"""Kinds are data: one that the program has never seen is validated, linked, judged, listed, drawn and described."""

import json
import re
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.graph import State
from itsmctl.impact import assess
from itsmctl.snapshot import take
from itsmctl.tree import Tree, from_dict
from tests.kinds.gadget import GADGET
from tests.world import ROLE, Sandbox, ci, findings, schemas

RECORDS = {
    **ROLE,
    "ci/bolt.yaml": ci("Bolt"),
    "gadget/GDG-LAB-01.yaml": "title: Claw\nstatus: idea\nparts: [bolt]\ndepends_on: [bolt]\n",
    "gadget/arm/GDG-LAB-02.yaml": "title: Arm\nstatus: built\nparts: [GDG-LAB-01]\n",
}


def files(**more: str) -> dict[str, str | bytes]:
    """Return a repository with the invented kind."""
    records = {**RECORDS, **{f"gadget/{name}": text for name, text in more.items()}}
    common = schemas()
    return {**common, "schemas/gadget.json": json.dumps(GADGET), **{f"records/{p}": t for p, t in records.items()}}


def tree(**more: str) -> Tree:
    """Make that repository's tree."""
    return from_dict(files(**more))


def test_its_records_are_valid_and_linked() -> None:
    """References lead both ways, under the relation that the schema names."""
    snapshot = take(tree())

    assert findings(snapshot) == []
    (link,) = snapshot.catalog.links_in["gadget/GDG-LAB-01"]
    assert (link.source, link.relation, link.inverse) == ("gadget/GDG-LAB-02", "contains", "part-of")
    assert [r.state for r in snapshot.of("gadget")] == ["idea", "built"]


def test_its_faults_are_found() -> None:
    """Schema, ids, references and what a state needs, without a line of Python about gadgets."""
    snapshot = take(
        tree(
            **{
                "GDG-LAB-03.yaml": "title: A\nstatus: lost\n",
                "gadget4.yaml": "title: B\nstatus: idea\n",
                "GDG-LAB-05.yaml": "title: C\nstatus: idea\nparts: [operations, nut]\n",
                "GDG-LAB-06.yaml": "title: D\nstatus: built\n",
            }
        )
    )

    assert [(f.record, f.code) for f in findings(snapshot)] == [
        ("GDG-LAB-03", "schema"),
        ("GDG-LAB-05", "wrong-kind"),
        ("GDG-LAB-05", "dangling-reference"),
        ("GDG-LAB-06", "missing-for-state"),
        ("", "bad-id"),
    ]


def test_a_format_alone_is_checked_too() -> None:
    """A schema need not spell out the pattern of a date."""
    schema = json.loads(json.dumps(GADGET))
    schema["properties"]["on"] = {"description": "The day.", "type": "string", "format": "date"}
    text = "title: A\nstatus: idea\non: 2026-02-30\n"

    snapshot = take(
        from_dict({**schemas(), "schemas/gadget.json": json.dumps(schema), "records/gadget/GDG-LAB-01.yaml": text})
    )

    (finding,) = snapshot.findings
    assert (finding.message, finding.hint) == ("on: 2026-02-30 is not a date", "write it like 2026-01-02")
    assert (finding.where.line, finding.where.column) == (3, 5)


def test_loss_travels_through_it() -> None:
    """What has ``depends_on`` has impact."""
    snapshot = take(tree())

    impact = assess(snapshot.catalog, snapshot.graph, {"ci/bolt": State.DOWN})

    assert [hit.record.key for hit in impact.reached()] == ["gadget/GDG-LAB-01"]


def test_the_command_line_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Validate, list, show, describe and draw it."""
    made = Sandbox.create(tmp_path / "repository")
    made.write(files())
    made.commit("Start")
    monkeypatch.chdir(made.top)

    assert main(["validate"]) == 0
    assert main(["list", "gadget", "--state", "built"]) == 0
    assert main(["show", "GDG-LAB-01"]) == 0
    assert main(["schema", "gadget"]) == 0
    assert main(["graph", "GDG-LAB-01"]) == 0
    out = capsys.readouterr().out
    assert "4 records: 0 errors, 0 warnings" in out
    assert re.search(r"^GDG-LAB-02 +built +Arm$", out, re.MULTILINE)
    assert "part-of gadget/GDG-LAB-02 (Arm)" in out
    assert "idea → built" in out
    assert 'subgraph k_gadget["gadget"]' in out
