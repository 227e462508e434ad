"""A small lab with everything that the gate needs, as a git repository with one branch for each pull request."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from itsmctl.catalog import mentions
from itsmctl.document import parse
from itsmctl.gate import Evidence, Verdict, judge, read, to_json
from itsmctl.kinds import Kinds
from itsmctl.repo import Repo
from tests.world import schemas, world

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
TODAY = "2026-04-01T07:00:00Z"
NO_PRINT = f"sha256:{'0' * 64}"
RFC = "records/rfc/RFC-2026-0001.yaml"
PEOPLE = ("ada", "grace", "radia", "alan", "barbara", "dennis", "edsger")
NEWLINE = "\n"
ACTIVITIES = tuple(
    f"{word}-change" for word in ("log", "assess", "authorise", "schedule", "implement", "review", "close")
)
PROCESSES = (
    "continual-service-improvement",
    "incident-management",
    "information-security-management",
    "service-asset-and-configuration-management",
    "service-catalogue-management",
)
PLAN = "{implementation: Replace the disk, test: The wiki answers, back_out: Put the old disk back}"

POLICY = """title: Change policy
minimum_notice: {standard: PT0S, normal: P2D, emergency: PT0S, major: P7D}
risk:
  levels: {low: 0, medium: 30, high: 60}
  weights: {blast-radius: 40, redundancy: 20, window: 10, plan: 15, history: 15}
approvals:
  - {types: [normal], levels: [low], need: [{role: change-manager, count: 1}]}
  - {types: [normal], levels: [medium], need: [{role: change-manager, count: 1}, {owners: affected-services}]}
  - {types: [normal, major], levels: [high], need: [{role: cab, count: 2}, {owners: affected-services}]}
  - {types: [emergency], levels: [low, medium, high], need: [{role: ecab, count: 1}]}
emergency: {review_within: P7D}
"""
MODEL = """title: Patches
status: active
max_risk: medium
allows: {kinds: [ci], classes: [virtual-machine], fields: [version, verified_at]}
plan: {implementation: Install them, test: It boots, back_out: Boot the old kernel}
"""
INCIDENT = """title: Wiki answers 502
status: in-progress
category: application
impact: high
urgency: high
affects: [wiki]
detected_at: 2026-04-01T06:00:00Z
"""


def rfc(status: str = "submitted", **fields: str) -> str:
    """Write a request for change; fields replace what it says by default, an empty text leaves one out."""
    own = {
        "title": "A new disk",
        "type": "normal",
        "status": status,
        "requested_by": "ada",
        "implementer": "alan",
        "reason": "It is full",
        "affects": "[db01]",
        "window": "{start: 2026-04-05T01:00:00Z, end: 2026-04-05T05:00:00Z}",
        "plan": PLAN,
        **fields,
    }
    return "".join(f"{name}: {value}\n" for name, value in own.items() if value)


def machine(extra: str = "", status: str = "operational") -> str:
    """Write a virtual machine that team infrastructure owns."""
    return f"title: A machine\nclass: virtual-machine\nstatus: {status}\nowner: infrastructure\n{extra}"


def service(criticality: str, owner: str, needs: str) -> str:
    """Write a service in operation."""
    words = f"criticality: {criticality}\nowner: {owner}\ndepends_on: {needs}\n"
    return f"title: Service of {owner}\ncategory: core\nstatus: operational\nvalue: Work gets done\n{words}"


def lab() -> dict[str, str]:
    """Return the records of the lab by path."""
    plain = "stage: transition\nobjective: Work in good order\nowner: change-manager\n"
    plain += "activities: [{id: work, title: Do the work}]\n"
    process = "stage: transition\nobjective: Change in good order\nowner: change-manager\n"
    process += f"activities:\n{''.join(f'  - {{id: {a}, title: {a}}}{NEWLINE}' for a in ACTIVITIES)}"
    records = {
        **{f"person/{p}": f"title: {p}\nemails: [{p}@lab.example]\nstatus: active\n" for p in PEOPLE},
        "role/change-manager": "title: Change manager\nholders: [grace]\ndeputies: [radia]\n",
        "role/cab": "title: Change advisory board\nholders: [radia, edsger, barbara]\n",
        "role/ecab": "title: Emergency board\nholders: [edsger]\n",
        "team/infrastructure": "title: Infrastructure\nmembers: [dennis, alan]\n",
        "team/knowledge": "title: Knowledge\nmembers: [barbara]\n",
        "process/change-management": f"title: Change management\n{process}",
        **{f"process/{name}": f"title: {name}\n{plain}" for name in PROCESSES},
        "raci/change-management": "title: Change management\nprocess: change-management\n"
        f"activities:\n{''.join(f'  {a}: {{change-manager: A, cab: R}}{NEWLINE}' for a in ACTIVITIES)}",
        "policy/change": POLICY,
        "ci/host01": machine(),
        "ci/db01": machine("depends_on: [host01]\n").replace("A machine", "A database"),
        "ci/dns01": machine().replace("A machine", "A name server"),
        "ci/dns02": machine().replace("A machine", "Another name server"),
        "service/wiki": service("high", "knowledge", "[db01, {any_of: [dns01, dns02]}]"),
        "service/archive": service("low", "infrastructure", "[host01]"),
        "rfc/RFC-2026-0001": rfc(),
    }
    return {f"records/{name}.yaml": text for name, text in records.items()}


Content = str | bytes | None


@cache
def kinds() -> Kinds:
    """Return the shipped kinds."""
    return world({}).kinds


def as_written(_: str, content: Content) -> Content:
    """Leave a file as the test has it: references by bare id."""
    return content


def spelt_out(path: str, content: Content) -> Content:
    """Write every reference of a record as ``kind/id``, but the implementer's: the two spellings meet in one record."""
    kind = kinds().by_name.get(path.split("/")[1]) if path.startswith("records/") else None
    document, faults = parse(path, content.encode()) if isinstance(content, str) else (None, [])
    if kind is None or document is None or faults or not isinstance(document.value, dict):
        return content
    names = {f"{one.split('/')[1]}/{Path(one).stem}" for one in lab()} | {"incident/INC-2026-0001", "role/weak"}
    for reference in kind.references:
        for steps, name in mentions(document.value, reference) if reference.field != "implementer" else ():
            full = [f"{to}/{name}" for to in reference.to if f"{to}/{name}" in names]
            holder: Any = document.value
            for step in steps[:-1]:
                holder = holder[step]
            if full and reference.path[-1] == "**":
                holder[full[0]] = holder.pop(name)
            elif full:
                holder[steps[-1]] = full[0]
    return json.dumps(document.value)


