"""A list of commits, as plain data, into a repository with exactly that first-parent line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from itsmctl.clock import instant
from itsmctl.repo import Repo, create
from itsmctl.tree import share

Step = tuple[str, Mapping[str, str | None]]


def line(folder: Path, steps: Sequence[Step], *, schemas: bool = True) -> Repo:
    """Commit each step: its time, and its files by path (None deletes)."""
    folder.mkdir(parents=True, exist_ok=True)
    repo = create(folder)
    chunks: list[bytes] = []
    known = {f"schemas/{path.name}": path.read_text("utf-8") for path in share("schemas").glob("*.json")}
    for number, (time, files) in enumerate(steps):
        when = f"Ada Example <ada@lab.example> {int(instant(time).timestamp())} +0000"
        chunks.append(f"commit refs/heads/main\nauthor {when}\ncommitter {when}\ndata 1\nx\n".encode())
        written = {**known, **files} if schemas and number == 0 else files
        for path, text in written.items():
            data = (text or "").encode()
            body = b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)
            chunks.append(f"D {path}\n".encode() if text is None else body)
    repo.feed("fast-import", "--quiet", "--date-format=raw", chunks=chunks)
    repo.run("read-tree", "--reset", "-u", "main")
    return repo
