"""Commands of git, each run by GitPython with a scrubbed environment and no configuration but the repository's."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import Signals
from tempfile import TemporaryFile
from typing import IO, Any

from itsmctl.findings import Fatal

__all__ = ["feed", "git", "stream"]

# The caller's environment and configuration must not decide what git shows: a GIT_DIR left by a hook, a replace
# object, a textconv filter or a lazily fetched blob would each make the same commit read differently.
ENVIRONMENT = {
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
}
SETTINGS = (
    "core.quotePath=false",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "protocol.allow=never",
    # Ownership is not what protects this run (CI containers read checkouts of another user); the lines above do.
    "safe.directory=*",
)


def command(arguments: Iterable[str]) -> list[str]:
    """Build the full command line; ``env -i`` because GitPython can add to the environment but not remove."""
    program = shutil.which("git")
    if program is None:
        raise Fatal("git is not installed", hint="install git 2.38 or newer")
    path = f"PATH={Path(program).parent}:/usr/bin:/bin"
    variables = [path, *(f"{name}={value}" for name, value in ENVIRONMENT.items())]
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    return ["env", "-i", *variables, program, "--no-pager", *settings, *arguments]


def git(folder: Path, *arguments: str, allow: tuple[int, ...] = (0,)) -> tuple[int, bytes]:
    """Run one command; return its status and output, or raise Fatal when the status is not allowed."""
    from git import Git

    result: Any = Git(folder).execute(
        command(arguments),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
    )
    status, output, error = result
    if status not in allow:
        raise Fatal(f"git {arguments[0]} failed: {last_line(error)}")
    return int(status), bytes(output)


@contextmanager
def stream(folder: Path, *arguments: str, lines: Iterable[str] = ()) -> Iterator[IO[bytes]]:
    """Run one command fed with lines from a file (so that no pipe can block) and give its output as a stream."""
    from git import Git

    with TemporaryFile() as source:
        source.writelines(f"{line}\n".encode() for line in lines)
        source.seek(0)
        process: Any = Git(folder).execute(command(arguments), istream=source, as_process=True)
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            process.proc.wait()


def feed(folder: Path, *arguments: str, chunks: Iterable[bytes]) -> bytes:
    """Run one command, write the chunks to it as they come, and return its output.

    Raises Fatal with git's own words when it stops early (a full disk, a broken stream).
    """
    from subprocess import PIPE

    from git import Git

    process: Any = Git(folder).execute(command(arguments), istream=PIPE, as_process=True)
    popen = process.proc
    try:
        for chunk in chunks:
            popen.stdin.write(chunk)
        output, error = popen.communicate()
    except BrokenPipeError:
        # What git had to say about its end is on its error stream.
        error, output = popen.stderr.read(), b""
        popen.wait()
    except BaseException:
        popen.kill()
        popen.wait()
        raise
    if popen.returncode != 0:
        raise Fatal(f"git {arguments[0]} failed: {_why(popen.returncode, error)}", hint="nothing was changed")
    return bytes(output)


def _why(status: int, error: bytes) -> str:
    """Return what git said, or the signal that ended it before it could say anything."""
    return last_line(error) if status > 0 or error.strip() else f"it was ended by {Signals(-status).name}"


def last_line(error: bytes | str) -> str:
    """Return the last line of git's complaint that says something, without its prefix."""
    text = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
    spoken = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in spoken if line.startswith(("fatal:", "error:"))] or spoken[-1:]
    return telling[0].split(": ", 1)[-1] if telling else "it said nothing"
