"""A kind of which no Python has heard has a page, a list, colours, a place at home and one in the navigation."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from itsmctl.catalog import ordered
from itsmctl.cli import main
from itsmctl.kinds import Kind
from itsmctl.knowledge import match
from itsmctl.site import navigation, pages
from itsmctl.site.badge import tone
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_dict
from tests.site.invented import STATES, records, schema
from tests.site.web import ROOT, broken, browser, opened, served, visit
from tests.world import NOW, Sandbox, schemas

FOLDER = "radio-sky/observation"
INDEX = f"{FOLDER}/index.md"


def files() -> Mapping[str, str | bytes]:
    """Return the repository: the shipped schemas, the kind, its records."""
    return {**schemas(), **schema(), **{f"records/{path}": text for path, text in records().items()}}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Return the world of these tests, which is valid."""
    made = take(from_dict(files()))
    assert [finding.message for finding in made.findings] == []
    return made


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Mapping[str, str]:
    """Return its pages."""
    return pages(snapshot, {}, {}, NOW)


def kind(snapshot: Snapshot) -> Kind:
    """Return the invented kind."""
    return snapshot.kinds.by_name["observation"]


def rows(text: str) -> list[str]:
    """Return the rows of the first table whose head names an observation."""
    lines = text[text.index("| Observation |") :].splitlines()
    return lines[2 : lines.index("")]


def test_its_list_has_the_columns_that_it_asks_for(site: Mapping[str, str]) -> None:
    """Fields and roles of fields, in its order; records are links, spans have both ends, what lacks is a dash."""
    assert "| Observation | Title | Doer | Status | Sky | Window | Affects |" in site[INDEX]
    first, *_, last = rows(site[INDEX])
    cells = first.strip("| ").split(" | ")
    assert cells[2] == "[Operations](../../people/role/operations.md)"
    assert cells[5] == "2026-07-01 00:00 UTC – 2026-07-02 00:00 UTC"
    assert cells[6] == "[Dish](../../configuration/ci/dish.md)"
    assert last.strip("| ").split(" | ")[2:] == ["–", '<span class="badge badge--calm">wished</span>', "–", "–", "–"]


def test_its_list_is_in_the_order_that_it_asks_for(site: Mapping[str, str]) -> None:
    """The last slot first, and last what has none."""
    assert re.findall(r"^\| \*\*\[OBS-2026-00(\d)\]", site[INDEX], re.MULTILINE) == list("76543218")


def test_its_states_have_the_colours_of_their_meanings(snapshot: Snapshot, site: Mapping[str, str]) -> None:
    """What its page says of a word wins, also of a word that is no state; what means nothing is busy."""
    told = [tone(kind(snapshot), state) for state in STATES]
    assert told == ["calm", "busy", "warn", "bad", "good", "calm", "good"]
    assert '<span class="badge badge--bad">failed</span>' in site[INDEX]
    assert '<span class="badge badge--warn">rain</span>' in site[INDEX]
    assert "| clear |" in site[INDEX]
    assert '<span class="badge badge--warn">paused</span> Observation' in site[f"{FOLDER}/OBS-2026-003.md"]


def test_what_has_not_ended_is_listed_at_home_the_newest_first(site: Mapping[str, str]) -> None:
    """By when it was opened, not by the order of its list; what ended is only counted."""
    home = site["index.md"]
    assert re.findall(r"\[OBS-2026-00(\d)\]", home[home.index("{#open-observation}") :]) == list("123458")
    assert '**[Observations](radio-sky/observation/index.md)**\n\n    <span class="figure">6</span> open, of 8' in home


def test_links_are_shown_at_both_ends(site: Mapping[str, str]) -> None:
    """The dish names its observations, by relation and by kind; the observation names the dish."""
    dish = site["configuration/ci/dish.md"]
    assert "### **5.1 Observations** {#s5-1}" in dish
    assert "| **Affected by** | [OBS-2026-001](../../radio-sky/observation/OBS-2026-001.md)" in dish
    assert (
        "| **Affects** | [Dish](../../configuration/ci/dish.md) | Configuration item |"
        in site[f"{FOLDER}/OBS-2026-002.md"]
    )
    assert "| **Observes** |" in site["people/role/operations.md"]


