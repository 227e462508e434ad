"""What a value on the command line may be, by its name in the help: from names of files, and at most two schemas."""

import os

from itsmctl.cli.field import field_of, states_of
from itsmctl.cli.place import Place, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["value_of"]

MOMENTS = ("now", "today", "yesterday")


def value_of(source: str, current: str, place: Place) -> list[str]:
    """Return what may stand for a value such as ``KIND``, ``ID=REF`` or ``{text,json}``; files are the shell's part."""
    for start, answer in ANSWERS.items():
        if source.startswith(start):
            return answer(source, current, place)
    return []


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
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    packed = f"{package}/share/templates/rules"
    folder = packed if os.path.isdir(packed) else f"{package}/../templates/rules"
    return [name.removesuffix(".md") for name in names(folder) if name.endswith(".md")]


def _branches(place: Place) -> list[str]:
    """Return the local branches as their files name them; those that git packed away are told in one file."""
    git = f"{place.top}/.git"
    heads = f"{git}/refs/heads"
    found = [os.path.relpath(f"{path}/{name}", heads) for path, _, files in os.walk(heads) for name in files]
    try:
        with open(f"{git}/packed-refs", encoding="utf-8") as packed:
            found += [line.split("refs/heads/")[1].strip() for line in packed if " refs/heads/" in line]
    except OSError:
        pass
    return ["HEAD", *found]


# The first that a source begins with answers.
ANSWERS: "dict[str, Callable[[str, str, Place], list[str]]]" = {
    "{": lambda source, _, __: source.strip("{}").split(","),
    "FIELD=": lambda _, current, place: field_of(current, place),
    "STATE": lambda _, __, place: states_of(place),
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
