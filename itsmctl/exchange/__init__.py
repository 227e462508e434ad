"""What other systems know into records with their history, and back."""

from itsmctl.exchange.importers import IMPORTERS, Imported, Importer
from itsmctl.exchange.importers.event_log import import_event_log

__all__ = ["IMPORTERS", "Imported", "Importer", "import_event_log"]
