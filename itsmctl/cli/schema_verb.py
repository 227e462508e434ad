"""``itsmctl schema``: the kinds, the fields and states of one; how the repository's own schemas differ, and copies."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from itsmctl.authoring import WRITTEN, blob_id, lock_of, lock_text
from itsmctl.cli.options import add_at, add_output, commit_at, repo_of, write
from itsmctl.findings import Fatal
from itsmctl.kinds import Kinds, Layer, layers, package
from itsmctl.kinds import load as load_kinds
from itsmctl.render.escape import as_text
from itsmctl.render.kind import kind_text, kinds_text
from itsmctl.render.schema_difference import difference
from itsmctl.repo import Repo, create_file, write_atomic
from itsmctl.suggest import did_you_mean
from itsmctl.tree import Tree, at_commit, from_disk

EXAMPLES = """
itsmctl schema                        the kinds, one a line
itsmctl schema rfc                    the fields of a kind, its ids, states and moves
itsmctl schema rfc --format json      its JSON Schema
itsmctl schema --diff                 how the repository's own schemas differ from the package's
itsmctl schema rfc --diff             how one does
itsmctl schema rfc --eject            copy the package's into schemas/, to be changed
itsmctl schema --export build/schemas all that hold, for editors and other tools
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", nargs="?", metavar="KIND", help="one kind (default: list them)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--diff", action="store_true", help="how the repository's own differ from the package's")
    what.add_argument("--eject", action="store_true", help="copy the package's into schemas/, to be changed there")
    what.add_argument("--export", type=Path, metavar="DIR", help="write all that hold, for editors and other tools")
    add_at(parser)
    add_output(parser, ("text", "json"))


def run(args: argparse.Namespace) -> int:
    """List the kinds, describe one, or do with their files what is asked for."""
    repo = repo_of(args)
    if args.eject:
        return _eject(repo, args)
    tree = at_commit(repo, commit_at(repo, args.at)) if args.at else from_disk(repo)
    if args.diff:
        return _diff(tree, args)
    if args.export:
        return _export(layers(tree), args.export)
    return _show(load_kinds(tree), args)


def _show(kinds: Kinds, args: argparse.Namespace) -> int:
    kind = kinds.get(args.kind) if args.kind else None
    if args.kind and kind is None:
        raise _unknown(args.kind, kinds.by_name)
    if args.format == "json":
        value = kind.schema if kind else sorted(kinds.by_name)
        write(args, as_text(value))
    else:
        write(args, kind_text(kind) if kind else kinds_text(kinds))
    return 0


def _diff(tree: Tree, args: argparse.Namespace) -> int:
    """Show the differences; 0 whether there are any or not, as they are nobody's fault."""
    shipped, found = package(), layers(tree)
    if args.kind and f"{args.kind}.json" not in found:
        raise _unknown(args.kind, (name.removesuffix(".json") for name in found))
    names = [f"{args.kind}.json"] if args.kind else [name for name in found if _differs(found[name], shipped.get(name))]
    told = [difference(found[name], shipped.get(name)) for name in names]
    write(args, "\n".join(told) or "No schema differs from the package's.\n")
    return 0


def _differs(own: Layer, shipped: Layer | None) -> bool:
    return shipped is None or own.value != shipped.value


def _eject(repo: Repo, args: argparse.Namespace) -> int:
    """Copy one schema into the repository, and note what it was made from, for `upgrade`."""
    shipped = package()
    if not args.kind:
        raise Fatal("--eject copies one kind", hint="itsmctl schema KIND --eject", code=2)
    name = f"{args.kind}.json"
    if name not in shipped:
        raise _unknown(args.kind, (one.removesuffix(".json") for one in shipped))
    path, data = repo.root / "schemas" / name, shipped[name].text.encode()
    note = repo.root / WRITTEN
    written = lock_of(note.read_bytes() if note.is_file() else None)
    try:
        create_file(path, data)
    except FileExistsError:
        hint = f"itsmctl schema {args.kind} --diff shows how it differs"
        raise Fatal(f"schemas/{name} is there already", hint=hint, code=1) from None
    _put(note, lock_text({**written, f"schemas/{name}": blob_id(data)}))
    sys.stdout.write(f"schemas/{name}\n")
    return 0


def _export(found: dict[str, Layer], folder: Path) -> int:
    """Write every schema that holds; what the package fills in is in it."""
    for name, layer in found.items():
        whole = layer.text if layer.below is None else json.dumps(layer.value, indent=2, ensure_ascii=False) + "\n"
        _put(folder / name, whole.encode())
    sys.stdout.write(f"{folder}: {len(found)} schemas\n")
    return 0


def _put(path: Path, data: bytes) -> None:
    if path.exists():
        write_atomic(path, data)
    else:
        create_file(path, data)


def _unknown(kind: str, known: Iterable[str]) -> Fatal:
    hint = did_you_mean(kind, known, "itsmctl schema lists them")
    return Fatal(f"there is no kind {kind}", hint=hint, code=2)
