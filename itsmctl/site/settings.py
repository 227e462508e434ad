"""A repository's ``mkdocs.yml`` into a promise that building from it runs and reads nothing but pages.

MkDocs and Zensical both load hooks, plugins, templates and Python objects that the file names. Who may change the
file could run a program on the machine that publishes. So what it may say is listed here; all else ends the run.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from itsmctl.findings import Fatal, Location

__all__ = ["check"]

NAVIGATION = "build/nav.yml"
FIXED = {"INHERIT": NAVIGATION, "docs_dir": "build/docs", "site_dir": "build/site"}
FREE = (
    "site_name", "site_url", "site_description", "site_author", "copyright", "repo_url", "repo_name", "edit_uri",
    "nav", "use_directory_urls", "validation", "extra", "extra_css", "extra_javascript", "strict",
)  # fmt: skip
THEME = ("name", "language", "locale", "font", "icon", "logo", "favicon", "palette", "features", "direction")
PLUGINS: Mapping[str, tuple[str, ...]] = {"search": ("lang", "separator"), "tags": ()}
PLAIN = ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "smarty", "tables")
PYMDOWNX = ("caret", "details", "keys", "mark", "smartsymbols", "tasklist", "tilde", "superfences")
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*PLAIN, *(f"pymdownx.{name}" for name in PYMDOWNX)), ()),
    "toc": ("permalink", "toc_depth", "title"),
    "pymdownx.superfences": ("custom_fences",),
}
NAMES = ("pymdownx.superfences.fence_code_format", "pymdownx.superfences.fence_div_format")
TAG = "tag:yaml.org,2002:python/name:"
HINT = "the site runs nothing of the repository: take it out, or build with mkdocs itself where you trust the file"


def check(config: Path) -> None:
    """See that the file, and the navigation that it inherits, ask a builder to run or read nothing of theirs.

    Raises Fatal for the first thing that it may not say, and for what is no YAML.
    """
    for what in _objections(_loaded(config)):
        raise _refusal(config, what)
    parent = config.parent / NAVIGATION
    for key in _loaded(parent) if parent.exists() else ():
        if key != "nav":
            raise _refusal(parent, f"it may hold nav alone, and has {key}")


def _refusal(path: Path, what: str) -> Fatal:
    return Fatal(what, hint=HINT, where=Location(path.name))


def _loaded(path: Path) -> dict[str, Any]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Builds plain values, and texts for the names of Python that are known."""

    for name in NAMES:
        Loader.add_constructor(f"{TAG}{name}", lambda _, node: node.tag.removeprefix(TAG))
    try:
        value = yaml.load(path.read_bytes(), Loader=Loader)  # noqa: S506 - a safe one
    except yaml.constructor.ConstructorError as error:
        raise _refusal(path, f"it holds what is no plain value: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        told = " ".join(str(error).split())[:200]
        raise Fatal(f"this is no YAML: {told}", where=Location(path.name)) from None
    if not isinstance(value, dict):
        raise Fatal("this is no mapping of settings", where=Location(path.name))
    return value


def _objections(settings: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what the settings say that they may not, each as a sentence."""
    known = (*FIXED, *FREE, "theme", "plugins", "markdown_extensions")
    yield from (f"{key} is not among the settings that a site may have" for key in settings if key not in known)
    for key in ("docs_dir", "site_dir"):
        # Without them a builder takes docs/, and empties site/.
        if key not in settings:
            yield f"{key} is missing: it is {FIXED[key]}"
    yield from (f"{key} must be {value}" for key, value in FIXED.items() if settings.get(key, value) != value)
    theme = settings.get("theme", "material")
    for key in theme if isinstance(theme, dict) else ():
        if key not in THEME:
            yield f"theme.{key} is not among the settings that a site may have"
    if (theme.get("name") if isinstance(theme, dict) else theme) != "material":
        yield "the theme must be material"
    yield from _listed("plugin", settings.get("plugins"), PLUGINS)
    yield from _listed("Markdown extension", settings.get("markdown_extensions"), EXTENSIONS)


def _listed(what: str, entries: Any, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Hold plugins or extensions against those that are known, with their options."""
    for name, options in _entries(entries):
        if not isinstance(name, str) or name not in known:
            yield f"the {what} {name} is not among those that a site may have: {', '.join(sorted(known))}"
            continue
        given = options if isinstance(options, dict) else {}
        if options and not given:
            yield f"the options of {name} are no mapping"
        yield from (f"{name} may not set {key}" for key in given if key not in known[name])
        yield from _fences(given.get("custom_fences", ()))


def _entries(entries: Any) -> Iterator[tuple[Any, Any]]:
    """Yield name and options; both builders take a list of names and mappings, or one mapping."""
    for entry in entries if isinstance(entries, list) else [entries or {}]:
        yield from entry.items() if isinstance(entry, dict) else [(entry, None)]


def _fences(fences: Any) -> Iterator[str]:
    for fence in fences if isinstance(fences, list) else [fences] if fences else ():
        if not isinstance(fence, dict) or not set(fence) <= {"name", "class", "format"}:
            yield "a custom fence has name, class and format alone"
        elif fence.get("format", NAMES[0]) not in NAMES:
            yield f"the format of a custom fence is one of {', '.join(NAMES)}"
