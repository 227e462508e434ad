"""Windows, calendars, freezes and notice: when something may happen."""

from itsmctl.schedule.calendar import Opening, openings
from itsmctl.schedule.notice import Notice, notice
from itsmctl.spans import Span, covered, span_of

__all__ = ["Notice", "Opening", "Span", "covered", "notice", "openings", "span_of"]
