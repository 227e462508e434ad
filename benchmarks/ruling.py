"""What rules that are expressions add to a validation, and what each of them does when it is asked alone."""

import shutil
import sys
from pathlib import Path

from benchmarks.measure import Row, command, seconds
from benchmarks.records import repository

__all__ = ["ruling"]

COUNT, RULES = 10_000, 200
RULE = """\
title: Rule {n} of the benchmark
kind: ci
status: active
when: "{when}"
holds: self.capacity.memory_gb <= {limit}
message: "{{id}} takes more than {limit} GB"
"""
WHENS = (
    "is('in-use') && has(self.capacity)",
    "has(self.capacity)",
    "!is('ended') && has(self.capacity) && has(self.labels)",
)


def ruling(folder: Path) -> list[Row]:
    """Compare a cold validation with 200 rules more to the same without them."""
    top = repository(folder / "rules", COUNT)
    validate = (sys.executable, "-m", "itsmctl", "validate", "--quiet", "--root", str(top))

    def cold() -> None:
        shutil.rmtree(top / ".git" / "itsmctl", ignore_errors=True)
        command(*validate, folder=folder)

    plain = seconds(cold)
    rules = top / "records" / "rule"
    rules.mkdir(exist_ok=True)
    for n in range(RULES):
        (rules / f"benchmark-{n:03}.yaml").write_text(
            RULE.format(n=n, limit=2000 + n, when=WHENS[n % len(WHENS)]), "utf-8"
        )
    ruled = seconds(cold)
    what = f"{RULES} rules as expressions, {COUNT:,} records, cold"
    return [Row(what, ruled - plain, "`validate` without them", plain, 0.15)]
