"""A path below ``records/`` into the kind and id it claims: the path is the identity."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Kind, Kinds
from itsmctl.suggest import did_you_mean
from itsmctl.tree import LIMIT, REGULAR, Entry, Tree

__all__ = ["Claim", "claim", "unfit"]

MODES = {"120000": "a symbolic link", "160000": "a folder of another repository", "100755": "executable"}
LONGEST = 63
# Names that Windows keeps for devices, whatever ends in them: con.yaml can be neither made nor checked out there.
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE | re.ASCII)
FORBIDDEN = re.compile(r'[<>:"|?*\\]|[. ]$')


@dataclass(frozen=True, slots=True)
class Claim:
    """One file that is a record by its place: its kind, its id and its bytes."""

    kind: Kind
    id: str
    path: str
    data: bytes

    @property
    def key(self) -> str:
        """The record's name among all records: ``kind/id``."""
        return f"{self.kind.name}/{self.id}"


def claim(tree: Tree, kinds: Kinds) -> tuple[list[Claim], list[Finding]]:
    """Give every file below ``records/`` to a kind; what no kind claims, or a second owner of an id, is a finding."""
    claims: list[Claim] = []
    findings: list[Finding] = []
    owners: dict[tuple[str, str], Claim] = {}
    for path, entry in tree.below("records"):
        made = _claim(path, path.removeprefix(tree.prefix), entry, kinds)
        if isinstance(made, Finding):
            findings.append(made)
            continue
        owner = owners.setdefault((made.kind.name, made.id.casefold()), made)
        if owner is made:
            claims.append(made)
        else:
            findings.append(_doubled(made, owner))
    return claims, findings


def _claim(path: str, inner: str, entry: Entry, kinds: Kinds) -> Claim | Finding:
    for code, message, hint in _objections(inner, entry, kinds):
        return Finding(code, Severity.ERROR, message, Location(_shown(path)), hint)
    _, folder, *_, name = inner.split("/")
    return Claim(kinds.by_name[folder], name.removesuffix(".yaml"), path, entry.data or b"")


def _objections(path: str, entry: Entry, kinds: Kinds) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a file before it is read: code, message and hint."""
    parts = path.split("/")
    if entry.mode != REGULAR:
        what = MODES.get(entry.mode, f"of mode {entry.mode}")
        yield (
            "irregular-file",
            f"a record must be a plain file, but this is {what}",
            "store the record itself",
        )
    if path.count("/") == 1:
        yield "stray-file", "records lie in a folder of their kind", f"move it to records/<kind>/{parts[-1]}"
        return
    folder, name = parts[1], parts[-1]
    kind = kinds.get(folder)
    if kind is None:
        hint = did_you_mean(folder, kinds.by_name, "itsmctl schema lists the kinds")
        yield "unknown-kind", f"there is no kind {_shown(folder)}", hint
    if not name.endswith(".yaml"):
        yield (
            "stray-file",
            f"{_shown(name)} is not a record: records end in .yaml",
            "rename it, or move it out of records/",
        )
    if entry.data is None:
        why = f"is larger than {LIMIT:,} bytes" if entry.size > LIMIT else "cannot be read"
        yield (
            "unreadable-file",
            f"the file {why}",
            "split the record" if entry.size > LIMIT else "check its permissions",
        )
    if kind:
        yield from _misnamed(parts[2:-1], name.removesuffix(".yaml"), kind)


def _misnamed(folders: Iterable[str], name: str, kind: Kind) -> Iterator[tuple[str, str, str]]:
    fault = unfit(name, kind)
    if fault:
        yield "bad-id", *fault
    for folder in folders:
        if _is_foreign(folder):
            yield "bad-id", f"the folder {_shown(folder)} cannot be checked out on Windows", "rename the folder"


def unfit(name: str, kind: Kind) -> tuple[str, str] | None:
    """Say why a name is no id of a kind, with a hint; None when it is one."""
    hint = f"ids look like {kind.identity.format or f'letters, digits, . _ - and at most {LONGEST} of them'}"
    if len(name) > LONGEST:
        return f"{_shown(name)} is {len(name)} characters long, and an id has {LONGEST} at most", hint
    if not kind.identity.pattern.fullmatch(name):
        return f"{_shown(name)} is no id of kind {kind.name}", hint
    if _is_foreign(name):
        hint = (
            "choose another id: Windows keeps con, prn, aux, nul, com1, lpt1 … for devices, and takes no dot at the end"
        )
        return f"{name} cannot be checked out on Windows", hint
    return None


def _is_foreign(name: str) -> bool:
    """Say whether Windows cannot have a file or folder of this name."""
    return bool(DEVICE.fullmatch(name) or FORBIDDEN.search(name))


def _doubled(made: Claim, owner: Claim) -> Finding:
    hint = "ids are unique within a kind, whatever the folder and the case; give this one another id"
    return Finding(
        "duplicate-id",
        Severity.ERROR,
        f"{owner.path} already owns the id {owner.id}",
        Location(made.path),
        hint,
        (Location(owner.path),),
        made.id,
    )


def _shown(text: str) -> str:
    """Make a path or name printable: what is no plain text is written as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)
