"""Expressions in CEL over records: checked against the schema when compiled, bounded when asked."""

from itsmctl.expression.compiled import LONGEST, Expression, Unclear, Value, Wrong, compile_text
from itsmctl.expression.world import World, names_in

__all__ = ["LONGEST", "Expression", "Unclear", "Value", "World", "Wrong", "compile_text", "names_in"]
