"""``itsmctl VERB …``: find the verb, run it, and turn what ends a run into one line and an exit code."""

import argparse
import gc
import os
import sys
from importlib import import_module
from types import ModuleType

from itsmctl import __version__
from itsmctl.cli.moments import settle
from itsmctl.cli.verbs import VERBS
from itsmctl.findings import Fatal, Location
from itsmctl.suggest import did_you_mean

__all__ = ["dispatch", "parser_of"]

EXIT_CODES = """exit codes:
  0  clean, or approved
  1  findings, refused, or approvals missing
  2  wrong usage
  3  cannot run, or cannot decide"""


def dispatch(words: list[str]) -> int:
    """Run one command line and return its exit code; only this function catches Fatal."""
    # Thousands of parsed records are kept until the end: collecting garbage among them costs a third of the time.
    gc.disable()
    try:
        return _run(words)
    except Fatal as fatal:
        sys.stderr.write(told(fatal))
        return fatal.code
    except BrokenPipeError:
        # The reader (head, less) has seen enough; the interpreter must not complain while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("itsmctl: stopped\n")
        return 3
    except OSError as error:
        sys.stderr.write(told(Fatal(f"{error.filename or 'the disk'}: {error.strerror}")))
        return 3
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2


def _run(words: list[str]) -> int:
    if not words or words[0].startswith("-"):
        return _top(words)
    if words[0] not in VERBS:
        raise Fatal(f"there is no verb {words[0]}", did_you_mean(words[0], VERBS, "itsmctl --help lists them"), code=2)
    module, parser = parser_of(words[0])
    args = parser.parse_args(words[1:])
    settle(args)
    code: int = module.run(args)
    return code


def parser_of(verb: str) -> tuple[ModuleType, argparse.ArgumentParser]:
    """Import one verb's module and build its parser; the other verbs cost nothing."""
    module = import_module(f"itsmctl.cli.{verb.replace('-', '_')}_verb")
    parser = argparse.ArgumentParser(
        prog=f"itsmctl {verb}",
        description=VERBS[verb][0].upper() + VERBS[verb][1:] + ".",
        epilog=f"examples:\n{_indented(module.EXAMPLES)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    return module, parser


def _top(words: list[str]) -> int:
    listing = "\n".join(f"  {verb:<12} {help_}" for verb, help_ in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="itsmctl",
        usage="itsmctl VERB …",
        description="IT service management in Git: records are YAML, a pull request is the RFC, CI is the CAB.",
        epilog=f"verbs:\n{listing}\n\n{EXIT_CODES}\n\nitsmctl VERB --help shows examples.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"itsmctl {__version__}")
    if not words:
        parser.print_help()
        return 2
    parser.parse_args(words[:1])
    return 2


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


def told(fatal: Fatal) -> str:
    """Write what ended the run: for each reason one line, and one with the hint."""
    reasons = [(fatal.where, fatal.message, fatal.hint), *((f.where, f.message, f.hint) for f in fatal.more)]
    return "".join(_reason(*reason) for reason in reasons)


def _reason(where: Location | None, message: str, hint: str) -> str:
    place = f"{where}: " if where else ""
    return f"itsmctl: {place}{message}\n" + (f"  hint: {hint}\n" if hint else "")
