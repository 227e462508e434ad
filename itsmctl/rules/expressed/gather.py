"""Schemas and rule records into the rules that are expressions, and into what is wrong with them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from itsmctl.document import Document, Path, in_text, place
from itsmctl.expression import Expression, Wrong, compile_text
from itsmctl.findings import Location
from itsmctl.kinds import Kind, rule_of
from itsmctl.kinds import Rule as Told
from itsmctl.rules.rule import Seen
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean
from itsmctl.tree import share

__all__ = ["RULES_KIND", "Given", "Usable", "gather", "usable"]

RULES_KIND = "rule"
BLANK = re.compile(r"\{([A-Za-z][A-Za-z0-9_.-]*)\}")
TEXTS = ("when", "holds")
ENTRY, VALUE = "entry", "value"  # of what must hold of each entry of a map: its name, and what it holds
MARK = "▸"


@dataclass(frozen=True, slots=True)
class Given:
    """A rule as it is written: the name of the kind that it is about, and the file that holds it."""

    kind: str
    told: Told
    source: Document

    def spot(self, word: str) -> Location:
        """Return where one of its words stands, or the rule itself where it has none."""
        return place(self.source, (*self.told.path, word))


@dataclass(frozen=True, slots=True)
class Usable:
    """A rule that can be asked: ``when`` is None where it is about every record of the kind."""

    given: Given
    when: Expression | None
    holds: Expression

    @property
    def texts(self) -> tuple[str, ...]:
        """What it asks."""
        return (*((self.when.text,) if self.when else ()), self.holds.text, self.given.told.each)


def gather(snapshot: Snapshot) -> Iterator[Given]:
    """Yield the rules of all schemas, and those of the rule records in use."""
    for kind in snapshot.kinds.by_name.values():
        for told in kind.rules:
            yield Given(kind.name, told, snapshot.kinds.source(kind.name))
    for record in snapshot.of(RULES_KIND):
        if record.valid and record.is_("in-use"):
            words = {"code": record.id, **record.data}
            yield Given(str(record.data["kind"]), rule_of(words, ()), record.document)


def usable(snapshot: Snapshot, taken: Collection[str]) -> tuple[list[Usable], list[Seen]]:
    """Compile all rules of a snapshot; ``taken`` are codes that others have. Returns what can be asked, and faults."""
    found: list[Usable] = []
    faults: list[Seen] = []
    first: dict[str, Given] = {}
    for given in gather(snapshot):
        code = given.told.code
        if code in first:
            message = f"two rules have the code {code}; this one is not asked"
            faults.append((message, place(given.source, given.told.path), (first[code].spot("code"),)))
        elif code in taken or code in built_in():
            faults.append((f"{code} is the code of another rule; this one is not asked", given.spot("code")))
        else:
            first[code] = given
            made = _compiled(given, snapshot.kinds.get(given.kind), snapshot)
            if isinstance(made, Usable):
                found.append(made)
            else:
                faults += made
    return found, faults


@lru_cache(maxsize=1)
def built_in() -> frozenset[str]:
    """Return every code that has a page: of rules, guards and refusals that are written in Python."""
    return frozenset(page.stem for page in (share("templates") / "rules").glob("*.md"))


def _compiled(given: Given, kind: Kind | None, snapshot: Snapshot) -> Usable | list[Seen]:
    if kind is None:
        hint = did_you_mean(given.kind, snapshot.kinds.by_name, "itsmctl schema lists the kinds")
        return [(f"there is no kind {given.kind}: {hint}", given.spot("kind"))]
    each = given.told.each
    also = {"holds": {ENTRY: "text", VALUE: "any"}} if each else {}
    made = {
        word: compile_text(kind, text, also=also.get(word)) for word in TEXTS if (text := getattr(given.told, word))
    }
    faults: list[Seen] = [_fault(given, word, one) for word, one in made.items() if isinstance(one, Wrong)]
    named = [("message", name) for name in BLANK.findall(given.told.message)]
    named += [("at", given.told.at)] if given.told.at else []
    known = ("id", ENTRY, VALUE) if each else ("id",)
    field = kind.form.at(each) if each else None
    if each and (field is None or field.type != "map"):
        faults.append((f"each names {each}, which is no field with named entries", given.spot("each")))
    for word, name in named:
        if name not in known and kind.form.at(name) is None:
            faults.append((f"{word} names the field {name}, which is none", given.spot(word)))
    when, holds = made.get("when"), made["holds"]
    if faults or isinstance(when, Wrong) or isinstance(holds, Wrong):
        return faults
    return Usable(given, when, holds)


def _fault(given: Given, word: str, wrong: Wrong) -> Seen:
    path: Path = (*given.told.path, word)
    hint = f": {wrong.hint}" if wrong.hint else ""
    return f"{word}: {wrong.message}{hint}{_shown(wrong)}", in_text(given.source, path, wrong.line, wrong.column)


def _shown(wrong: Wrong) -> str:
    """Show the line of the text with a mark where it goes wrong: a message has one line, so it stands in it."""
    line = wrong.caret.partition("\n")[0]
    here = wrong.column - 1
    return f" (at {MARK} in {line[:here].lstrip()}{MARK}{line[here:].rstrip()})" if line else ""
