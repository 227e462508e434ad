"""What a guard is asked about, and the shape of its answer."""

from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.delta import Change
from itsmctl.risk import Proposal

__all__ = ["Answer", "Authority", "Case", "Conflict", "no", "yes"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a guard holds, and why; None means that it cannot be decided, which never passes."""

    holds: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class Authority:
    """What the counting of approvals came to: what is still missing, and who rejects."""

    missing: tuple[str, ...] = ()
    rejected_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another authorised change that this one cannot go together with: how, and the records in question."""

    other: str
    kind: str
    because: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One record that moves: its proposal in both worlds, the whole delta, the level of risk and the approvals.

    ``altered`` are the changes of controlled records that the proposal is to cover.
    """

    proposal: Proposal
    altered: tuple[Change, ...]
    level: str
    authority: Authority

    @property
    def record(self) -> Record:
        """The record that moves, as it would be."""
        return self.proposal.request

    @property
    def type(self) -> str:
        """The type of the change."""
        return self.proposal.type


def yes(because: str) -> Answer:
    """Answer that it holds."""
    return Answer(holds=True, because=because)


def no(because: str) -> Answer:
    """Answer that it does not hold."""
    return Answer(holds=False, because=because)
