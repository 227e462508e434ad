"""Rules about names that lead nowhere: of processes, and of what works on an activity of theirs."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Collection, Iterator

from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.rules.context import Context
from itsmctl.rules.expressed.book import book_in
from itsmctl.rules.expressed.gather import built_in
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.rules.words import rules_of
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["kind_without_process", "unknown_name"]

GOVERNANCE = "governance"
PROCESSES = "process"  # the kind that x-itsm.process names records of


@rule_in_context(Severity.WARNING, hint="describe the process in records/process/, or name the one that it is")
def kind_without_process(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """Records are kept of a kind whose process nobody has described, though others are."""
    known = [record.id for record in context.of(PROCESSES)]
    # People, roles and matrices serve every process: whose they are matters to nobody.
    asked = [kind for kind in snapshot.kinds.by_name.values() if kind.control != GOVERNANCE and context.of(kind.name)]
    lacking = [kind for kind in asked if kind.process not in known]
    if len(lacking) * 2 >= len(asked):
        return  # whoever has described less than half of them has just begun, or does it elsewhere
    for kind in lacking:
        meant = did_you_mean(kind.process, known, "itsmctl list process shows them")
        where = place(snapshot.kinds.source(kind.name), ("x-itsm", "process"))
        yield f"{kind.name} belongs to {kind.process}, of which there is no record: {meant}", where


@rule_in_context(Severity.WARNING, hint="correct the name, or take it out")
def unknown_name(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """An activity of a process names a kind or a rule that does not exist."""
    processes = context.of(PROCESSES)
    if not processes:
        return
    words = (one.code for one in rules_of(context.by.kinds))
    codes = {*words, *(one.code for one in book_in(context, context.by).rules), *built_in()}
    known: dict[str, Collection[str]] = {"kinds": snapshot.kinds.by_name, "rules": codes}
    for record in processes:
        for number, activity in enumerate(record.data.get("activities", ())):
            for word, names in known.items():
                for n, name in enumerate(activity.get(word, ())):
                    if name not in names:
                        meant = did_you_mean(name, names, "itsmctl explain lists rules, itsmctl schema kinds")
                        where = place(record.document, ("activities", number, word, n))
                        yield f"{activity['id']} names {name}, which is none of the {word}: {meant}", where
