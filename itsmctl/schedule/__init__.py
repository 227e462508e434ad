"""Windows, calendars, freezes and notice: when something may happen."""

from itsmctl.schedule.calendar import FREEZE, MAINTENANCE, Opening, openings, reserved
from itsmctl.schedule.notice import Notice, notice
from itsmctl.schedule.window import window_of
from itsmctl.spans import Span, covered, span_of

__all__ = [
    "FREEZE",
    "MAINTENANCE",
    "Notice",
    "Opening",
    "Span",
    "covered",
    "notice",
    "openings",
    "reserved",
    "span_of",
    "window_of",
]