def test_a_record_that_a_key_names_is_a_link_too(site: Mapping[str, str]) -> None:
    """With what stands behind the key."""
    assert "| **Seats** | [Operations](../../people/role/operations.md): 2 |" in site[f"{FOLDER}/OBS-2026-002.md"]


def test_its_list_shows_the_indicators_that_are_reckoned_over_it() -> None:
    """A KPI that says itself what it counts; its own page tells its words as the formula."""
    told = "title: How many looks\nprocess: sky\nof: observation\nreduce: count\n"
    told += "target: 1\ndirection: above\nunit: count\n"
    own = {
        "records/kpi/looks.yaml": told,
        "records/process/sky.yaml": "title: Sky\nstage: operation\nowner: operations\n",
    }
    made = pages(take(from_dict({**files(), **own})), {}, {}, NOW)
    assert "[How many looks](../../improvement/kpi/looks.md)" in made[INDEX]
    assert "of: observation" in made["improvement/kpi/looks.md"]
    assert "How many looks" not in made["configuration/ci/index.md"]


def test_it_is_drawn(site: Mapping[str, str]) -> None:
    """Its states and moves, and its place in the graph if it needs something."""
    page = site[f"{FOLDER}/OBS-2026-001.md"]
    assert page.count("stateDiagram-v2") == 1
    assert "{#blast-radius}" in page
    assert "| **Requires** | [Dish]" in page
    assert "{#blast-radius}" not in site[f"{FOLDER}/OBS-2026-002.md"]
    assert "stateDiagram-v2" in site[INDEX]


def test_its_section_is_opened(snapshot: Snapshot, site: Mapping[str, str]) -> None:
    """After those that are described, with the sign and the names of its kinds."""
    assert "# 🔭 **Radio sky**\n\nObservations." in site["radio-sky/index.md"]
    last = json.loads(navigation(snapshot))["nav"][-1]
    assert [*last] == ["Radio sky"]
    assert last["Radio sky"][1]["Observations"][0] == INDEX


def test_a_section_can_be_described() -> None:
    """In the repository's own file, whose order is that of the tabs; a file that says too little ends the run."""
    own = 'radio-sky: {icon: 🌌, title: The sky, purpose: "All that glows"}\n'
    tree = from_dict({**files(), "templates/pages/sections.yaml": own})
    assert "# 🌌 **The sky**\n\nAll that glows." in pages(take(tree), {}, {}, NOW)["radio-sky/index.md"]
    assert [*json.loads(navigation(take(tree)))["nav"][1]] == ["The sky"]


@pytest.mark.parametrize("text", ["radio-sky: {icon: x}\n", "[]\n", "a: [\n", "radio-sky: 7\n"])
def test_a_wrong_file_of_sections_is_named(text: str) -> None:
    """Fatal, with the path."""
    from itsmctl.findings import Fatal

    made = take(from_dict({**files(), "templates/pages/sections.yaml": text}))
    with pytest.raises(Fatal) as caught:
        navigation(made)
    assert str(caught.value.where).startswith("templates/pages/sections.yaml")


def test_a_page_that_stands_alone_is_found() -> None:
    """In its folder, with the title of its first comment; it asks for records by relation and meaning."""
    text = (
        "{* Tonight *}\n# **Tonight**\n{% for one in site.into(site.of('ci'), 'affects') if one.is_('in-force') %}\n"
        "{{ page.go(one) }} by {{ page.column(one, 'doer') }}\n{% endfor %}\n"
    )
    made = take(from_dict({**files(), "templates/pages/alone/tonight.md": text}))
    page = pages(made, {}, {}, NOW)["tonight.md"]
    assert page.startswith('---\ntitle: "Tonight"\n')
    assert page.endswith(
        "[OBS-2026-002](radio-sky/observation/OBS-2026-002.md) by [Operations](people/role/operations.md)\n"
    )
    assert {"Tonight": "tonight.md"} in json.loads(navigation(made))["nav"][0]["Home"]


