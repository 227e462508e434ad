"""``itsmctl completion``: the script by which a shell completes verbs, options, kinds, ids, fields and values."""

import argparse
import sys
from typing import Any

from itsmctl.cli.scripts import SCRIPTS
from itsmctl.cli.verbs import VERBS

STATIC = ("tcsh",)  # fixed words only: shtab writes it, and records are not looked at
EXAMPLES = """
itsmctl completion bash > ~/.local/share/bash-completion/completions/itsmctl
itsmctl completion zsh > ~/.zfunc/_itsmctl
itsmctl completion fish > ~/.config/fish/completions/itsmctl.fish
"""
# What the names in the help do not tell by themselves.
VALUES = {("kpi", "ids"): "kpi/ID*", ("new", "id"): "NEW", ("kedb", "query"): "ID*"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument("shell", choices=(*SCRIPTS, *STATIC), help="the shell")


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    sys.stdout.write(SCRIPTS.get(args.shell) or _static(args.shell))
    return 0


def _static(shell: str) -> str:
    import shtab

    from itsmctl.cli.dispatch import parser_of

    whole = argparse.ArgumentParser(prog="itsmctl")
    whole.add_argument("--version", action="store_true", help="print the version")
    verbs = whole.add_subparsers(dest="verb")
    for verb, told in VERBS.items():
        parser_of(verb)[0].configure(verbs.add_parser(verb, help=told))
    return f"{shtab.complete(whole, shell)}\n"


def table() -> str:
    """Write what may follow each verb, one a line: the file that `itsmctl _complete` reads instead of all verbs."""
    from itsmctl.cli.dispatch import parser_of

    rows = []
    for verb in VERBS:
        actions = [action for action in parser_of(verb)[1]._actions if action.dest != "help"]  # noqa: SLF001 - no other way
        places = [_source(verb, action) for action in actions if not action.option_strings]
        options = [
            f"{name}={_source(verb, action)}" if action.nargs != 0 else name
            for action in actions
            for name in action.option_strings
        ]
        rows.append(" ".join([verb, *places, *options]))
    return "".join(f"{row}\n" for row in rows)


def _source(verb: str, action: argparse.Action) -> str:
    """Return what a value of an argument is: its choices, or its name in the help."""
    if (verb, action.dest) in VALUES:
        return VALUES[verb, action.dest]
    choices: Any = action.choices or _measures(action)
    word = f"{{{','.join(choices)}}}" if choices else str(action.metavar or "TEXT").replace(" ", "")
    return f"{word}*" if action.nargs in ("*", "+") else word


def _measures(action: argparse.Action) -> list[str]:
    from itsmctl.kpi import MEASURES

    known = sorted({name for measure in MEASURES.values() for name in measure.parameters})
    words = {"measure": list(MEASURES), "explain": ["all", *MEASURES], "words": [f"{name}=" for name in known]}
    return words.get(action.dest, [])
