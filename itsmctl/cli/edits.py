"""The options that edit records in mind, for every verb that asks what would follow; nothing is written."""

import argparse
from pathlib import Path

from itsmctl.findings import Fatal
from itsmctl.snapshot import Snapshot
from itsmctl.tree import LIMIT
from itsmctl.whatif import FORMS, Edit, Overlay, read_edit

__all__ = ["add_edits", "edits_of"]

HELP = {
    "set": "give a field a value; dots lead into it (targets.availability); an empty value takes the field away",
    "add-dependency": "add an entry to depends_on: an id, {ref: …} or {any_of: […]}",
    "drop-dependency": "take a record out of depends_on, also out of its groups",
    "need": "let the group at this place of depends_on, from 0, need so many (2 or 50%%)",
    "add": "add a record",
    "remove": "take a record away",
}


def add_edits(parser: argparse.ArgumentParser) -> None:
    """Add ``--set``, ``--need``, ``--patch`` and the other edits."""
    edits = parser.add_argument_group("edits", "each may be given several times; their order does not matter")
    for option, form in FORMS.items():
        edits.add_argument(f"--{option}", action="append", default=[], metavar=form, help=HELP[option])
    edits.add_argument(
        "--patch", action="append", default=[], type=Path, metavar="DIR", help="lay over records: KIND/…/ID.yaml"
    )


def edits_of(args: argparse.Namespace, base: Snapshot) -> list[Edit]:
    """Return the edits that were asked for; Fatal for what cannot be understood."""
    words = [(option, word) for option in FORMS for word in getattr(args, option.replace("-", "_"))]
    return [*(read_edit(option, word, base.catalog) for option, word in words), *_patches(args.patch)]


def _patches(folders: list[Path]) -> list[Edit]:
    """Read the records of the folders: what lies in ``KIND/``, or in ``records/KIND/``."""
    found: list[Edit] = []
    for folder in folders:
        top = folder / "records" if (folder / "records").is_dir() else folder
        paths = sorted(p for p in top.rglob("*.yaml") if p.is_file() and not p.is_symlink() and p.parent != top)
        if not paths:
            raise Fatal(f"there are no records in {folder}", hint="they lie there as KIND/ID.yaml", code=2)
        for path in paths:
            if path.stat().st_size > LIMIT:
                raise Fatal(f"{path} is larger than {LIMIT:,} bytes", code=2)
            found.append(Overlay(f"{path.relative_to(top).parts[0]}/{path.stem}", path.read_bytes()))
    return found
