"""Expressions in CEL over records: checked against the schema when compiled, bounded when asked."""

from itsmctl.expression.compiled import LONGEST, Expression, Unclear, Value, Wrong, compile_text
from itsmctl.expression.world import MEANS, World, names_in

__all__ = ["LONGEST", "MEANS", "Expression", "Unclear", "Value", "World", "Wrong", "compile_text", "names_in"]
