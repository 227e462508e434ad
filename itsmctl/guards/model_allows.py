"""The guard ``model-allows``: a standard change stays inside its change model."""

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.guards.case import Answer, Case, no, yes
from itsmctl.risk import LEVELS

__all__ = ["model_allows"]


def model_allows(case: Case) -> Answer:
    """Ask whether the model, as base has it, allows these kinds, classes and fields at this risk."""
    if case.type != "standard":
        return yes("only a standard change follows a model")
    model = case.proposal.model
    if model is None:
        return no("a standard change needs a change model that the target branch already has")
    if model.data.get("status") != "active":
        return no(f"the model {model.id} is not active")
    objection = next(_objections(case, model), None)
    return no(f"{model.id} {objection}") if objection else yes(f"{model.id} allows it")


def _objections(case: Case, model: Record) -> Iterator[str]:
    allows, most = model.data["allows"], model.data["max_risk"]
    if LEVELS.index(case.level) > LEVELS.index(most):
        yield f"holds up to {most} risk, and this is {case.level}"
    records = [case.proposal.merged.catalog.records.get(key) for key in case.proposal.touched]
    for record in (r for r in records if r is not None):
        yield from _outside(record, allows)
    for change in case.altered:
        if change.verb != "changed":
            yield f"allows changes of records, and {change.record.id} is {change.verb}"
        yield from _outside(change.record, allows)
        other = sorted(set(change.fields) - set(allows["fields"]))
        if other:
            yield f"does not allow {', '.join(other)} of {change.record.id} to change"


def _outside(record: Record, allows: dict[str, list[str]]) -> Iterator[str]:
    if record.kind.name not in allows["kinds"]:
        yield f"does not allow changes of kind {record.kind.name}: {record.id}"
    elif "classes" in allows and record.data.get("class") not in allows["classes"]:
        yield f"does not allow changes of class {record.data.get('class')}: {record.id}"
