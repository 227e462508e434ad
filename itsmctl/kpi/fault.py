"""What is wrong with a measure, or with how it is asked for: a value, with its place in the words that ask."""

from dataclasses import dataclass

from itsmctl.document import Path

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``path`` leads to the word at fault, ``line`` and ``column`` into its text, ``caret`` draws them.

    ``hint`` is a suggestion, ``otherwise`` what to read when there is none.
    """

    code: str
    path: Path
    message: str
    hint: str = ""
    otherwise: str = ""
    line: int = 1
    column: int = 1
    caret: str = ""

    @property
    def sentence(self) -> str:
        """The message with its suggestion, in one line."""
        return f"{self.message}: {self.hint}" if self.hint else self.message
