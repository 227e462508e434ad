"""The guard ``model-allows``: a standard change stays inside its change model."""

from collections.abc import Iterator, Mapping

from itsmctl.catalog import Record
from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import STANDARD, model_of, type_of
from itsmctl.risk import LEVELS

__all__ = ["model_allows"]

# The guard's subject: what a change model says, and the field that its classes are about.
ALLOWS, MAX_RISK, KINDS, CLASSES, FIELDS = "allows", "max_risk", "kinds", "classes", "fields"
CLASS = "class"


def model_allows(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the model, as base has it, allows these kinds, classes and fields at this risk."""
    if type_of(request.record) != STANDARD:
        return yes("only a standard change follows a model")
    model = model_of(inquiry, request.record)
    if model is None:
        return no("a standard change needs a change model that the target branch already has")
    name = inquiry.name(model)
    if not model.is_("in-use"):
        return no(f"the model {name} is not active")
    if not {ALLOWS, MAX_RISK} <= model.data.keys():
        return no(f"{name} does not say what it allows")
    if request.level is None:
        return Answer(None, "the policy does not say how risk is reckoned")
    objection = next(_objections(inquiry, request, model), None)
    return no(f"{name} {objection}") if objection else yes(f"{name} allows it")


def _objections(inquiry: Inquiry, request: Request, model: Record) -> Iterator[str]:
    allows, most, level = model.data[ALLOWS], model.data[MAX_RISK], str(request.level)
    if LEVELS.index(level) > LEVELS.index(most):
        yield f"holds up to {most} risk, and this is {level}"
    records = [inquiry.merged.catalog.records.get(key) for key in request.touched]
    for record in (found for found in records if found is not None):
        yield from _outside(record, inquiry.name(record), allows)
    for change in inquiry.scope.altered:
        name = inquiry.name(change.record)
        if change.verb != "changed":
            yield f"allows changes of records, and {name} is {change.verb}"
        yield from _outside(change.record, name, allows)
        other = sorted(set(change.fields) - set(allows[FIELDS]))
        if other:
            yield f"does not allow {', '.join(other)} of {name} to change"


def _outside(record: Record, name: str, allows: Mapping[str, list[str]]) -> Iterator[str]:
    if record.kind.name not in allows[KINDS]:
        yield f"does not allow changes of kind {record.kind.name}: {name}"
    elif CLASSES in allows and record.data.get(CLASS) not in allows[CLASSES]:
        yield f"does not allow changes of class {record.data.get(CLASS)}: {name}"
