"""How long an import takes, and the indicators of what was imported, beside git's own work on the same history."""

import csv
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from benchmarks.measure import Row, command, seconds

__all__ = ["importing"]

RECORDS = 4_000
MAPPING = Path(__file__).parent.parent / "examples" / "event-log" / "mapping.yaml"
STATES = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")
FORMAT = "%d/%m/%Y %H:%M"
COLUMNS = (
    "number", "incident_state", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla", "caller_id",
    "opened_at", "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to", "problem_id", "rfc",
    "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip


def importing(folder: Path) -> list[Row]:
    """Compare ``import event-log`` with ``git fast-import`` of the same commits, and ``kpi`` with ``git log``."""
    log, into = folder / "log.csv", folder / "history"
    events = _write(log)
    python = sys.executable

    def ours() -> None:
        shutil.rmtree(into, ignore_errors=True)
        command(
            python, "-m", "itsmctl", "import", "event-log", str(MAPPING), str(log), "--into", str(into), folder=folder
        )

    import_time = seconds(ours, 2)
    command("sh", "-c", f"git -C {into} fast-export main > stream", folder=folder)

    def floor() -> None:
        shutil.rmtree(folder / "copy", ignore_errors=True)
        command("git", "init", "--quiet", "copy", folder=folder)
        command("sh", "-c", "git -C copy fast-import --quiet < stream", folder=folder)

    fast = seconds(floor, 2)
    figures = seconds(lambda: command(python, "-m", "itsmctl", "kpi", "--root", str(into), folder=folder), 2)
    walk = seconds(lambda: _walk(into), 2)
    return [
        Row(f"`import event-log`, {events:,} events", import_time, "`git fast-import` of the same commits", fast, 2),
        Row("`kpi` of that history, cold", figures, "`log --raw` + `cat-file --batch` + libyaml's events", walk, 1.5),
    ]


def _walk(repository: Path) -> None:
    """Do the least that a timeline needs: list the versions, read them, run the YAML parser over them."""
    log = ("git", "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%H %ct")
    rows = subprocess.run(log, cwd=repository, capture_output=True, check=True).stdout.splitlines()
    oids = [row.split()[3] for row in rows if row.startswith(b":")]
    batch = ("git", "cat-file", "--batch", "--buffer")
    out = subprocess.run(batch, cwd=repository, input=b"\n".join(oids), capture_output=True, check=True).stdout
    place = 0
    while place < len(out):
        end = out.index(b"\n", place)
        size = int(out[place:end].split()[2])
        loader = yaml.CSafeLoader(out[end + 1 : end + 1 + size])
        while loader.get_event() is not None:
            pass
        place = end + size + 2


def _write(path: Path) -> int:
    """Write a made-up log in the columns of the example mapping; return its number of rows."""
    dice = random.Random(498)
    start = datetime(2016, 3, 1, tzinfo=UTC)
    rows = 0
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="?")
        writer.writeheader()
        for number in range(RECORDS):
            opened = start + timedelta(minutes=7 * number)
            times = [opened + timedelta(minutes=step * dice.randrange(5, 600)) for step in range(len(STATES))]
            for step, (state, at) in enumerate(zip(STATES, sorted(times), strict=True)):
                writer.writerow(_row(number, state, step, opened, at, sorted(times)))
                rows += 1
    return rows


def _row(number: int, state: str, step: int, opened: datetime, at: datetime, times: list[datetime]) -> dict[str, str]:
    return {
        "number": f"INC{number:07}",
        "incident_state": state,
        "sys_mod_count": str(step),
        "made_sla": "true",
        "opened_at": opened.strftime(FORMAT),
        "sys_updated_by": f"Updated by {number % 90}",
        "sys_updated_at": at.strftime(FORMAT),
        "category": f"Category {number % 40}",
        "subcategory": f"Subcategory {number % 200}",
        "impact": "2 - Medium",
        "urgency": "2 - Medium",
        "priority": "3 - Moderate",
        "closed_code": "code 6",
        "resolved_at": times[-2].strftime(FORMAT),
        "closed_at": times[-1].strftime(FORMAT),
    }
