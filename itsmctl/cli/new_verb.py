"""``itsmctl new``: write a new record from its template."""

import argparse
import sys
from collections.abc import Iterable
from datetime import datetime

from itsmctl.authoring import draft, given, next_id, refusal, taken, trial
from itsmctl.catalog import unfit
from itsmctl.cli.options import add_now, add_root, load, now_of, repo_of
from itsmctl.findings import Fatal, Finding, Severity
from itsmctl.kinds import Kind
from itsmctl.repo import Repo, create_file
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

EXAMPLES = """
itsmctl new incident --title "Wiki answers 502" --set affects=[knowledge-repository]
itsmctl new rfc --title "Upgrade the wiki" --set type=normal
itsmctl new known-error --area DB --title "Pool exhausted"
itsmctl new ci pg02 --title "Second database node" --set class=virtual-machine
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", metavar="KIND", help="incident, rfc, ci …; itsmctl schema lists them")
    parser.add_argument("id", nargs="?", metavar="ID", help="the id, for kinds without a running number")
    parser.add_argument("--title", help="the record's title")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="a field's value: text as it is, lists and mappings as YAML",
    )
    parser.add_argument("--area", default="", help="the area in ids such as KEDB-DB-001")
    parser.add_argument("--dry-run", action="store_true", help="print the record instead of writing it")
    add_root(parser)
    add_now(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record, never over another, and only if no error would be found in it."""
    repo, snapshot, now = repo_of(args), load(args), now_of(args)
    kind = kind_named(args.kind, snapshot)
    values = {"title": _text(args.title) or f"New {kind.title.lower()}"}
    values |= dict(given(kind, _text(word)) for word in args.set)
    used = taken(repo, kind)
    name = _name(args, kind, used, now)
    text = draft(snapshot, kind, values, now)
    found = trial(snapshot, f"{kind.name}/{name}", text, now)
    if errors := [finding for finding in found if finding.severity is Severity.ERROR]:
        raise refusal(kind, errors)
    if args.dry_run:
        sys.stdout.write(text)
        return 0
    while not _written(path := f"{repo.prefix}records/{kind.name}/{name}.yaml", text, repo):
        used.add(name)
        name = _name(args, kind, used, now)
    sys.stdout.write(f"{path}\n")
    _advise(text, found)
    return 0


def _name(args: argparse.Namespace, kind: Kind, used: set[str], now: datetime) -> str:
    name = args.id or next_id(kind, used, now.year, args.area)
    _check(name, kind, used)
    return name


def _written(path: str, text: str, repo: Repo) -> bool:
    """Write the file; False when another run has just taken the name."""
    try:
        create_file(repo.top / path, text.encode())
    except FileExistsError:
        return False
    return True


def _advise(text: str, found: Iterable[Finding]) -> None:
    """Say what to look at in the record: values that were guessed, and findings that are no errors."""
    for finding in found:
        sys.stderr.write(f"itsmctl: {finding.severity.word}: {finding.message}\n")
        sys.stderr.write(f"  hint: {finding.hint}\n" if finding.hint else "")
    guessed = [line.split(":")[0] for line in text.splitlines() if line.endswith("# <- check this")]
    look = f"look at {', '.join(guessed)} in it, then: " if guessed else ""
    sys.stderr.write(f"{look}itsmctl validate\n")


def kind_named(name: str, snapshot: Snapshot) -> Kind:
    """Return the kind of this name, or raise Fatal with the nearest one."""
    kind = snapshot.kinds.get(name)
    if kind is None:
        hint = did_you_mean(name, snapshot.kinds.by_name, "itsmctl schema lists the kinds")
        raise Fatal(f"there is no kind {name}", hint=hint, code=2)
    return kind


def _check(name: str, kind: Kind, used: set[str]) -> None:
    fault = unfit(name, kind)
    if fault:
        raise Fatal(*fault, code=2)
    if name.casefold() in {other.casefold() for other in used}:
        raise Fatal(f"{kind.name}/{name} exists already, here or on another branch", hint="choose another id", code=1)


def _text(word: str | None) -> str:
    """Return what was typed; Fatal when the terminal sent something else than text."""
    try:
        return (word or "").encode().decode()
    except UnicodeEncodeError:
        raise Fatal(f"{word!r} is not UTF-8", hint="type it anew in a terminal that writes UTF-8", code=2) from None
