"""A kind that only a schema knows: validated, linked, written, moved through the gate, counted and rendered."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from itsmctl.authoring import starter
from itsmctl.cli import main
from tests.world import Sandbox

TELESCOPE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Observation",
    "description": "A time slot at the dish.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["status", "uses"],
    "properties": {
        "status": {"description": "Where it stands.", "type": "string", "enum": ["wished", "granted", "done"]},
        "uses": {
            "description": "What it looks through.",
            "type": "array",
            "items": {
                "$ref": "common.json#/$defs/ref",
                "x-ref": {"to": ["ci"], "relation": "uses", "inverse": "used-by"},
            },
        },
        "granted_by": {
            "$ref": "common.json#/$defs/ref",
            "description": "Who granted it.",
            "x-ref": {"to": ["person"], "relation": "granted-by", "inverse": "granted"},
        },
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "incident-management",
        "icon": "🔭",
        "plural": "Observations",
        "section": "service",
        "id": "OBS-{year}-{number:03}",
        "control": "operational",
        "lifecycle": {
            "field": "status",
            "start": ["wished"],
            "end": ["done"],
            "needs": {"granted": ["granted_by"]},
            "moves": [
                {"from": "wished", "to": "granted", "activity": "log-incident"},
                {"from": "granted", "to": "done", "activity": "close-incident"},
            ],
        },
    },
}
DISH = "title: Dish\nclass: appliance\nstatus: operational\nowner: operations\n"
WISH = "title: Hydrogen line\nstatus: wished\nuses: [dish]\n"


@pytest.fixture
def observatory(tmp_path: Path) -> Sandbox:
    """Return a repository as `init` makes it, with the invented kind and one record of it."""
    made = Sandbox.create(tmp_path / "observatory")
    made.write({path: data for path, data in starter().items() if not path.startswith(".github/")})
    made.write(
        {
            "schemas/observation.json": json.dumps(TELESCOPE, indent=2),
            "records/ci/dish.yaml": DISH,
            "records/observation/OBS-2026-001.yaml": WISH,
        }
    )
    made.commit("Start")
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """Run a command line and return what it printed."""
    assert main(words) == code, capsys.readouterr()
    return capsys.readouterr().out


def test_it_is_validated_with_its_references(observatory: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong field, a reference that leads nowhere and a state without what it needs are found."""
    root = ("--root", str(observatory.top))
    said(capsys, "validate", *root)
    path = "records/observation/OBS-2026-001.yaml"
    observatory.write({path: WISH.replace("[dish]", "[dihs]").replace("wished", "granted") + "colour: red\n"})

    found = json.loads(said(capsys, "validate", *root, "--format", "json", code=1))["findings"]

    assert {(f["code"], f["line"]) for f in found} == {("schema", 4), ("dangling-reference", 3)}
    observatory.write({path: WISH.replace("wished", "granted")})
    found = json.loads(said(capsys, "validate", *root, "--format", "json", code=1))["findings"]
    assert [f["code"] for f in found] == ["missing-for-state"]


def test_it_is_linked_both_ways_and_written_with_the_next_id(
    observatory: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    """The CI shows who uses it; `new` starts another one; `list` counts them."""
    root = ("--root", str(observatory.top))

    assert "used-by" in said(capsys, "show", "dish", *root)
    written = said(capsys, "new", "observation", "--set", "uses=dish", *root, "--now", "2026-02-01T00:00:00Z")
    assert written == "records/observation/OBS-2026-002.yaml\n"
    listed = json.loads(said(capsys, "list", "observation", "--format", "json", *root))
    assert [record["id"] for record in listed["records"]] == ["OBS-2026-001", "OBS-2026-002"]


def test_its_moves_are_judged(observatory: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """A way of its lifecycle passes the gate; a leap does not, nor a birth in a later state."""
    path = "records/observation/OBS-2026-001.yaml"
    for branch, text in {
        "step": WISH.replace("wished", "granted") + "granted_by: owner\n",
        "leap": WISH.replace("wished", "done"),
    }.items():
        observatory.git("checkout", "--quiet", "-b", branch, "main")
        observatory.write({path: text})
        observatory.commit(branch)
    gate = (
        "gate",
        "--root",
        str(observatory.top),
        "--base",
        "main",
        "--format",
        "json",
        "--now",
        "2026-03-02T00:00:00Z",
    )

    assert json.loads(said(capsys, *gate, "--head", "step"))["verdict"] == "approved"
    leap = json.loads(said(capsys, *gate, "--head", "leap", code=1))
    assert leap["verdict"] == "refused"
    assert "cannot go from wished to done" in json.dumps(leap)


def test_it_has_pages(observatory: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The generic template renders the record, its lifecycle and its index, and the CI's page links back."""
    said(capsys, "render", "--root", str(observatory.top), "--now", "2026-03-02T00:00:00Z")

    docs = observatory.top / "build" / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
    page = next(text for path, text in pages.items() if path.endswith("observation/OBS-2026-001.md"))
    assert "Hydrogen line" in page
    assert "stateDiagram" in page
    assert "OBS-2026-001" in next(text for path, text in pages.items() if path.endswith("observation/index.md"))
    assert "OBS-2026-001" in next(text for path, text in pages.items() if path.endswith("ci/dish.md"))


def test_its_history_is_told(observatory: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """`history` reads the states from the first-parent line."""
    observatory.write(
        {"records/observation/OBS-2026-001.yaml": WISH.replace("wished", "granted") + "granted_by: owner\n"}
    )
    observatory.commit("Grant it")

    told = said(capsys, "history", "OBS-2026-001", "--root", str(observatory.top))

    assert told.index("wished") < told.index("granted")


@pytest.mark.parametrize("kind", ["incident", "rfc", "ci", "known-error"])
def test_plain_tools_agree_with_the_schemas(kind: str) -> None:
    """check-jsonschema accepts the lab's records by the same schemas."""
    top = Path(__file__).parent.parent
    tool = Path(sys.executable).with_name("check-jsonschema")
    files = sorted(str(path) for path in (top / "records" / kind).rglob("*.yaml"))

    done = subprocess.run(
        [tool, "--schemafile", f"schemas/{kind}.json", *files], cwd=top, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert len(files) > 20
