"""The faults of the lab's own documents, put back into a copy of its records: the rules find each where it stands."""

import re

import pytest

from itsmctl.findings import Finding, Severity
from tests.rules.test_lab import Files, edited, text, with_files
from tests.world import findings

NODE = "records/ci/node0{}.yaml"
POLICY = "records/policy/validation.yaml"


def merged(*parts: Files) -> Files:
    """Put edits of several files together; no file is edited twice."""
    assert len({path for part in parts for path in part}) == sum(map(len, parts))
    return {path: new for part in parts for path, new in part.items()}


def with_line(path: str, line: str) -> Files:
    """Add a line before the depends_on of a record."""
    return edited(path, "\ndepends_on:", f"\n{line}\ndepends_on:")


def without_excuses() -> Files:
    """Leave the validation policy without what it excuses."""
    return {POLICY: text(POLICY).partition("excuse:")[0]}


def told(files: Files, code: str) -> list[tuple[Finding, str]]:
    """Return the findings of a code, each with the line that it points at."""
    found = [f for f in findings(with_files(files)) if f.code == code]
    return [(f, (files.get(f.where.path) or text(f.where.path)).splitlines()[f.where.line - 1]) for f in found]


def hosts_promise() -> Files:
    """Let the five hosts promise 99.9 %, as they do in the lab."""
    return merged(*(with_line(NODE.format(n), "availability: 99.9") for n in range(1, 6)))


GUESTS = ("pg01", "dc01", "lab-db01", "k8sm01")


@pytest.mark.parametrize("guest", GUESTS)
def test_a_guest_that_promises_more_than_its_host_is_found(guest: str) -> None:
    """Fault 8: 99.99 % on a host of 99.9 % without a second one."""
    path = f"records/ci/{guest}.yaml"

    found = told(merged(hosts_promise(), with_line(path, "availability: 99.99")), "promise-above-dependencies")

    assert [(f.where.path, line) for f, line in found] == [(path, "availability: 99.99")]
    assert "can give at most 99.9 %: node0" in found[0][0].message
    assert found[0][0].related[0].path == NODE.format(re.findall(r"node0(\d)", found[0][0].message)[0])


def test_hosts_that_keep_what_they_promise_leave_the_lab_clean() -> None:
    """With 99.9 % a host no agreement of the lab is out of reach."""
    assert told(hosts_promise(), "promise-above-dependencies") == []


def test_an_agreement_above_its_best_tier_is_found() -> None:
    """Fault 8: remote access at 99.99 % over a line of 99.9 %; the figure is the product of line and network."""
    path = "records/agreement/SLA-REMOTE.yaml"

    found = told(edited(path, "availability: 99.0", "availability: 99.99"), "promise-above-dependencies")

    assert [(f.where.path, line.strip()) for f, line in found] == [(path, "availability: 99.99")]
    assert "at most 99.8001 %: isp-link 99.9 %, network-services 99.9 %" in found[0][0].message


def test_a_tier_that_does_not_exist_is_found() -> None:
    """Fault 8: the best tier is platinum."""
    path = "records/agreement/SLA-DNS.yaml"

    found = told(edited(path, "tier: platinum", "tier: diamond"), "schema")

    assert [(f.where.path, line) for f, line in found] == [(path, "tier: diamond")]


def test_a_guest_fresher_than_its_host_is_found() -> None:
    """Fault 9: a guest with a recovery point of a day on a host with one of a week."""
    path = NODE.format(1)

    found = told(edited(path, "rpo: P1D", "rpo: P7D"), "recovery-below-promise")

    assert {f.record for f, _ in found} >= {"k8sm01", "k8sw01", "dc01", "lab-soc01", "lab-port01"}
    for f, line in found:
        assert "rpo: P1D" in line
        assert [where.path for where in f.related] == [path]


def test_etcd_kept_on_one_database_server_is_found() -> None:
    """Fault 10: its copy is lost with the rack, and so is the copy of that copy."""
    path = "records/ci/k8sm01.yaml"

    found = told(edited(path, "to: backup-store", "to: pg01"), "backup-in-failure-domain")

    assert [(f.where.path, line) for f, line in found] == [
        (path, "backup: {to: pg01, every: PT6H, rpo: P1D, rto: PT4H}")
    ]
    assert [where.path for where in found[0][0].related] == ["records/ci/rack-1.yaml"]


