"""A number into a repository of that many made-up records, the same for the same number."""

from pathlib import Path

from itsmctl.authoring import starter
from itsmctl.repo import create

__all__ = ["repository"]

RECORD = """\
title: Machine {n} of the benchmark
description: >-
  A made-up virtual machine. It stands on a host and needs one of two name servers, like most machines do, and
  its description is about as long as those that people write.
class: virtual-machine
status: operational
environment: lab
owner: operations
location: rack-{rack}
addresses: [10.{a}.{b}.{c}]
capacity: {{vcpu: {vcpu}, memory_gb: {memory}, storage_gb: 200}}
backup: {{to: vm000002, every: P1D, rpo: P1D, rto: PT4H}}
verified_at: 2026-03-01T09:00:00Z
depends_on:
  - {{ref: {host}, as: runs-on}}
  - {{any_of: [{first}, {second}], need: 1, as: resolves-with}}
tags: [benchmark, rack-{rack}, generated]
labels:
  wave: "{wave}"
  cost-centre: "{cost}"
notes: |
  Written by the benchmark. The second line is here
  because notes usually have more than one.
  Nothing else depends on this text.
"""
ROOT = "title: Machine {n}\nclass: host\nstatus: operational\nowner: operations\n"


def repository(folder: Path, count: int) -> Path:
    """Make a repository with that many CI records of about 840 bytes; nothing is committed."""
    for path, data in starter().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    create(folder)
    for n in range(count):
        place = folder / "records" / "ci" / f"{n // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"vm{n:06}.yaml").write_text(_record(n), "utf-8")
    return folder


def _record(n: int) -> str:
    if n < 3:
        return ROOT.format(n=n)
    first, second = f"vm{n // 2:06}", f"vm{n // 3:06}"
    if first == second:
        second = "vm000000"
    return RECORD.format(
        n=n,
        rack=n % 40,
        a=n // 65536 % 256,
        b=n // 256 % 256,
        c=n % 256,
        vcpu=1 + n % 8,
        memory=2 ** (n % 6),
        host=f"vm{_host(n):06}",
        first=first,
        second=second,
        wave=n % 12,
        cost=1000 + n % 77,
    )


def _host(n: int) -> int:
    """Return what a machine runs on; nothing runs on the one that keeps the backups."""
    return 1 if n // 5 == 2 else n // 5
