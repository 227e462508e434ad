"""What rules that are expressions add to a validation, asked of records of several kinds."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import Row, command, seconds
from benchmarks.records import repository

__all__ = ["ruling"]

REPEAT = 5
RULE = """\
title: Rule {n} about {kind} of the benchmark
kind: {kind}
status: active
when: "{when}"
holds: "{holds}"
message: "{{id}} breaks rule {n}"
"""
INCIDENT = """\
title: Incident {n} of the benchmark
status: closed
category: application
impact: medium
urgency: low
affects: [vm{m:06}]
assigned_to: operations
detected_at: 2026-02-01T08:00:00Z
resolved_at: 2026-02-01T09:30:00Z
closed_at: 2026-02-02T10:00:00Z
resolution: >-
  The machine was started again, as the workaround says, and has answered ever since.
"""
PROBLEM = """\
title: Problem {n} of the benchmark
status: closed
priority: P3
affects: [vm{m:06}]
assigned_to: operations
opened_at: 2026-02-03T08:00:00Z
resolved_at: 2026-02-13T08:00:00Z
closed_at: 2026-02-14T08:00:00Z
root_cause: Too little memory
"""
ASSET = """\
title: Asset {n} of the benchmark
tag: TAG-{n:04}
type: server
status: in-use
owner: operations
cost: {{amount: 620, currency: EUR}}
purchased: 2025-10-16
warranty_until: 2028-10-15
"""
PERSON = """\
title: Person {n} of the benchmark
emails: [person{n}@lab.example]
status: active
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Records of a kind, and the rules about them: conditions, and what must hold with a limit ({n}) in it."""

    kind: str
    records: int
    rules: int
    whens: tuple[str, ...]
    holds: tuple[str, ...]
    name: str = ""
    text: str = ""


SHARES = (
    Share(
        "ci",
        5_000,
        40,
        ("is('in-use') && has(self.capacity)", "has(self.capacity)", "!is('ended') && has(self.capacity)"),
        ("self.capacity.memory_gb <= 2{n:03}", "self.capacity.vcpu <= 1{n:02}", "size(self.title) < 2{n:02}"),
    ),
    Share(
        "incident",
        2_500,
        60,
        ("is('done')", "has(self.assigned_to)", "is('done') && has(self.closed_at)"),
        (
            "self.resolved_at - self.detected_at < duration('1{n:02}h')",
            "self.impact != 'high{n}'",
            "size(self.affects) < 1{n:02}",
            "self.category != 'none{n}' || size(self.title) < 2{n:02}",
        ),
        "INC-2026-{n:04}",
        INCIDENT,
    ),
    Share(
        "problem",
        500,
        40,
        ("is('done')", "has(self.assigned_to)"),
        ("size(self.affects) < 1{n:02}", "self.priority != 'P1' || size(self.title) < 2{n:02}"),
        "PRB-2026-{n:04}",
        PROBLEM,
    ),
    Share(
        "asset",
        1_000,
        40,
        ("has(self.cost)", "is('in-use') && has(self.warranty_until)"),
        ("self.tag != 'none{n}'", "size(self.title) < 2{n:02}"),
        "AST-{n:04}",
        ASSET,
    ),
    Share(
        "person",
        1_000,
        20,
        ("has(self.emails)", "!is('ended')"),
        ("size(self.emails) < 1{n:02}", "self.title != 'Nobody {n}'"),
        "person{n}",
        PERSON,
    ),
)
RULES, COUNT = sum(one.rules for one in SHARES), sum(one.records for one in SHARES)


def ruling(folder: Path) -> list[Row]:
    """Compare a cold validation with 200 rules more to the same without them: medians, asked in turn.

    The rules lie on five kinds as in a repository: most records are configuration items, most rules are about what
    people write by hand (incidents and problems), and several rules of a kind share a condition. Each record meets
    20 to 60 rules, and breaks none; every fourth rule about incidents reckons with times.
    """
    top = repository(folder / "rules", SHARES[0].records)
    for share in SHARES:
        _write(top, share)
    rules = top / "records" / "rule"
    aside = folder / "aside"
    shutil.copytree(rules, aside)
    validate = (sys.executable, "-m", "itsmctl", "validate", "--quiet", "--root", str(top))

    def cold() -> None:
        shutil.rmtree(top / ".git" / "itsmctl", ignore_errors=True)
        command(*validate, folder=folder)

    plain: list[float] = []
    ruled: list[float] = []
    for _ in range(REPEAT):
        ruled.append(seconds(cold, 1))
        shutil.rmtree(rules)
        plain.append(seconds(cold, 1))
        shutil.copytree(aside, rules)
    more = median(one - other for one, other in zip(ruled, plain, strict=True))
    what = f"{RULES} rules as expressions, {COUNT:,} records of {len(SHARES)} kinds, cold"
    return [Row(what, more, "`validate` without them", median(plain), 0.15)]


def _write(top: Path, share: Share) -> None:
    """Write the records of a share, if the repository has none of its kind yet, and its rules."""
    place, rules = top / "records" / share.kind, top / "records" / "rule"
    place.mkdir(exist_ok=True)
    rules.mkdir(exist_ok=True)
    for n in range(1, share.records + 1) if share.text else ():
        text = share.text.format(n=n, m=n % SHARES[0].records)
        (place / f"{share.name.format(n=n)}.yaml").write_text(text, "utf-8")
    for n in range(share.rules):
        when, holds = share.whens[n % len(share.whens)], share.holds[n % len(share.holds)].format(n=n)
        (rules / f"benchmark-{share.kind}-{n:03}.yaml").write_text(
            RULE.format(n=n, kind=share.kind, when=when, holds=holds), "utf-8"
        )
