"""``itsmctl kpi``: the key performance indicators, from records and history."""

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
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
from itsmctl.clock import stamp
from itsmctl.findings import Fatal
from itsmctl.kpi import MEASURES, ask, check, chosen, explain, explain_record, reckon, to_json
from itsmctl.render.escape import as_text
from itsmctl.render.figures import figures_csv, figures_text
from itsmctl.render.text import block
from itsmctl.suggest import did_you_mean

EXAMPLES = """
itsmctl kpi                                     all KPI records
itsmctl kpi mttr incident-backlog               some of them
itsmctl kpi --at 2026-04-01T00:00:00Z           what main knew then: records and history of that moment
itsmctl kpi --now 2026-04-01T00:00:00Z          as of then, by the times that records declare as known today
itsmctl kpi --measure time-to-resolve --with statistic=p90 --with priority=P1
itsmctl kpi --measure incident-backlog --by affects   a figure for each of what is affected
itsmctl kpi --explain time-to-resolve           formula, words, parameters and source of a measure or a KPI record
"""
YEARS = range(1970, 2200)  # a series has a point for every month: further off it would say nothing, at length


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="KPI records (default: all)")
    parser.add_argument("--measure", metavar="NAME", help="reckon a measure without a record")
    parser.add_argument(
        "--by", action="append", default=[], metavar="FIELD", help="figures for each value of a field, or of a role"
    )
    parser.add_argument(
        "--with", dest="words", action="append", default=[], metavar="NAME=VALUE", help="parameter for --measure"
    )
    parser.add_argument(
        "--explain", metavar="NAME", help="show a measure's or a KPI record's formula; all shows every measure"
    )
    add_at(parser)
    add_now(parser)
    add_output(parser, ("text", "json", "csv"))


def run(args: argparse.Namespace) -> int:
    """Reckon and write."""
    words = _words(args)
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
        figures = [ask(args.measure, words, snapshot, history, as_of, args.by)]
    else:
        named = [chosen(snapshot, "kpi", name) for name in args.ids] or list(snapshot.of("kpi"))
        figures = [reckon(record, snapshot, history, as_of, args.by) for record in named]
    writers = {
        "text": lambda: figures_text(figures, as_of, colour=coloured(args)),
        "json": lambda: as_text(to_json(figures, as_of)),
        "csv": lambda: figures_csv(figures, as_of),
    }
    write(args, writers[args.format]())
    wrong = [] if args.measure else check(snapshot)
    sys.stderr.write("".join(map(block, wrong)))
    return int(bool(wrong))


def _as_of(args: argparse.Namespace, recorded: datetime) -> datetime:
    """Return the instant to reckon as of: --now, else the date of --at, else that commit's time, else the clock."""
    as_of = now_of(args) if args.now or not args.at else moment_at(args.at) or recorded
    if as_of.year not in YEARS:
        hint = f"give --now a time from {YEARS[0]} to {YEARS[-1]}"
        raise Fatal(f"no figures can be reckoned as of {stamp(as_of)}", hint=hint, code=2)
    return as_of


def _words(args: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters; Fatal for words on the command line that would have no effect."""
    if args.explain and (args.measure or args.ids or args.words or args.by):
        raise Fatal("--explain reckons nothing", hint=f"itsmctl kpi --explain {args.explain}", code=2)
    if args.measure and args.ids:
        hint = f"leave out --measure {args.measure} or {' '.join(args.ids)}"
        raise Fatal(f"--measure {args.measure} reckons without a record such as {args.ids[0]}", hint=hint, code=2)
    if args.words and not args.measure:
        hint = "add --measure NAME; the parameters of a KPI record stand in its field with"
        raise Fatal(f"--with {args.words[0]} means nothing without --measure", hint=hint, code=2)
    return dict(_word(one) for one in args.words)


def _word(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Fatal(f"--with {text}: there is no value", hint=f"write --with {text}=VALUE", code=2)
    try:
        return name, json.loads(value)
    except (ValueError, RecursionError):
        return name, value


def _explain(args: argparse.Namespace) -> int:
    name = args.explain
    if name == "all" or name in MEASURES:
        names = list(MEASURES) if name == "all" else [name]
        write(args, "\n".join(explain(one, MEASURES[one]) for one in names))
        return 0
    record = _record(args)
    if record is None:
        hint = did_you_mean(name, MEASURES, f"measures are {', '.join(MEASURES)}")
        raise Fatal(f"there is no measure {name}", hint=hint, code=2)
    write(args, explain_record(record))
    return 0


def _record(args: argparse.Namespace) -> Record | None:
    """Return the KPI record to explain, where there is a repository that has it."""
    try:
        return chosen(load(args), "kpi", args.explain)
    except Fatal:
        return None
