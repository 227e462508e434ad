"""Records are hostile input: what they hold is shown, and does nothing."""

import json
from pathlib import Path

import pytest

from itsmctl.cli import main
from tests.site.test_escape import HOSTILE
from tests.site.web import ROOT, broken, browser, opened, served, visit
from tests.world import ROLE, Sandbox, ci, schemas

ATTACK = "</title><script>document.title='hit';alert(1)</script><img src=x onerror=alert(2)>"
TITLES = (
    ATTACK,
    '" onmouseover="alert(3)" x="',
    "&lt;/title&gt;&lt;script&gt;alert(4)&lt;/script&gt;",
    "`[a](javascript:alert(5))`{: onclick=alert(5) } | <svg onload=alert(6)>",
    '"] --> n9["<img src=x onerror=alert(7)>',
    "{{ 7 * 7 }}{% raw %}",
)


def hostile() -> dict[str, str | bytes]:
    """Return records that try everything in titles, prose, values and keys."""
    prose = json.dumps("\n\n".join((*HOSTILE, *TITLES, "```mermaid\ngraph TD; a-->b\n```")))
    found = dict(ROLE)
    for n, title in enumerate(TITLES):
        needs = f"depends_on: [x{n + 1}]\n" if n + 1 < len(TITLES) else ""
        labels = json.dumps({f"k{k}": text for k, text in enumerate((*HOSTILE, *TITLES)) if "\t" not in text})
        found[f"ci/x{n}.yaml"] = ci(
            json.dumps(title), f"notes: {prose}\ndescription: {prose}\nlabels: {labels}\n{needs}"
        )
        found[f"service/s{n}.yaml"] = (
            f"title: {json.dumps(title)}\ncategory: core\nstatus: operational\ncriticality: high\nowner: operations\n"
            f"value: {json.dumps(title)}\ndepends_on: [x{n}]\n"
        )
        found[f"known-error/KEDB-X-00{n + 1}.yaml"] = (
            f"title: {json.dumps(title)}\nstatus: open\naffects: [x{n}]\nsymptoms: {prose}\nworkaround: {prose}\n"
        )
    return found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.filterwarnings("default")
def test_hostile_records_make_no_element_and_run_no_script(tmp_path: Path) -> None:
    """Pages of a repository full of attacks: no dialog, no error, no script or handler of theirs, no broken link."""
    made = Sandbox.create(tmp_path / "repository")
    made.write({**schemas(), **{f"records/{path}": text for path, text in hostile().items()}})
    made.write({"mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()})
    made.commit("Start")
    assert main(["validate", "--root", str(made.top), "--quiet"]) in (0, 1)
    assert main(["build", "--root", str(made.top)]) == 0
    site = made.top / "build" / "site"
    assert broken(site) == []
    pages = ("", "impact/", "service/service/", *(f"configuration/ci/x{n}/" for n in range(len(TITLES))),
             "service/service/s0/", "problem/known-error/KEDB-X-001/")  # fmt: skip
    with served(site) as address, browser() as started, opened(started, address) as (page, wrong):
        for path in pages:
            visit(page, address + path)
            assert wrong == [], path
            assert page.title().endswith("IT services"), path
            assert page.evaluate(FOREIGN) == [], path
        page.goto(address)
        page.locator("[data-md-component=search-query]").click()
        page.keyboard.type("onmouseover")
        page.locator(".md-search-result__item").first.wait_for()
        assert wrong == []
        assert page.evaluate(FOREIGN) == []


# Elements that only an attack could have made: scripts, handlers, pictures, and styles in the page's own text.
FOREIGN = """[...document.querySelectorAll("*")].filter((element) =>
  (element.localName === "script" && /alert|hit/.test(element.textContent)) ||
  [...element.attributes].some((one) => one.name.startsWith("on") || /^\\s*javascript:/i.test(one.value)) ||
  (element.closest("article") && ["img", "iframe", "object", "embed", "form", "style"].includes(element.localName)
    && !element.closest(".diagram-box"))
).map((element) => element.outerHTML.slice(0, 120))"""
