"""Facts about the house: what no linter asks, and what a stranger relies on."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import itsmctl
from itsmctl.authoring import starter

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "itsmctl").rglob("*.py"))
HEAVY = {"git", "jinja2", "jsonschema", "mkdocs", "networkx", "rich"}


def tracked() -> list[Path]:
    """List the files that git keeps, those that are text."""
    words = ["git", "-c", "core.quotePath=false", "ls-files", "-z"]
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=True)
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink() and b"\0" not in path.read_bytes()]


def make(*words: str) -> str:
    """Run make apart from a make that may be running these tests."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", *words], cwd=ROOT, env=env, text=True, capture_output=True, check=True)
    return done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_at_most_200_lines(path: Path) -> None:
    """What grows past that has two thoughts in it."""
    assert len(path.read_text("utf-8").splitlines()) <= 200


def test_no_module_has_a_name_that_says_nothing() -> None:
    """There is no drawer for leftovers."""
    idle = {"utils", "util", "helpers", "common", "base", "manager", "misc"}
    assert [path for path in MODULES if path.stem in idle or path.parent.name in idle] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_modules_are_imported_where_they_are_used(path: Path) -> None:
    """Importing any module of ours is quick: no heavy import stands at its top."""
    top = ast.parse(path.read_text("utf-8")).body
    plain = [alias.name for node in top if isinstance(node, ast.Import) for alias in node.names]
    taken = [node.module or "" for node in top if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in plain + taken} & HEAVY == set()


def test_the_version_has_one_source() -> None:
    """The installed package says what itsmctl/__init__.py says."""
    assert metadata.version("itsmctl") == itsmctl.__version__


def test_ci_runs_make_test() -> None:
    """There is one list of checks, in the Makefile; the CI only calls it, in spite of where it is started."""
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert "make test" in script
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_tests_come_last() -> None:
    """A run that fails early says so; one that ends well ends with the count of tests and the coverage."""
    said = make("--dry-run", "test")
    order = ["ruff check", "ruff format --check", "mypy", "lint-imports", "pytest -n auto", "coverage report"]
    places = [said.index(word) for word in order]
    assert places == sorted(places)


def test_make_alone_shows_every_target() -> None:
    """Whoever types make sees what there is."""
    shown = set(re.findall(r"^  make ([a-z]+)", make(), re.MULTILINE))
    assert {"setup", "browser", "test", "lint", "format", "demo", "bench", "site", "clean"} <= shown


def test_the_readme_names_both_commands() -> None:
    """The two commands that a stranger needs are in the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    """What pyproject.toml asks for is in the locks, each with its hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    words = project["project"]["dependencies"]
    dev = [word for word in project["dependency-groups"]["dev"] if isinstance(word, str)]
    for lock, wanted in (("runtime", words), ("dev", words + dev)):
        blocks = re.split(r"\n(?=[a-z])", (ROOT / f"requirements/{lock}.lock").read_text("utf-8"))[1:]
        held = {block.partition("==")[0] for block in blocks}
        assert {re.split("[<>=]", word)[0] for word in wanted} - held == set()
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_both_locks_hold_the_same_versions() -> None:
    """What is tested is what the gate installs."""
    runtime, dev = (
        set(re.findall(r"^([a-z0-9-]+==[^ ]+)", (ROOT / f"requirements/{lock}.lock").read_text("utf-8"), re.MULTILINE))
        for lock in ("runtime", "dev")
    )
    assert runtime - dev == set()


def test_the_locks_name_no_host_and_no_path() -> None:
    """A lock says what, not from where."""
    text = "".join((ROOT / f"requirements/{lock}.lock").read_text("utf-8") for lock in ("runtime", "dev"))
    assert not re.search(r"://|--(extra-)?index|--find-links|^ *file:|^-e|@ ", text, re.MULTILINE)


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    """Nothing that is kept depends on, or tells of, where it was written."""
    place = re.compile(r"(?<![\w./~$}*])/(home|Users|work|workspaces?)/[a-z]")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in tracked()
        if "records" not in path.relative_to(ROOT).parts and "cases" not in path.parts
        for line in path.read_text("utf-8", "replace").splitlines()
        if place.search(line)
    ]
    assert found == []


def test_every_address_in_the_records_is_invented() -> None:
    """The example data have no e-mail address of a real domain."""
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "records").rglob("*.yaml")))
    assert {
        found for found in re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", text) if not found.endswith(".example")
    } == set()


@pytest.mark.slow
def test_the_wheel_carries_schemas_templates_and_site(tmp_path: Path) -> None:
    """Installed without a checkout, the tool has what `init` copies and `render` reads."""
    _build(ROOT, "wheel", tmp_path)
    names = _names(tmp_path)
    assert "itsmctl/__init__.py" in names
    for folder in ("schemas", "templates", "site"):
        kept = {str(path.relative_to(ROOT)) for path in tracked() if path.is_relative_to(ROOT / folder)}
        assert kept
        assert {f"itsmctl/share/{name}" for name in kept} - names == set()
    assert [name for name in names if name.startswith(("schemas", "templates", "tests", "records"))] == []
    assert _started(tmp_path) == starter()


@pytest.mark.slow
def test_the_wheel_of_the_source_archive_is_the_wheel_of_the_tree(tmp_path: Path) -> None:
    """Who builds from the archive gets the same files, and `init` of it the same repository."""
    _build(ROOT, "sdist", tmp_path)
    shutil.unpack_archive(next(tmp_path.glob("*.tar.gz")), tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    _build(ROOT, "wheel", tmp_path / "tree")
    _build(source, "wheel", tmp_path / "archive")
    tree, archived = (_names(tmp_path / folder) for folder in ("tree", "archive"))
    assert archived == tree
    assert _started(tmp_path / "archive") == starter()


def _build(source: Path, target: str, folder: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(words, cwd=source, text=True, capture_output=True, check=True)


def _names(folder: Path) -> set[str]:
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def _started(folder: Path) -> dict[str, bytes]:
    """Unpack the wheel and let it start a repository, away from this checkout."""
    zipfile.ZipFile(next(folder.glob("*.whl"))).extractall(folder / "site-packages")
    words = [sys.executable, "-m", "itsmctl", "init", str(folder / "new")]
    environment = {**os.environ, "PYTHONPATH": str(folder / "site-packages")}
    subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=True)
    made = folder / "new"
    paths = (path for path in made.rglob("*") if path.is_file() and ".git" not in path.relative_to(made).parts)
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in paths}
