"""The folder that a command line is about, as names of files tell it: its kinds and ids, and a schema when asked."""

import os

__all__ = ["Place", "names"]

SCHEMAS, RECORDS = "schemas", "records"
NO_KIND = ("common.json", "kind.json")


class Place:
    """The folder that is asked about, and the words that stand before the one that is completed."""

    def __init__(self, root: str, words: list[str]) -> None:
        self.top = _top(os.path.abspath(root))
        self.words = words

    def kinds(self) -> list[str]:
        """Return the kinds: the names of the schemas, the repository's and the package's."""
        files = {name for folder in self._schemas() for name in names(folder) if name.endswith(".json")}
        return sorted(name.removesuffix(".json") for name in files if name not in NO_KIND)

    def ids(self, current: str, kinds: list[str] | None = None) -> list[str]:
        """Return the ids of some kinds, or of all; with their kind when that is being typed."""
        named = "/" in current
        found: list[str] = []
        for kind in kinds or names(f"{self.top}/{RECORDS}"):
            prefix = f"{kind}/" if named else ""
            for _, _, files in os.walk(f"{self.top}/{RECORDS}/{kind}"):
                found += [prefix + name.removesuffix(".yaml") for name in files if name.endswith(".yaml")]
        return found

    def schema(self, name: str) -> dict[str, object]:
        """Read one schema: the repository's, else the package's."""
        import json

        own, shipped = (f"{folder}/{name}.json" for folder in self._schemas())
        with open(own if os.path.exists(own) else shipped, encoding="utf-8") as file:
            value = json.load(file)
        return value if isinstance(value, dict) else {}

    def _schemas(self) -> tuple[str, str]:
        """Return the folders of schemas, as `itsmctl.tree.share` finds the package's, without importing it."""
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        packed = f"{package}/share/{SCHEMAS}"
        shipped = packed if os.path.isdir(packed) else f"{os.path.dirname(package)}/{SCHEMAS}"
        return f"{self.top}/{SCHEMAS}", shipped


def names(folder: str) -> list[str]:
    """Return the names in a folder, sorted; none where it cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _top(folder: str) -> str:
    """Return the nearest folder upwards that holds records, or the folder itself."""
    here = folder
    while not os.path.isdir(f"{here}/{RECORDS}"):
        above = os.path.dirname(here)
        if above == here:
            return folder
        here = above
    return here
