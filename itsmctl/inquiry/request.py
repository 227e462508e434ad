"""One record that moves, and what it takes to say whether it may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from itsmctl.catalog import Record
from itsmctl.impact import Impact

__all__ = ["NOTHING", "Authority", "Request"]

NOTHING = Impact({}, ())


@dataclass(frozen=True, slots=True)
class Authority:
    """What the counting of approvals came to: what is still missing, and who rejects."""

    missing: tuple[str, ...] = ()
    rejected_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A record as it would be, and base's policy that its kind names.

    ``touched`` are the keys of all that it works on or alters, ``impact`` their blast radius. ``level`` is its risk;
    None where the policy reckons none. ``authority`` is what the evidence gives it.
    """

    record: Record
    policy: Mapping[str, Any]
    touched: tuple[str, ...] = ()
    impact: Impact = NOTHING
    level: str | None = None
    authority: Authority = field(default_factory=Authority)
