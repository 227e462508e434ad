"""Claimed files into values and a verdict on each: parsed strictly, held against the kind's schema."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from itsmctl.catalog import Claim
from itsmctl.document import Document, parse
from itsmctl.findings import Finding
from itsmctl.kinds import Kinds
from itsmctl.validate import checker, explain

__all__ = ["Read", "Reader", "read_all"]

Read = tuple[Claim, Document, bool]
Reader = Callable[[Iterable[Claim], Kinds], tuple[list[Read], list[Finding]]]


def read_all(claims: Iterable[Claim], kinds: Kinds) -> tuple[list[Read], list[Finding]]:
    """Parse every claimed file and hold it against its kind's schema; True beside what fits."""
    fits = checker(kinds)
    read: list[Read] = []
    findings: list[Finding] = []
    for made in claims:
        document, faults = parse(made.path, made.data)
        valid = not faults and fits(made.kind, document.value)
        read.append((made, document, valid))
        if not valid:
            told = faults or explain(kinds, made.kind, document)
            findings += [replace(finding, record=made.id) for finding in told]
    return read, findings
