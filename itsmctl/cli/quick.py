"""The questions that are answered in the time of starting Python: the version, and what a shell asks at a key."""

from itsmctl import __version__

__all__ = ["quick"]


def quick(words: list[str]) -> str | None:
    """Return the answer, or None for a command line that needs the verbs. Imports as little as it can."""
    if words == ["--version"]:
        return f"itsmctl {__version__}\n"
    if words[:1] == ["_complete"]:
        from itsmctl.cli.complete import complete

        return "".join(f"{word}\n" for word in complete(words[1:]))
    if words[:1] == ["completion"] and len(words) == 2:  # noqa: PLR2004 - the verb and the shell
        from itsmctl.cli.scripts import SCRIPTS

        return SCRIPTS.get(words[1])
    return None
