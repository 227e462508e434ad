"""How long validation takes: cold, warm, with one file changed, at a commit, and ten times as many records."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import yaml

from benchmarks.measure import Row, command, peak_memory, seconds
from benchmarks.records import repository
from itsmctl.document import parse
from itsmctl.kinds import load
from itsmctl.tree import from_dict

__all__ = ["validating"]

COUNT = 10_000


def validating(folder: Path) -> list[Row]:
    """Compare validation with the least it could do: read, libyaml's events, jsonschema-rs."""
    top = repository(folder / "small", COUNT)
    validate = (sys.executable, "-m", "itsmctl", "validate", "--quiet", "--root", str(top))
    cache = top / ".git" / "itsmctl"

    def cold() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        command(*validate, folder=folder)

    def changed() -> None:
        path = top / "records" / "ci" / "005" / "vm005000.yaml"
        path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
        command(*validate, folder=folder)

    floor = seconds(_floor(top))
    cold_time = seconds(cold)
    git_add(top)
    status = seconds(lambda: command("git", "status", folder=top))
    begin = seconds(lambda: command(sys.executable, "-m", "itsmctl", "--version", folder=folder), 5)
    warm = seconds(changed)
    at = (*validate, "--at", "HEAD")
    disk_warm, at_warm = (
        seconds(lambda: command(*validate, folder=folder)),
        seconds(lambda: command(*at, folder=folder)),
    )
    shutil.rmtree(cache, ignore_errors=True)
    sys.stderr.write(f"peak memory, cold: {peak_memory(*validate, folder=folder):.0f} MB (wanted: 250)\n")
    return [
        Row(
            f"`validate`, {COUNT:,} records, cold",
            cold_time,
            "read + libyaml events + jsonschema-rs, one core",
            floor,
            1.5,
        ),
        Row("the same, one file changed", warm, "cold", cold_time, 0.1),
        Row("the same, one file changed", warm, "`git status` + start", status + begin, 4),
        Row("the same at a commit, nothing changed", at_warm, "from the work tree", disk_warm, 1.1),
        _peer(top, cold_time),
    ]


def _floor(top: Path) -> Callable[[], None]:
    """Return the least that reading and judging the records must do, in one process."""
    schemas = {f"schemas/{path.name}": path.read_bytes() for path in (top / "schemas").glob("*.json")}
    kinds = load(from_dict(schemas))
    uri = "https://schemas.example/"
    registry = jsonschema_rs.Registry([(uri + name, dict(document)) for name, document in kinds.documents.items()])
    judge = jsonschema_rs.validator_for(dict(kinds.by_name["ci"].schema), registry=registry, base_uri=uri + "ci.json")
    sample = parse("", (top / "records/ci/005/vm005000.yaml").read_bytes())[0].value

    def run() -> None:
        for path in (top / "records" / "ci").rglob("*.yaml"):
            loader = yaml.CSafeLoader(path.read_bytes())
            while loader.get_event() is not None:
                pass
            judge.is_valid(sample)

    return run


def git_add(top: Path) -> None:
    """Commit everything, so that git status has an index to compare with."""
    who = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@lab.example")
    command("git", "add", ".", folder=top)
    command("git", *who, "commit", "--quiet", "-m", "Records of the benchmark", folder=top)


def _peer(top: Path, ours: float) -> Row:
    """Compare with check-jsonschema, which judges the same files without references, graph or rules."""
    tool = Path(sys.executable).with_name("check-jsonschema")
    files = sorted(str(path) for path in (top / "records" / "ci" / "005").glob("*.yaml"))
    peer = seconds(lambda: command(str(tool), "--schemafile", "schemas/ci.json", *files, folder=top), 1)
    return Row(
        "`validate`, cold",
        ours,
        f"check-jsonschema on {len(files):,} of them × {COUNT // len(files)}",
        peer * COUNT / len(files),
        1 / 40,
    )
