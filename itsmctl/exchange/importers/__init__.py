"""The importers: what other systems know, into records with their history; what is not in the list is none."""

from collections.abc import Callable
from dataclasses import dataclass

from itsmctl.exchange.importers.event_log import Imported, import_event_log
from itsmctl.findings import Finding

__all__ = ["IMPORTERS", "Imported", "Importer"]


@dataclass(frozen=True, slots=True)
class Importer:
    """One importer: its name, what it reads, and its function.

    The function takes the mapping, the source, the folder of the new repository and what shows the progress over the
    chunks of a stream of so many bytes; it returns what was made, or None and the findings that say why nothing was.
    """

    name: str
    about: str
    run: Callable[..., tuple[Imported | None, list[Finding]]]


IMPORTERS = (Importer("event-log", "a CSV table with a row for each state that a record came into", import_event_log),)
