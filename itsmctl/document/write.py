"""Plain JSON values into one line of YAML that the strict parser reads back as the same value."""

import json

from itsmctl.document.build import Json
from itsmctl.document.parse import parse

__all__ = ["inline"]


def inline(value: Json) -> str:
    """Write a value in flow style: text plain where that is safe, else in double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(key)}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    if isinstance(value, str):
        return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _is_plain(text: str) -> bool:
    """Say whether text without quotes is read back as itself, as a key, an item and a value with a comment behind."""
    if not text or "\n" in text or text.strip() != text:
        return False
    document, findings = parse("", f"- {{{text}: 1}}\n- [{text}, {{a: {text}}}] # c\n- b: {text} # c\n".encode())
    expected = [{text: 1}, [text, {"a": text}], {"b": text}]
    same: bool = not findings and document.value == expected
    return same
