"""The commits of a repository into the timeline of each record; every changed blob is parsed once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from itsmctl.document import parse
from itsmctl.history.commits import Commit, Touch, commits, whole
from itsmctl.history.timeline import Timeline, Version
from itsmctl.kinds import Kinds
from itsmctl.repo import Repo

__all__ = ["History", "read"]

FOLDER = "records"
PARTS = 2  # <kind>/<id>.yaml is the shortest path of a record in it


@dataclass(frozen=True, slots=True)
class History:
    """The timelines of all records that ever were, the ends of the line, and what was back-dated."""

    timelines: Mapping[str, Timeline]
    first: Commit
    last: Commit
    backdated: tuple[Commit, ...] = ()

    def of(self, key: str) -> Timeline | None:
        """Return the timeline of one record, ``kind/id``, if it was ever committed."""
        return self.timelines.get(key)


Change = tuple[Commit, str, str | None]


def read(repo: Repo, commit: str, kinds: Kinds) -> History:
    """Read the history of a full commit id along first parents, with the states as these kinds name them.

    Raises Fatal for a shallow clone and for objects that are missing. A version that cannot be parsed has no
    state.
    """
    whole(repo)
    changes: list[Change] = []
    backdated: list[Commit] = []
    ends: list[Commit] = []
    for made, touches in commits(repo, commit):
        ends[1 if ends else 0 :] = [made]
        changes += [(made, key, oid) for key, oid in _records(f"{repo.prefix}{FOLDER}/", touches)]
        if made.at < made.moment:
            backdated.append(made)
    contents = repo.blobs(oid for _, _, oid in changes if oid)
    loom = _Loom(_fields(kinds))
    for made, key, oid in changes:
        loom.add(made, key, next(contents)[1] if oid else None)
    return History(loom.timelines(), ends[0], ends[-1], tuple(backdated))


def _records(folder: str, touches: tuple[Touch, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield record and blob; a record that moved between folders was not deleted."""
    found: dict[str, str | None] = {}
    for touch in touches:
        parts = touch.path.removeprefix(folder).split("/")
        if touch.path.startswith(folder) and len(parts) >= PARTS and parts[-1].endswith(".yaml"):
            key = f"{parts[0]}/{parts[-1].removesuffix('.yaml')}"
            found[key] = touch.oid or found.get(key)
    return iter(found.items())


def _fields(kinds: Kinds) -> dict[str, str]:
    """Return the field that holds the state, by kind."""
    return {name: kind.lifecycle.field for name, kind in kinds.by_name.items() if kind.lifecycle}


@dataclass(slots=True)
class _Loom:
    """Weaves versions into timelines; holds the latest value of each record and nothing older."""

    fields: Mapping[str, str]
    latest: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, list[Version]] = field(default_factory=dict)
    # Most commits change the same few fields: each combination is kept once.
    combinations: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def add(self, commit: Commit, key: str, data: bytes | None) -> None:
        """Add one version of one record; no data means that it was deleted."""
        versions = self.versions.setdefault(key, [])
        if data is None:
            self.latest.pop(key, None)
            versions.append(Version(commit, None, (), deleted=True))
            return
        value = parse(key, data)[0].value
        if not isinstance(value, dict):
            versions.append(Version(commit, None, (), readable=False))
            return
        before = self.latest.get(key, {})
        changed = tuple(name for name in sorted({*before, *value}) if before.get(name) != value.get(name))
        state = value.get(self.fields.get(key.partition("/")[0], ""))
        self.latest[key] = value
        word = state if isinstance(state, str) else None
        versions.append(Version(commit, word, self.combinations.setdefault(changed, changed)))

    def timelines(self) -> dict[str, Timeline]:
        """Return the timelines by key; a record takes over the versions of the ids that it had before."""
        heirs = {
            f"{key.partition('/')[0]}/{former}": key for key, value in self.latest.items() for former in _former(value)
        }
        heirs = {old: new for old, new in heirs.items() if old in self.versions and old not in self.latest}
        for old, new in heirs.items():
            before = [v for v in self.versions.pop(old) if not v.deleted]
            self.versions[new] = sorted(before + self.versions[new], key=lambda v: v.commit.position)
        return {key: _timeline(key, found) for key, found in sorted(self.versions.items())}


def _timeline(key: str, versions: list[Version]) -> Timeline:
    kind, _, name = key.partition("/")
    return Timeline(kind, name, tuple(versions))


def _former(value: Mapping[str, Any]) -> list[str]:
    names = value.get("former_ids", [])
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
