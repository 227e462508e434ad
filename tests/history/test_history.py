from pathlib import Path

import pytest

from itsmctl.clock import instant
from itsmctl.findings import Fatal
from itsmctl.history import Timeline, commit_before, commits, read
from itsmctl.kinds import load
from itsmctl.repo import Repo, find, process
from itsmctl.tree import from_disk
from tests.history.lines import Step, line

INC = "records/incident/INC-2026-0001.yaml"
LATE = instant("2030-01-01T00:00:00Z")


def incident(status: str, extra: str = "") -> str:
    """Write an incident in a state."""
    return f"title: T\nstatus: {status}\nimpact: low\nurgency: low\ndetected_at: 2026-01-01T00:00:00Z\n{extra}"


STORY: list[Step] = [
    ("2026-01-01T01:00:00Z", {INC: incident("new")}),
    ("2026-01-01T02:00:00Z", {INC: incident("resolved"), "README": "x"}),
    ("2026-01-01T03:00:00Z", {INC: incident("in-progress")}),
    ("2026-01-01T04:00:00Z", {INC: incident("resolved", "resolution: a\n")}),
    ("2026-01-01T05:00:00Z", {INC: incident("resolved", "resolution: b\n")}),
    ("2026-01-01T06:00:00Z", {INC: incident("closed", "resolution: b\n")}),
]


def timeline(repo: Repo, key: str = "incident/INC-2026-0001") -> Timeline:
    """Read one record's timeline at HEAD."""
    found = read(repo, repo.commit("HEAD"), load(from_disk(repo))).of(key)
    assert found is not None
    return found


def test_a_timeline_tells_every_version_with_state_and_changed_fields(tmp_path: Path) -> None:
    """Each commit that touched the record is a version, in the order of the line, with who and when."""
    versions = timeline(line(tmp_path, STORY)).versions
    assert [v.state for v in versions] == ["new", "resolved", "in-progress", "resolved", "resolved", "closed"]
    assert [v.changed for v in versions[1:]] == [
        ("status",),
        ("status",),
        ("resolution", "status"),
        ("resolution",),
        ("status",),
    ]
    assert versions[0].changed == ("detected_at", "impact", "status", "title", "urgency")
    assert (versions[0].commit.author, versions[0].commit.email) == ("Ada Example", "ada@lab.example")
    assert [v.commit.at.hour for v in versions] == [1, 2, 3, 4, 5, 6]


def test_the_last_run_of_a_state_begins_after_the_reopening(tmp_path: Path) -> None:
    """First of the run is when it came to rest for good; its last resolved version is the latest affirmation."""
    run = timeline(line(tmp_path, STORY)).run({"resolved", "closed"}, LATE)
    assert [v.commit.at.hour for v in run] == [4, 5, 6]


def test_a_record_that_was_open_at_a_moment_has_no_run_then(tmp_path: Path) -> None:
    """What was recorded later does not count at an earlier moment."""
    found = timeline(line(tmp_path, STORY))
    assert found.run({"resolved", "closed"}, instant("2026-01-01T03:30:00Z")) == ()
    assert len(found.run({"resolved", "closed"}, instant("2026-01-01T02:30:00Z"))) == 1
    assert [(old, new) for old, new, _ in found.steps(instant("2026-01-01T03:30:00Z"))] == [
        ("new", "resolved"),
        ("resolved", "in-progress"),
    ]


def test_order_is_that_of_the_line_and_never_of_the_dates(tmp_path: Path) -> None:
    """A back-dated commit stays where it is, is told, and its moment is that of the commit before."""
    story: list[Step] = [
        ("2026-01-02T00:00:00Z", {INC: incident("new")}),
        ("2025-01-01T00:00:00Z", {INC: incident("resolved")}),
        ("2026-01-03T00:00:00Z", {INC: incident("closed")}),
    ]
    repo = line(tmp_path, story)
    history = read(repo, repo.commit("HEAD"), load(from_disk(repo)))
    found = history.timelines["incident/INC-2026-0001"]
    assert [v.state for v in found.versions] == ["new", "resolved", "closed"]
    assert [c.position for c in history.backdated] == [1]
    assert found.versions[1].commit.moment == instant("2026-01-02T00:00:00Z")


def test_the_commit_at_a_date_is_the_last_that_main_can_have_held(tmp_path: Path) -> None:
    """A back-dated commit is not found before the one that it follows."""
    repo = line(
        tmp_path,
        [
            ("2026-01-02T00:00:00Z", {"a": "1"}),
            ("2025-01-01T00:00:00Z", {"a": "2"}),
            ("2026-01-03T00:00:00Z", {"a": "3"}),
        ],
    )
    ids = [commit.id for commit, _ in commits(repo, repo.commit("HEAD"), touched=False)]
    assert commit_before(repo, instant("2026-01-02T00:00:00Z")) == ids[1]
    assert commit_before(repo, LATE) == ids[2]
    with pytest.raises(Fatal, match="there was nothing here at 2025-06-01T00:00:00Z"):
        commit_before(repo, instant("2025-06-01T00:00:00Z"))


