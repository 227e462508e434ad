"""Edits in mind: what follows from them, and what they may not say."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.findings import Fatal
from itsmctl.graph import State
from itsmctl.impact import assess
from itsmctl.snapshot import Snapshot
from itsmctl.whatif import Add, Depend, Drop, Edit, Overlay, Remove, Require, Set, change, read_edit
from tests.world import ROLE, ci, findings, world


def lab() -> Snapshot:
    """Take an application on a host with three name servers, of which one must be up."""
    entry = "depends_on: [host, {any_of: [dns1, dns2, ci/dns3], need: 1, as: names}]\n"
    return world(
        {
            **ROLE,
            "ci/app.yaml": ci("App", entry),
            "ci/host.yaml": ci("'Host: the “first”'", "location: rack-1\nnotes: |\n  Two lines.\n  # no comment\n"),
            **{f"ci/dns{n}.yaml": ci(f"DNS {n}") for n in (1, 2, 3)},
            "ci/v1.2.yaml": ci("With dots"),
        }
    )


def data(snapshot: Snapshot, key: str) -> Any:
    """Return the value of a record."""
    return snapshot.catalog.records[key].data


def state(snapshot: Snapshot, lost: str, of: str = "ci/app") -> str:
    """Say how a record fares when others, by blanks between them, are lost."""
    impact = assess(snapshot.catalog, snapshot.graph, {f"ci/{name}": State.DOWN for name in lost.split()})
    return next((hit.state.word for hit in impact.affected if hit.record.key == of), "ok")


def test_nothing_edited_is_nothing_changed() -> None:
    """The same snapshot."""
    snapshot = lab()

    assert change(snapshot, []) is snapshot


def test_an_edit_follows_through_to_the_impact_and_leaves_the_original_alone() -> None:
    """Need, drop and add of a dependency, a new record and a removed one; the order does not matter."""
    snapshot = lab()
    edits: list[Edit] = [
        Add("ci/switch", {"title": "Switch", "class": "network", "status": "operational", "owner": "operations"}),
        Depend("ci/dns1", "switch"),
        Depend("ci/dns1", {"ref": "host", "effect": "degraded"}),
        Require("ci/app", 1, 2),
        Drop("ci/app", "host"),
        Drop("ci/app", "dns3"),
        Remove("ci/dns3"),
    ]
    after = change(snapshot, edits)

    assert findings(after, None) == findings(snapshot, None)
    assert state(snapshot, "dns1") == "degraded"
    assert state(after, "switch") == "down"
    assert state(after, "host") == "degraded"
    assert data(after, "ci/app")["depends_on"] == [{"any_of": ["dns1", "dns2"], "need": 2, "as": "names"}]
    assert "ci/dns3" not in after.catalog.records
    backwards = change(snapshot, edits[::-1])
    assert sorted(map(str, data(backwards, "ci/dns1")["depends_on"])) == sorted(
        map(str, data(after, "ci/dns1")["depends_on"])
    )
    assert data(snapshot, "ci/app")["depends_on"][0] == "host"
    assert {key: dict(record.data) for key, record in snapshot.catalog.records.items()} == {
        key: dict(record.data) for key, record in lab().catalog.records.items()
    }


def test_a_field_is_set_deep_down_and_taken_away() -> None:
    """Mappings on the way are made; text with quotes and lines survives."""
    after = change(
        lab(),
        [Set("ci/host", ("capacity", "vcpu"), 8), Set("ci/host", ("location",), None), Set("ci/app", ("title",), "№")],
    )

    assert data(after, "ci/host")["capacity"] == {"vcpu": 8}
    assert "location" not in data(after, "ci/host")
    assert data(after, "ci/host")["notes"] == "Two lines.\n# no comment\n"
    assert data(after, "ci/host")["title"] == "Host: the “first”"
    assert data(after, "ci/app")["title"] == "№"


def test_a_group_that_loses_its_last_member_goes() -> None:
    """And the field with the last entry."""
    after = change(lab(), [Drop("ci/app", name) for name in ("host", "dns1", "ci/dns2", "dns3")])

    assert "depends_on" not in data(after, "ci/app")


def test_a_namesake_of_another_kind_is_not_dropped() -> None:
    """An entry is known by the record that it names: ``host`` is the CI, whatever else has that id."""
    service = "title: Host\nstatus: planned\ncategory: core\ncriticality: low\nowner: operations\n"
    entry = "depends_on: [ci/host, dns]\n"
    snapshot = world(
        {
            **ROLE,
            "ci/app.yaml": ci("App", entry),
            "ci/host.yaml": ci("Host"),
            "ci/dns.yaml": ci("DNS"),
            "service/host.yaml": service,
        }
    )

    with pytest.raises(Fatal, match="does not depend on service/host"):
        change(snapshot, [Drop("ci/app", "service/host")])
    assert data(change(snapshot, [Drop("ci/app", "ci/host")]), "ci/app")["depends_on"] == ["dns"]
    assert data(change(snapshot, [Drop("ci/app", "ci/dns")]), "ci/app")["depends_on"] == ["ci/host"]


def test_what_makes_a_record_wrong_is_a_finding() -> None:
    """As if it were in the file: by schema, by reference, by group."""
    after = change(
        lab(), [Set("ci/host", ("class",), "teapot"), Remove("ci/dns1"), Require("ci/app", 1, 4), Depend("ci/dns2", 7)]
    )

    codes = {(finding.record, finding.code) for finding in after.findings}
    assert {("host", "schema"), ("app", "dangling-reference"), ("app", "need-above-members")} <= codes
    assert any(record == "dns2" for record, _ in codes)


def test_an_overlay_replaces_a_record_where_it_lies() -> None:
    """Or adds one."""
    after = change(lab(), [Overlay("ci/host", ci("Other").encode()), Overlay("ci/more", ci("More").encode())])

    assert data(after, "ci/host")["title"] == "Other"
    assert data(after, "ci/more")["title"] == "More"


@pytest.mark.parametrize(
    "edits",
    [
        [Remove("ci/host"), Set("ci/host", ("title",), "X")],
        [Set("ci/host", ("title",), "X"), Set("ci/host", ("title",), "Y")],
        [Set("ci/host", ("capacity",), {}), Set("ci/host", ("capacity", "vcpu"), 1)],
        [Set("ci/app", ("depends_on",), []), Depend("ci/app", "v1.2")],
        [Require("ci/app", 1, 1), Require("ci/app", 1, 2)],
        [Drop("ci/app", "host"), Drop("ci/app", "host")],
        [Add("ci/x", {"title": "X"}), Add("ci/x", {"title": "X"})],
        [Overlay("ci/host", b""), Remove("ci/host")],
        [Remove("ci/host"), Remove("ci/host")],
    ],
)
def test_edits_that_contradict_each_other_are_refused(edits: list[Edit]) -> None:
    """In either order, in one line."""
    for order in (edits, edits[::-1]):
        with pytest.raises(Fatal, match="two edits contradict each other"):
            change(lab(), order)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Require("ci/app", 0, 1), "entry 0 of depends_on of ci/app is no group"),
        (Require("ci/host", 0, 1), "is no group"),
        (Drop("ci/app", "v1.2"), "ci/app does not depend on v1.2"),
        (Drop("ci/app", "nobody"), "there is no record nobody"),
        (Set("ci/app", ("title", "x"), 1), "ci/app has no place title.x"),
        (Set("ci/app", ("depends_on", 9), 1), "ci/app has no place depends_on.9"),
        (Add("cy/x", {}), "there is no kind cy"),
        (Add("ci/x", ["no mapping"]), "ci/x is no mapping"),
    ],
)
def test_an_edit_that_cannot_be_carried_out_is_refused(edit: Edit, told: str) -> None:
    """With what is wrong."""
    with pytest.raises(Fatal, match=told):
        change(lab(), [edit])


@pytest.mark.parametrize(
    ("option", "word", "edit"),
    [
        ("set", "host.title=Other: one", Set("ci/host", ("title",), {"Other": "one"})),
        ("set", "host.title='Other: one'", Set("ci/host", ("title",), "Other: one")),
        ("set", "v1.2.capacity.vcpu=4", Set("ci/v1.2", ("capacity", "vcpu"), 4)),
        ("set", "ci/app.depends_on.1.need=2", Set("ci/app", ("depends_on", 1, "need"), 2)),
        ("set", "host.owner=", Set("ci/host", ("owner",), None)),
        ("set", "host=1", None),
        ("set", "hots.title=1", None),
        ("set", "host..x=1", None),
        (
            "add-dependency",
            "host={ref: dns1, effect: degraded}",
            Depend("ci/host", {"ref": "dns1", "effect": "degraded"}),
        ),
        ("drop-dependency", "app=host", Drop("ci/app", "host")),
        ("need", "app:1=2", Require("ci/app", 1, 2)),
        ("need", "app:1=50%", Require("ci/app", 1, "50%")),
        ("need", "app=2", None),
        ("need", "app:1=two", None),
        ("need", "app:-1=2", None),
        ("add", "ci/x={title: X}", Add("ci/x", {"title": "X"})),
        ("add", "ci/host={title: X}", None),
        ("add", "x={title: X}", None),
        ("add", "ci/x={title: X", None),
        ("remove", "host", Remove("ci/host")),
        ("remove", "nobody", None),
        ("remove", "", None),
        ("set", "=", None),
        ("set", "host.title=\udcff", None),
    ],
)
def test_words_are_read_as_documented(option: str, word: str, edit: Edit | None) -> None:
    """What is not of the form is one line with exit code 2."""
    catalog = lab().catalog
    if edit:
        assert read_edit(option, word, catalog) == edit
        return
    with pytest.raises(Fatal) as caught:
        read_edit(option, word, catalog)
    assert caught.value.code == 2


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_any_value_arrives_as_it_was_given_or_is_a_finding(value: Any) -> None:
    """Nothing that can be typed ends in a traceback."""
    after = change(lab(), [Set("ci/host", ("notes",), value), Depend("ci/dns1", value)])

    written = after.catalog.records["ci/host"].document.value
    if written is None:
        assert any(finding.record == "host" for finding in after.findings)
    elif value is None:
        assert "notes" not in written
    else:
        assert json.dumps(written["notes"]) == json.dumps(value)
