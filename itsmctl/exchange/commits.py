"""Events into the stream that ``git fast-import`` reads: a root commit with what was there, then one an event."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from itsmctl.exchange.rows import Event

__all__ = ["stream_of"]

COMMITTER = "itsmctl import <itsmctl@import.example>"
SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # git has no date before it


def stream_of(files: Mapping[str, bytes], events: Sequence[Event], message: str) -> Iterator[bytes]:
    """Yield one chunk a commit; the same input gives the same bytes, so the same commit ids.

    The root commit, a second older than the first event, holds the files. Author's and committer's date of the
    others is the event's own time, and the committer is always this tool.
    """
    yield b"feature done\n"
    start = max(min(event.at for event in events) - SECOND, EPOCH)
    yield b"".join([_commit(COMMITTER, start, message), *(_file(path, files[path]) for path in sorted(files))])
    for event in events:
        who = f"{event.author} <{event.email}>"
        yield _commit(who, event.at, f"{event.id}: {event.state}".rstrip(": ")) + _file(event.path, event.data)
    yield b"done\n"


def _commit(author: str, at: datetime, message: str) -> bytes:
    when = f"{int(at.timestamp())} +0000"
    text = f"{message}\n".encode()
    head = f"commit refs/heads/main\nauthor {author} {when}\ncommitter {COMMITTER} {when}\ndata {len(text)}\n"
    return head.encode() + text


def _file(path: str, data: bytes) -> bytes:
    return f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