def test_it_is_searched_in_its_own_fields(snapshot: Snapshot) -> None:
    """By the role symptom, with its page's weights; what it affects makes it near."""
    (found,) = match(snapshot, "hum at midnight", ["ci/dish"])[:1]
    assert found.record.id == "OBS-2026-002"
    assert set(found.shared) == {"hum", "midnight"}
    assert found.near_part == 0.5
    assert "OBS-2026-006" not in {one.record.id for one in match(snapshot, "look", ["ci/dish"])}


def test_numbers_and_texts_are_ordered_as_what_they_are() -> None:
    """Nine before ten; an order of its own wins; what a kind does not say is its state, what it needs, its owner."""
    made = take(
        from_dict({**files(), "records/ci/a.yaml": "title: A\nclass: host\nstatus: planned\nowner: operations\n"})
    )
    listed = ordered(made.of("observation"), "status")
    assert [one.state for one in listed] == sorted(one.state or "" for one in listed)
    assert [one.id for one in ordered(made.of("ci"), "-id")] == ["dish", "a"]


def test_it_is_listed_in_a_terminal_and_for_spreadsheets(
    snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same columns in the same order; CSV begins with what it has for every kind."""
    made = Sandbox.create(tmp_path / "repository")
    made.write(files())
    assert main(["list", "observation", "--root", str(made.top)]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", *kind(snapshot).page.columns, "title"]
    assert first.split()[:4] == ["OBS-2026-007", "operations", "filed", "clear"]
    assert first.index("filed") == head.index("status")
    assert main(["list", "observation", "--format", "csv", "--root", str(made.top)]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head == "id,state,title,owner,doer,sky,window,affects"
    assert first == "OBS-2026-007,filed,Look 7,,operations,clear,2026-07-01T00:00:00Z – 2026-07-02T00:00:00Z,dish"


def test_what_it_affects_is_what_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An observation finds what is known of the dish that it uses; an id that nobody has is no word to look for."""
    made = Sandbox.create(tmp_path / "repository")
    made.write(files())
    root = ("--root", str(made.top), "--format", "json")
    assert main(["kedb", "match", "OBS-2026-004", "--limit", "9", *root]) == 0
    matches = json.loads(capsys.readouterr().out)["matches"]
    assert ("OBS-2026-002", ["dish"], "Switch the lamp off") in [(m["id"], m["via"], m["workaround"]) for m in matches]
    assert main(["kedb", "match", "obs-2026-099", *root]) == 2


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.filterwarnings("default")
def test_its_site_is_built_strictly_and_looks_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a record that is not valid beside it, which is named; no link is broken, and its diagrams are drawn."""
    made = Sandbox.create(tmp_path / "repository")
    made.write({**files(), "mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()})
    made.write({"records/observation/OBS-2026-009.yaml": "titel: Wrong\nstatus: wished\nuses: [dish]\n"})
    made.commit("Start")
    assert main(["build", "--root", str(made.top), "--now", "2026-06-01T00:00:00Z"]) == 0
    told = capsys.readouterr().err
    assert "records/observation/OBS-2026-009.yaml:1:1: observation/OBS-2026-009 is not valid" in told
    built = made.top / "build" / "site"
    assert broken(built) == []
    with served(built) as address, browser() as started, opened(started, address) as (page, wrong):
        visit(page, f"{address}{FOLDER}/")
        assert page.locator("table").first.locator("tbody tr").count() == 8
        drawn = page.locator("table .badge--bad").first
        assert drawn.inner_text() == "failed"
        assert page.evaluate("getComputedStyle(document.querySelector('.badge--busy')).color") != page.evaluate(
            "getComputedStyle(document.querySelector('.badge--calm')).color"
        )
        visit(page, f"{address}{FOLDER}/OBS-2026-009/")
        assert page.locator(".badge--bad", has_text="not valid").is_visible()
        page.get_by_role("link", name="Radio sky").first.click()
        assert page.locator("h1").inner_text().strip().startswith("🔭 Radio sky")
        assert wrong == []
