"""Rules about addresses and networks: an address has one owner, a network is one record."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_interface, ip_network

from itsmctl.catalog import Record
from itsmctl.document import key_place, place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.state import ended
from itsmctl.snapshot import Snapshot

__all__ = [
    "address_outside_network",
    "duplicate_address",
    "duplicate_network",
    "invalid_address",
    "network_retyped",
]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
RETYPED = ("subnet", "vlan", "gateway")


@lru_cache(maxsize=100_000)  # three rules ask for each address
def _address(text: str) -> Address | None:
    try:
        return ip_interface(text).ip
    except ValueError:
        return None


def _subnet(record: Record) -> Network | None:
    try:
        return ip_network(str(record.data.get("labels", {}).get("subnet", "")), strict=False)
    except ValueError:
        return None


def _in_use(snapshot: Snapshot) -> Iterator[Record]:
    return (record for record in snapshot.of("ci") if not ended(record))


def _networks(snapshot: Snapshot) -> Iterator[Record]:
    return (record for record in _in_use(snapshot) if record.data.get("class") == "network")


@rule(Severity.ERROR, hint="write 10.25.10.31, or 10.25.10.0/24 for a network")
def invalid_address(snapshot: Snapshot) -> Iterator[Seen]:
    """An address or a subnet is none."""
    for record in snapshot.of("ci"):
        for number, text in enumerate(record.data.get("addresses", ())):
            if _address(text) is None:
                yield f"{text} is no IP address", place(record.document, ("addresses", number))
        if "subnet" in record.data.get("labels", {}) and _subnet(record) is None:
            where = place(record.document, ("labels", "subnet"))
            yield f"{record.data['labels']['subnet']} is no subnet", where


@rule(Severity.ERROR, hint="one of the two is wrong: correct it; retire the machine that is gone")
def duplicate_address(snapshot: Snapshot) -> Iterator[Seen]:
    """Two configuration items claim one address."""
    owners: dict[Address, tuple[Record, int]] = {}
    for record in _in_use(snapshot):
        for number, text in enumerate(record.data.get("addresses", ())):
            address = _address(text)
            if address is None:
                continue
            owner, first = owners.setdefault(address, (record, number))
            if owner is not record:
                yield (
                    f"{snapshot.catalog.name(owner)} has the address {text} too",
                    place(record.document, ("addresses", number)),
                    (place(owner.document, ("addresses", first)),),
                )


@rule(Severity.ERROR, hint="correct the address, or name the network that it lies in")
def address_outside_network(snapshot: Snapshot) -> Iterator[Seen]:
    """No address of a configuration item lies in the network that it names."""
    for record in _in_use(snapshot):
        network = snapshot.catalog.one(record, "network")
        subnet = _subnet(network) if network else None
        addresses = [_address(text) for text in record.data.get("addresses", ())]
        if network is None or subnet is None or not addresses or None in addresses:
            continue
        # A machine with a foot in several networks names one of them: one address there is enough.
        if not any(address in subnet for address in addresses if address):
            yield (
                f"{record.data['addresses'][0]} is not in {snapshot.catalog.name(network)}, which is {subnet}",
                place(record.document, ("addresses", 0)),
                (place(network.document, ("labels", "subnet")),),
            )


@rule(Severity.ERROR, hint="keep one record a network and refer to it; retire the other")
def duplicate_network(snapshot: Snapshot) -> Iterator[Seen]:
    """Two network records describe the same VLAN or overlapping subnets."""
    yield from _overlaps(sorted(_ranges(snapshot), key=lambda one: one[:4]))
    owners: dict[str, Record] = {}
    for record in _networks(snapshot):
        path, number = _vlan(record)
        owner = owners.setdefault(number, record)
        if number and owner is not record:
            related = (place(owner.document, _vlan(owner)[0]),)
            yield f"{snapshot.catalog.name(owner)} is VLAN {number} too", place(record.document, path), related


Range = tuple[int, int, int, str, Network, Record]


def _ranges(snapshot: Snapshot) -> Iterator[Range]:
    for record in _networks(snapshot):
        subnet = _subnet(record)
        if subnet:
            yield subnet.version, int(subnet.network_address), subnet.prefixlen, record.id, subnet, record


def _overlaps(ranges: list[Range]) -> Iterator[Seen]:
    """Sweep over subnets by first address, wide ones first: each either lies in the last wide one or begins anew."""
    wide: Range | None = None
    for here in ranges:
        if wide is None or here[0] != wide[0] or not wide[4].overlaps(here[4]):
            wide = here
            continue
        first, second = sorted((wide, here), key=lambda one: one[3])
        yield (
            f"{second[3]} is {second[4]}, which overlaps {first[3]}, {first[4]}",
            place(second[5].document, ("labels", "subnet")),
            (place(first[5].document, ("labels", "subnet")),),
        )


def _vlan(record: Record) -> tuple[tuple[str, ...], str]:
    """Return where a network says its VLAN number, and the number; two empty values when it does not."""
    if "vlan" in record.data:
        return ("vlan",), str(record.data["vlan"])
    labels = record.data.get("labels", {})
    return (("labels", "vlan"), str(labels["vlan"])) if "vlan" in labels else ((), "")


@rule(Severity.WARNING, hint="say network: <id> and keep the facts in that network's record")
def network_retyped(snapshot: Snapshot) -> Iterator[Seen]:
    """A record that is no network repeats a network's facts."""
    for record in snapshot.of("ci"):
        if record.data.get("class") == "network":
            continue
        for name in RETYPED:
            if name in record.data.get("labels", {}):
                where = key_place(record.document, ("labels", name))
                yield f"the label {name} repeats what the network's record says", where
        if "vlan" in record.data:
            yield "vlan repeats what the network's record says", key_place(record.document, ("vlan",))
