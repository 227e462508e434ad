"""What the renderers of findings are given: the findings in order, and what they are about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from itsmctl.findings import Finding, Severity

__all__ = ["Report", "worst_first"]


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one run, how many records were read, and the commit if it was one.

    ``mended`` has, for findings that know their answer, the text of the file as it is and as it would be.
    """

    findings: Sequence[Finding]
    records: int
    revision: str | None = None
    mended: Mapping[Finding, tuple[str, str]] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return Counter(finding.severity for finding in self.findings)[severity]

    def summary(self) -> str:
        """Count in a sentence: ``312 records: 1 error, 0 warnings``."""
        counts = [
            _counted(self.count(Severity.ERROR), "error"),
            _counted(self.count(Severity.WARNING), "warning"),
        ]
        if self.count(Severity.NOTE):
            counts.append(_counted(self.count(Severity.NOTE), "note"))
        return f"{_counted(self.records, 'record')}: {', '.join(counts)}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings by severity, the worst first, and keep their order among equals."""
    return sorted(findings, key=lambda finding: -finding.severity)
