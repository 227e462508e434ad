"""Whom to tell of an impact into text and Markdown."""

from collections.abc import Sequence

from itsmctl.impact import Answerer, Audience, Promise, Touched
from itsmctl.render.escape import cell, code, printable
from itsmctl.render.paint import painted

__all__ = ["tell_markdown", "tell_text"]

SHOWN = 6  # names in one line; the rest is counted


def tell_text(tell: Audience, *, colour: bool = False) -> str:
    """Write the section ``tell`` for a terminal; empty when nobody is to be told."""
    rows = [(one.record.id, _owner(one)) for one in tell.owners]
    rows += [(one.record.id, f"customer of {_services(one)}") for one in tell.customers]
    rows += [(one.record.id, _promise(one)) for one in tell.agreements]
    if not rows:
        return ""
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name:<{width}}  {printable(words)}" for name, words in rows]
    return "\n".join([painted("tell", "1", colour=colour), *lines]) + "\n"


def _owner(one: Answerer) -> str:
    who = [f"{person.id} (on call)" if person in one.on_call else person.id for person in one.people]
    return f"{_some(who) or 'nobody'}, for {_some([record.id for record in one.records])}"


def _services(one: Touched) -> str:
    return _some([f"{hit.record.id} ({hit.state.word})" for hit in one.services])


def _promise(one: Promise) -> str:
    return f"promises {_targets(one) or 'something else'} for {one.service.record.id} ({one.service.state.word})"


def _targets(one: Promise) -> str:
    told = [f"{one.availability:g} % availability"] if one.availability is not None else []
    told += [f"P1 resolved in {one.resolution}"] if one.resolution else []
    return " and ".join(told)


def _some(names: Sequence[str]) -> str:
    hidden = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {hidden} more" if hidden > 0 else "")


def tell_markdown(tell: Audience) -> str:
    """Write whom to tell as a table of Markdown; empty when nobody is to be told."""
    rows = [f"| {code(one.record.id)} | owner | {cell(_owner(one))} |" for one in tell.owners]
    rows += [f"| {code(one.record.id)} | customer | {cell(_services(one))} |" for one in tell.customers]
    rows += [f"| {code(one.record.id)} | agreement | {cell(_promise(one))} |" for one in tell.agreements]
    if not rows:
        return ""
    return "\n".join(["**Tell:**", "", "| Whom | As | Why |", "|---|---|---|", *rows]) + "\n"
