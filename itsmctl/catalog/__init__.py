"""Records by kind and id, and the links between them."""

from itsmctl.catalog.claim import Claim, claim
from itsmctl.catalog.index import Catalog, collect
from itsmctl.catalog.link import Link, mentions
from itsmctl.catalog.record import Record

__all__ = ["Catalog", "Claim", "Link", "Record", "claim", "collect", "mentions"]
