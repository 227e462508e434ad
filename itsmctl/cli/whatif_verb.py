"""``itsmctl whatif``: edit the records in mind, then ask; nothing is written."""

import argparse
import sys

from itsmctl.cli.edits import add_edits, edits_of
from itsmctl.cli.impact_verb import answer_down, answer_up
from itsmctl.cli.options import add_at, add_now, add_output, coloured, load, now_of, warn, write
from itsmctl.findings import Fatal, Finding, Severity, ordered
from itsmctl.render.escape import as_text
from itsmctl.snapshot import Snapshot
from itsmctl.whatif import change

EXAMPLES = """
itsmctl whatif --need k8s-platform:1=4                what this would do to all blast radii
itsmctl whatif --lose pg01                            no edit, only a loss: its impact
itsmctl whatif --drop-dependency data-pipeline=pg01 --ask impact --lose pg01
itsmctl whatif --add ci/dns3='{title: Third, class: virtual-machine, status: operational, owner: operations}' \\
  --add-dependency 'dns={any_of: [dns3, lab-dns01]}' --ask cutsets --of dns
itsmctl whatif --set pg01.status=retired --ask validate
itsmctl whatif --patch drafts/ --ask spof             the records of a folder laid over these
"""
ASKS = ("difference", "impact", "needs", "spof", "cutsets", "validate")
SHOWN = 30  # single points of failure for a person


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_edits(parser)
    asked = parser.add_argument_group("question")
    asked.add_argument(
        "--ask", choices=ASKS, help="what to ask then (default: difference; impact of a loss when nothing is edited)"
    )
    asked.add_argument("--lose", action="append", default=[], metavar="ID[=degraded]", help="of impact: what is lost")
    asked.add_argument("--of", metavar="ID", help="of needs, cutsets, spof: for which record")
    asked.add_argument("--kind", metavar="KIND", help="of impact and needs: show only records of this kind")
    add_at(parser)
    add_now(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Edit, then answer; 1 when the edits make records wrong that were not."""
    base = load(args)
    edits = edits_of(args, base)
    args.ask = args.ask or ("impact" if args.lose and not edits else "difference")
    _usage(args)
    edited = change(base, edits)
    if args.ask == "validate":
        return _validate(args, base, edited)
    faults = _new(base.findings, edited.findings, Severity.ERROR)
    if faults:
        from itsmctl.render import Report
        from itsmctl.render.text import text

        sys.stderr.write(text(Report(faults, len(edited.catalog.records), None)))
        return 1
    warn(edited)
    ANSWERS[args.ask](args, base, edited)
    return 0


def _usage(args: argparse.Namespace) -> None:
    if (args.ask == "impact") and not args.lose:
        raise Fatal("which loss?", hint="--ask impact --lose ID", code=2)
    if args.ask in ("needs", "cutsets") and not args.of:
        raise Fatal("of which record?", hint=f"--ask {args.ask} --of ID", code=2)
    if args.lose and args.ask not in ("impact", "difference"):
        raise Fatal(f"--lose says nothing to --ask {args.ask}", hint="--ask impact --lose ID", code=2)


def _new(before: tuple[Finding, ...], after: tuple[Finding, ...], least: Severity) -> list[Finding]:
    """Return the findings that were not there, wherever in the file they stood."""
    known = {(finding.code, finding.message, finding.record) for finding in before}
    return [f for f in ordered(after) if f.severity >= least and (f.code, f.message, f.record) not in known]


def _validate(args: argparse.Namespace, base: Snapshot, edited: Snapshot) -> int:
    """Report what would be found that is not found now."""
    from itsmctl.render import RENDERERS, Report
    from itsmctl.rules import judge

    now = now_of(args)
    before, after = ((*side.findings, *judge(side, now, most=None)) for side in (base, edited))
    found = _new(before, after, Severity.NOTE)
    write(args, RENDERERS[args.format](Report(found, len(edited.catalog.records), None)))
    return int(any(finding.severity is Severity.ERROR for finding in found))


def _difference(args: argparse.Namespace, base: Snapshot, edited: Snapshot) -> None:
    from itsmctl.cli.scenario import scenario
    from itsmctl.render.impact_difference import difference_json, difference_markdown, difference_text
    from itsmctl.resilience.compare import compare, compare_scenario

    forced = scenario(args.lose, base, edited)
    found, hits = compare(base, edited), compare_scenario(base, edited, forced)
    title = "With these edits"
    writers = {
        "json": lambda: as_text(difference_json({"compared": "edits"}, found, forced, hits)),
        "markdown": lambda: difference_markdown(title, found, hits),
        "text": lambda: difference_text(title, found, hits, colour=coloured(args)),
    }
    write(args, writers[args.format]())


def _impact(args: argparse.Namespace, _: Snapshot, edited: Snapshot) -> None:
    answer_down(args, edited, args.lose)


def _needs(args: argparse.Namespace, _: Snapshot, edited: Snapshot) -> None:
    answer_up(args, edited, [args.of])


def _spof(args: argparse.Namespace, _: Snapshot, edited: Snapshot) -> None:
    from itsmctl.render.resilience import spof_json, spof_markdown, spof_text
    from itsmctl.resilience import spof

    target = edited.catalog.named(args.of) if args.of else None
    found = spof(edited, target.key if target else None, SHOWN)
    writers = {
        "json": lambda: spof_json(found, target, len(found)),
        "markdown": lambda: spof_markdown(found, target, SHOWN),
        "text": lambda: spof_text(found, target, SHOWN, colour=coloured(args)),
    }
    write(args, writers[args.format]())


def _cutsets(args: argparse.Namespace, _: Snapshot, edited: Snapshot) -> None:
    from itsmctl.render.resilience import cutsets_json, cutsets_markdown, cutsets_text
    from itsmctl.resilience import cutsets, slack

    key = edited.catalog.named(args.of).key
    found, spare = cutsets(edited, key), slack(edited, key)
    writers = {
        "json": lambda: cutsets_json(found, spare),
        "markdown": lambda: cutsets_markdown(found, spare),
        "text": lambda: cutsets_text(found, spare, colour=coloured(args)),
    }
    write(args, writers[args.format]())


ANSWERS = {"difference": _difference, "impact": _impact, "needs": _needs, "spof": _spof, "cutsets": _cutsets}
