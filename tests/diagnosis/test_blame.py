"""What is to blame for an incident."""

from pathlib import Path

import pytest

from itsmctl.clock import instant
from itsmctl.diagnosis import Blame, blame
from itsmctl.diagnosis.cover import cover
from itsmctl.render.diagnosis import blame_json, blame_markdown, blame_text
from itsmctl.repo import find
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_disk
from tests.world import NOW, ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
INCIDENT = "title: {}\nstatus: new\nimpact: high\nurgency: high\ndetected_at: {}\naffects: [{}]\n"
CHANGE = "title: {}\ntype: normal\nstatus: {}\naffects: [{}]\nimplemented_at: {}\n"
ERROR = "title: Locks\nstatus: open\nsymptoms: Hangs\nworkaround: Restart\naffects: [db]\n"


def lab(**more: str) -> Snapshot:
    """Take a switch, a host with a database behind it, a wiki and a shop on the database, and mail on its own."""
    return world(
        {
            **ROLE,
            "ci/switch.yaml": ci("Switch"),
            "ci/host.yaml": ci("Host", "depends_on: [switch]\n"),
            "ci/db.yaml": ci("Database", "depends_on: [host]\n"),
            "ci/mailer.yaml": ci("Mailer"),
            "service/wiki.yaml": SERVICE.format("Wiki") + "depends_on: [db]\n",
            "service/shop.yaml": SERVICE.format("Shop") + "depends_on: [db]\n",
            "service/backup.yaml": SERVICE.format("Backup") + "depends_on: [host]\n",
            "service/mail.yaml": SERVICE.format("Mail") + "depends_on: [mailer]\n",
            "incident/INC-2026-0001.yaml": INCIDENT.format("Wiki and shop fail", "2026-03-10T10:00:00Z", "wiki, shop"),
            **{path.replace("__", "/") + ".yaml": text for path, text in more.items()},
        }
    )


def asked(snapshot: Snapshot, number: int = 1, **options: int) -> Blame:
    """Ask for the blame of an incident."""
    incident = snapshot.catalog.named(f"INC-2026-{number:04}")
    return blame(snapshot, incident, NOW, **options)


def names(found: Blame) -> list[str]:
    """Return the suspects in order."""
    return [suspect.record.id for suspect in found.suspects]


def test_what_explains_all_and_no_more_comes_first() -> None:
    """The database; the host would have taken backup down too; a service explains but itself."""
    found = asked(lab())

    assert names(found) == ["db", "host", "switch", "shop", "wiki"]
    assert ([cause.id for cause in found.causes], found.exact) == (["db"], True)
    assert [record.id for record in found.suspects[1].missing_down] == ["backup"]
    assert [record.id for record in found.suspects[2].via] in (
        ["switch", "host", "db", "wiki"],
        ["switch", "host", "db", "shop"],
    )


def test_a_recent_change_is_named_first() -> None:
    """A switch that was changed the day before, whatever else explains better; a month before does not count."""
    change = CHANGE.format("New firmware", "implemented", "switch", "2026-03-09T20:00:00Z")
    found = asked(lab(**{"rfc__RFC-2026-0001": change}))

    assert names(found)[0] == "switch"
    assert [record.id for record in found.suspects[0].changes] == ["RFC-2026-0001"]
    assert "changed by RFC-2026-0001 (New firmware)" in blame_text(found, 9)
    old = lab(**{"rfc__RFC-2026-0001": change.replace("2026-03-09", "2026-02-09")})
    assert names(asked(old))[0] == "db"
    assert names(asked(old, days=60))[0] == "switch"


@pytest.mark.parametrize(
    ("status", "when"), [("rejected", "2026-03-09T20:00:00Z"), ("implemented", "2026-03-11T20:00:00Z")]
)
def test_a_change_that_was_not_done_or_came_later_is_innocent(status: str, when: str) -> None:
    """Rejected, or a day after."""
    found = asked(lab(**{"rfc__RFC-2026-0001": CHANGE.format("New firmware", status, "switch", when)}))

    assert names(found)[0] == "db"
    assert not any(suspect.changes for suspect in found.suspects)


def test_what_fails_elsewhere_at_the_same_time_counts() -> None:
    """With backup failing too the host explains more than the database; mail has a cause of its own."""
    elsewhere = lab(
        **{
            "incident__INC-2026-0002": INCIDENT.format("Backup fails", "2026-03-10T11:00:00Z", "backup"),
            "incident__INC-2026-0003": INCIDENT.format("Mail fails", "2026-03-10T12:00:00Z", "mail"),
        }
    )
    found = asked(elsewhere)

    assert names(found)[:2] == ["host", "switch"]
    assert [cause.id for cause in found.causes] == ["host", "mail"]
    assert "mail" not in names(found)


def test_what_was_over_before_or_came_after_does_not_count() -> None:
    """Resolved an hour earlier, cancelled, or detected when this one was over."""
    over = "status: resolved\nresolved_at: {}\nresolution: Done\n"
    backup = INCIDENT.format("Backup fails", "{}", "backup")
    earlier = backup.format("2026-03-10T08:00:00Z").replace("status: new\n", over.format("2026-03-10T09:00:00Z"))
    later = backup.format("2026-04-10T08:00:00Z")
    mine = INCIDENT.format("Wiki fails", "2026-03-10T10:00:00Z", "wiki").replace(
        "status: new\n", over.format("2026-03-10T12:00:00Z")
    )
    snapshot = lab(
        **{"incident__INC-2026-0001": mine, "incident__INC-2026-0002": earlier, "incident__INC-2026-0003": later}
    )

    assert [record.id for record, _ in asked(snapshot).failing] == ["wiki"]