spelling = as_written
"""How `Mini.put` writes references; tests of both spellings put `spelt_out` in its place."""


@dataclass(frozen=True, slots=True)
class Mini:
    """The lab's repository; every pull request is a branch off main, made by somebody."""

    top: Path

    @classmethod
    def create(cls, top: Path, changes: Mapping[str, str | bytes | None] | None = None) -> "Mini":
        """Make the repository; ``changes`` alter what main starts with."""
        top.mkdir(parents=True)
        made = cls(top)
        made.git("init", "--quiet", "--initial-branch=main")
        made.put({**schemas(), **lab(), **(changes or {})})
        made.commit("Start")
        return made

    def git(self, *words: str, by: str = "ada", committer: str = "") -> str:
        """Run git as a person of the lab, on a fixed day."""
        address = committer or by.partition("@")[0]
        address = address if "@" in address else f"{address}@lab.example"
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.top),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": by,
            "GIT_AUTHOR_EMAIL": by if "@" in by else f"{by}@lab.example",
            "GIT_COMMITTER_NAME": committer or by,
            "GIT_COMMITTER_EMAIL": address,
            "GIT_AUTHOR_DATE": "2026-03-31T10:00:00Z",
            "GIT_COMMITTER_DATE": "2026-03-31T10:00:00Z",
        }
        done = subprocess.run(["git", *words], cwd=self.top, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def put(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files by path from the top; None deletes one."""
        for path, written in files.items():
            place, content = self.top / path, spelling(path, written)
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str, by: str = "ada", committer: str = "") -> str:
        """Commit all that lies there and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, by=by, committer=committer)
        return self.git("rev-parse", "HEAD")

    def branch(
        self,
        files: Mapping[str, str | bytes | None],
        name: str = "pull",
        by: str = "ada",
        committer: str = "",
        message: str = "Ask",
    ) -> str:
        """Open a pull request: a branch off main with one commit."""
        self.git("checkout", "--quiet", "-B", name, "main")
        self.put(files)
        made = self.commit(message, by, committer)
        self.git("checkout", "--quiet", "main")
        return made

    def judge(
        self,
        *approvals: Mapping[str, str],
        head: str = "pull",
        base: str = "main",
        now: datetime = NOW,
        contributors: tuple[str, ...] = (),
    ) -> Verdict:
        """Judge a pull request; approvals that say nothing else are bound to the fingerprint of now."""
        before = judge(Repo(self.top), base, head, Evidence(), now)
        if not approvals and not contributors:
            return before
        plain = {"decision": "approve", "source": "test", "at": TODAY, "fingerprint": before.fingerprint or NO_PRINT}
        given = [{**plain, **one} for one in approvals]
        value = {"version": 1, "approvals": given, "contributors": list(contributors)}
        return judge(Repo(self.top), base, head, read(json.dumps(value).encode(), "evidence.json"), now)


def codes(verdict: Verdict) -> set[str]:
    """Return the codes of what refuses it."""
    return {finding.code for finding in verdict.refusals}


def guards(verdict: Verdict) -> dict[str, bool | None]:
    """Return what the guards say, by name."""
    return {name: answer.holds for passage in verdict.passages for name, answer in passage.guards}


def answer(verdict: Verdict, guard: str) -> str:
    """Return why a guard says what it says."""
    return next(a.because for passage in verdict.passages for name, a in passage.guards if name == guard)


def ignored(verdict: Verdict) -> dict[str, str]:
    """Return by person why their decision does not count."""
    return {approval.person: because for approval, because in verdict.tally.ignored}


def missing(verdict: Verdict) -> dict[str, int]:
    """Return how many are missing, by role."""
    return {one.role: one.count for one in verdict.tally.missing}


def as_data(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as other programs read it."""
    data: dict[str, Any] = json.loads(json.dumps(to_json(verdict)))
    return data


GRACE = {"person": "grace", "role": "change-manager"}
"""The change manager approves; by this a normal change of low risk passes."""
