"""Every code that a finding can have is explained, and has a story."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import itsmctl
from itsmctl.guards import GUARDS
from itsmctl.render.explanation import defined, explanation_text, explanations
from itsmctl.rules import RULES, Rule, every_rule
from itsmctl.tree import share
from tests.test_validate import kinds, lab
from tests.world import CASES, world

PACKAGE = Path(itsmctl.__file__).parent
PAGES = explanations(share("templates") / "rules")
DATA = [rule for rule in every_rule(world({})) if rule.source is not None]
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
# Words with a hyphen in the same modules that are no code of a finding.
OTHER = {"utf-8", "in-force", "in-use", "verification-overdue"}
# Told by a test instead of a story: a megabyte of nothing is not kept, and stories have no schemas of their own.
WITHOUT_STORY = {"unreadable-file", "schema-style"}


def strings(path: Path) -> Iterator[str]:
    """Yield the texts of a module that look like a code, but not those that are words in a schema or a format."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def emitted() -> set[str]:
    """Return every code: those of the rules, and those that the stages below them write out."""
    modules = [*(PACKAGE / "document").glob("*.py"), *(PACKAGE / "catalog").glob("*.py"), PACKAGE / "graph.py"]
    modules += [PACKAGE / "rules" / "policy.py"]
    written = {text for module in modules for text in strings(module)}
    return {rule.code for rule in RULES} | {"schema"} | written - OTHER


def refusals() -> set[str]:
    """Return every code that gate, lifecycle, import and indicators give to a finding they make."""
    modules = [path for name in ("gate", "exchange") for path in (PACKAGE / name).glob("*.py")]
    modules.append(PACKAGE / "lifecycle.py")
    calls = (node for path in modules for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"Finding", "_finding"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """Nothing unexplained, nothing explained that cannot happen; refusals and guards of the gate too."""
    assert {"no-such-move", "uncovered-change", "unattributable-author"} <= refusals()
    assert set(PAGES) == emitted() | refusals() | set(GUARDS) | {
        "unknown-measure",
        "unknown-parameter",
        "broken-measure",
    }


def test_every_code_has_a_loud_and_a_quiet_story() -> None:
    """Which `tests/rules` reads."""
    stories = {path.parent.name for path in (CASES / "rules").glob("*/loud")}

    assert stories == (emitted() - WITHOUT_STORY) | {rule.code for rule in DATA}
    assert {path.parent.name for path in (CASES / "rules").glob("*/quiet")} == stories


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_a_page_says_why_wrong_right_and_how_to_mend(page: object) -> None:
    """In this order, with an example of each."""
    told = explanation_text(page)  # type: ignore[arg-type]

    headings = re.findall(r"^## (.+)$", told, re.MULTILINE)
    assert headings == ["Why", "Wrong", "Right", "Mend"]
    assert told.count("```yaml\n") == 2


@pytest.mark.parametrize("rule", DATA, ids=lambda rule: f"{rule.kind}-{rule.code}")
def test_a_rule_that_a_schema_defines_explains_itself(rule: Rule) -> None:
    """Why it exists, what to do, where it is defined; no built-in rule has its code."""
    told = explanation_text(defined(DATA)[rule.code])

    assert rule.why
    assert rule.hint
    assert f"{rule.source.path}:" in told if rule.source else False
    assert rule.code not in PAGES


@pytest.mark.parametrize("rule", [rule for rule in DATA if rule.path[1] == "rules"], ids=lambda rule: rule.code)
def test_an_expression_shows_what_is_wrong_and_what_is_right(rule: Rule) -> None:
    """As the pages of the built-in rules do."""
    told = explanation_text(defined(DATA)[rule.code])

    assert re.findall(r"^## (.+)$", told, re.MULTILINE) == ["Why", "Wrong", "Right", "Mend", "Defined"]


def test_the_severity_of_a_rule_is_that_of_its_page() -> None:
    """And its summary says the same in both."""
    for rule in RULES:
        assert PAGES[rule.code].severity is rule.severity


def test_a_page_that_is_not_written_as_it_should_be_is_named(tmp_path: Path) -> None:
    """The list cannot lose one silently."""
    (tmp_path / "some-rule.md").write_text("---\nseverity: error\n---\n# other-rule\n\nA.\n")

    with pytest.raises(ValueError, match="some-rule"):
        explanations(tmp_path)


def test_the_shipped_records_use_kinds_that_are_described() -> None:
    """Every kind of the lab has a schema with a description."""
    used = {record.kind.name for record in lab().catalog.records.values()}

    assert all(kinds().by_name[name].schema["description"] for name in used)
