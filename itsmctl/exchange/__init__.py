"""What other systems know into records with their history, and back."""

from itsmctl.exchange.event_log import Imported, import_event_log

__all__ = ["Imported", "import_event_log"]