def test_a_deleted_record_keeps_its_timeline_and_a_moved_one_its_state(tmp_path: Path) -> None:
    """Deletion is a version without state; a move between folders of the kind is none."""
    moved = "records/incident/2026/INC-2026-0001.yaml"
    story: list[Step] = [*STORY[:2], ("2026-01-02T00:00:00Z", {INC: None, moved: incident("closed")})]
    gone: list[Step] = [*story, ("2026-01-03T00:00:00Z", {moved: None})]
    versions = timeline(line(tmp_path, gone)).versions
    assert [(v.state, v.deleted) for v in versions[2:]] == [("closed", False), (None, True)]


def test_former_ids_keep_the_history_of_a_renamed_record(tmp_path: Path) -> None:
    """A record takes over the versions under the id that it had before."""
    story: list[Step] = [
        ("2026-01-01T00:00:00Z", {"records/role/old.yaml": "title: A\n"}),
        (
            "2026-01-02T00:00:00Z",
            {"records/role/old.yaml": None, "records/role/new.yaml": "title: A\nformer_ids: [old]\n"},
        ),
    ]
    repo = line(tmp_path, story)
    assert len(timeline(repo, "role/new").versions) == 2
    assert read(repo, repo.commit("HEAD"), load(from_disk(repo))).of("role/old") is None


@pytest.mark.parametrize("text", ["status: [", "a: &x 1\n", "- list\n", "\x00"])
def test_a_version_that_cannot_be_read_has_no_state_and_stops_nothing(tmp_path: Path, text: str) -> None:
    """History is as it is: one broken version must not hide the others."""
    story: list[Step] = [
        STORY[0],
        ("2026-01-02T00:00:00Z", {INC: text}),
        ("2026-01-03T00:00:00Z", {INC: incident("closed")}),
    ]
    versions = timeline(line(tmp_path, story)).versions
    assert [(v.state, v.readable) for v in versions] == [("new", True), (None, False), ("closed", True)]


def test_a_merge_counts_as_what_it_brought_to_the_first_parent(tmp_path: Path) -> None:
    """Commits of the merged branch are not versions of main; the merge is."""
    repo = line(tmp_path, STORY[:1])
    main = repo.commit("main")
    who = "Ada Example <ada@lab.example>"
    stream = (
        f"commit refs/heads/side\ncommitter {who} 1767300000 +0000\ndata 1\ns\nfrom {main}\n"
        f"M 100644 inline {INC}\ndata 2\n{{}}\n"
        f"commit refs/heads/side\ncommitter {who} 1767310000 +0000\ndata 1\ns\n"
        f"M 100644 inline {INC}\ndata {len(incident('closed'))}\n{incident('closed')}\n"
        f"commit refs/heads/main\ncommitter {who} 1767320000 +0000\ndata 1\nm\nfrom {main}\nmerge refs/heads/side\n"
        f"M 100644 inline {INC}\ndata {len(incident('closed'))}\n{incident('closed')}\n"
    )
    repo.feed("fast-import", "--quiet", chunks=[stream.encode()])
    assert [v.state for v in timeline(repo).versions] == ["new", "closed"]


def test_nothing_is_concluded_from_a_shallow_clone(tmp_path: Path) -> None:
    """What was before would be missing without a sign: exit 3."""
    origin = line(tmp_path / "origin", STORY)
    process.git(tmp_path, "-c", "protocol.allow=always", "clone", "-q", "--depth=2", f"file://{origin.top}", "clone")
    clone = find(tmp_path / "clone")
    for act in (lambda: commit_before(clone, LATE), lambda: read(clone, clone.commit("HEAD"), load(from_disk(clone)))):
        with pytest.raises(Fatal, match="shallow") as stop:
            act()
        assert stop.value.code == 3


def test_a_line_that_git_cannot_tell_to_its_end_is_fatal(tmp_path: Path) -> None:
    """A history that stops early must not look like a short one."""
    repo = line(tmp_path, STORY[:1])
    with pytest.raises(Fatal, match="does not reach"):
        list(commits(repo, "0" * 40))


@pytest.mark.parametrize("date", ["-2208988800 +0000", "", "abc +0000", "253402300800 +0000", "9" * 20 + " +0000"])
def test_a_commit_date_that_cannot_be_read_is_fatal_and_names_the_commit(tmp_path: Path, date: str) -> None:
    """Before 1970, after 9999, missing or damaged: exit 3 with the commit, by every way that reads the line."""
    repo = line(tmp_path, STORY[:1])
    who = f"Ada Example <ada@lab.example> {date}"
    tree, parent = repo.text("rev-parse", "main^{tree}"), repo.commit("main")
    (tmp_path / "odd").write_text(f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n")
    odd = repo.text("hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "odd"))
    repo.run("update-ref", "refs/heads/main", odd)
    for act in (lambda: commit_before(repo, LATE), lambda: read(repo, odd, load(from_disk(repo)))):
        with pytest.raises(Fatal, match=f"commit {odd[:10]} has no date that can be read") as stop:
            act()
        assert (stop.value.code, "git fsck" in stop.value.hint) == (3, True)
