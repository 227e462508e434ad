"""Times as people type them into times that say the same tomorrow: for each option that is declared as one."""

import argparse
from datetime import UTC, datetime, tzinfo

from itsmctl.clock import FORMS, instant, moment, stamp
from itsmctl.findings import Fatal
from itsmctl.repo import Repo, find

__all__ = ["Revision", "Time", "settle"]

POLICY = "records/policy/organisation.yaml"
LIMIT = 64 * 1024  # bytes of the organisation's record that are read at all


class Time(str):
    """The text of an option that takes a time; ``type=Time`` declares it, `settle` turns it into RFC 3339."""

    __slots__ = ()


class Revision(Time):
    """The text of an option that takes a time or else the name of a commit, which stays as it is."""

    __slots__ = ()


def settle(args: argparse.Namespace) -> None:
    """Replace each time among the arguments, ``--now`` first, for the others are relative to it.

    The clock and the repository are asked only where the text needs them. Raises Fatal for what is no time.
    """
    loose = [name for name, value in vars(args).items() if isinstance(value, Time) and not _exact(value)]
    clock = datetime.now(UTC).replace(microsecond=0)
    for name in sorted(loose, key=lambda name: name != "now"):
        text, now = getattr(args, name), _now(args, clock)
        if moment(text, now, UTC) is not None:
            setattr(args, name, stamp(moment(text, now, zone_of(find(args.root.resolve()))) or now))
        elif not isinstance(text, Revision):
            raise Fatal(f"--{name} {text!r} is no time", hint=f"times are {FORMS}", code=2)


def _exact(text: str) -> bool:
    try:
        instant(text)
    except ValueError:
        return False
    return True


def _now(args: argparse.Namespace, clock: datetime) -> datetime:
    given = getattr(args, "now", None)
    return instant(given) if given and _exact(given) else clock


def zone_of(repo: Repo) -> tzinfo:
    """Return the organisation's zone: the ``timezone`` of its policy record as HEAD has it, else UTC.

    HEAD's, so that an edit that nobody reviewed moves no date. What cannot be read, or names no zone, counts as UTC:
    `validate` is what tells about it.
    """
    from zoneinfo import ZoneInfo

    from itsmctl.document import parse

    status, data = repo.run("show", f"HEAD:{repo.prefix}{POLICY}", allow=(0, 128))
    value = parse(POLICY, data)[0].value if status == 0 and len(data) <= LIMIT else None
    try:
        return ZoneInfo(value["timezone"]) if isinstance(value, dict) else UTC
    except (TypeError, KeyError, ValueError, OSError):
        return UTC
