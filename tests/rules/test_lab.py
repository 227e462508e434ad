"""The shipped lab is clean, and each fault that its models were found to have is found when it is put back."""

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from itsmctl.findings import Severity
from itsmctl.repo import find
from itsmctl.snapshot import Memory, Snapshot, take
from itsmctl.tree import Entry, Tree, from_disk, share
from tests.world import findings

Files = dict[str, str]


@cache
def lab() -> Tree:
    """Read the shipped records and schemas."""
    return from_disk(find(share("schemas").parent))


@cache
def remembered() -> bytes:
    """Read the lab once for all tests."""
    memory = Memory()
    take(lab(), read=memory)
    return memory.dump() or b""


def with_files(files: Mapping[str, str]) -> Snapshot:
    """Take the lab with some files in place of its own."""
    entries = {path: Entry("100644", len(text.encode()), text.encode()) for path, text in files.items()}
    return take(Tree({**lab().entries, **entries}), read=Memory(remembered()))


def text(path: str) -> str:
    """Return a file of the lab."""
    return (lab().read(path) or b"").decode()


def edited(path: str, old: str, new: str) -> Files:
    """Replace a text that stands once in a file."""
    assert text(path).count(old) == 1, path
    return {path: text(path).replace(old, new)}


def test_the_lab_is_clean() -> None:
    """No error and no warning."""
    assert [f for f in findings(take(lab())) if f.severity > Severity.NOTE] == []