def test_a_down_service_wants_a_cause_that_takes_it_down() -> None:
    """One of two hosts degrades it: that does not explain an outage that was down."""
    snapshot = world(
        {
            **ROLE,
            "ci/a.yaml": ci("A"),
            "ci/b.yaml": ci("B"),
            "ci/net.yaml": ci("Net"),
            "service/web.yaml": SERVICE.format("Web") + "depends_on: [{any_of: [a, b]}, net]\n",
            "incident/INC-2026-0001.yaml": INCIDENT.format("Web is lost", "2026-03-10T10:00:00Z", "web")
            + "outages: [{service: web, start: 2026-03-10T10:00:00Z}]\n",
        }
    )

    assert names(asked(snapshot)) == ["web", "net"]


def test_earlier_incidents_and_known_errors_are_told() -> None:
    """Of two equal suspects the one with a record comes first."""
    snapshot = lab(
        **{
            "known-error__KEDB-DB-001": ERROR,
            "incident__INC-2026-0002": INCIDENT.format("Database slow", "2026-02-10T10:00:00Z", "db").replace(
                "status: new", "status: resolved\nresolution: Done\nresolved_at: 2026-02-10T11:00:00Z"
            ),
        }
    )
    suspect = asked(snapshot).suspects[0]

    assert [record.id for record in suspect.incidents] == ["INC-2026-0002"]
    assert [record.id for record in suspect.known_errors] == ["KEDB-DB-001"]
    assert "known errors: KEDB-DB-001" in blame_text(asked(snapshot), 1)
    assert "KEDB-DB-001" in blame_json(asked(snapshot), 1)


def test_an_incident_that_affects_nothing_has_no_suspects() -> None:
    """It says so, in every format."""
    nothing = INCIDENT.format("Odd noise", "2026-03-10T10:00:00Z", "")
    found = asked(lab(**{"incident__INC-2026-0009": nothing.replace("affects: []\n", "")}), 9)
    alone = Blame(found.incident, (), (), exact=True, suspects=())

    assert "affects nothing" in blame_text(alone, 5)
    assert "affects nothing" in blame_markdown(alone, 5)


def test_an_incident_alone_that_affects_nothing_is_no_error() -> None:
    """Nothing fails, nobody is to blame."""
    text = INCIDENT.format("Odd noise", "2026-03-10T10:00:00Z", "").replace("affects: []\n", "")
    found = asked(world({**ROLE, "incident/INC-2026-0001.yaml": text}))

    assert (found.failing, found.causes, found.suspects) == ((), (), ())


def test_a_cycle_ends() -> None:
    """Two records that need each other explain each other."""
    snapshot = world(
        {
            **ROLE,
            "ci/a.yaml": ci("A", "depends_on: [b, a]\n"),
            "ci/b.yaml": ci("B", "depends_on: [a]\n"),
            "incident/INC-2026-0001.yaml": INCIDENT.format("Both", "2026-03-10T10:00:00Z", "a, b"),
        }
    )

    assert sorted(names(asked(snapshot))) == ["a", "b"]


def test_the_fewest_sets_are_found_exactly_and_the_cheapest_of_them() -> None:
    """Two are enough where the greedy choice takes three; of two pairs the cheaper wins."""
    sets = {"big": frozenset("bcef"), "top": frozenset("abc"), "low": frozenset("def"), "dear": frozenset("def")}

    assert cover("abcdef", sets, {"big": 0, "top": 1, "dear": 5, "low": 1}) == (["top", "low"], True)
    assert cover("xyz", sets, dict.fromkeys(sets, 0)) == ([], True)
    assert cover("ab", {}, {}) == ([], True)


def test_many_causes_are_covered_greedily() -> None:
    """Four or more are needed: what is found covers all, and does not claim to be the fewest."""
    sets = {str(n): frozenset({f"a{n}", f"b{n}"}) for n in range(6)}

    chosen, exact = cover([f"a{n}" for n in range(6)], sets, dict.fromkeys(sets, 1))
    assert (sorted(chosen), exact) == (sorted(sets), False)


@pytest.fixture(scope="module")
def lab_records() -> Snapshot:
    """Take the example lab."""
    return take(from_disk(find(Path(__file__).resolve().parent)))


def test_the_lab_s_recorded_causes_are_found(lab_records: Snapshot) -> None:
    """Of seven incidents that a change caused, the change is named with the first suspects of six.

    The seventh, RFC-2025-0027, affects the cluster, on which monitoring does not depend.
    """
    caused = [record for record in lab_records.of("incident") if "caused_by" in record.data]
    now = instant("2026-04-01T00:00:00Z")
    found = {i.id: [r.id for s in blame(lab_records, i, now).suspects[:3] for r in s.changes] for i in caused}

    missed = sorted(i.id for i in caused if i.data["caused_by"] not in found[i.id])
    assert (len(caused), missed) == (7, ["INC-2025-0029"])


def test_the_wiki_s_outage_leads_to_the_shared_database(lab_records: Snapshot) -> None:
    """INC-2026-0107: another application had been moved to the wiki's database days before."""
    incident = lab_records.catalog.named("INC-2026-0107")
    first = blame(lab_records, incident, instant("2026-04-01T00:00:00Z")).suspects[0]

    assert (first.record.id, [record.id for record in first.changes]) == ("postgres-lab", ["RFC-2026-0040"])
