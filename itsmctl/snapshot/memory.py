"""Values of files that were read before, so that only what changed is parsed again."""

import hashlib
from collections.abc import Iterable
from typing import Any

from itsmctl import __version__
from itsmctl.catalog import Claim
from itsmctl.document import Document
from itsmctl.findings import Finding
from itsmctl.kinds import Kinds
from itsmctl.snapshot.read import Read, read_all

__all__ = ["Memory"]


class Memory:
    """A reader that remembers the valid files of the last run; give it bytes to start from, keep what it `dump`s.

    Only files without a finding are kept, by the digest of kind and content, and only under the digest of all
    schemas and the version of this program: what is remembered is what reading it again would give.
    """

    def __init__(self, stored: bytes = b"") -> None:
        """Start from what an earlier `dump` returned; what cannot be understood counts as nothing."""
        self._stored = stored
        self._known: dict[bytes, Any] = {}
        self._used: dict[bytes, Any] = {}
        self._label = ""

    def __call__(self, claims: Iterable[Claim], kinds: Kinds) -> tuple[list[Read], list[Finding]]:
        """Read like `read_all`, but parse only what is not remembered."""
        self._label = f"{__version__} {kinds.digest}"
        self._known = _load(self._stored, self._label)
        digests = {made.key: _digest(made) for made in claims}
        fresh = [made for made in claims if digests[made.key] not in self._known]
        read, findings = read_all(fresh, kinds) if fresh else ([], [])
        for made, document, valid in read:
            if valid:
                self._used[digests[made.key]] = document.value
        for made in claims:
            digest = digests[made.key]
            if digest in self._known:
                value = self._used[digest] = self._known[digest]
                read.append((made, Document(made.path, made.data.decode(), value), True))
        return read, findings

    def dump(self) -> bytes | None:
        """Return what to keep for the next run, or None when nothing is new."""
        if self._used.keys() == self._known.keys():
            return None
        import msgspec

        return msgspec.msgpack.encode({"label": self._label, "values": self._used})


def _digest(made: Claim) -> bytes:
    return hashlib.sha256(made.kind.name.encode() + b"\0" + made.data).digest()


def _load(stored: bytes, label: str) -> dict[bytes, Any]:
    """Decode what was stored; anything damaged or made under other rules is nothing."""
    if not stored:
        return {}
    import msgspec

    try:
        content = msgspec.msgpack.decode(stored)
        return dict(content["values"]) if content["label"] == label else {}
    except (msgspec.DecodeError, TypeError, KeyError, ValueError):
        return {}
