"""`itsmctl new`: a valid record with the next free id, never over another."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.authoring import starter
from itsmctl.cli import main
from itsmctl.snapshot import take
from tests.world import Sandbox, findings, schemas, tree

Maker = Callable[[Mapping[str, str | bytes]], Sandbox]
ROLE = {"role/operations.yaml": "title: Operations\n"}
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
        (["incident", "--set", "affects=*x"], 2, "alias"),
        (["agreement", "one"], 1, "itsmctl new service comes first"),
    ],
)
def test_what_cannot_become_a_record_is_refused_with_a_hint(
    words: list[str], code: int, told: str, sandbox: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong words end in one line and a hint, and nothing is written."""
    made = sandbox({**ROLE, "ci/a.yaml": "title: a\nclass: host\nstatus: operational\nowner: operations\n"})

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


def test_init_leaves_a_folder_with_content_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Init starts only where there is nothing."""
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["init", str(tmp_path)]) == 1
    assert "mine.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
