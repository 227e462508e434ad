"""Guards of moves: what must hold before a record may enter a state; the list is explicit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from itsmctl.guards.approved import approved
from itsmctl.guards.case import Answer, Authority, Case, Conflict
from itsmctl.guards.emergency_justified import emergency_justified
from itsmctl.guards.in_window import in_window
from itsmctl.guards.model_allows import model_allows
from itsmctl.guards.no_conflict import conflicts, no_conflict
from itsmctl.guards.planned import planned
from itsmctl.guards.restored import restored
from itsmctl.guards.reviewed import reviewed
from itsmctl.guards.started_in_window import started_in_window

__all__ = ["GUARDS", "Answer", "Authority", "Case", "Conflict", "ask", "conflicts"]

GUARDS: Mapping[str, Callable[[Case], Answer]] = MappingProxyType(
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


def ask(name: str, case: Case) -> Answer:
    """Ask one guard; one that this version does not know cannot be decided."""
    guard = GUARDS.get(name)
    return guard(case) if guard else Answer(None, f"there is no guard {name} in this version")
