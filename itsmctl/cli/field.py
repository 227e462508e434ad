"""A kind's fields, their values and its states, for who is typing them: from its schema, and from names of files."""

from itsmctl.cli.place import Place

__all__ = ["field_of", "states_of"]

Schema = dict[str, object]


def field_of(current: str, place: Place) -> list[str]:
    """Complete ``FIELD=VALUE``: a field of the kind, or a value of it where the schema or the records tell which."""
    fields = _fields(place)
    name, equals, value = current.partition("=")
    if not equals:
        return [f"{field}=" for field in fields]
    # In a list, only what follows its last sign is being typed: [dns1, dn
    start = len(value) - len(value.replace(",", "[").rpartition("[")[2])
    return [f"{name}={value[:start]}{word}" for word in _values(fields.get(name, {}), value[start:], place)]


def states_of(place: Place) -> list[str]:
    """Return the states of the kind: the values of the field that its lifecycle names."""
    schema = place.schema(place.words[0])
    lifecycle = _part(_part(schema, "x-itsm"), "lifecycle")
    return _values(_fields(place).get(str(lifecycle.get("field")), {}), "", place)


def _fields(place: Place) -> dict[str, Schema]:
    """Return the fields of the kind that stands before, the shared ones first, with their references followed."""
    common, own = place.schema("common"), place.schema(place.words[0])
    shared = _part(_part(_part(common, "$defs"), "record"), "properties")
    found = {**shared, **_part(own, "properties")}
    return {name: _followed(schema, common) for name, schema in found.items() if isinstance(schema, dict)}


def _followed(schema: Schema, common: Schema) -> Schema:
    target = str(schema.get("$ref", "")).rpartition("/$defs/")[2]
    whole = {**_part(_part(common, "$defs"), target), **schema}
    items = whole.get("items")
    return {**whole, "items": _followed(items, common)} if isinstance(items, dict) else whole


def _values(schema: Schema, current: str, place: Place) -> list[str]:
    choices, kinds = schema.get("enum"), _part(schema, "x-ref").get("to")
    if isinstance(choices, list):
        return [str(choice) for choice in choices]
    if isinstance(kinds, list):
        return place.ids(current, [str(kind) for kind in kinds])
    if schema.get("type") == "boolean":
        return ["true", "false"]
    items = schema.get("items")
    return _values(items, current, place) if isinstance(items, dict) else []


def _part(schema: Schema, name: str) -> Schema:
    value = schema.get(name)
    return value if isinstance(value, dict) else {}
