"""Records of the package under those of the repository: until they are overridden, and never as its files."""

import json

import pytest

from itsmctl.delta import compare
from itsmctl.inquiry.facts import Path
from itsmctl.inquiry.scope import classes
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_dict
from tests.world import schemas

PROCESS = {
    "records/role/operations.yaml": "title: Operations\n",
    "records/process/incident-management.yaml": "title: Incidents\nstage: operation\nobjective: Help.\n"
    "owner: operations\nactivities: [{id: log-incident, title: Log, kinds: [incident]}]\n",
}
OWN = "title: Ours\nprocess: incident-management\nmeasure: mttr\nunit: hours\ntarget: 1\ndirection: below\n"
KPI = json.loads(schemas()["schemas/kpi.json"])


def figures(snapshot: Snapshot) -> dict[str, str]:
    """Return the paths of the KPI records by id."""
    return {record.id: record.path for record in snapshot.of("kpi")}


def test_a_layered_kind_starts_with_the_packages_records() -> None:
    """Visible as such, clean, and only those whose process the repository has."""
    taken = take(from_dict(PROCESS))

    assert figures(taken)["mttr"] == "package:records/kpi/mttr.yaml"
    assert "change-backlog" not in figures(taken)
    assert not [finding for finding in taken.findings if finding.where.path.startswith("package:")]
    assert figures(take(from_dict({"records/role/operations.yaml": "title: Operations\n"}))) == {}


def test_a_record_of_the_same_id_takes_the_place() -> None:
    """Whatever its folder and case."""
    path = "records/kpi/own/MTTR.yaml"
    taken = take(from_dict({**PROCESS, path: OWN}))

    assert {name.casefold(): where for name, where in figures(taken).items()}["mttr"] == path


def test_a_schema_without_the_word_turns_them_off() -> None:
    """As do the copies that a repository of before the word has."""
    words = {name: word for name, word in KPI["x-itsm"].items() if name != "layered"}
    override = {"schemas/kpi.json": json.dumps({**KPI, "x-itsm": words})}

    assert figures(take(from_dict({**PROCESS, **override}))) == {}
    assert figures(take(from_dict({**PROCESS, **override, "records/kpi/mttr.yaml": OWN}))) == {
        "mttr": "records/kpi/mttr.yaml"
    }


def test_what_does_not_fit_the_repositorys_schema_is_left_out_with_a_note() -> None:
    """At the schema, which is what somebody can change."""
    override = {"schemas/kpi.json": json.dumps({**KPI, "required": [*KPI["required"], "period"]})}
    taken = take(from_dict({**PROCESS, **override}))

    assert figures(taken) == {}
    notes = [finding for finding in taken.findings if "do not fit" in finding.message]
    assert [(note.code, note.severity.name, note.where.path) for note in notes] == [
        ("schema-style", "NOTE", "schemas/kpi.json")
    ]


def test_records_of_the_package_are_no_change() -> None:
    """An override is one, and so is its end."""
    base, over = take(from_dict(PROCESS)), take(from_dict({**PROCESS, "records/kpi/mttr.yaml": OWN}))

    assert compare(base.catalog, take(from_dict(PROCESS)).catalog) == ()
    assert [(change.key, change.verb) for change in compare(base.catalog, over.catalog)] == [("kpi/mttr", "changed")]
    assert [(change.key, change.verb) for change in compare(over.catalog, base.catalog)] == [("kpi/mttr", "changed")]


@pytest.mark.parametrize(("before", "after"), [("000000", "100644"), ("100644", "000000")])
def test_an_override_and_its_end_are_governance_by_their_path(before: str, after: str) -> None:
    """So that neither slips into a pull request beside other records."""
    path = "records/kpi/mttr.yaml"
    none, over = take(from_dict(PROCESS)), take(from_dict({**PROCESS, path: OWN}))
    sides = (none, over) if before == "000000" else (over, none)
    file = Path(path, before, after, "0" * 40)

    assert classes(compare(*(side.catalog for side in sides)), [file]).governed == (file,)
