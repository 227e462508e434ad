"""Known errors that fit an incident, by words and by nearness."""

from pathlib import Path

import pytest

from itsmctl.knowledge import asked_text, match
from itsmctl.render.knowledge import kedb_json, kedb_markdown, kedb_text
from itsmctl.repo import find
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_disk
from tests.world import ROLE, ci, world

ERROR = "title: {}\nstatus: {}\nsymptoms: {}\nworkaround: |\n  1. Stop it.\n  2. Start it.\naffects: [{}]\n"


def lab() -> Snapshot:
    """Take a chain of six records, a known error at each end, one elsewhere, and one that is retired."""
    chain = {f"ci/c{n}.yaml": ci(f"C{n}", f"depends_on: [c{n - 1}]\n" if n else "") for n in range(6)}
    return world(
        {
            **ROLE,
            **chain,
            "ci/other.yaml": ci("Other"),
            "known-error/KEDB-A-001.yaml": ERROR.format("Pool exhausted", "open", "too many clients", "c0"),
            "known-error/KEDB-B-001.yaml": ERROR.format("Disk full", "open", "no space left", "c5"),
            "known-error/KEDB-C-001.yaml": ERROR.format("Queue stuck", "fixed", "clients wait", "other"),
            "known-error/KEDB-D-001.yaml": ERROR.format("Clients, clients", "retired", "too many clients", "c0"),
        }
    )


def test_words_rank_and_are_shown() -> None:
    """The one that has both words first; the retired one never."""
    found = match(lab(), "sorry, too many clients")

    assert [one.record.id for one in found] == ["KEDB-A-001", "KEDB-C-001"]
    assert set(found[0].shared) == {"many", "client"}
    assert found[0].score == found[0].words_part == pytest.approx(sum(found[0].shared.values()))
    assert (found[0].near_part, found[0].via) == (0, ())


def test_nearness_counts_up_and_down_and_fades() -> None:
    """On the record itself a half, two steps away a sixth, five steps away nothing; elsewhere nothing."""
    snapshot = lab()

    def near(*places: str) -> dict[str, float]:
        return {one.record.id: one.near_part for one in match(snapshot, "", places)}

    assert near("ci/c0") == {"KEDB-A-001": 0.5}
    assert near("ci/c2") == {"KEDB-A-001": pytest.approx(0.5 / 3, abs=1e-4), "KEDB-B-001": 0.125}
    assert near("ci/other") == {"KEDB-C-001": 0.5}
    (first, *_) = match(snapshot, "", ["ci/c2"])
    assert [record.id for record in first.via] == ["c0", "c1", "c2"]


def test_siblings_below_one_record_are_not_near() -> None:
    """A way goes only up or only down: two guests of one host have nothing to do with each other's errors."""
    snapshot = world(
        {
            **ROLE,
            "ci/host.yaml": ci("Host"),
            "ci/a.yaml": ci("A", "depends_on: [host]\n"),
            "ci/b.yaml": ci("B", "depends_on: [host]\n"),
            "known-error/KEDB-A-001.yaml": ERROR.format("Odd", "open", "odd", "a"),
        }
    )

    assert match(snapshot, "", ["ci/b"]) == ()
    assert len(match(snapshot, "", ["ci/host"])) == 1


@pytest.mark.parametrize("text", ["", "???", "the of and", "quorum"])
def test_words_that_say_nothing_match_nothing(text: str) -> None:
    """No error, no match, one sentence."""
    assert match(lab(), text) == ()
    assert (
        kedb_text((), 3) == kedb_markdown((), 3) == "No known error fits: no word in common, none near in the graph.\n"
    )


def test_a_lab_without_known_errors_matches_nothing() -> None:
    """An empty base is no division by nothing."""
    assert match(world({**ROLE, "ci/a.yaml": ci()}), "disk", ["ci/a"]) == ()


def test_the_workaround_is_told_at_once() -> None:
    """In every format, line by line; what is left out is counted."""
    found = match(lab(), "too many clients")

    assert "  workaround:\n    1. Stop it.\n    2. Start it.\n" in kedb_text(found, 1)
    assert "… 1 more: --limit 2 shows all" in kedb_text(found, 1)
    assert "1\\. Stop it." in kedb_markdown(found, 1)
    assert '"workaround": "1. Stop it.\\n2. Start it.\\n"' in kedb_json(found, 1)


@pytest.fixture(scope="module")
def lab_records() -> Snapshot:
    """Take the example lab."""
    return take(from_disk(find(Path(__file__).resolve().parent)))


def test_every_incident_of_the_lab_finds_its_known_error_first(lab_records: Snapshot) -> None:
    """Of the 29 and more that name one; by words alone it is 25 of 29, so the graph earns its place."""
    firsts, by_words = [], []
    for incident in lab_records.of("incident"):
        known = incident.data.get("known_error")
        if known:
            links = lab_records.catalog.links_out[incident.key]
            places = [link.target for link in links if link.path[0] == "affects"]
            firsts.append(match(lab_records, asked_text(incident), places)[0].record.id == known)
            by_words.append(match(lab_records, asked_text(incident))[0].record.id == known)

    assert len(firsts) >= 29
    assert all(firsts)
    assert not all(by_words)


def test_too_many_clients_is_the_pool(lab_records: Snapshot) -> None:
    """As one would type it."""
    assert match(lab_records, "too many clients")[0].record.id == "KEDB-DB-001"
