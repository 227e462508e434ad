"""A log of ticket events into a new repository whose history is that log: all of it, or nothing."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from itsmctl.document import Document
from itsmctl.exchange.commits import stream_of
from itsmctl.exchange.log import events_of, in_order
from itsmctl.exchange.mapping import Rules, read_rules
from itsmctl.exchange.rows import Event, Translator
from itsmctl.exchange.words import one_line_fields
from itsmctl.findings import Fatal, Finding, Location
from itsmctl.kinds import Kind, Kinds, load
from itsmctl.repo import create
from itsmctl.tree import from_dict, share
from itsmctl.validate import checker, explain

__all__ = ["Imported", "import_event_log"]

# Wraps the commits on their way to git: given them and their number, it passes them on and shows progress.
Progress = Callable[[Iterable[bytes], int], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made: the folder, the id of the last commit, and how many events of how many records."""

    folder: Path
    commit: str
    events: int
    records: int


def import_event_log(
    mapping: Path, log: Path, into: Path, progress: Progress = lambda chunks, _: chunks
) -> tuple[Imported | None, list[Finding]]:
    """Make a new repository in ``into`` with one commit for each row of the log.

    Findings, and nothing made, when mapping or rows are wrong. Raises Fatal when the folder is in use, when the
    log cannot be read or git fails; then nothing is left behind. The same input gives the same commit ids.
    """
    _free(into)
    rules, findings = read_rules(mapping)
    if rules is None:
        return None, findings
    files = _files(mapping.parent, rules)
    kinds = load(from_dict(files))
    kind = _kind(rules, kinds)
    translator = Translator.of(rules, kind, one_line_fields(kind), _why(kinds, kind))
    events, findings, digest = events_of(log, rules, translator)
    if findings:
        return None, findings
    if not events:
        raise Fatal("the log has no rows", where=Location(log.name))
    # The log's content names it, not its file: a copy under another name gives the same commits.
    message = f"Start from an event log\n\nSHA-256 of the log: {digest}"
    with _new(into) as folder:
        commit = _build(folder, files, in_order(events), message, progress)
    return Imported(into, commit, len(events), len({event.id for event in events})), []


def _free(into: Path) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Fatal(f"{into} is not empty", hint="give --into a folder that does not exist yet", code=2)
    if not into.resolve().parent.is_dir():
        raise Fatal(f"there is no folder {into.resolve().parent}", hint="make it first", code=2)


def _files(beside: Path, rules: Rules) -> dict[str, bytes]:
    """Return what the repository starts with: the packaged schemas, and the mapping's base folder over them."""
    folders = [(share("schemas"), "schemas/")]
    if rules.base:
        folders.append((beside / rules.base, ""))
        if not (beside / rules.base).is_dir():
            raise Fatal(f"the mapping's base, {beside / rules.base}, is no folder", hint="mend base:", code=2)
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for folder, prefix in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _kind(rules: Rules, kinds: Kinds) -> Kind:
    kind = kinds.get(rules.kind)
    if kind is None:
        names = ", ".join(sorted(kinds.by_name))
        raise Fatal(f"there is no kind {rules.kind}", f"kinds are {names}", Location(rules.document.path), code=2)
    if "{number" not in kind.identity.format or "{area}" in kind.identity.format:
        message = f"ids of a {rules.kind} are not made of year and number"
        raise Fatal(message, "events of this kind cannot be imported", Location(rules.document.path), code=2)
    return kind


def _why(kinds: Kinds, kind: Kind) -> Callable[[Mapping[str, Any]], str]:
    fits = checker(kinds)

    def why(record: Mapping[str, Any]) -> str:
        if fits(kind, record):
            return ""
        return explain(kinds, kind, Document("", "", record))[0].message

    return why


@contextmanager
def _new(into: Path) -> Iterator[Path]:
    """Give a folder to build in, beside the wanted one and on its disk; it takes its place only when all is well."""
    shelter = Path(mkdtemp(prefix=f".{into.resolve().name}.", dir=into.resolve().parent))
    try:
        folder = shelter / "new"
        folder.mkdir()
        yield folder
        # An empty folder gives way to the new one in one step; a folder that has been filled meanwhile does not.
        folder.rename(into.resolve())
    finally:
        shutil.rmtree(shelter, ignore_errors=True)


def _build(folder: Path, files: Mapping[str, bytes], events: list[Event], message: str, progress: Progress) -> str:
    """Make the repository, feed it, and put the files of the last commit into its work tree."""
    repo = create(folder)
    chunks = progress(stream_of(files, events, message), len(events) + 3)
    try:
        repo.feed("fast-import", "--quiet", "--date-format=raw", chunks=chunks)
        repo.run("read-tree", "--reset", "-u", "refs/heads/main")
    except Fatal as fatal:
        hint = "nothing was made; is the disk full? df -h shows"
        raise Fatal(f"the import stopped: {fatal.message}", hint=hint) from None
    return repo.commit("main")
