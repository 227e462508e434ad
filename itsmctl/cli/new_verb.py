"""``itsmctl new``: write a new record from its template."""

import argparse
import sys
from collections.abc import Iterable

from itsmctl.authoring import draft, next_id, taken
from itsmctl.cli.options import add_now, add_root, load, now_of, repo_of
from itsmctl.document import Json, parse
from itsmctl.findings import Fatal
from itsmctl.kinds import Kind
from itsmctl.repo import create_file
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
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="a field's value, as YAML")
    parser.add_argument("--area", default="", help="the area in ids such as KEDB-DB-001")
    parser.add_argument("--dry-run", action="store_true", help="print the record instead of writing it")
    add_root(parser)
    add_now(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record, never over another."""
    repo, snapshot, now = repo_of(args), load(args), now_of(args)
    kind = kind_named(args.kind, snapshot)
    used = taken(repo, kind)
    name = args.id or next_id(kind, used, now.year, args.area)
    _check(name, kind, used)
    given = {
        **({"title": args.title} if args.title else {"title": f"New {kind.title.lower()}"}),
        **_values(args.set),
    }
    text = draft(snapshot, kind, given, now)
    if args.dry_run:
        sys.stdout.write(text)
        return 0
    path = f"records/{kind.name}/{name}.yaml"
    create_file(repo.top / path, text.encode())
    sys.stdout.write(f"{path}\n")
    guessed = [line.split(":")[0] for line in text.splitlines() if line.endswith("# <- check this")]
    look = f"look at {', '.join(guessed)} in it, then: " if guessed else ""
    sys.stderr.write(f"{look}itsmctl validate\n")
    return 0


def kind_named(name: str, snapshot: Snapshot) -> Kind:
    """Return the kind of this name, or raise Fatal with the nearest one."""
    kind = snapshot.kinds.get(name)
    if kind is None:
        hint = did_you_mean(name, snapshot.kinds.by_name, "itsmctl schema lists the kinds")
        raise Fatal(f"there is no kind {name}", hint=hint, code=2)
    return kind


def _check(name: str, kind: Kind, used: set[str]) -> None:
    if not kind.identity.pattern.fullmatch(name):
        raise Fatal(
            f"{name!r} is no id of kind {kind.name}",
            hint=f"ids look like {kind.identity.format or 'pg01'}",
            code=2,
        )
    if name.casefold() in {other.casefold() for other in used}:
        raise Fatal(f"{kind.name}/{name} exists already, here or on another branch", hint="choose another id", code=1)


def _values(words: Iterable[str]) -> dict[str, Json]:
    """Read ``FIELD=VALUE`` words; a value is YAML, by the rules of records."""
    values: dict[str, Json] = {}
    for word in words:
        field, equals, text = word.partition("=")
        document, findings = parse("--set", text.encode())
        if not equals or not field or findings:
            why = findings[0].message if findings else "it has no ="
            raise Fatal(f"--set {word}: {why}", hint="write --set FIELD=VALUE", code=2)
        values[field] = document.value
    return values
