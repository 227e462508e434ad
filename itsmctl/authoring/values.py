"""What a person gives a field on the command line into its value: text stays text, whatever YAML would make of it."""

from itsmctl.document import Json, parse
from itsmctl.findings import Fatal
from itsmctl.kinds import Field, Kind

__all__ = ["given"]

TEXT = ("text", "time", "date", "duration")


def given(kind: Kind, word: str) -> tuple[str, Json]:
    """Read ``FIELD=VALUE``; Fatal for what is neither text for this field nor YAML that makes a value."""
    name, equals, text = word.partition("=")
    if not equals or not name.strip():
        why = "no field stands before the =" if equals else "it has no ="
        raise Fatal(f"--set {word}: {why}", hint="write --set FIELD=VALUE", code=2)
    return name.strip(), _value(kind.fields.get(name.strip()), text, f"--set {word}")


def _value(field: Field | None, text: str, what: str) -> Json:
    """Take a text as it is where the field takes text, and as YAML where it takes something else."""
    sort = field.type if field else "any"
    if sort in TEXT:
        return text
    if sort == "list" and field and field.items and not text.lstrip().startswith("["):
        return [_value(field.items, text, what)] if text else []
    document, faults = parse(what, text.encode())
    if sort == "any" and not text.lstrip().startswith(("[", "{")) and (faults or isinstance(document.value, str)):
        return text
    if faults:
        raise Fatal(f"{what}: {faults[0].message}", hint=faults[0].hint, code=2)
    return document.value
