"""The fields of a kind into types that CEL can check texts against: one message of protocol buffers a kind."""

import re
from collections.abc import Mapping
from typing import Any

from itsmctl.kinds import Field, Kind

__all__ = ["Pool"]

PACKAGE = "records"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
# Words that CEL keeps for itself: a field of such a name is read as self.x["as"], so its parent is a plain map.
RESERVED = frozenset(
    ("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
     "namespace", "null", "package", "return", "true", "var", "void", "while")
)  # fmt: skip
WELL_KNOWN = {
    "time": ".google.protobuf.Timestamp",
    "date": ".google.protobuf.Timestamp",
    "duration": ".google.protobuf.Duration",
    "number": ".google.protobuf.Value",  # 1 and 1.5 are both numbers: known only when asked
    "map": ".google.protobuf.Struct",
    "any": ".google.protobuf.Value",
}


class Pool:
    """The types of one kind; ``name`` is that of its message, empty where its fields cannot be told in types."""

    def __init__(self, kind: Kind) -> None:
        """Describe the kind and all that its fields hold."""
        from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, struct_pb2, timestamp_pb2
        from google.protobuf import wrappers_pb2 as wrappers

        self.pool = descriptor_pool.DescriptorPool()
        file = descriptor_pb2.FileDescriptorProto(name="records.proto", package=PACKAGE, syntax="proto3")
        for module in (any_pb2, duration_pb2, struct_pb2, timestamp_pb2, wrappers):
            copy = descriptor_pb2.FileDescriptorProto()
            module.DESCRIPTOR.CopyToProto(copy)
            self.pool.Add(copy)
            file.dependency.append(copy.name)
        self._file, self._made = file, 0
        self.name = f"{PACKAGE}.{self._message(kind.form)}" if telling(kind.form) else ""
        self.pool.Add(file)

    def _message(self, field: Field) -> str:
        """Add one message for the fields of an object, and return its name."""
        self._made += 1
        name = f"Fields{self._made}"
        message = self._file.message_type.add(name=name)
        for number, (key, inner) in enumerate(field.inner.items(), 1):
            self._add(message, key, number, inner)
        return name

    def _add(self, message: Any, key: str, number: int, field: Field) -> None:
        repeated = field.type == "list"
        one = field.items if repeated else field
        kind, told = self._type(one) if one is not None else (11, WELL_KNOWN["any"])
        entry = message.field.add(
            name=key, json_name=f"{key}{number}", number=number, type=kind, label=3 if repeated else 1
        )
        if told:
            entry.type_name = told

    def _type(self, field: Field) -> tuple[int, str]:
        """Return the number of the type in protocol buffers, and the message's name for those that are messages."""
        plain = {"text": 9, "integer": 3, "boolean": 8}.get(field.type)
        if plain is not None:
            return plain, ""
        if field.type == "list":
            return 11, ".google.protobuf.ListValue"
        if field.type == "object" and telling(field):
            return 11, f".{PACKAGE}.{self._message(field)}"
        return 11, WELL_KNOWN.get(field.type, WELL_KNOWN["map"])


def telling(field: Field) -> bool:
    """Say whether an object's fields have names that expressions can use; else it is read as a map."""
    names: Mapping[str, Field] = field.inner
    return bool(names) and all(NAME.fullmatch(name) and name not in RESERVED for name in names)
