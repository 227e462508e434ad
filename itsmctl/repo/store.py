"""Files under the git directory that this tool may lose: written whole or not at all, safe under concurrent runs."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["create_file", "read_state", "write_atomic", "write_state"]


def read_state(folder: Path, name: str) -> bytes:
    """Return what was kept under a name, or nothing."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        return b""


def write_state(folder: Path, name: str, data: bytes) -> None:
    """Keep data under a name; a disk that is full or read-only is no reason to fail."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / name, data)
    except OSError:
        return


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, also after a crash; its mode stays."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as temporary:
        try:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
            if path.exists():
                Path(temporary.name).chmod(path.stat().st_mode & 0o7777)
            Path(temporary.name).replace(path)
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise


def create_file(path: Path, data: bytes) -> None:
    """Write a new file whole; FileExistsError when there is one already, even if it came this very moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as temporary:
        temporary.write(data)
        temporary.flush()
        os.fsync(temporary.fileno())
        Path(temporary.name).chmod(0o644)
        try:
            path.hardlink_to(temporary.name)
        except FileExistsError as error:
            raise FileExistsError(error.errno, error.strerror, str(path)) from None
