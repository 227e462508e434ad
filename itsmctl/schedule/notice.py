"""A window and the policy's minimum notice into the notice that is given, and whether it is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsmctl.clock import duration
from itsmctl.spans import Span

__all__ = ["Notice", "notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """The time from now to the window's start, and the least that the policy asks for."""

    given: timedelta
    asked: timedelta

    @property
    def enough(self) -> bool:
        """Say whether the window starts no earlier than asked, and not in the past."""
        return self.given >= self.asked


def notice(policy: Mapping[str, Any], type_: str, window: Span, now: datetime) -> Notice:
    """Hold a window against ``minimum_notice`` of the policy; a type that it does not name asks for none."""
    asked = policy.get("minimum_notice", {}).get(type_, "PT0S")
    return Notice(window.start - now, duration(asked))
