"""The command line: arguments into a call, its result into text and an exit code."""

import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def run() -> None:
    """Run the process's own command line."""
    raise SystemExit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; what a shell asks at every key is answered before all imports."""
    from itsmctl.cli.quick import quick

    words = list(sys.argv[1:] if argv is None else argv)
    answer = quick(words)
    if answer is not None:
        sys.stdout.write(answer)
        return 0
    from itsmctl.cli.dispatch import dispatch

    return dispatch(words)
