"""Guards of moves: what must hold before a record may enter a state; the list is explicit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from itsmctl.guards.answer import Answer, Conflict
from itsmctl.guards.approved import approved
from itsmctl.guards.emergency_justified import emergency_justified
from itsmctl.guards.in_window import in_window
from itsmctl.guards.model_allows import model_allows
from itsmctl.guards.no_conflict import conflicts, no_conflict
from itsmctl.guards.planned import planned
from itsmctl.guards.restored import restored
from itsmctl.guards.reviewed import reviewed
from itsmctl.guards.started_in_window import started_in_window
from itsmctl.inquiry import Inquiry, Request

__all__ = ["GUARDS", "Answer", "Conflict", "ask", "conflicts"]

GUARDS: Mapping[str, Callable[[Inquiry, Request], Answer]] = MappingProxyType(
    {
        "approved": approved,
        "planned": planned,
        "in-window": in_window,
        "no-conflict": no_conflict,
        "started-in-window": started_in_window,
        "model-allows": model_allows,
        "emergency-justified": emergency_justified,
        "reviewed": reviewed,
        "restored": restored,
    }
)


def ask(name: str, inquiry: Inquiry, request: Request) -> Answer:
    """Ask one guard of a record that moves; a guard that this version does not know cannot be decided."""
    guard = GUARDS.get(name)
    return guard(inquiry, request) if guard else Answer(None, f"there is no guard {name} in this version")
