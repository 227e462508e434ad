"""The page of the graph as its readers meet it: one file, no network, a search, clicks, keys and switches."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from itsmctl.graph import State
from itsmctl.render.graph.html import embedded, graph_html
from itsmctl.snapshot import Snapshot
from tests.site.web import browser
from tests.world import ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: high\nowner: operations\nvalue: Something\n"
EVIL = "</script><img src=x onerror=alert(1)><!--<script>alert(2)//'\"&"
CHOSEN = "#picture [data-key='{}']"


@pytest.fixture(scope="module")
def lab() -> Snapshot:
    """Take two name servers on two hosts, a service on both, and a wiki with a hostile name that needs it."""
    return world(
        {
            **ROLE,
            "ci/node03.yaml": ci("Host 3"),
            "ci/node04.yaml": ci("Host 4"),
            "ci/dns1.yaml": ci("DNS 1", "depends_on: [{ref: node04, as: runs-on}]\n"),
            "ci/dns2.yaml": ci("DNS 2", "depends_on: [{ref: node03, as: runs-on}]\n"),
            "service/dns.yaml": SERVICE.format("Names") + "depends_on: [{any_of: [dns1, dns2], need: 1}]\n",
            "service/wiki.yaml": SERVICE.format(json.dumps(EVIL)) + "depends_on: [dns, node03]\n",
        }
    )


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    """Start the browser once."""
    with browser() as one:
        yield one


@contextmanager
def opened(started: Any, file: Path, text: str, *, width: int = 1280, scheme: str = "light") -> Iterator[Any]:
    """Open a page from the disk; at the end nothing was asked for, said to the console, or thrown."""
    file.write_text(text, "utf-8")
    context = started.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, wrong = context.new_page(), []
    page.on("request", lambda request: wrong.append(request.url) if request.url != file.as_uri() else None)
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def dismiss(dialog: Any) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert [one for one in wrong if not one.startswith("data:")] == []


def states(page: Any) -> dict[str, str]:
    """Return what each box in the picture looks like."""
    look = "['down', 'degraded', 'up'].find((word) => one.classList.contains(word)) ?? 'ok'"
    script = f"all => all.map((one) => [one.dataset.key, {look}])"
    return dict(page.eval_on_selector_all("#picture [data-key]", script))


def test_no_text_can_end_the_script_that_holds_it() -> None:
    """Neither an end tag, nor a comment, nor a line separator is left; reading it back gives the same text."""
    evil = f"{EVIL}\u2028\u2029"
    told = embedded({"title": evil})

    assert not re.search("[<>&\u2028\u2029]", told)
    assert json.loads(told) == {"title": evil}


def test_the_page_forbids_all_but_its_own_scripts(lab: Snapshot) -> None:
    """The policy comes before anything it governs, and names hashes, not hosts."""
    text = graph_html(lab.catalog, lab.graph)

    assert text.index("Content-Security-Policy") < text.index("<style>") < text.index("<script")
    policy = re.search(r'Policy" content="([^"]*)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"""(src|href)=["'](?!data:,)|@import|url\(["']?(?!#)""", text.replace("url(#$", ""))


@pytest.mark.browser
def test_a_click_shows_what_breaks(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """One of two name servers degrades; with the second the service and what needs it are down."""
    with opened(started, tmp_path / "g.html", graph_html(lab.catalog, lab.graph)) as page:
        assert set(states(page).values()) == {"ok"}
        page.click(CHOSEN.format("ci/dns1"))
        assert states(page)["ci/dns1"] == "down"
        assert states(page)["service/dns"] == "degraded"
        assert "1 of 2 up, needs 1" in page.inner_text("#services")
        assert page.locator("[data-group='service/dns#0'] text").all_text_contents() == ["1 of 2 up", "needs 1"]
        page.click(CHOSEN.format("ci/dns2"), modifiers=["Shift"])
        assert states(page)["service/dns"] == "down"
        assert states(page)["service/wiki"] == "down"
        assert "2 services down, 0 degraded" in page.inner_text("#summary")
        assert "dns1 → dns → wiki" in page.inner_text("#services") or "dns2 → dns → wiki" in page.inner_text(
            "#services"
        )
        page.click("#reset")
        assert set(states(page).values()) == {"ok"}


@pytest.mark.browser
def test_a_hostile_title_is_only_text(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """It is shown as it is, and nothing of it runs or loads."""
    text = graph_html(lab.catalog, lab.graph, scenario={"service/wiki": State.DOWN})
    with opened(started, tmp_path / "g.html", text) as page:
        assert page.locator("img").count() == 0
        assert "<img src=x onerror=alert(1)>" in page.inner_text("#summary")
        page.fill("#search", "onerror")
        assert page.locator("#found li").count() == 1
        assert "<img src=x" in page.inner_text("#found")


@pytest.mark.browser
def test_the_policy_stops_a_script_that_is_not_its_own(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """Were a text to get out, it still would not run: with the policy away, it does."""
    text = graph_html(lab.catalog, lab.graph).replace("</body>", "<script>window.broken = 1</script></body>")
    for name, kept, ran in (("with", text, False), ("without", re.sub("<meta http-equiv[^>]*>", "", text), True)):
        file = tmp_path / f"{name}.html"
        file.write_text(kept, "utf-8")
        page = started.new_page()
        page.goto(file.as_uri())
        assert page.evaluate("window.broken === 1") is ran
        page.close()


@pytest.mark.browser
def test_the_switches_change_the_answer(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """A higher need, a dependency switched off, a record held up; each is told, and can be undone."""
    text = graph_html(lab.catalog, lab.graph, scenario={"ci/node04": State.DOWN})
    with opened(started, tmp_path / "g.html", text) as page:
        assert states(page)["service/dns"] == "degraded"
        page.click("[data-pick='service/dns']")
        page.select_option("[data-need='service/dns#0']", "2")
        assert states(page)["service/dns"] == "down"
        assert "Names needs 2 of 2" in page.inner_text("#changes")
        page.click("#changes button")
        assert states(page)["service/dns"] == "degraded"
        page.uncheck("[data-switch='service/dns#0>ci/dns1']")
        assert "Names does without DNS 1" in page.inner_text("#changes")
        assert page.locator("#services [data-pick='service/dns']").count() == 0
        page.check("[data-switch='service/dns#0>ci/dns1']")
        page.click("[data-act='hold']")
        assert "Names is held up" in page.inner_text("#changes")
        assert page.locator("#services [data-pick='service/dns']").count() == 0


@pytest.mark.browser
def test_the_keyboard_is_enough(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """Search, choose, walk from box to box, lose one, start again."""
    with opened(started, tmp_path / "g.html", graph_html(lab.catalog, lab.graph)) as page:
        page.focus("#search")
        page.keyboard.type("host 4")
        page.keyboard.press("Enter")
        assert states(page)["ci/node04"] == "down"
        page.focus("#picture [tabindex='0']")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("document.activeElement.dataset.key") == "ci/dns1"
        page.keyboard.press("Enter")
        assert "DNS 1 is down" in re.sub(r"\s+", " ", page.inner_text("#summary"))
        page.keyboard.press("Escape")
        assert set(states(page).values()) == {"ok"}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nothing_is_wider_than_the_screen(lab: Snapshot, started: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """On a phone and on a desk; the ground is dark where the reader asks for it."""
    text = graph_html(lab.catalog, lab.graph, scenario={"ci/node04": State.DOWN})
    with opened(started, tmp_path / "g.html", text, width=width, scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        red = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0])")
        assert (red < 64) is (scheme == "dark")


@pytest.mark.browser
def test_five_thousand_records_are_no_burden(started: Any, tmp_path: Path) -> None:
    """They are folded by class; a loss draws the nearest few hundred and counts all."""
    texts = {f"ci/m{n:04}.yaml": ci(f"Machine {n}", f"depends_on: [m{n // 3:04}]\n") for n in range(1, 5000)}
    large = world({**ROLE, **texts, "ci/m0000.yaml": ci("Root")})
    with opened(started, tmp_path / "g.html", graph_html(large.catalog, large.graph)) as page:
        assert states(page) == {"virtual-machine": "ok"}
        page.fill("#search", "root")
        page.press("#search", "Enter")
        page.wait_for_function("document.querySelectorAll('#picture [data-key]').length > 100", timeout=15_000)
        assert len(states(page)) == 400
        assert "4,999 records suffer" in page.inner_text("#summary")


@pytest.mark.browser
def test_a_drag_moves_the_picture_and_loses_nothing(lab: Snapshot, started: Any, tmp_path: Path) -> None:
    """Even when it begins and ends on the same box; the plus sign zooms in."""
    with opened(started, tmp_path / "g.html", graph_html(lab.catalog, lab.graph)) as page:
        before = page.get_attribute("#picture", "viewBox").split()
        spot = page.locator(CHOSEN.format("ci/dns1")).bounding_box()
        page.mouse.move(spot["x"] + 10, spot["y"] + 10)
        page.mouse.down()
        page.mouse.move(spot["x"] + 90, spot["y"] + 10, steps=4)
        page.mouse.up()
        after = page.get_attribute("#picture", "viewBox").split()
        assert float(after[0]) < float(before[0])
        assert set(states(page).values()) == {"ok"}
        page.click("#closer")
        assert float(page.get_attribute("#picture", "viewBox").split()[2]) < float(after[2])
