"""A typo in a group is one finding, and no rule, impact or comparison stumbles over what is left."""

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci, codes, schemas, world

BACKED = "backup: {to: store, rpo: P1D, rto: PT4H}\n"


@pytest.mark.parametrize("need", ["2", '"100%"'])
def test_a_group_with_a_member_that_does_not_exist_is_judged(need: str) -> None:
    """`need` beyond the members that are left once ended the recovery rule with an IndexError."""
    group = f"depends_on:\n  - {{any_of: [a, nobody], need: {need}}}\n"
    records = {**ROLE, "ci/store.yaml": ci("S"), "ci/a.yaml": ci("A", BACKED), "ci/b.yaml": ci("B", BACKED + group)}

    assert "dangling-reference" in codes(world(records))


def test_a_comparison_with_newly_broken_records_is_refused(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """As empty records they would look like single points of failure removed."""
    made = Sandbox.create(tmp_path_factory.mktemp("compare") / "repository")
    made.write({**schemas(), "records/role/operations.yaml": "title: Operations\n", "records/ci/a.yaml": ci("A")})
    made.commit("Start")
    made.git("checkout", "--quiet", "-b", "broken")
    made.write({"records/ci/a.yaml": "title: A\nclass: [\n"})
    made.commit("Break it")

    assert main(["impact", "--base", "main", "--head", "broken", "--root", str(made.top)]) == 1
    assert "broken breaks records" in capsys.readouterr().err
