"""Every expression that is shipped, asked of made-up records by another implementation of CEL: both say the same."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import celpy
import pytest
from celpy import celtypes
from celpy.adapter import json_to_cel
from celpy.evaluation import CELEvalError
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.catalog import Record
from itsmctl.expression import Expression, Unclear, World, compile_text
from itsmctl.expression.functions import FUNCTIONS
from itsmctl.expression.world import HERE
from itsmctl.rules.expressed.ask import in_all
from tests.test_validate import kinds, lab

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHIPPED = [
    (kind.name, rule.code, in_all(getattr(rule, word), rule.each if word == "holds" else ""))
    for kind in kinds().by_name.values()
    for rule in kind.rules
    for word in ("when", "holds")
    if getattr(rule, word)
]


def converted(value: Any) -> Any:
    """Write a value in the types of the other implementation."""
    if isinstance(value, Mapping):
        return celtypes.MapType({celtypes.StringType(key): converted(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return celtypes.ListType([converted(inner) for inner in value])
    plain = value.ToDatetime(tzinfo=UTC) if hasattr(value, "ToDatetime") else value
    plain = value.ToTimedelta() if hasattr(value, "ToTimedelta") else plain
    if isinstance(plain, datetime):
        return celtypes.TimestampType(plain)
    return celtypes.DurationType(plain) if isinstance(plain, timedelta) else json_to_cel(plain)


def function(run: Any) -> Any:
    """Let the other implementation call a function of ours."""
    return lambda *given: converted(run(*(str(one) if isinstance(one, str) else int(one) for one in given)))


@cache
def second(text: str) -> Any:
    """Compile a text there."""
    environment = celpy.Environment()
    functions = {one.name: function(one.run) for one in FUNCTIONS}
    return environment.program(environment.compile(text), functions=functions)


@pytest.fixture(scope="module", autouse=True)
def prepared() -> Iterator[None]:
    """Compile there what is shipped: that raises the limit of recursion, which is put back."""
    limit = sys.getrecursionlimit()
    for _, _, text in SHIPPED:
        second(text)
    yield
    sys.setrecursionlimit(limit)


def theirs(text: str, record: Record, world: World) -> Any:
    """Ask the other implementation; None where it has no answer."""
    HERE.world, HERE.record = world, record
    try:
        return bool(second(text).evaluate({name: converted(value) for name, value in world.given(record).items()}))
    except CELEvalError:
        return None


def ours(text: str, record: Record, world: World) -> Any:
    """Ask ours; None where it has no answer."""
    made = compile_text(None, text)
    assert isinstance(made, Expression)
    said = made.of(record, world)
    return None if isinstance(said, Unclear) else said.value


@st.composite
def records(draw: st.DrawFn, kind: str) -> Record:
    """Take a record of the lab, in any state, without some of its fields."""
    record: Record = draw(st.sampled_from(list(lab().catalog.of(kind))))
    dropped = draw(st.sets(st.sampled_from(sorted(record.data)), max_size=3))
    data = {key: value for key, value in record.data.items() if key not in dropped}
    lifecycle = record.kind.lifecycle
    if lifecycle and lifecycle.field in data:
        data[lifecycle.field] = draw(st.sampled_from(record.kind.fields[lifecycle.field].values))
    return replace(record, data=data)


@pytest.mark.parametrize(("kind", "code", "text"), SHIPPED, ids=[f"{kind}-{code}" for kind, code, _ in SHIPPED])
@settings(max_examples=40)
@given(data=st.data())
def test_two_implementations_say_the_same(kind: str, code: str, text: str, data: st.DataObject) -> None:
    """True, false or nothing."""
    record = data.draw(records(kind))
    world = World(lab().catalog, NOW)

    assert ours(text, record, world) == theirs(text, record, world), code


def test_there_are_expressions_to_ask() -> None:
    """Several kinds have some."""
    assert {kind for kind, _, _ in SHIPPED} >= {"incident", "known-error", "release"}
