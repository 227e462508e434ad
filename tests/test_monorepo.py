"""Records in a folder of a larger repository: the same answers, with paths from the repository's top."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.gate import Evidence, judge
from itsmctl.repo import find
from itsmctl.tree import at_commit, from_disk
from tests.cli.test_verbs import LAB, said
from tests.gate.mini import INCIDENT, NOW, RFC, Mini, codes, lab, machine, rfc
from tests.world import Sandbox, schemas

Capture = pytest.CaptureFixture[str]
ODD = "[ops] *é"  # a name that is a pattern, to a program that takes it for one


def below(folder: str, files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """Put files into a folder."""
    return {f"{folder}/{path}": content for path, content in files.items()}


@pytest.fixture(params=["ops", "teams/it/ops", ODD])
def folder(request: pytest.FixtureRequest) -> str:
    """Name the folder in which the records lie."""
    return str(request.param)


@pytest.fixture
def estate(tmp_path: Path, folder: str) -> Sandbox:
    """Make a repository with other things at its top, another folder of records, and ours."""
    made = Sandbox.create(tmp_path / "estate")
    records = {f"records/{path}": text for path, text in LAB.items()}
    made.write({"src/app.py": "pass\n", "records-old/ci/x.yaml": "", "records/notes.txt": "not ours"})
    made.write(below("o", {**schemas(), "records/ci/other.yaml": "no: mapping of ours"}))
    made.write(below(folder, {**schemas(), **records}))
    made.commit("Start")
    return made


@pytest.fixture
def flat(tmp_path: Path) -> Sandbox:
    """Make the same lab at the top of a repository of its own."""
    made = Sandbox.create(tmp_path / "flat")
    made.write({**schemas(), **{f"records/{path}": text for path, text in LAB.items()}})
    made.commit("Start")
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("validate",),
        ("validate", "--at", "HEAD"),
        ("list", "ci"),
        ("impact", "node04"),
        ("spof",),
        ("kpi", "--measure", "incident-backlog", "--now", "2026-04-01", "--format", "csv"),
        ("graph",),
        ("whatif", "--add", "ci/dns4={title: D, class: virtual-machine, status: operational, owner: operations}"),
        ("schema", "ci"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_an_answer_does_not_depend_on_where_the_records_lie(
    estate: Sandbox, flat: Sandbox, folder: str, capsys: Capture, words: tuple[str, ...]
) -> None:
    """What holds for a repository of records holds for a folder of them."""
    assert said(capsys, *words, "--root", str(estate.top / folder)) == said(capsys, *words, "--root", str(flat.top))


def test_paths_are_from_the_top_and_a_run_deeper_inside_finds_the_same(
    estate: Sandbox, folder: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forge puts the finding at its line; a path that is given may be relative to where one stands."""
    estate.write(below(folder, {"records/ci/bad.yaml": "title: [\n", "records/ci/odd.yml": "", "records/x": ""}))
    monkeypatch.chdir(estate.top / folder / "records" / "ci")
    assert main(["validate", "--format", "json"]) == 1
    paths = {finding["path"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert {f"{folder}/records/{name}" for name in ("ci/bad.yaml", "ci/odd.yml", "x")} <= paths
    assert all(path.startswith(f"{folder}/") for path in paths)
    assert main(["validate", "bad.yaml"]) == 1
    assert capsys.readouterr().out.startswith(f"{folder}/records/ci/bad.yaml:")


def test_a_wrong_schema_is_told_from_the_top(estate: Sandbox, folder: str, capsys: Capture) -> None:
    """What ends the run has its place too."""
    estate.write(below(folder, {"schemas/ci.json": "{"}))
    assert main(["validate", "--root", str(estate.top / folder)]) == 3
    assert capsys.readouterr().err.startswith(f"itsmctl: {folder}/schemas/ci.json:1:2: ")


def test_a_new_record_is_written_there_and_takes_the_next_number_there(
    estate: Sandbox, folder: str, capsys: Capture
) -> None:
    """Numbers of another folder of records do not count."""
    one = below(folder, {"records/incident/INC-2026-0006.yaml": INCIDENT.replace("[wiki]", "[service/wiki]")})
    estate.write({**one, **below("o", {"records/incident/INC-2026-0019.yaml": INCIDENT})})
    words = ["new", "incident", "--title", "Slow", "--set", "affects=[service/wiki]", "--now", "2026-04-01"]
    assert main([*words, "--root", str(estate.top / folder)]) == 0
    assert capsys.readouterr().out == f"{folder}/records/incident/INC-2026-0007.yaml\n"
    assert (estate.top / folder / "records/incident/INC-2026-0007.yaml").is_file()


def test_a_record_s_history_is_that_of_its_folder(estate: Sandbox, folder: str, capsys: Capture) -> None:
    """A record of the same name in another folder is another one."""
    estate.write(below("o", {"records/ci/node04.yaml": "title: Other"}))
    estate.commit("Elsewhere")
    out = said(capsys, "history", "node04", "--root", str(estate.top / folder))
    assert out.startswith("ci/node04\n")
    assert len(out.splitlines()) == 4


def test_a_work_tree_is_the_tree_of_its_commit(estate: Sandbox, folder: str) -> None:
    """In a folder as at the top."""
    repo = find(estate.top / folder)
    assert (repo.top, repo.prefix) == (estate.top.resolve(), f"{folder}/")
    assert from_disk(repo) == at_commit(repo, repo.commit("HEAD"))
    assert list(from_disk(repo).below("records"))


PULLS = [
    ({"ops/records/incident/INC-2026-0001.yaml": INCIDENT}, "approved", set()),
    ({"ops/records/ci/db01.yaml": machine("version: '3'\n")}, "refused", {"uncovered-change"}),
    ({f"ops/{RFC}": rfc("approved")}, "needs-approval", set()),
    # What lies outside can change what runs, as beside records at the top: it does not go with records.
    ({f"ops/{RFC}": rfc("approved"), ".github/workflows/gate.yml": "on: push\n"}, "refused", {"mixed-governance"}),
    ({f"ops/{RFC}": rfc("approved"), "records/ci/x.yaml": machine()}, "refused", {"mixed-governance"}),
    ({f"ops/{RFC}": rfc("approved"), "README.md": "Read\n", "ops/README.md": "Read\n"}, "needs-approval", set()),
    ({"ops/schemas/ci.json": "{"}, "refused", {"schema-unusable"}),
]


@pytest.mark.parametrize(("files", "verdict", "refusals"), PULLS)
def test_the_gate_judges_the_folder_and_guards_what_lies_outside(
    tmp_path: Path, files: Mapping[str, str | bytes], verdict: str, refusals: set[str]
) -> None:
    """Moving the records into a folder weakens nothing."""
    mini = Mini.create(tmp_path / "lab", below("ops", {**schemas(), **lab()}))
    mini.branch(files)
    made = judge(find(mini.top / "ops"), "main", "pull", Evidence(), NOW)
    assert made.word == verdict
    assert codes(made) == refusals


def test_an_irregular_record_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A record that became a link, told at its path from the top."""
    mini = Mini.create(tmp_path / "lab", below("ops", {**schemas(), **lab()}))
    mini.git("checkout", "--quiet", "-b", "pull")
    (mini.top / "ops/records/ci/db01.yaml").unlink()
    (mini.top / "ops/records/ci/db01.yaml").symlink_to("host01.yaml")
    mini.commit("Link")
    made = judge(find(mini.top / "ops"), "main", "pull", Evidence(), NOW)
    assert {(f.code, f.where.path) for f in made.refusals} == {("irregular-file", "ops/records/ci/db01.yaml")}
