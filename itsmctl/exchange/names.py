"""Numbers of a log and the ids made of them, held one to one: no ticket is split in two, and no two become one."""

from dataclasses import dataclass, field

from itsmctl.exchange.mapping import Rules
from itsmctl.exchange.rows import Event, Fault
from itsmctl.exchange.words import shown

__all__ = ["Names"]

YEAR = "a ticket keeps its year: correct the cell, or let id.year name a column that never changes"
SERIES = "import each series of tickets on its own, and spell a number the same in every row"


@dataclass(frozen=True, slots=True)
class Names:
    """What each number and each id was first seen with, and in which row."""

    rules: Rules
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)

    def check(self, event: Event, row: int) -> None:
        """Note the event of a row; raises Fault when its number had another id, or its id another number."""
        name, first = self.ids.setdefault(event.number, (event.id, row))
        if name != event.id:
            message = f"{shown(event.number)} is {name} in row {first} and would be {event.id} here"
            raise Fault(self.rules.year, message, YEAR)
        number, first = self.numbers.setdefault(event.id, (event.number, row))
        if number != event.number:
            message = f"{shown(event.number)} and {shown(number)} of row {first} would both be {event.id}"
            raise Fault(self.rules.number, message, SERIES)
