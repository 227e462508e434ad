"""Templates of the repository, else of the package, into functions from data to Markdown; all data is escaped."""

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itsmctl.findings import Fatal, Location
from itsmctl.site.badge import badge
from itsmctl.site.escape import inline, prose, prose_cell
from itsmctl.site.fields import humanise
from itsmctl.tree import Tree, share

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ["Templates"]

FOLDER = "templates/pages"


class Templates:
    """The page templates of one tree, each compiled once."""

    def __init__(self, tree: Tree) -> None:
        """Look templates up in the tree first, then in the package."""
        from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader

        own = FunctionLoader(lambda name: _text(tree, name))
        self._jinja = _environment(ChoiceLoader([own, FileSystemLoader(share("templates") / "pages")]))
        self._known: dict[tuple[str, ...], Any] = {}

    def render(self, names: tuple[str, ...], values: Mapping[str, Any]) -> str:
        """Render the first of these templates that exists; Fatal when it fails, naming template and line."""
        from jinja2 import TemplateError

        try:
            if names not in self._known:
                self._known[names] = self._jinja.select_template(list(names))
            return _tidy(self._known[names].render(values))
        except TemplateError as error:
            raise _fault(names, error, str(error.message)) from error
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
            # A repository's own template may do anything that its sandbox lets it try.
            raise _fault(names, error, str(error)) from error


def _fault(names: tuple[str, ...], error: Exception, told: str) -> Fatal:
    """Name template and line: of a syntax error its own, else of the last frame that lies in a template."""
    name, line = getattr(error, "name", None) or names[0], getattr(error, "lineno", None) or 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith((".md", "<template>")):
            name, line = Path(frame.filename).name.replace("<template>", str(name)), frame.lineno or line
    return Fatal(f"this template fails: {told}", hint="mend it, or delete it: the packaged one takes over",
                 where=Location(f"{FOLDER}/{name}", line))  # fmt: skip


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
