"""``itsmctl kpi``: the key performance indicators, from records and history."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from itsmctl.cli.options import add_at, add_now, add_output, commit_at, load, moment_at, now_of, repo_of, warn, write
from itsmctl.findings import Fatal
from itsmctl.kpi import MEASURES, Figure, ask, check, reckon, rounded, to_json

EXAMPLES = """
itsmctl kpi                                     all KPI records
itsmctl kpi mttr incident-backlog               some of them
itsmctl kpi --at 2026-04-01T00:00:00Z           as of that moment, by the records of then
itsmctl kpi --measure time-to-resolve --with statistic=p90 --with priority=P1
itsmctl kpi --explain time-to-resolve           formula, parameters and source of a measure
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="KPI records (default: all)")
    parser.add_argument("--measure", metavar="NAME", help="reckon a measure without a record")
    parser.add_argument(
        "--with", dest="words", action="append", default=[], metavar="NAME=VALUE", help="parameter for --measure"
    )
    parser.add_argument("--explain", metavar="NAME", help="show a measure's formula; all shows every one")
    add_at(parser)
    add_now(parser)
    add_output(parser, ("text", "json", "csv"))


def run(args: argparse.Namespace) -> int:
    """Reckon and write."""
    if args.explain:
        return _explain(args)
    from itsmctl.history import read

    repo = repo_of(args)
    commit = commit_at(repo, args.at) if args.at else repo.commit("HEAD")
    snapshot = load(args)
    warn(snapshot)
    history = read(repo, commit, snapshot.kinds)
    as_of = _as_of(args, history.last.moment)
    if args.measure:
        figures = [ask(args.measure, dict(_word(one) for one in args.words), snapshot, history, as_of)]
    else:
        named = [snapshot.catalog.named(name, ("kpi",)) for name in args.ids] or list(snapshot.of("kpi"))
        figures = [reckon(record, snapshot, history, as_of) for record in named]
    writers = {"text": _text, "json": _json, "csv": _csv}
    write(args, writers[args.format](figures, as_of, args))
    wrong = [] if args.measure else check(snapshot)
    sys.stderr.write("".join(f"{f.where}: {f.message} [{f.code}]\n  hint: {f.hint}\n" for f in wrong))
    return int(bool(wrong))


def _as_of(args: argparse.Namespace, recorded: datetime) -> datetime:
    """Return the instant to reckon as of: --now, else the date of --at, else that commit's time, else the clock."""
    if args.now or not args.at:
        return now_of(args)
    return moment_at(args.at) or recorded


def _word(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Fatal(f"--with {text}: there is no value", hint=f"write --with {text}=VALUE", code=2)
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _explain(args: argparse.Namespace) -> int:
    names = list(MEASURES) if args.explain == "all" else [args.explain]
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise Fatal(f"there is no measure {unknown[0]}", hint=f"measures are {', '.join(MEASURES)}", code=2)
    parts = []
    for name in names:
        words = ", ".join(sorted(MEASURES[name].parameters)) or "none"
        parts.append(f"{name} ({MEASURES[name].unit}; parameters: {words})\n\n{MEASURES[name].formula}\n")
    write(args, "\n".join(parts))
    return 0


def _json(figures: Iterable[Figure], as_of: datetime, _: argparse.Namespace) -> str:
    return json.dumps(to_json(figures, as_of), indent=2, ensure_ascii=False) + "\n"


COLUMNS = ("kpi", "value", "unit", "target", "met", "n", "open", "declared", "note")


def _csv(figures: Iterable[Figure], as_of: datetime, _: argparse.Namespace) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("as_of", *COLUMNS))
    for figure in figures:
        met = {True: "yes", False: "no", None: ""}[figure.met]
        row = [*_cells(figure)[:4], met, *_cells(figure)[5:]]
        # A cell that a spreadsheet would take for a formula is made text.
        table.writerow([as_of.isoformat(), *(f"'{c}" if c[:1] in ("=", "+", "@", "\t") else c for c in row)])
    return out.getvalue()


def _cells(figure: Figure) -> list[str]:
    value = rounded(figure.value)
    target = "" if figure.target is None else f"{'≥' if figure.direction == 'above' else '≤'} {figure.target:g}"
    met = {True: "✓", False: "✗", None: ""}[figure.met]
    told = "; ".join(text for text in (figure.reason, figure.note) if text)
    shown = "–" if value is None else f"{value}"
    return [figure.id, shown, figure.unit, target, met, *map(str, (figure.n, figure.open, figure.declared)), told]


def _text(figures: Iterable[Figure], as_of: datetime, args: argparse.Namespace) -> str:
    rows = [list(COLUMNS), *(_cells(figure) for figure in figures)]
    if len(rows) == 1:
        return "there is no KPI record; itsmctl kpi --measure NAME reckons without one\n"
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    colour = sys.stdout.isatty() and not args.output and not os.environ.get("NO_COLOR")
    lines = [_line(row, widths, colour=colour) for row in rows]
    return f"as of {as_of.isoformat().replace('+00:00', 'Z')}\n\n" + "".join(f"{line}\n" for line in lines)


RIGHT = frozenset(["value", "n", "open", "declared"])


def _line(row: list[str], widths: list[int], *, colour: bool) -> str:
    cells = []
    for name, cell, width in zip(COLUMNS, row, widths, strict=True):
        padded = cell.rjust(width) if name in RIGHT else cell.ljust(width)
        tint = {"✓": "32", "✗": "31"}.get(cell) if colour else None
        cells.append(f"\x1b[{tint}m{padded}\x1b[0m" if tint else padded)
    return "  ".join(cells).rstrip()
