"""Findings, their places and their order."""

from itsmctl.findings import Fatal, Finding, Location, Severity, ordered, worst

HERE = Location("records/ci/a.yaml", 3, 5)


def finding(code: str = "schema", severity: Severity = Severity.ERROR, where: Location = HERE) -> Finding:
    """Make a finding."""
    return Finding(code, severity, "is wrong", where)


def test_a_place_is_written_as_compilers_do() -> None:
    """Path, line and column, with colons between."""
    assert str(HERE) == "records/ci/a.yaml:3:5"


def test_error_is_worse_than_warning_and_warning_than_note() -> None:
    """The greatest severity is the worst."""
    found = [finding(severity=Severity.NOTE), finding(severity=Severity.ERROR), finding(severity=Severity.WARNING)]

    assert worst(found) is Severity.ERROR
    assert worst(found[:1]) is Severity.NOTE
    assert worst([]) is None
    assert Severity.WARNING.word == "warning"


def test_findings_are_ordered_by_place_and_then_code() -> None:
    """Path, then line as a number, then column, then code."""
    late = finding(where=Location("records/ci/a.yaml", 10))
    early = finding(where=Location("records/ci/a.yaml", 9))
    other = finding(code="bad-id", where=Location("records/ci/a.yaml", 9))

    assert ordered([late, early, other]) == [other, early, late]


def test_the_same_finding_twice_is_one() -> None:
    """What two stages see is told once."""
    assert ordered([finding(), finding()]) == [finding()]


def test_what_ends_a_run_keeps_sentence_hint_and_place_apart() -> None:
    """The renderer puts them together."""
    fatal = Fatal("no schema", hint="add one", where=HERE)

    assert (fatal.message, fatal.hint, fatal.where, fatal.code) == ("no schema", "add one", HERE, 3)
    assert str(fatal) == "no schema"
