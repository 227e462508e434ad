"""Records, kinds and sections into the paths of their pages, and paths into links from one page to another."""

from itsmctl.catalog import Record
from itsmctl.kinds import Kind
from itsmctl.site.escape import Md, inline

__all__ = ["index_page", "link", "page_of", "relative", "section_page", "url"]

RESERVED = ("index", "readme")


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
