"""Records by kind and id, and the links between them."""

from itsmctl.catalog.claim import Claim, claim, unfit
from itsmctl.catalog.index import Catalog, collect
from itsmctl.catalog.link import Link, mentions
from itsmctl.catalog.listing import columns, newest, ordered, values
from itsmctl.catalog.record import Record
from itsmctl.catalog.shipped import is_shipped, lesser, loose, shipped
from itsmctl.catalog.standing import in_force, moment, within

__all__ = [
    "Catalog",
    "Claim",
    "Link",
    "Record",
    "claim",
    "collect",
    "columns",
    "in_force",
    "is_shipped",
    "lesser",
    "loose",
    "mentions",
    "moment",
    "newest",
    "ordered",
    "shipped",
    "unfit",
    "values",
    "within",
]
