"""Records, kinds and sections into the paths of their pages, and paths into links from one page to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from itsmctl.catalog import Record
from itsmctl.kinds import Kind
from itsmctl.site.escape import Md, inline

__all__ = ["SECTIONS", "Section", "index_page", "link", "page_of", "relative", "section_page", "sections", "url"]

RESERVED = ("index", "readme")


@dataclass(frozen=True, slots=True)
class Section:
    """A main part of the site: its folder, what it is called, what it holds, and the kinds in it."""

    name: str
    icon: str
    title: str
    purpose: str
    kinds: tuple[Kind, ...] = field(default=(), compare=False)


SECTIONS: Mapping[str, tuple[str, str, str]] = {
    "service": ("🛎️", "Services", "What customers get, what is promised, and who helps to keep the promise"),
    "configuration": ("🧩", "Configuration", "What services stand on, and what of it was bought"),
    "change": ("🔄", "Changes", "What is to be changed, who allowed it, when, and how it went"),
    "incident": ("🚨", "Incidents", "What broke, whom it hit, and how it was restored"),
    "problem": ("🔬", "Problems", "Why things break, and what helps until the cause is gone"),
    "governance": ("⚙️", "Governance", "Processes, who answers for what, and the rules of the house"),
    "people": ("👥", "People", "Who they are, and the roles and teams they work in"),
    "improvement": ("📈", "Improvement", "How well the processes do, and what is done to do better"),
    "knowledge": ("📚", "Knowledge", "What has been learned and written down"),
}


def sections(kinds: Mapping[str, Kind]) -> tuple[Section, ...]:
    """Return the sections that have a kind, in the order of the tabs; one that is not known comes last."""
    named = {kind.section for kind in kinds.values()}
    order = [name for name in SECTIONS if name in named] + sorted(named - set(SECTIONS))
    return tuple(
        Section(name, *SECTIONS.get(name, ("🔑", name.capitalize(), "Records of the organisation's own kinds")),
                tuple(kind for kind in kinds.values() if kind.section == name))
        for name in order
    )  # fmt: skip


def section_page(name: str) -> str:
    """Return the path of a section's page."""
    return f"{name}/index.md"


def index_page(kind: Kind) -> str:
    """Return the path of the page that lists the records of a kind."""
    return f"{kind.section}/{kind.name}/index.md"


def page_of(record: Record) -> str:
    """Return the path of a record's page; an id that is also the name of an index page gets an underscore."""
    stem = f"_{record.id}" if record.id.casefold() in RESERVED else record.id
    return f"{record.kind.section}/{record.kind.name}/{stem}.md"


def relative(page: str, target: str) -> str:
    """Return the way from one page to another, or to an asset."""
    here, there = page.split("/"), target.split("/")
    shared = 0
    while shared < min(len(here), len(there)) - 1 and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - 1 - shared) + there[shared:])


def link(page: str, target: str, text: str, anchor: str = "") -> Md:
    """Write a link from one page to another; ids hold nothing that Markdown could mistake inside <…>."""
    return Md(f"[{inline(text)}]({relative(page, target)}{anchor})")


def url(page: str, target: str) -> str:
    """Return the address of one built page as seen from another, for diagrams: no builder rewrites them."""
    here, there = _folder(page), _folder(target)
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join([*[".."] * (len(here) - shared), *there[shared:], ""]) or "./"


def _folder(path: str) -> list[str]:
    parts = path.removesuffix(".md").split("/")
    return parts[:-1] if parts[-1] == "index" else parts
