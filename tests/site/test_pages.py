"""Pages are a pure function of records, history, figures and the instant."""

import re
from datetime import timedelta

import pytest

from itsmctl.history import Commit, Timeline, Version
from itsmctl.site import navigation, pages
from itsmctl.snapshot import Snapshot
from tests.world import NOW, ROLE, ci, world

RECORDS = {
    **ROLE,
    "person/ada.yaml": "title: Ada Example\nemails: [ada@lab.example]\nstatus: active\n",
    "person/grace.yaml": "title: Grace Example\nemails: [grace@lab.example]\nstatus: active\n",
    "ci/node01.yaml": ci("Node 01"),
    "ci/db01.yaml": ci("Database", "depends_on: [{ref: node01, as: runs-on}]\n"),
    "ci/web01.yaml": ci("Web one"),
    "ci/web02.yaml": ci("Web two"),
    "service/wiki.yaml": "title: Wiki\ncategory: core\nstatus: operational\ncriticality: high\nowner: operations\n"
    "value: Keeps knowledge\ndepends_on: [db01, {any_of: [web01, web02], need: 1}]\n",
    "rfc/RFC-2026-0001.yaml": "title: More memory\ntype: normal\nstatus: submitted\nrequested_by: ada\n"
    "reason: Too slow\naffects: [db01]\nplan: {implementation: Add it, test: Look, back_out: Take it out}\n",
    "approval/RFC-2026-0001.grace.yaml": "title: Approval\nrfc: RFC-2026-0001\nperson: grace\nrole: operations\n"
    "decision: approve\nfingerprint: sha256:" + "0" * 64 + "\n",
    "process/change-management.yaml": "title: Change management\nstage: transition\nowner: operations\n"
    "activities: [{id: authorise-change, title: Authorise}]\n",
    "raci/change-management.yaml": "title: Changes\nprocess: change-management\n"
    "activities:\n  authorise-change: {operations: RA}\n",
}
CI = "configuration/ci"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Return the little world of these tests, which is valid."""
    made = world(RECORDS)
    assert [finding.message for finding in made.findings] == []
    return made


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> dict[str, str]:
    """Return its pages without history."""
    return pages(snapshot, {}, {}, NOW)


def test_every_record_and_every_kind_has_a_page(snapshot: Snapshot, site: dict[str, str]) -> None:
    """One page a record, one a kind even where it has no record, one a section, and the fixed ones."""
    for record in snapshot.catalog.records.values():
        assert f"{record.kind.section}/{record.kind.name}/{record.id}.md" in site
    for kind in snapshot.kinds.by_name.values():
        assert f"{kind.section}/{kind.name}/index.md" in site
        assert f"{kind.section}/index.md" in site
    assert {"index.md", "impact.md", "tags.md"} <= set(site)


def test_the_same_input_gives_the_same_pages(snapshot: Snapshot, site: dict[str, str]) -> None:
    """No clock, no host, no order of a set is in a page."""
    assert pages(snapshot, {}, {}, NOW) == site


def test_every_page_has_one_first_heading_and_a_title(site: dict[str, str]) -> None:
    """Front matter names the title; one H1; main sections are numbered without a gap and have ids of their own."""
    for path, text in site.items():
        assert text.startswith('---\ntitle: "'), path
        bare = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        assert len(re.findall(r"^# ", bare, re.MULTILINE)) == 1, path
        numbers = [int(n) for n in re.findall(r"^## \S+ \*\*(\d+)\. ", bare, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1)), path
        ids = re.findall(r"\{#([^}]+)\}$", bare, re.MULTILINE)
        assert len(ids) == len(set(ids)), path


def test_every_record_ends_with_the_fixed_tail(snapshot: Snapshot, site: dict[str, str]) -> None:
    """Directory Contents, Related Categories, Approval & Review and Change Log end the page, in this order."""
    tail = ["directory-contents", "related-categories", "approval-review", "change-log"]
    for record in snapshot.catalog.records.values():
        text = site[f"{record.kind.section}/{record.kind.name}/{record.id}.md"]
        assert re.findall(r"^## .*\{#([^}]+)\}$", text, re.MULTILINE)[-4:] == tail


def test_a_machines_page_says_what_its_loss_takes_down(site: dict[str, str]) -> None:
    """The service that stands on it is named as down, with the path that the loss takes."""
    text = site[f"{CI}/node01.md"]
    assert "1 service down, 1 other item hit." in text
    row = next(line for line in text.splitlines() if line.startswith("| **[Wiki]"))
    assert ">down<" in row
    assert re.sub(r"\([^)]*\)", "", row).endswith("[Node 01] → [Database] → [Wiki] |")


def test_a_services_page_says_what_takes_it_down(site: dict[str, str]) -> None:
    """Both the database and the node below it do; one web server of two only degrades it."""
    text = site["service/service/wiki.md"]
    part = text[text.index("#what-takes-it-down") : text.index("#around")]
    assert "[Node 01]" in part
    assert part.index("[Database]") < part.index("[Node 01]")
    assert "2 losses that only degrade it" in part


def test_the_order_of_harm_begins_with_the_worst(site: dict[str, str]) -> None:
    """Two losses take the service down; the one that hurts more stands first."""
    names = re.findall(r"^\| \*\*\[([^\]]+)\]", site["impact.md"], re.MULTILINE)
    assert names[:2] == ["Node 01", "Database"]


def test_a_link_is_shown_at_both_ends(site: dict[str, str]) -> None:
    """The change names the database, and the database's page names the change."""
    assert "[Database](../../configuration/ci/db01.md)" in site["change/rfc/RFC-2026-0001.md"]
    assert "[RFC-2026-0001](../../change/rfc/RFC-2026-0001.md)" in site[f"{CI}/db01.md"]