def test_promised_memory_is_added_up() -> None:
    """Fault 7: 66 of 64 GB on node02, 160 of 128 GB on node04; nothing on the other three."""
    found = told(without_excuses(), "overcommitted-host")

    assert [(f.where.path, f.message) for f, _ in found] == [
        (NODE.format(2), "6 guests are promised 66 GB of memory, node02 has 64"),
        (NODE.format(4), "13 guests are promised 160 GB of memory, node04 has 128"),
    ]
    assert all(line.startswith("capacity:") for _, line in found)
    assert {f.severity for f, _ in found} == {Severity.WARNING}


def test_a_machine_with_another_ones_address_is_found() -> None:
    """Fault 4."""
    path = "records/ci/lab-db01.yaml"

    found = told(edited(path, "addresses: [10.80.10.39]", "addresses: [10.80.10.38]"), "duplicate-address")

    assert [(f.where.path, line) for f, line in found] == [(path, "addresses: [10.80.10.38]")]
    assert [where.path for where in found[0][0].related] == ["records/ci/lab-apps01.yaml"]


@pytest.mark.parametrize(("guest", "host", "other"), [("lab-port01", 1, 4), ("pg01", 4, 3)])
def test_a_machine_on_two_hosts_is_found(guest: str, host: int, other: int) -> None:
    """Fault 6: on one page here, on another there."""
    path, line = f"records/ci/{guest}.yaml", "  - {{ref: node0{}, as: runs-on}}"
    files = edited(path, line.format(host), f"{line.format(host)}\n{line.format(other)}")

    found = told(files, "contradicting-facts")

    assert [(f.where.path, line) for f, line in found] == [(path, line.format(other))]


def test_a_machine_in_two_networks_is_found() -> None:
    """Fault 6: in VLAN 20 on one page, with an address of VLAN 10 on another."""
    path = "records/ci/lab-apps01.yaml"

    found = told(edited(path, "network: vlan10", "network: vlan20"), "address-outside-network")

    assert [(f.where.path, line) for f, line in found] == [(path, "addresses: [10.80.10.38]")]


def test_a_second_page_of_a_machine_is_found() -> None:
    """Fault 6: lab-apps01 again, with 8 GB; and node05 under its old name."""
    again = (
        text("records/ci/lab-apps01.yaml").replace("memory_gb: 16", "memory_gb: 8").replace("title: ", "title: Old ")
    )
    nas = text(NODE.format(5)).replace("title: Proxmox node 05", "title: NAS")
    paths = {"records/ci/apps-old.yaml": again, "records/ci/nas01.yaml": nas}

    for code in ("duplicate-hostname", "duplicate-address"):
        places = {where.path for f, _ in told(paths, code) for where in (f.where, *f.related)}
        assert places >= set(paths)


def test_a_database_that_is_not_the_one_deployed_is_found() -> None:
    """Fault 11, as far as records can show it: the audit labels what it found, the database what it is."""
    glpi, database = "records/ci/glpi.yaml", "records/ci/mariadb-lab.yaml"
    files = merged(with_line(glpi, "labels: {engine: pgsql}"), with_line(database, "labels: {engine: mariadb}"))

    found = told(files, "contradicting-facts")

    assert [(f.where.path, line) for f, line in found] == [(glpi, "labels: {engine: pgsql}")]
    assert database in [where.path for where in found[0][0].related]


def test_the_ticket_system_is_known_to_fall_with_what_it_records() -> None:
    """Of the graph's truths: it needs the database whose failure it has to record."""
    found = told(without_excuses(), "records-its-own-failure")

    assert [f.where.path for f, _ in found] == ["records/service/itsm-tickets.yaml"]
    assert "mariadb-lab" in found[0][0].message


def test_both_name_servers_end_on_one_switch() -> None:
    """It stays in sight as a note."""
    found = told({}, "shared-single-point")

    assert {f.record for f, _ in found} == {"dns", "k8s-platform"}
    assert {f.severity for f, _ in found} == {Severity.NOTE}
    assert "lab-dns01 and lab-dns02 end on labswitch01" in found[0][0].message
