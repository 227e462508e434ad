"""A text in CEL into an expression that can be asked about records; the only module that knows the engine of CEL.

The language: https://cel.dev (Common Expression Language). Kubernetes' admission rules are written in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from itsmctl.catalog import Record
from itsmctl.expression.functions import FUNCTIONS
from itsmctl.expression.types import Pool
from itsmctl.expression.world import HERE, World
from itsmctl.kinds import Field, Kind
from itsmctl.suggest import did_you_mean

__all__ = ["LONGEST", "Expression", "Unclear", "Value", "Wrong", "compile_text"]

LONGEST = 2000  # characters: more is a program, and belongs into one
ERROR = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
STATUS = re.compile(r"^(?:[A-Z_]+: )+|(?: \[[A-Z_]+\])+$")
UNDEFINED = re.compile(r"undefined field '(\w+)'")
NO_KEY = re.compile(r"(?:no such key|Key not found in map)\s*:?\s*\"?([\w-]+)\"?", re.IGNORECASE)
NO_OVERLOAD = re.compile(r"No matching overloads? found\s*:?\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a text: a sentence, line and column in it from 1, that line with a caret below, and a hint."""

    message: str
    line: int
    column: int
    caret: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression came to."""

    value: Any


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why an expression came to nothing for a record: a missing field, a division by zero, too much work."""

    because: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled text; `of` asks it about one record in a world."""

    text: str
    program: Any

    def of(self, record: Record, world: World, also: Mapping[str, Any] | None = None) -> Value | Unclear:
        """Reckon the expression for a record; ``also`` are the values of variables beside the usual ones."""
        HERE.world, HERE.record = world, record
        try:
            result = self.program.eval(data={**world.given(record), **(also or {})})
        except RuntimeError as error:  # the engine's budget is spent
            return Unclear(_reason(str(error)))
        told = result.value()
        if isinstance(told, bool):
            return Value(told)
        return Unclear(_reason(str(told))) if result.type().name() == "ERROR" else Value(_whole(told))


def _whole(value: Any) -> Any:
    """Return lists and maps of the engine's values as lists and maps of plain ones."""
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return _whole(value.value()) if hasattr(value, "value") and hasattr(value, "type") else value


def compile_text(
    kind: Kind | None,
    text: str,
    result: str = "bool",
    longest: int = LONGEST,
    also: Mapping[str, str] | None = None,
) -> Expression | Wrong:
    """Compile a text about records of a kind, or of any kind.

    ``result`` is what it must come to: bool, number or any. ``also`` are variables that the world of its caller gives
    beside the usual ones, each with its type (bool, text, time, length, any). A field that the schema does not know,
    a comparison of unlike types and a text over ``longest`` characters are wrong; nothing is raised.
    """
    if len(text) > longest:
        return Wrong(f"the expression has {len(text):,} characters; at most {longest:,} are read", 1, 1)
    more = tuple((also or {}).items())
    try:
        checked = _checking(kind, more).compile(text) if kind else None
        program = _running(more).compile(text)
    except RuntimeError as error:
        return _wrong(str(error), text, kind)
    return _fits(checked or program, result) or Expression(text, program)


def _fits(program: Any, result: str) -> Wrong | None:
    """See that it comes to what is asked for; what is only known when asked (dyn) may be anything."""
    allowed = {"bool": ("BOOL", "DYN"), "number": ("INT", "UINT", "DOUBLE", "DYN", "BOOL", "DURATION"), "any": ()}[
        result
    ]
    actual = str(program.return_type().name())
    if not allowed or actual in allowed:
        return None
    wanted = {"bool": "true or false", "number": "a number, a length of time, or true or false"}[result]
    return Wrong(f"it comes to {actual.lower()}, but {wanted} is needed", 1, 1)


More = tuple[tuple[str, str], ...]
MADE: dict[tuple[int, More], tuple[Kind, Any]] = {}  # by identity: a kind holds mappings, which have no hash
MOST = 256


def _checking(kind: Kind, more: More) -> Any:
    """Make the ground on which texts about a kind are checked, once: ``self`` has the fields of its schema."""
    key = id(kind), more
    if key not in MADE:
        if len(MADE) >= MOST:
            MADE.clear()
        MADE[key] = (kind, _environment(Pool(kind), more))
    return MADE[key][1]


@lru_cache(maxsize=8)
def _running(more: More) -> Any:
    """Make the ground on which texts run: ``self`` is a mapping, and a field that is absent is an error."""
    return _environment(None, more)


def _environment(pool: Pool | None, more: More) -> Any:
    from cel_expr_python import cel

    kinds = {"bool": cel.Type.BOOL, "text": cel.Type.STRING, "time": cel.Type.TIMESTAMP, "any": cel.Type.DYN,
             "length": cel.Type.DURATION, "records": cel.Type.List(cel.Type.DYN), "integer": cel.Type.INT}  # fmt: skip
    declared = [
        cel.FunctionDecl(
            one.name,
            [
                cel.Overload(
                    f"{one.name}({','.join(one.takes)})",
                    return_type=kinds[one.gives],
                    parameters=[kinds[word] for word in one.takes],
                    impl=one.run,
                )
            ],
        )
        for one in FUNCTIONS
    ]
    variables = {"self": cel.Type.DYN, "id": cel.Type.STRING, "now": cel.Type.TIMESTAMP, "policy": cel.Type.DYN}
    variables |= {name: kinds[told] for name, told in more}
    if pool is not None and pool.name:
        return cel.NewEnv(pool.pool, variables={**variables, "self": cel.Type(pool.name)}, functions=declared)
    return cel.NewEnv(variables=variables, functions=declared)


def _wrong(told: str, text: str, kind: Kind | None) -> Wrong:
    found = ERROR.search(told)
    if not found:
        return Wrong(_plain(told), 1, 1)
    line, column = max(1, int(found[1])), max(1, int(found[2]))
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    caret = f"{shown}\n{' ' * (column - 1)}^" if shown.strip() else ""
    unknown = UNDEFINED.search(found[3])
    hint = did_you_mean(unknown[1], sorted(_names(kind.form))) if unknown and kind else ""
    return Wrong(_plain(found[3]), line, column, caret, hint)


def _names(field: Field) -> set[str]:
    """Return the names of all fields within one."""
    within = (*field.inner.values(), *((field.items,) if field.items else ()))
    return set(field.inner).union(*(_names(inner) for inner in within))


def _plain(told: str) -> str:
    """Say in our words what the engine says in its own."""
    told = STATUS.sub("", told.strip())
    told = re.sub(r" not found in struct '[^']*'| \(in container ''\)", "", told)
    told = re.sub(r"'_([^']+)_'", r"\1", told)
    return told.removeprefix("Syntax error: ") or "it cannot be understood"


def _reason(told: str) -> str:
    key = NO_KEY.search(told)
    if key:
        return f"it has no {key[1]}: ask has(…{key[1]}) first"
    clash = NO_OVERLOAD.search(told)
    return f"unlike values are compared or reckoned with: {_plain(clash[1])}" if clash else _plain(told)
