"""``itsmctl kpi``: the key performance indicators, from records and history."""

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from itsmctl.cli.options import (
    add_at,
    add_now,
    add_output,
    coloured,
    commit_at,
    load,
    moment_at,
    now_of,
    repo_of,
    warn,
    write,
)
from itsmctl.findings import Fatal
from itsmctl.kpi import MEASURES, ask, check, reckon, to_json
from itsmctl.render.figures import figures_csv, figures_text

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
    writers = {
        "text": lambda: figures_text(figures, as_of, colour=coloured(args)),
        "json": lambda: json.dumps(to_json(figures, as_of), indent=2, ensure_ascii=False) + "\n",
        "csv": lambda: figures_csv(figures, as_of),
    }
    write(args, writers[args.format]())
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
