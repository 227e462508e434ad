"""Reports to render: some findings, none, and one whose every text wants out."""

from itsmctl.findings import Finding, Location, Severity
from itsmctl.render import Report

DANGLING = Finding(
    "dangling-reference",
    Severity.ERROR,
    "depends_on names lab-db1, which does not exist",
    Location("records/service/wiki.yaml", 6, 5),
    "did you mean lab-db01?",
    (),
    "wiki",
)
TWIN = Finding(
    "duplicate-title",
    Severity.WARNING,
    "dc01 has the title 'Same' too",
    Location("records/ci/dc02.yaml", 1, 8),
    "say what sets it apart",
    (Location("records/ci/dc01.yaml", 1, 8),),
    "dc02",
)
BARE = Finding("need-without-effect", Severity.NOTE, "need 1 decides nothing", Location("records/ci/a.yaml", 2, 3))
REPORT = Report([BARE, TWIN, DANGLING], 312)
CLEAN = Report([], 1)
EVIL = "a\r\n::error::b%0A|`<script>`[x](y)@ada\x1b[31m\u202e,:\ud800"


def evil() -> Report:
    """Make a report whose every text wants out."""
    where = Location(f"records/ci/{EVIL}.yaml", 1, 1)
    return Report([Finding("schema", Severity.ERROR, EVIL, where, EVIL, (where,), EVIL)], 1)
