"""The lab's site, built by both builders, and looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from itsmctl.cli import main
from tests.site.web import broken, browser, copy_lab, opened, served, visit
from tests.world import Sandbox

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # of the builders' own code
PAGES = {  # and how many diagrams they have
    "": 1,
    "impact/": 0,
    "service/service/k8s-platform/": 2,
    "configuration/ci/lab-db01/": 2,
    "governance/raci/change-management/": 0,
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that holds the lab, built by MkDocs; a warning would have failed."""
    made = Sandbox.create(tmp_path_factory.mktemp("lab") / "repository")
    copy_lab(made.top)
    made.commit("Start")
    assert main(["build", "--root", str(made.top), "--now", "2026-06-01T00:00:00Z"]) == 0
    return made.top


@pytest.fixture(scope="module")
def address(lab: Path) -> Iterator[str]:
    """Serve it."""
    with served(lab / "build" / "site") as found:
        yield found


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    """Start a browser."""
    with browser() as found:
        yield found


def test_every_link_of_the_labs_site_leads_somewhere(lab: Path) -> None:
    """Pages, anchors, scripts, styles: all are within the site."""
    assert len(list((lab / "build" / "site").rglob("*.html"))) > 300
    assert broken(lab / "build" / "site") == []


def test_rendering_again_changes_no_file(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same commit and the same instant give the same bytes, and what is the same is not written."""
    assert main(["render", "--root", str(lab), "--now", "2026-06-01T00:00:00Z"]) == 0
    assert " 0 files written" in capsys.readouterr().out


def test_zensical_builds_the_same_configuration(lab: Path, tmp_path: Path) -> None:
    """It takes the same file unchanged, warns of nothing, and its links lead somewhere too."""
    made = Sandbox.create(tmp_path / "repository")
    copy_lab(made.top)
    made.commit("Start")
    assert main(["build", "--root", str(made.top), "--builder", "zensical"]) == 0
    site = made.top / "build" / "site"
    assert {path.relative_to(site) for path in site.rglob("index.html")} == {
        path.relative_to(lab / "build" / "site") for path in (lab / "build" / "site").rglob("index.html")
    }
    assert broken(site) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_work_offline_in_every_light_and_width(started: Any, address: str, scheme: str, width: int) -> None:
    """No error, no request to another host, nothing wider than the window, and every diagram is drawn."""
    background = {"light": "#f5f5f0", "dark": "#1a1a2e"}[scheme]
    with opened(started, address, scheme=scheme, width=width) as (page, wrong):
        for path, diagrams in PAGES.items():
            visit(page, address + path)
            assert wrong == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
            assert page.locator(".diagram-box svg").count() == diagrams, path
            drawn = page.evaluate("getComputedStyle(document.body).getPropertyValue('--md-default-bg-color')")
            assert drawn.strip().lower() == background, path


@pytest.mark.browser
def test_a_stranger_finds_a_blast_radius_from_home(started: Any, address: str) -> None:
    """Home, one button, one word typed, one click: what breaks without the switch."""
    with opened(started, address) as (page, wrong):
        page.get_by_role("link", name="What breaks if").first.click()
        page.get_by_role("searchbox", name="Narrow the table down").fill("labswitch02")
        rows = page.locator("table").first.locator("tbody tr:visible")
        assert rows.count() == 1
        rows.get_by_role("link").first.click()
        page.wait_for_url("**/labswitch02/#blast-radius")
        assert page.get_by_role("heading", name="Blast radius").is_visible()
        assert "services down" in page.locator(".admonition").first.inner_text()
        assert wrong == []


@pytest.mark.browser
def test_a_service_in_the_map_leads_to_its_page(started: Any, address: str) -> None:
    """A click on a box of the diagram opens the service."""
    with opened(started, address) as (page, _):
        page.locator(".diagram-box a", has_text="Identity").click()
        page.wait_for_url("**/service/service/identity/")
