"""`init`, `schema` and `upgrade`: what is the organisation's, what is the package's, and how they come together."""

import json
from pathlib import Path

import pytest

from itsmctl.authoring import WRITTEN, blob_id, lock_text, managed
from itsmctl.cli import main
from tests.world import Sandbox, schemas

TEAM = "schemas/team.json"
MASCOT = {"type": "string", "description": "Its animal."}
GIT_IGNORE = ".gitignore"


def started(folder: Path) -> Sandbox:
    """Start a repository and commit it."""
    assert main(["init", str(folder)]) == 0
    made = Sandbox(folder)
    made.commit("Start")
    return made


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Sandbox:
    """Return a repository as `init` makes it."""
    made = started(tmp_path / "new")
    capsys.readouterr()
    return made


@pytest.fixture
def former(repository: Sandbox) -> Sandbox:
    """Return one as former inits made it: copies of all schemas, one edited since, no note of what was written."""
    repository.write(dict(schemas()))
    (repository.top / WRITTEN).unlink()
    team = json.loads(schemas()[TEAM])
    team["properties"]["mascot"] = MASCOT
    repository.write({TEAM: json.dumps(team, indent=2, ensure_ascii=False)})
    repository.commit("As it was")
    return repository


def files(made: Sandbox) -> dict[str, bytes]:
    """Return all files of the work tree."""
    found = (path for path in made.top.rglob("*") if path.is_file() and ".git" not in path.relative_to(made.top).parts)
    return {path.relative_to(made.top).as_posix(): path.read_bytes() for path in found}


def based(made: Sandbox, path: str, before: str, mine: str) -> None:
    """Let init have written ``before``, and somebody have made ``mine`` of it."""
    made.write({path: before})
    made.write({WRITTEN: lock_text({**written(made), path: blob_id(before.encode())})})
    made.commit("An older release")
    made.write({path: mine})
    made.commit("An edit")


def written(made: Sandbox) -> dict[str, str]:
    """Return the note of what was written."""
    found: dict[str, str] = json.loads((made.top / WRITTEN).read_text())["files"]
    return found


def run(made: Sandbox, *words: str) -> int:
    """Run a verb there."""
    return main([*words, "--root", str(made.top)])


