"""Templates of the repository, else of the package, into functions from data to Markdown; all data is escaped."""

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from itsmctl.findings import Fatal, Location
from itsmctl.site.badge import badge
from itsmctl.site.escape import inline, prose, prose_cell
from itsmctl.site.fields import humanise
from itsmctl.tree import Tree, share

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ["HOME", "Standing", "Templates"]

FOLDER = "templates/pages"
ALONE = "alone"  # the folder below it: each template is a page of its own
HOME = "index.md"
TITLE = re.compile(r"\{\*\s*(.+?)\s*\*\}")  # the first comment of such a template


@dataclass(frozen=True, slots=True)
class Standing:
    """A page of no record and no kind: its template, its path in the site, and its title."""

    template: str
    path: str
    title: str


class Templates:
    """The page templates of one tree, each compiled once."""

    def __init__(self, tree: Tree) -> None:
        """Look templates up in the tree first, then in the package."""
        from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader

        own = FunctionLoader(lambda name: _text(tree, name))
        self._packaged = share("templates") / "pages"
        self._tree = tree
        self._jinja = _environment(ChoiceLoader([own, FileSystemLoader(self._packaged)]))
        self._names = frozenset((*self._files(), *self._files(ALONE)))
        self._known: dict[str, Any] = {}

    def first(self, names: tuple[str, ...]) -> str:
        """Return the first of these templates that exists; the last one is the tool's own, which does."""
        return next((name for name in names if name in self._names), names[-1])

    def standing(self) -> list[Standing]:
        """Return the pages that stand alone, in the order of their names; ``home.md`` is the first page."""
        return [self._standing(name) for name in self._files(ALONE)]

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render a template; Fatal when it fails, naming template and line."""
        from jinja2 import TemplateError

        try:
            if name not in self._known:
                self._known[name] = self._jinja.get_template(name)
            return _tidy(self._known[name].render(values))
        except TemplateError as error:
            raise _fault(name, error, str(error.message)) from error
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
            # A repository's own template may do anything that its sandbox lets it try.
            raise _fault(name, error, str(error)) from error

    def _files(self, folder: str = "") -> list[str]:
        """Return the templates right in a folder, by name, of the tree and of the package."""
        here = PurePosixPath(FOLDER, folder)
        own = (PurePosixPath(path) for path, _ in self._tree.below(FOLDER))
        names = {path.name for path in own if path.parent == here}
        names |= {path.name for path in (self._packaged / folder).iterdir()}
        return [(PurePosixPath(folder) / name).as_posix() for name in sorted(names) if name.endswith(".md")]

    def _standing(self, template: str) -> Standing:
        name = PurePosixPath(template).name
        own = _text(self._tree, template)
        text = own if own is not None else (self._packaged / template).read_text("utf-8")
        found = TITLE.match(text)
        title = found[1] if found else humanise(name.removesuffix(".md"))
        return Standing(template, HOME if name == "home.md" else name, title)


def _fault(name: str, error: Exception, told: str) -> Fatal:
    """Name template and line: of a syntax error its own, else of the last frame that lies in a template."""
    name, line = getattr(error, "name", None) or name, getattr(error, "lineno", None) or 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith((".md", "<template>")):
            name, line = _named(frame.filename, str(name)), frame.lineno or line
    return Fatal(f"this template fails: {told}", hint="mend it, or delete it: the packaged one takes over",
                 where=Location(f"{FOLDER}/{name}", line))  # fmt: skip


def _named(file: str, name: str) -> str:
    """Return the name of a template from the file that a frame names; one of the repository's has none."""
    if file == "<template>":
        return name
    parts = Path(file).parts
    return "/".join(parts[-2:] if parts[-2] == ALONE else parts[-1:])


def _text(tree: Tree, name: str) -> str | None:
    data = tree.read(f"{FOLDER}/{name}")
    try:
        return data.decode("utf-8") if data is not None else None
    except UnicodeDecodeError:
        where = Location(f"{FOLDER}/{name}")
        raise Fatal("this template is not UTF-8", hint="save the file as UTF-8", where=where) from None


def _environment(loader: Any) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    made = SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        # What is not safe Markdown already is escaped for Markdown, before Jinja would escape it for HTML.
        finalize=lambda value: value if hasattr(value, "__html__") else inline("" if value is None else str(value)),
        undefined=StrictUndefined,
        comment_start_string="{*",  # {#id} is the id of a heading here
        comment_end_string="*}",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kept = ("length", "sort", "first", "last", "list", "int", "round", "default", "selectattr", "map", "upper")
    made.filters = {name: made.filters[name] for name in kept}
    made.filters["label"] = humanise
    made.globals |= {"badge": badge, "prose": prose, "prose_cell": prose_cell}
    return made


def _tidy(text: str) -> str:
    """Leave one empty line between blocks, outside of fences, so that the Markdown reads well too."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        bare = line.rstrip()
        fenced ^= bare.startswith("```")
        if bare or fenced or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n") + "\n"