def test_approvals_come_from_approval_records(site: dict[str, str]) -> None:
    """The change's page, and the page of what it affects, name the approver; nobody else's page does."""
    for path in ("change/rfc/RFC-2026-0001.md", f"{CI}/db01.md"):
        assert re.search(
            r"^\| \*\*\[Grace Example\]\S* \| \[Operations\]\S* \| – \| ✅ Approved", site[path], re.MULTILINE
        )
    assert "No approval or review" in site[f"{CI}/web01.md"]


def test_the_change_log_comes_from_history(snapshot: Snapshot) -> None:
    """Newest first: what changed, when, by whom, in which commit; the latest is the page's date and version."""
    commits = [
        Commit(f"{n}" * 40, "Ada | Example", "ada@lab.example", NOW, n, NOW + timedelta(days=n)) for n in (1, 2, 3)
    ]
    versions = (
        Version(commits[0], "planned", ("title", "status")),
        Version(commits[1], "operational", ("status",)),
        Version(commits[2], "operational", ("addresses",)),
    )
    text = pages(snapshot, {"ci/web01": Timeline("ci", "web01", versions)}, {}, NOW)[f"{CI}/web01.md"]
    rows = [line for line in text[text.index("#change-log") :].splitlines() if line.startswith("| **")]
    assert rows == [
        "| **3** | 2026-06-04 12:00 UTC | Changed: Addresses (`33333333`) | Ada &#124; Example |",
        "| **2** | 2026-06-03 12:00 UTC | planned → operational; changed: Status (`22222222`) | Ada &#124; Example |",
        "| **1** | 2026-06-02 12:00 UTC | Recorded as planned (`11111111`) | Ada &#124; Example |",
    ]
    assert 'last_updated: "2026-06-04"\nversion: "3"' in text


def test_a_raci_cell_is_coloured_letter_by_letter(site: dict[str, str]) -> None:
    """RA is two letters in one cell."""
    text = site["governance/raci/change-management.md"]
    assert '<span class="raci raci--R">R</span><span class="raci raci--A">A</span>' in text


def test_the_page_of_a_record_that_is_not_valid_says_what_is_wrong_and_where() -> None:
    """It stands where others link to it, shows no field, and says what its loss would do; its kind's list names it."""
    snapshot = world({**ROLE, "ci/x.yaml": "titel: X\nclass: host\n", "ci/y.yaml": ci("Y", "depends_on: [x]\n")})
    made = pages(snapshot, {}, {}, NOW)
    page = made[f"{CI}/x.md"]
    assert '<span class="badge badge--bad">not valid</span>' in page
    assert "| **records/ci/x&#46;yaml**, line 1 |" in page.replace("x.yaml", "x&#46;yaml")
    assert "titel" in page
    assert "{#blast-radius}" in page
    assert "[Y](y.md)" in page
    assert "[x](x.md)" in made[f"{CI}/y.md"]
    assert '!!! danger "1 record is not valid"\n\n    [x](x.md)\n' in made[f"{CI}/index.md"]
    assert f"{CI}/x.md" in navigation(snapshot)


def test_a_record_of_no_readable_file_has_a_page_too() -> None:
    """YAML that cannot be parsed is named at its line."""
    made = pages(world({**ROLE, "ci/x.yaml": "title: X\nclass: [\n"}), {}, {}, NOW)
    assert "not valid" in made[f"{CI}/x.md"]
    assert "line 2" in made[f"{CI}/x.md"] or "line 3" in made[f"{CI}/x.md"]


def test_a_record_called_index_does_not_take_the_lists_place() -> None:
    """Its page gets an underscore, which no id can begin with."""
    made = pages(world({**ROLE, "ci/index.yaml": ci("Strange"), "ci/README.yaml": ci("Stranger")}), {}, {}, NOW)
    assert "Strange" in made[f"{CI}/_index.md"]
    assert "Stranger" in made[f"{CI}/_README.md"]
    assert "Configuration items" in made[f"{CI}/index.md"]


def test_the_navigation_names_every_page_once(snapshot: Snapshot, site: dict[str, str]) -> None:
    """All pages of a small repository are in the navigation."""
    named = re.findall(r'"([^"]+\.md)"', navigation(snapshot))
    assert sorted(named) == sorted(site)


def test_a_repositorys_own_template_wins(snapshot: Snapshot) -> None:
    """A template in the tree replaces the packaged one; what it does not replace stays."""
    from itsmctl.snapshot import take
    from itsmctl.tree import Entry, Tree

    own = Entry("100644", 0, b"# {{ title }} by us\n{{ data.title }}\n")
    tree = Tree({**snapshot.tree.entries, "templates/pages/ci.md": own})
    made = pages(take(tree), {}, {}, NOW)
    assert made[f"{CI}/db01.md"].endswith("# Database by us\nDatabase\n")
    assert made["service/service/wiki.md"] == pages(snapshot, {}, {}, NOW)["service/service/wiki.md"]


def test_what_only_degrades_lies_folded(site: dict[str, str]) -> None:
    """The names lie inside the fold: indented below its title."""
    text = site["service/service/wiki.md"]
    fold = text[text.index('??? note "2 losses') :].splitlines()
    assert re.findall(r"\[([^\]]+)\]", fold[2]) == ["Web one", "Web two"]
    assert fold[2].startswith("    [")
