"""The words of a change that no role says: its type, the model that it follows, its plan.

They are the subject of guards and of factors of risk, and stand here alone.
"""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.inquiry.inquiry import Inquiry

__all__ = ["EMERGENCY", "MAJOR", "MODEL", "PARTS", "STANDARD", "model_of", "plan_of", "type_of"]

TYPE, MODEL, PLAN = "type", "model", "plan"
STANDARD, NORMAL, EMERGENCY, MAJOR = "standard", "normal", "emergency", "major"
PARTS = ("implementation", "test", "back_out")


def type_of(record: Record) -> str:
    """Return the type of a change; a kind without types is normal."""
    return str(record.data.get(TYPE, NORMAL))


def model_of(inquiry: Inquiry, record: Record) -> Record | None:
    """Return the change model that a record follows, as base has it."""
    return inquiry.in_base(inquiry.merged.catalog.one(record, MODEL))


def plan_of(inquiry: Inquiry, record: Record) -> Mapping[str, Any]:
    """Return the plan of a change; for a standard one, what it leaves out comes from its model in base."""
    model = model_of(inquiry, record) if type_of(record) == STANDARD else None
    return {**_plan(model), **_plan(record)}


def _plan(record: Record | None) -> Mapping[str, Any]:
    plan = record.data.get(PLAN) if record else None
    return plan if isinstance(plan, Mapping) else {}
