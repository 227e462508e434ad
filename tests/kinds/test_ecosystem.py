"""Plain tools agree: a schema needs nothing of this program to be of use."""

import json
import subprocess
import sys

import pytest

from itsmctl.kinds import load
from itsmctl.tree import from_dict, share
from tests.world import schemas

TOP = share("schemas").parent
KINDS = sorted(load(from_dict(schemas())).by_name)
USED = [kind for kind in KINDS if any((TOP / "records" / kind).rglob("*.yaml"))]


@pytest.mark.parametrize("kind", USED)
def test_check_jsonschema_accepts_the_shipped_records(kind: str) -> None:
    """With nothing but the schema's path."""
    files = sorted(str(path) for path in (TOP / "records" / kind).rglob("*.yaml"))
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(TOP / "schemas" / f"{kind}.json")]

    done = subprocess.run([*command, *files], capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_check_jsonschema_refuses_what_we_refuse() -> None:
    """A record with a field that nobody knows."""
    story = TOP / "tests/cases/rules/schema/loud/records/ci/a.yaml"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(TOP / "schemas/ci.json"), str(story)]

    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 1
    assert b"owners" in done.stdout


def test_an_editor_knows_the_schema_of_every_folder() -> None:
    """So that it completes fields and shows what they mean."""
    settings = json.loads((TOP / ".vscode/settings.json").read_text("utf-8"))

    assert settings["yaml.schemas"] == {f"./schemas/{kind}.json": f"records/{kind}/**/*.yaml" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_a_description(kind: str) -> None:
    """It is the help that an editor shows, and the site."""
    schema = load(from_dict(schemas())).by_name[kind].schema

    assert schema["description"]
    assert [
        name for name, field in schema["properties"].items() if "description" not in field and "$ref" not in field
    ] == []
