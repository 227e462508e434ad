"""Everything that is known of the records at one moment."""

from itsmctl.snapshot.memory import Memory
from itsmctl.snapshot.read import Read, Reader, read_all
from itsmctl.snapshot.take import Snapshot, take

__all__ = ["Memory", "Read", "Reader", "Snapshot", "read_all", "take"]
