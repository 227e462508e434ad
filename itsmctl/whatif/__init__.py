"""Edits of records into the snapshot that would follow; nothing is written anywhere."""

from itsmctl.whatif.apply import change
from itsmctl.whatif.edits import Add, Depend, Drop, Edit, Overlay, Remove, Require, Set
from itsmctl.whatif.words import FORMS, read_edit

__all__ = [
    "FORMS",
    "Add",
    "Depend",
    "Drop",
    "Edit",
    "Overlay",
    "Remove",
    "Require",
    "Set",
    "change",
    "read_edit",
]
