"""`itsmctl new`: a valid record with the next free id, never over another."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.authoring import starter
from itsmctl.cli import main
from itsmctl.document import parse
from itsmctl.repo import create_file
from itsmctl.snapshot import take
from tests.world import Sandbox, ci, findings, schemas, tree

Maker = Callable[[Mapping[str, str | bytes]], Sandbox]
ROLE = {"role/operations.yaml": "title: Operations\n"}
SERVICE = "title: S\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
NAMED = {
    "agreement",
    "approval",
    "calendar",
    "change-model",
    "ci",
    "customer",
    "kpi",
    "person",
    "policy",
    "process",
    "raci",
    "role",
    "rule",
    "service",
    "supplier",
    "team",
}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that `init` made, with a CI, a service and a customer to refer to."""
    folder = tmp_path_factory.mktemp("started") / "repository"
    assert main(["init", str(folder)]) == 0
    for words in (["ci", "host01"], ["service", "wiki"], ["customer", "readers"]):
        assert main(["new", *words, "--root", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(
    "kind",
    sorted(
        p.removeprefix("schemas/").removesuffix(".json")
        for p in schemas()
        if not p.endswith(("common.json", "kind.json", "approval.json"))
    ),
)
def test_every_kind_starts_with_a_valid_record(kind: str, started: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `new` writes has no error finding, whatever the kind."""
    name = [f"my-{kind}"] if kind in NAMED else []

    assert main(["new", kind, *name, "--area", "DB", "--root", str(started), "--now", "2026-03-01T00:00:00Z"]) == 0

    path = capsys.readouterr().out.strip()
    assert main(["validate", "--root", str(started), "--quiet"]) == 0, (started / path).read_text()


def test_the_next_number_counts_all_branches_and_the_work_tree(
    sandbox: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that another branch has used is not given again."""
    incident = "title: x\nstatus: new\nimpact: low\nurgency: low\ndetected_at: 2026-01-02T00:00:00Z\n"
    made = sandbox({**ROLE, "ci/a.yaml": "title: a\nclass: host\nstatus: operational\nowner: operations\n"})
    made.git("checkout", "--quiet", "-b", "other")
    made.write({"records/incident/INC-2026-0041.yaml": incident})
    made.commit("Other")
    made.git("checkout", "--quiet", "main")
    made.write({"records/incident/2025/INC-2025-0099.yaml": incident.replace("2026", "2025")})

    main(["new", "incident", "--root", str(made.top), "--now", "2026-05-01T00:00:00Z"])

    assert capsys.readouterr().out == "records/incident/INC-2026-0042.yaml\n"


def test_new_never_overwrites(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """An id in use, in any case, is refused and the record that has it stays as it was."""
    text = "title: a\nclass: host\nstatus: operational\nowner: operations\n"
    made = sandbox({**ROLE, "ci/a.yaml": text})

    assert main(["new", "ci", "A", "--root", str(made.top)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (made.top / "records/ci/a.yaml").read_text() == text
    assert not (made.top / "records/ci/A.yaml").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["incidnt"], 2, "did you mean incident?"),
        (["ci"], 2, "itsmctl new ci ID"),
        (["ci", "../../etc"], 2, "is no id of kind ci"),
        (["known-error"], 2, "--area"),
        (["incident", "--set", "impact=huge"], 2, "impact"),
        (["incident", "--set", "nonsense"], 2, "it has no ="),
        (["incident", "--set", "impakt=low"], 2, "did you mean impact?"),
        (["incident", "--set", "=3"], 2, "no field stands before the ="),
        (["incident", "--set", "affects=[*x]"], 2, "alias"),
        (["incident", "--set", "affects=[a"], 2, "the bracket [ that opens here is not closed"),
        (["incident", "--set", "title=a\udc80"], 2, "is not UTF-8"),
        (["incident", "--title", "a\nb"], 2, 'title: "a\\nb" is not written as it should be'),
        (["ci", "con"], 2, "cannot be checked out on Windows"),
        (["ci", "a" * 64], 2, "is 64 characters long, and an id has 63 at most"),
        (["ci", "b", "--set", "owner=opeations"], 2, "did you mean operations?"),
        (["incident", "--set", "affects=[twice]"], 2, "write ci/twice or service/twice"),
        (["incident", "--set", "status=resolved"], 2, "while status is resolved, resolution must be filled in"),
        (["incident", "--set", "status=resolved", "--set", "affects=nobody"], 2, "nobody, which does not exist (add"),
        (["agreement", "one"], 1, "itsmctl new customer comes first"),
    ],
)
def test_what_cannot_become_a_record_is_refused_with_a_hint(
    words: list[str], code: int, told: str, sandbox: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong words end in one line and a hint, and nothing is written."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("a"), "ci/twice.yaml": ci("b"), "service/twice.yaml": SERVICE})

    assert main(["new", *words, "--root", str(made.top)]) == code
    assert told in capsys.readouterr().err
    assert made.git("status", "--porcelain") == ""


def test_given_values_win_and_single_values_become_lists(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """`--set affects=a` names one record, and its text is quoted where YAML needs it."""
    made = sandbox({**ROLE, "ci/a.yaml": "title: a\nclass: host\nstatus: operational\nowner: operations\n"})

    main(["new", "incident", "--title", "Wiki: #1 is down", "--set", "affects=a", "--dry-run", "--root", str(made.top)])

    out = capsys.readouterr().out
    assert 'title: "Wiki: #1 is down"' in out
    assert "affects: [a]" in out


def test_a_repository_may_bring_its_own_record_templates(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """templates/records/<kind>.yaml of the repository wins over the packaged one."""
    made = sandbox({**ROLE, "ci/a.yaml": "title: a\nclass: host\nstatus: operational\nowner: operations\n"})
    made.write({"templates/records/incident.yaml": "category: coffee\naffects: null\n"})

    main(["new", "incident", "--dry-run", "--root", str(made.top)])

    assert "category: coffee" in capsys.readouterr().out


def test_init_makes_a_repository_without_findings(tmp_path: Path) -> None:
    """A new repository validates, and holds the workflows."""
    files = starter()
    snapshot = take(
        tree({path.removeprefix("records/"): data for path, data in files.items() if path.startswith("records/")})
    )

    assert [f for f in findings(snapshot) if f.severity > 1] == []
    assert ".github/workflows/gate.yml" in files
    assert ".github/workflows/checks.yml" not in files
    assert main(["init", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / ".github" / "actions" / "itsmctl" / "action.yml").is_file()


@pytest.mark.parametrize("folder", ["ops", "teams/it's ops", r"o\ps"])
def test_init_inside_a_repository_writes_the_folder_only(
    folder: str, sandbox: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No repository within the repository; what the forge runs finds the folder from the top, also after an upgrade."""
    made = sandbox({})
    monkeypatch.chdir(made.top)
    before = {path.name for path in made.top.iterdir()}

    assert main(["init", folder]) == 0

    home = made.top / folder
    assert {path.name for path in made.top.iterdir()} - before == {folder.split("/", maxsplit=1)[0]}
    assert not (home / ".git").exists()
    assert f"move {folder}/.github" in capsys.readouterr().out
    forge = [path.read_text("utf-8") for path in sorted((home / ".github").rglob("*.yml"))]
    verbs = [line for text in forge for line in text.splitlines() if re.search(r"-m itsmctl [a-z]", line)]
    called = sorted(tuple(shlex.split(line)[4:7]) for line in verbs)
    assert called == [(verb, "--root", folder) for verb in ("build", "gate", "validate")]
    assert sum(f"{folder}/requirements/runtime.lock" in text for text in forge) == 1
    assert sum(f"path: {folder}/build/site" in text for text in forge) == 1
    assert main(["upgrade", "--root", folder]) == 0
    assert capsys.readouterr().out == "Nothing to do.\n"


def test_init_leaves_a_folder_with_content_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Init starts only where there is nothing."""
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["init", str(tmp_path)]) == 1
    assert "mine.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "Fix bug #42",
        "Wiki: down again",
        "[urgent] disk full",
        "{braces}",
        'it\'s "quoted"',
        "'quoted'",
        "100 % full",
        "@ada wants it",
        "%done",
        "*star & !bang",
        "- dash",
        "? question",
        "a: b: c",
        "yes",
        "null",
        "1e5",
        "007",
        "~",
        "2026-01-02",
        "C:\\dir",
        "a=b=c",
        "trailing #",
        "größe → 5 €",
    ],
)
def test_a_text_is_kept_as_it_was_typed(text: str, sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever YAML would make of it: by --set and by --title alike."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("a")})

    for words in (["--set", f"title={text}"], ["--title", text]):
        assert main(["new", "ci", "b", *words, "--dry-run", "--root", str(made.top)]) == 0
        assert parse("", capsys.readouterr().out.encode())[0].value["title"] == text


def test_a_text_of_several_lines_is_kept(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """Also its last line break."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("a")})
    text = "# Heading\n\n- a: b\n"

    assert main(["new", "ci", "b", "--set", f"description={text}", "--dry-run", "--root", str(made.top)]) == 0
    assert parse("", capsys.readouterr().out.encode())[0].value["description"] == text


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("affects=a", ["a"]),
        ("affects=[a, c]", ["a", "c"]),
        ("tags=x", ["x"]),
        ("labels={rack: r1, height: 2}", {"rack": "r1", "height": 2}),
    ],
)
def test_lists_mappings_and_numbers_are_yaml(
    word: str, value: object, sandbox: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    """One item needs no brackets."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("a"), "ci/c.yaml": ci("c")})

    assert main(["new", "incident", "--set", word, "--dry-run", "--root", str(made.top)]) == 0
    assert parse("", capsys.readouterr().out.encode())[0].value[word.partition("=")[0]] == value


def test_a_corrected_retry_takes_the_number_that_was_refused(
    sandbox: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is refused leaves nothing behind."""
    made = sandbox({**ROLE, "ci/web.yaml": ci("a")})
    words = ["new", "incident", "--root", str(made.top), "--now", "2026-05-01T00:00:00Z", "--set"]

    assert main([*words, "affects=wbe"]) == 2
    assert "did you mean web?" in capsys.readouterr().err
    assert main([*words, "affects=web"]) == 0
    assert capsys.readouterr().out == "records/incident/INC-2026-0001.yaml\n"


def test_what_is_no_error_is_told_and_written(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning does not stop anybody."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("Same")})

    assert main(["new", "ci", "b", "--title", "Same", "--root", str(made.top)]) == 0
    assert "itsmctl: warning:" in capsys.readouterr().err
    assert (made.top / "records/ci/b.yaml").is_file()


def test_runs_at_once_take_the_next_numbers(sandbox: Maker) -> None:
    """Each its own, and none names a file that nobody knows."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("a")})
    command = [sys.executable, "-m", "itsmctl", "new", "incident", "--root", str(made.top)]
    command += ["--now", "2026-05-01T00:00:00Z"]

    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    told = [run.communicate() for run in runs]

    assert [run.returncode for run in runs] == [0] * 6, told
    assert sorted(out for out, _ in told) == [f"records/incident/INC-2026-000{n}.yaml\n" for n in range(1, 7)]


def test_a_name_that_is_taken_this_very_moment_is_told_by_its_own_path(tmp_path: Path) -> None:
    """Never by that of the temporary file."""
    create_file(tmp_path / "a.yaml", b"first")

    with pytest.raises(FileExistsError) as caught:
        create_file(tmp_path / "a.yaml", b"second")

    assert caught.value.filename == str(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
