"""Calls into seconds, rows into a table."""

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Row", "command", "peak_memory", "seconds", "table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: seconds of ours, seconds of the floor or peer, and the ratio that is wanted (at most)."""

    what: str
    ours: float
    against: str
    floor: float
    wanted: float | None = None


def seconds(call: Callable[[], object], repeat: int = 3) -> float:
    """Return the best of a few runs: other work on the machine can only add."""
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def command(*words: str, folder: Path, allow: Sequence[int] = (0,)) -> None:
    """Run a program to its end; a status that is not allowed stops the benchmark."""
    done = subprocess.run(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in allow:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.decode()[-400:]}")


def peak_memory(*words: str, folder: Path) -> float:
    """Return the peak memory of a program in MB."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    out = subprocess.run([sys.executable, "-c", code, *words], cwd=folder, capture_output=True, check=True)
    return int(out.stdout) / 1024


def table(rows: Sequence[Row]) -> str:
    """Write the rows as a Markdown table."""
    lines = ["| What | itsmctl | Floor or peer | its time | ratio | wanted |", "|---|---|---|---|---|---|"]
    for row in rows:
        wanted = f"≤ {row.wanted:g}" if row.wanted else "–"
        ratio = row.ours / row.floor
        lines.append(
            f"| {row.what} | {_time(row.ours)} | {row.against} | {_time(row.floor)} | {ratio:.2f} | {wanted} |"
        )
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join(lines) + f"\n\nPeak memory of the benchmark itself: {used:.0f} MB.\n"


def _time(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.2f} ms"