RACI = "records/raci/change-management.yaml"
LATER = next(line for line in text("records/rfc/RFC-2025-0007.yaml").splitlines() if line.startswith("submitted_at"))
INCIDENT = "records/incident/INC-2024-0012.yaml"
PROCESS = "records/process/change-management.yaml"
WIKI = "records/incident/INC-2026-0107.yaml"
# Number, what is planted, the code, the file that is to blame, and a text in the line that is.
FAULTS: list[tuple[int, Callable[[], Files], str, str, str]] = [
    (1, lambda: {"records/rfc/network/RFC-2025-0004.yaml": text("records/rfc/RFC-2025-0004.yaml")},
     "duplicate-id", "records/rfc/network/RFC-2025-0004.yaml", "title:"),
    (1, lambda: {"records/ci/old/LAB-DB01.yaml": text("records/ci/lab-db01.yaml")},
     "duplicate-id", "records/ci/old/LAB-DB01.yaml", "title:"),
    (2, lambda: edited("records/rfc/RFC-2025-0004.yaml", "submitted_at: 2025-02-13", "submitted_at: 2024-11-12"),
     "id-year", "records/rfc/RFC-2025-0004.yaml", "submitted_at: 2024-11-12"),
    (2, lambda: edited("records/rfc/RFC-2025-0007.yaml", LATER, "submitted_at: 2025-01-02T09:00:00Z"),
     "id-order", "records/rfc/RFC-2025-0007.yaml", "submitted_at: 2025-01-02"),
    (3, lambda: {"records/ci/dc01.yaml": text("records/ci/dc02.yaml")},
     "duplicate-hostname", "records/ci/dc02.yaml", "hostname:"),
    (3, lambda: {"records/ci/dc01.yaml": text("records/ci/dc02.yaml")},
     "duplicate-title", "records/ci/dc02.yaml", "title:"),
    (4, lambda: edited("records/ci/lab-db01.yaml", "addresses: [10.80.10.39]", "addresses: [10.80.10.38]"),
     "duplicate-address", "records/ci/lab-db01.yaml", "addresses: [10.80.10.38]"),
    (4, lambda: edited("records/ci/lab-db01.yaml", "addresses: [10.80.10.39]", "addresses: [10.80.10.X]"),
     "schema", "records/ci/lab-db01.yaml", "10.80.10.X"),
    (4, lambda: edited("records/ci/dc01.yaml", "addresses: [10.80.10.30]", "addresses: [10.80.20.99]"),
     "address-outside-network", "records/ci/dc01.yaml", "10.80.20.99"),
    (4, lambda: edited("records/ci/dc01.yaml", "hostname: dc01", "hostname: dc02"),
     "duplicate-hostname", "records/ci/dc02.yaml", "hostname: dc02"),
    (5, lambda: edited("records/ci/lab-db01.yaml", "network: vlan10", "network: VLAN 10 (10.80.10.0/24)"),
     "schema", "records/ci/lab-db01.yaml", "network: VLAN 10"),
    (5, lambda: {"records/ci/dmz.yaml": text("records/ci/vlan30.yaml").replace("Expansion", "Guest")},
     "duplicate-network", "records/ci/vlan30.yaml", "subnet: 10.80.30.0/24"),
    (5, lambda: edited("records/ci/lab-db01.yaml", "tags: [database]", "tags: [database]\nvlan: 20"),
     "network-retyped", "records/ci/lab-db01.yaml", "vlan: 20"),
    (12, lambda: edited("records/service/dns.yaml", "status:", 'labels: {glpi: "[GLPI Service ID]"}\nstatus:'),
     "placeholder-text", "records/service/dns.yaml", "[GLPI Service ID]"),
    (12, lambda: {"records/service/dns.yaml": ""}, "schema", "records/service/dns.yaml", ""),
    (12, lambda: edited("records/rfc/RFC-2025-0004.yaml", "outcome: successful\n", ""),
     "missing-for-state", "records/rfc/RFC-2025-0004.yaml", "status: closed"),
    (14, lambda: edited(RACI, "cab: R, ecab: R", "cab: A, ecab: R"), "raci-one-accountable", RACI, "cab: A"),
    (14, lambda: edited(RACI, "{change-manager: A, operations: R, cab: C, engineer: C}", "{operations: R, cab: C}"),
     "raci-one-accountable", RACI, "review-change"),
    (14, lambda: edited(RACI, "{change-manager: A, operations: R, cab: C, engineer: C}", "{change-manager: A, cab: C}"),
     "raci-no-responsible", RACI, "review-change"),
    (14, lambda: {**edited(RACI, "close-change: {change-manager: RA", "close-change: {ticket-system: RA"),
                  "records/role/ticket-system.yaml": "title: Ticket system\n"},
     "raci-human", RACI, "ticket-system: RA"),
    (15, lambda: edited("records/problem/PRB-2025-0001.yaml", "priority: P", "priority: S"),
     "schema", "records/problem/PRB-2025-0001.yaml", "priority: S"),
    (15, lambda: edited(INCIDENT, "impact: low", "impact: minor"), "schema", INCIDENT, "impact: minor"),
    (15, lambda: edited(INCIDENT, "category: infrastructure", "category: hardware"),
     "unknown-category", INCIDENT, "category: hardware"),
    (16, lambda: edited(WIKI, "[knowledge-repository, lab-db01]", "[lab-db01, knowledge-repository, ci/lab-db01]"),
     "doubled-reference", WIKI, "ci/lab-db01"),
    (16, lambda: edited("records/service/dns.yaml", "[lab-dns01, lab-dns02]", "[lab-dns01, ci/lab-dns01]"),
     "group-member-doubled", "records/service/dns.yaml", "ci/lab-dns01"),
    (17, lambda: edited("records/ci/lab-dns01.yaml", "status: operational", "status: ordered"),
     "planned-dependency", "records/service/dns.yaml", "lab-dns01"),
    (17, lambda: edited("records/person/grace.yaml", "status: active", "status: left"),
     "ended-reference", "records/role/change-manager.yaml", "grace"),
    (18, lambda: edited(WIKI, "resolved_at: 2026", "resolved_at: 2099"), "time-in-future", WIKI, "resolved_at: 2099"),
    (18, lambda: edited(WIKI, "    end: 2026-03-20T12:28:00Z\n", ""), "outage-without-end", WIKI, "service:"),
    (18, lambda: edited(WIKI, "start: 2026-03-20T09:58", "start: 2026-03-20T13:58"), "time-order", WIKI, "end: 2026"),
    (18, lambda: edited(WIKI, "problem: PRB-2026-0003\nknown_error: KEDB-DB-001\n", ""),
     "unanswered-reference", "records/problem/PRB-2026-0003.yaml", "incidents:"),
    (19, lambda: edited(PROCESS, "title: Close, kinds: [rfc]", "title: Close, kinds: [rcf]"),
     "unknown-name", PROCESS, "kinds: [rcf]"),
    (19, lambda: {"records/process/problem-management.yaml": "title: P\nstage: operation\nnope: 1\n"},
     "schema", "records/process/problem-management.yaml", "nope: 1"),
    (20, lambda: edited("records/rfc/RFC-2026-0041.yaml", "status: submitted", "status: withdrawn"),
     "void-fix", "records/known-error/KEDB-DB-001.yaml", "RFC-2026-0041"),
    (20, lambda: edited("records/rfc/RFC-2026-0041.yaml", ", KEDB-DB-001]", "]"),
     "unlisted-fix", "records/known-error/KEDB-DB-001.yaml", "RFC-2026-0041"),
    (21, lambda: edited("records/rfc/RFC-2025-0018.yaml", "status: closed", "status: draft"),
     "released-undone-change", "records/release/REL-2025-0001.yaml", "RFC-2025-0018"),
    (21, lambda: edited("records/release/REL-2025-0001.yaml", "passed\n    notes: Twice", "failed\n    notes: Twice"),
     "released-failed-test", "records/release/REL-2025-0001.yaml", "title: Rebuild"),
    (21, lambda: edited("records/rfc/RFC-2026-0041.yaml", "release: REL-2026-0001", "release: REL-2025-0001"),
     "unanswered-reference", "records/release/REL-2026-0001.yaml", "rfcs: [RFC-2026-0041]"),
    (22, lambda: edited("records/agreement/SLA-WIKI.yaml", "until: 2026", "until: 2025"),
     "agreement-expires", "records/agreement/SLA-WIKI.yaml", "until: 2025"),
    (22, lambda: edited("records/supplier/isp-example.yaml", "review_by: 2027", "review_by: 2026-05-01 #"),
     "supplier-review-overdue", "records/supplier/isp-example.yaml", "review_by: 2026-05-01"),
    (22, lambda: edited("records/improvement/IMP-2026-0002.yaml", "due: 2027-02-28", "due: 2026-03-01"),
     "improvement-late", "records/improvement/IMP-2026-0002.yaml", "due: 2026-03-01"),
    (22, lambda: edited("records/asset/AST-0004.yaml", "ci: node04", "ci: node03"),
     "unanswered-reference", "records/asset/AST-0004.yaml", "ci: node03"),
    (23, lambda: {"records/rule/no-field.yaml": "title: N\nkind: ci\nstatus: active\nholds: self.hostnam != ''\n"
                  "message: none\n"},
     "rule-unusable", "records/rule/no-field.yaml", "holds: self.hostnam"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plant", "code", "path", "line"),
    [fault[1:] for fault in FAULTS],
    ids=[f"{f[0]}-{f[2]}-{n}" for n, f in enumerate(FAULTS)],
)
def test_a_planted_fault_is_found_where_it_stands(plant: Callable[[], Files], code: str, path: str, line: str) -> None:
    """By its code, in the file and on the line that is to blame, or on a line that it names as related."""
    files = plant()

    found = [f for f in findings(with_files(files)) if f.code == code]

    places = [where for f in found for where in (f.where, *f.related)]
    shown = {
        where: ((files.get(where.path) or text(where.path)).splitlines() or [""])[where.line - 1] for where in places
    }
    assert any(where.path == path and line in told for where, told in shown.items()), shown
