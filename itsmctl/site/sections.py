"""The sections that kinds name, and what the repository or the package says of them, into the parts of the site."""

from dataclasses import dataclass, field
from typing import Any

from itsmctl.document import parse
from itsmctl.findings import Fatal, Location
from itsmctl.kinds import Kind
from itsmctl.snapshot import Snapshot
from itsmctl.tree import Tree, share

__all__ = ["Section", "sections"]

FILE = "templates/pages/sections.yaml"
WORDS = ("icon", "title", "purpose")


@dataclass(frozen=True, slots=True)
class Section:
    """A main part of the site: its folder, its sign, what it is called, what it holds, and the kinds in it."""

    name: str
    icon: str
    title: str
    purpose: str
    kinds: tuple[Kind, ...] = field(default=(), compare=False)


def sections(snapshot: Snapshot) -> tuple[Section, ...]:
    """Return the sections that have a kind, in the order of the file that describes them; others come last, by name.

    Raises Fatal for a file of the repository that does not say of each section its icon, title and purpose.
    """
    known = _known(snapshot.tree)
    kinds: dict[str, list[Kind]] = {}
    for kind in snapshot.kinds.by_name.values():
        kinds.setdefault(kind.section, []).append(kind)
    order = [name for name in known if name in kinds] + sorted(kinds.keys() - known.keys())
    return tuple(_section(name, known.get(name) or _default(name, kinds[name]), kinds[name]) for name in order)


def _section(name: str, told: dict[str, str], kinds: list[Kind]) -> Section:
    return Section(name, told["icon"], told["title"], told["purpose"], tuple(kinds))


def _default(name: str, kinds: list[Kind]) -> dict[str, str]:
    """Describe a section that nobody described by its kinds."""
    title = name.replace("-", " ").replace("_", " ")
    return {
        "icon": kinds[0].icon,
        "title": title[:1].upper() + title[1:],
        "purpose": ", ".join(kind.plural for kind in kinds),
    }


def _known(tree: Tree) -> dict[str, dict[str, str]]:
    data = tree.read(FILE) or share(FILE).read_bytes()
    document, findings = parse(FILE, data)
    if findings:
        raise Fatal(findings[0].message, hint=findings[0].hint, where=findings[0].where)
    value: Any = document.value
    if not isinstance(value, dict) or not all(_described(told) for told in value.values()):
        raise Fatal("a section has an icon, a title and a purpose, each a text", where=Location(FILE),
                    hint="mend it, or delete it: the packaged one takes over")  # fmt: skip
    return value


def _described(told: Any) -> bool:
    return isinstance(told, dict) and all(isinstance(told.get(word), str) for word in WORDS)