def test_init_copies_what_is_the_organisations_and_no_schema(
    repository: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is clean, has figures from the first commit on, and takes records."""
    assert not [path for path in files(repository) if path.startswith(("schemas/", "templates/", "records/kpi/"))]
    assert (repository.top / "records/policy/change.yaml").is_file()
    assert run(repository, "validate", "--fail-on", "note") == 0
    capsys.readouterr()
    assert run(repository, "kpi", "--format", "json", "--now", "2026-03-02T00:00:00Z") == 0
    assert {"mttr", "change-success-rate"} <= {one["id"] for one in json.loads(capsys.readouterr().out)["kpis"]}
    assert run(repository, "new", "incident", "--title", "Down", "--now", "2026-03-02T00:00:00Z") == 0
    assert run(repository, "validate") == 0
    assert run(repository, "show", "kpi/mttr") == 0
    assert "package:records/kpi/mttr.yaml" in capsys.readouterr().out
    assert run(repository, "render") == 0
    assert run(repository, "gate", "--base", "main", "--head", "main") in {0, 1}


def test_the_readme_names_the_check_that_the_workflow_posts(repository: Sandbox) -> None:
    """A check of another name is waited for for ever."""
    assert "check `itsmctl gate` required" in (repository.top / "README.md").read_text()
    assert 'name="itsmctl gate"' in (repository.top / ".github/workflows/gate.yml").read_text()


def test_editors_find_exported_schemas(repository: Sandbox) -> None:
    """Where the settings look, and where git does not."""
    target = repository.top / "build/schemas"
    assert run(repository, "schema", "--export", str(target)) == 0

    settings = json.loads((repository.top / ".vscode/settings.json").read_text())
    assert all((repository.top / path).is_file() for path in settings["yaml.schemas"])
    assert {path.name for path in target.iterdir()} == {path.removeprefix("schemas/") for path in schemas()}
    assert repository.git("status", "--porcelain") == ""


def test_a_fresh_repository_has_nothing_to_upgrade(repository: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is written."""
    assert run(repository, "upgrade", "--apply") == 0
    assert capsys.readouterr().out == "Nothing to do.\n"
    assert repository.git("status", "--porcelain") == ""


def test_the_plan_writes_nothing(former: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """It names every file that would change."""
    before = files(former)

    assert run(former, "upgrade") == 0
    assert files(former) == before
    assert "remove    schemas/rfc.json" in capsys.readouterr().out


def test_a_former_repository_loses_copies_and_keeps_edits(former: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Then its override is all that lies there; a second run has nothing to do."""
    edited = (former.top / TEAM).read_bytes()

    assert run(former, "validate", "--fail-on", "note") == 0
    assert run(former, "upgrade", "--apply") == 0
    assert [path for path in files(former) if path.startswith("schemas/")] == [TEAM]
    assert (former.top / TEAM).read_bytes() == edited
    assert run(former, "validate", "--fail-on", "note") == 0
    capsys.readouterr()
    assert run(former, "schema", "--diff") == 0
    assert capsys.readouterr().out.startswith("schemas/team.json: adds field mascot\n--- package:schemas/team.json\n")
    after = files(former)
    assert run(former, "upgrade", "--apply") == 0
    assert capsys.readouterr().out.endswith("Nothing to do.\n")
    assert files(former) == after


def test_what_nobody_edited_is_updated(repository: Sandbox) -> None:
    """And what somebody removed stays away."""
    repository.write({WRITTEN: lock_text({**written(repository), GIT_IGNORE: blob_id(b"old\n")}), GIT_IGNORE: b"old\n"})
    (repository.top / "mkdocs.yml").unlink()

    assert run(repository, "upgrade", "--apply") == 0
    assert (repository.top / GIT_IGNORE).read_bytes() == managed()[GIT_IGNORE]
    assert not (repository.top / "mkdocs.yml").exists()


def test_edits_on_both_sides_are_merged(repository: Sandbox) -> None:
    """What the person wrote and what the package changed are both there; another run changes nothing."""
    now = managed()["README.md"].decode()
    before = now.replace("# IT service management in Git\n", "# An older title\n")
    based(repository, "README.md", before, f"{before}\nOurs.\n")

    assert run(repository, "upgrade", "--apply") == 0
    assert (repository.top / "README.md").read_text() == f"{now}\nOurs.\n"
    repository.commit("Upgraded")
    assert run(repository, "upgrade", "--apply") == 0
    assert repository.git("status", "--porcelain") == ""


def test_a_conflict_is_shown_and_left_to_a_person(repository: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """No mark gets into the file; once settled it is not asked again."""
    now = managed()["README.md"].decode()
    title = "# IT service management in Git\n"
    mine = now.replace(title, "# Our title\n")
    based(repository, "README.md", now.replace(title, "# An older title\n"), mine)

    assert run(repository, "upgrade", "--apply") == 1
    told = capsys.readouterr().out
    assert "conflict  README.md" in told
    assert "+<<<<<<< yours" in told
    assert (repository.top / "README.md").read_text() == mine
    assert run(repository, "upgrade", "--keep", "README.md") == 0
    assert run(repository, "upgrade") == 0
    assert (repository.top / "README.md").read_text() == mine


def test_an_edit_of_what_the_history_lost_is_a_conflict(repository: Sandbox) -> None:
    """Nothing is guessed."""
    repository.write({WRITTEN: lock_text({**written(repository), "README.md": "0" * 40}), "README.md": "Ours.\n"})

    assert run(repository, "upgrade", "--apply") == 1
    assert (repository.top / "README.md").read_text() == "Ours.\n"


def test_an_ejected_schema_is_the_repositorys(repository: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """It is copied once, differs when edited, and is never copied over."""
    assert run(repository, "schema", "team", "--eject") == 0
    assert (repository.top / TEAM).read_bytes() == schemas()[TEAM]
    assert written(repository)[TEAM] == blob_id(schemas()[TEAM])
    repository.write({TEAM: schemas()[TEAM].replace(b'"Team"', b'"Squad"')})
    assert run(repository, "schema", "team", "--eject") == 1
    capsys.readouterr()
    assert run(repository, "schema", "team", "--diff") == 0
    assert '+  "title": "Squad",' in capsys.readouterr().out


@pytest.mark.parametrize(
    "note", [b"{", b"[]", b'{"files": 1}', b"\xff", b'{"files": {".git/config": "x", "records/role/cab.yaml": "x"}}']
)
def test_a_damaged_or_hostile_note_ends_without_a_trace(repository: Sandbox, note: bytes) -> None:
    """Neither git's files nor records are upgrade's."""
    config = (repository.top / ".git/config").read_bytes()
    repository.write({WRITTEN: note.replace(b'"x"', json.dumps(blob_id(config)).encode())})
    before = files(repository)

    assert run(repository, "upgrade", "--apply") in {0, 3}
    assert (repository.top / ".git/config").read_bytes() == config
    assert {path: data for path, data in files(repository).items() if path != WRITTEN} == {
        path: data for path, data in before.items() if path != WRITTEN
    }


def test_a_link_is_not_written_through(repository: Sandbox, tmp_path: Path) -> None:
    """Whatever it leads to stays."""
    outside = tmp_path / "outside"
    outside.write_text("theirs\n")
    (repository.top / GIT_IGNORE).unlink()
    (repository.top / GIT_IGNORE).symlink_to(outside)

    assert run(repository, "upgrade", "--apply") == 3
    assert outside.read_text() == "theirs\n"
