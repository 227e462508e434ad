"""``itsmctl completion``: the script that completes verbs and options in a shell."""

import argparse
import sys

from itsmctl.cli.verbs import VERBS

SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """
itsmctl completion bash > ~/.local/share/bash-completion/completions/itsmctl
itsmctl completion zsh > ~/.zfunc/_itsmctl
itsmctl completion fish > ~/.config/fish/completions/itsmctl.fish
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    sys.stdout.write(shtab.complete(whole_parser(), args.shell) + "\n")
    return 0


def whole_parser() -> argparse.ArgumentParser:
    """Build one parser with every verb below it: what a shell completes by."""
    from itsmctl.cli.main import parser_of

    whole = argparse.ArgumentParser(prog="itsmctl")
    whole.add_argument("--version", action="store_true", help="print the version")
    verbs = whole.add_subparsers(dest="verb")
    for verb, told in VERBS.items():
        module, _ = parser_of(verb)
        module.configure(verbs.add_parser(verb, help=told))
    return whole
