"""What a value on the command line may be, by its name in the help: from names of files, and at most two schemas."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Place", "value_of"]

SCHEMAS, RECORDS = "schemas", "records"
NO_KIND = ("common", "kind")
MOMENTS = ("now", "today", "yesterday")


class Place:
    """The folder that is asked about, and the words that stand before the one that is completed."""

    def __init__(self, root: str, words: list[str]) -> None:
        self.top = _top(os.path.abspath(root))  # noqa: PTH100 - pathlib takes as long as Python itself
        self.words = words

    def kinds(self) -> list[str]:
        """Return the kinds: the names of the schemas."""
        names = (name.removesuffix(".json") for name in _names(f"{self.top}/{SCHEMAS}") if name.endswith(".json"))
        return [name for name in names if name not in NO_KIND]

    def ids(self, current: str, kinds: list[str] | None = None) -> list[str]:
        """Return the ids of some kinds, or of all; with their kind when that is being typed."""
        named = "/" in current
        found: list[str] = []
        for kind in kinds or _names(f"{self.top}/{RECORDS}"):
            prefix = f"{kind}/" if named else ""
            for _, _, files in os.walk(f"{self.top}/{RECORDS}/{kind}"):
                found += [prefix + name.removesuffix(".yaml") for name in files if name.endswith(".yaml")]
        return found

    def schema(self, name: str) -> dict[str, object]:
        """Read one schema."""
        import json

        with open(f"{self.top}/{SCHEMAS}/{name}.json", encoding="utf-8") as file:  # noqa: PTH123 - as above
            value = json.load(file)
        return value if isinstance(value, dict) else {}


def value_of(source: str, current: str, place: Place) -> list[str]:
    """Return what may stand for a value such as ``KIND``, ``ID=REF`` or ``{text,json}``; files are the shell's part."""
    for start, answer in ANSWERS.items():
        if source.startswith(start):
            return answer(source, current, place)
    return []


def _field(_: str, current: str, place: Place) -> list[str]:
    from itsmctl.cli.field import field_of

    return field_of(current, place)


def _state(_: str, __: str, place: Place) -> list[str]:
    from itsmctl.cli.field import states_of

    return states_of(place)


def _edit(source: str, current: str, place: Place) -> list[str]:
    """Complete ``ID``, ``ID=REF``, ``ID.FIELD=YAML``, ``ID[=degraded]``: the id, and what follows its sign."""
    source = source.replace("SERVICE", "ID")
    name, equals, rest = current.partition("=")
    if not equals:
        sign = source[2:3].strip("[")
        return [f"{found}{sign}" for found in place.ids(current)]
    after = ["down", "degraded"] if "[=" in source else place.ids(rest) if source == "ID=REF" else []
    return [f"{name}={word}" for word in after]


def _rules(_: str, __: str, ___: Place) -> list[str]:
    """Return the codes of the rules: each has its page among the templates, in the wheel or beside the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above
    packed = f"{package}/share/templates/rules"
    folder = packed if os.path.isdir(packed) else f"{package}/../templates/rules"  # noqa: PTH112 - as above
    return [name.removesuffix(".md") for name in _names(folder) if name.endswith(".md")]


def _branches(place: Place) -> list[str]:
    """Return the local branches as their files name them; those that git packed away are told in one file."""
    git = f"{place.top}/.git"
    heads = f"{git}/refs/heads"
    found = [os.path.relpath(f"{path}/{name}", heads) for path, _, files in os.walk(heads) for name in files]
    try:
        with open(f"{git}/packed-refs", encoding="utf-8") as packed:  # noqa: PTH123 - as above
            found += [line.split("refs/heads/")[1].strip() for line in packed if " refs/heads/" in line]
    except OSError:
        pass
    return ["HEAD", *found]


# The first that a source begins with answers.
ANSWERS: "dict[str, Callable[[str, str, Place], list[str]]]" = {
    "{": lambda source, _, __: source.strip("{}").split(","),
    "FIELD=": _field,
    "STATE": _state,
    "KIND/": lambda _, __, place: [f"{kind}/" for kind in place.kinds()],
    "KIND": lambda _, __, place: place.kinds(),
    "INC": lambda _, __, place: [name for name in place.ids("") if name.startswith("INC-")],
    "kpi/": lambda _, __, place: place.ids("", ["kpi"]),
    "ID": _edit,
    "SERVICE": _edit,
    "CODE": _rules,
    "REV|TIME": lambda _, __, place: [*_branches(place), *MOMENTS],
    "REV": lambda _, __, place: _branches(place),
    "TIME": lambda _, __, ___: list(MOMENTS),
}


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - as above
    except OSError:
        return []


def _top(folder: str) -> str:
    """Return the nearest folder upwards that holds records and schemas, or the folder itself."""
    here = folder
    while not (os.path.isdir(f"{here}/{RECORDS}") and os.path.isdir(f"{here}/{SCHEMAS}")):  # noqa: PTH112 - as above
        above = os.path.dirname(here)  # noqa: PTH120 - as above
        if above == here:
            return folder
        here = above
    return here
