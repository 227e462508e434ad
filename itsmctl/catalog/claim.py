"""A path below ``records/`` into the kind and id it claims: the path is the identity."""

from collections.abc import Iterator
from dataclasses import dataclass

from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Kind, Kinds
from itsmctl.suggest import did_you_mean
from itsmctl.tree import LIMIT, REGULAR, Entry, Tree

__all__ = ["Claim", "claim"]

MODES = {"120000": "a symbolic link", "160000": "a folder of another repository", "100755": "executable"}


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
        made = _claim(path, entry, kinds)
        if isinstance(made, Finding):
            findings.append(made)
            continue
        owner = owners.setdefault((made.kind.name, made.id.casefold()), made)
        if owner is made:
            claims.append(made)
        else:
            findings.append(_doubled(made, owner))
    return claims, findings


def _claim(path: str, entry: Entry, kinds: Kinds) -> Claim | Finding:
    for code, message, hint in _objections(path, entry, kinds):
        return Finding(code, Severity.ERROR, message, Location(_shown(path)), hint)
    _, folder, *_, name = path.split("/")
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
    if kind and not kind.identity.pattern.fullmatch(name.removesuffix(".yaml")):
        form = kind.identity.format or "letters, digits, . _ - and at most 63 of them"
        yield (
            "bad-id",
            f"{_shown(name.removesuffix('.yaml'))} is no id of kind {kind.name}",
            f"ids look like {form}",
        )


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
