"""Rules that are expressions: where they are wrong, what they cannot decide, how many findings they make."""

from typing import Any

import pytest

from itsmctl.findings import Finding, Severity
from itsmctl.gate.errors import compared
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import Tree, from_dict
from tests.kinds.gadget import with_gadget
from tests.world import NOW, world

RULE = "title: {0}\nkind: incident\nstatus: active\nholds: {1}\nmessage: '{{id}} is wrong'\n"
INCIDENT = "title: Wiki\nstatus: new\nimpact: high\nurgency: low\ndetected_at: 2026-03-{:02}T10:00:00Z\n"


def incidents(count: int, **rules: str) -> Snapshot:
    """Take so many incidents, and rules by code."""
    files = {f"rule/{name.replace('_', '-')}.yaml": RULE.format(name, text) for name, text in rules.items()}
    many = {f"incident/INC-2026-{n:04}.yaml": INCIDENT.format(1 + n // 10) for n in range(1, count + 1)}
    return world({**files, **many})


def gadgets(rules: list[dict[str, Any]], *records: str) -> list[Finding]:
    """Judge gadgets whose schema has these rules."""
    tree = with_gadget(lambda schema: schema["x-itsm"].update(rules=rules))
    files = {f"records/gadget/GDG-A-{n:02}.yaml": text for n, text in enumerate(records, 1)}
    return judge(take(Tree({**tree.entries, **from_dict(files).entries})), NOW)


def test_a_rule_of_an_invented_kind_finds_what_breaks_it() -> None:
    """At the field it names, in its words, at its severity."""
    rule = {"code": "gadget-titled", "holds": "self.title != 'Box'", "message": "{id} is but {title}", "at": "title",
            "severity": "note", "hint": "name it"}  # fmt: skip
    (one,) = gadgets([rule], "title: Box\nstatus: idea\n", "title: Can\nstatus: idea\n")

    assert (one.code, one.severity, one.message) == ("gadget-titled", Severity.NOTE, "GDG-A-01 is but Box")
    assert (str(one.where), one.hint, one.record) == ("records/gadget/GDG-A-01.yaml:1:8", "name it", "GDG-A-01")


def test_a_rule_is_asked_only_of_records_of_which_when_is_true() -> None:
    """Others may break it."""
    rule = {"code": "idea-titled", "when": "self.status == 'idea'", "holds": "self.title == 'Can'", "message": "no"}

    found = gadgets(
        [rule], "title: Box\nstatus: idea\n", "title: Box\nstatus: scrapped\n", "title: Can\nstatus: idea\n"
    )
    assert [one.record for one in found] == ["GDG-A-01"]


def test_the_place_of_a_fault_is_that_of_the_character_in_the_schema() -> None:
    """Even behind characters that JSON writes as more than one."""
    text = "self.title != \"\u00e9\\n\" && self.titel != ''"
    tree = with_gadget(lambda s: s["x-itsm"].update(rules=[{"code": "a-b", "holds": text, "message": "m"}]))
    source = tree.entries["schemas/gadget.json"].data or b""
    line, content = next((n, one) for n, one in enumerate(source.decode().splitlines(), 1) if '"holds"' in one)
    (one,) = [f for f in judge(take(tree), NOW) if f.code == "rule-unusable"]

    assert one.where.path == "schemas/gadget.json"
    assert one.where.line == line
    assert content[one.where.column - 1 :].startswith((".titel", "self.titel"))
    assert "did you mean title?" in one.message


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("self.titel == ''", 4, 12),
        ("\"self.titel == ''\"", 4, 13),
        ("|\n  has(self.title) &&\n    self.titel == ''", 6, 9),
    ],
    ids=["plain", "quoted", "block"],
)
def test_the_place_of_a_fault_is_that_of_the_character_in_the_record(text: str, line: int, column: int) -> None:
    """However the text is written in YAML."""
    (one,) = judge(incidents(0, no_field=text), NOW)

    assert (one.code, str(one.where)) == ("rule-unusable", f"records/rule/no-field.yaml:{line}:{column}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("self.title ==", "mismatched input"),
        ("self.title", "it comes to string"),
        ("self.impact == 3", "overload"),
        ("'" + "x" * 2_000 + "' == ''", "at most 2,000"),
    ],
    ids=["syntax", "type", "comparison", "length"],
)
def test_a_text_that_cannot_be_asked_is_an_error(text: str, said: str) -> None:
    """And nothing else is found by it."""
    (one,) = judge(incidents(1, no_rule=f'"{text}"'), NOW)

    assert (one.code, one.severity) == ("rule-unusable", Severity.ERROR)
    assert said in one.message


def test_a_rule_without_an_answer_is_told_once() -> None:
    """At its text, with the number of records and the first of them."""
    (one,) = judge(incidents(12, by_phone="self.channel != 'phone'"), NOW)

    assert (one.code, str(one.where)) == ("rule-undecided", "records/rule/by-phone.yaml:4:8")
    assert "for 12 records, the first INC-2026-0001: it has no channel" in one.message


@pytest.mark.parametrize("text", ["1 / (1 - 1) == 1", "[1,2,3].all(a, [a].all(b, [b].all(c, 1 / (a - a) == b)))"])
def test_an_expression_that_breaks_off_decides_nothing(text: str) -> None:
    """A division by zero is no yes and no no."""
    assert [one.code for one in judge(incidents(1, no_number=f'"{text}"'), NOW)] == ["rule-undecided"]


def test_a_rule_that_fires_everywhere_is_cut_and_counted() -> None:
    """Fifty are told, the last says how many more; with no limit all are."""
    snapshot = incidents(60, never_true="1 == 2")
    found = judge(snapshot, NOW)

    assert len(found) == 50
    assert [one.message for one in found if "more" in one.message] == ["INC-2026-0050 is wrong (and 10 more)"]
    assert len(judge(snapshot, NOW, most=None)) == 60


def test_rules_asked_together_find_what_each_finds_alone() -> None:
    """Also where one of them has no answer, or a comment at its end."""
    rules = {
        "no_channel": "self.channel != 'phone'",
        "even_day": "self.detected_at < timestamp('2026-03-02T00:00:00Z') // the first day",
        "first_one": "id != 'INC-2026-0001'",
    }
    alone = [one for name, text in rules.items() for one in judge(incidents(20, **{name: text}), NOW)]

    together = judge(incidents(20, **rules), NOW)
    assert sorted((f.code, f.record, f.message) for f in together) == sorted(
        (f.code, f.record, f.message) for f in alone
    )


def test_more_rules_than_one_expression_holds_are_all_asked() -> None:
    """They are joined in as many expressions as it takes."""
    names = [f"long_rule_{n}" for n in range(40)]
    rules = {name: f"\"self.title != 'W{'i' * 100}{n}' && id != 'INC-2026-0001'\"" for n, name in enumerate(names)}

    assert len(judge(incidents(2, **rules), NOW)) == 40


def test_two_rules_of_one_code_are_an_error() -> None:
    """The second is not asked; so it is with a code of a built-in rule or of a word."""
    rule = {"code": "gadget-titled", "holds": "self.title != 'Box'", "message": "m"}
    built_in = {**rule, "code": "dangling-reference"}
    word = {**rule, "code": "agreement-expires"}

    found = gadgets([rule, rule, built_in, word], "title: Box\nstatus: idea\n")
    assert [(f.code, f.where.path) for f in found] == [
        ("gadget-titled", "records/gadget/GDG-A-01.yaml"),
        *[("rule-unusable", "schemas/gadget.json")] * 3,
    ]


def test_what_a_pull_request_brings_is_judged_by_the_rules_of_base() -> None:
    """A rule that it takes away still finds; one that it adds does not yet; one that cannot be asked is new."""
    base = incidents(1, is_resolved="has(self.resolution)")
    merged = world(
        {
            "incident/INC-2026-0001.yaml": INCIDENT.format(1),
            "incident/INC-2026-0002.yaml": INCIDENT.format(2),
            "rule/never-true.yaml": RULE.format("Never", "1 == 2"),
            "rule/no-rule.yaml": RULE.format("None", "self."),
        }
    )

    new, old = compared(base, merged, NOW)
    assert [(f.code, f.record) for f in new] == [("is-resolved", "INC-2026-0002"), ("rule-unusable", "no-rule")]
    assert [(f.code, f.record) for f in old] == [("is-resolved", "INC-2026-0001")]


def test_a_rule_record_weighs_what_policy_says_and_can_be_excused() -> None:
    """As every other rule."""
    files = {
        "incident/INC-2026-0001.yaml": INCIDENT.format(1),
        "incident/INC-2026-0002.yaml": INCIDENT.format(2),
        "rule/never-true.yaml": RULE.format("Never", "1 == 2"),
        "policy/rules.yaml": "title: Rules\nseverities: {never-true: note}\nexcuse:\n"
        "  - {rule: never-true, record: incident/INC-2026-0002, reason: Known, until: 2027-01-01}\n",
    }

    assert [(f.record, f.severity) for f in judge(world(files), NOW)] == [("INC-2026-0001", Severity.NOTE)]


def test_a_rule_follows_references_however_they_are_spelt() -> None:
    """The records that one names are asked, not the text of the reference."""
    rule = {"code": "gadget-parts", "holds": "links('contains').all(part, part.title == 'Can')", "message": "m"}
    parts = "title: Box\nstatus: idea\nparts: [{}]\n"

    assert gadgets([rule], parts.format("gadget/GDG-A-02"), "title: Can\nstatus: idea\n") == []
    assert [f.code for f in gadgets([rule], parts.format("GDG-A-01"))] == ["gadget-parts"]


def test_a_message_names_the_kind_where_two_records_share_an_id() -> None:
    """Of expressions and of words alike."""
    files = {
        "team/ada.yaml": "title: Team\n",
        "rule/named-well.yaml": RULE.format("R", "self.title == ''").replace("kind: incident", "kind: person"),
        "person/ada.yaml": "title: Ada\nstatus: active\nemails: [ada@lab.example]\n",
    }
    found = [one.message for one in judge(world(files), NOW) if one.code == "named-well"]

    assert found == ["person/ada is wrong"]


def test_a_meaning_is_told_alike_alone_and_among_other_rules() -> None:
    """Also where the text of the call stands in quotes, or behind a comment."""
    rules = {
        "is_new": "is('done') || is( \"void\" )",
        "in_quotes": "self.title != \"is('done')\"",
        "with_comment": "!is('done') // is('void')",
    }

    assert {one.code for one in judge(incidents(1, **rules), NOW)} == {"is-new"}


def test_a_rule_of_each_entry_is_told_where_the_entry_stands() -> None:
    """A map without what is asked for breaks it once an entry; a record without the map does not break it."""
    rule = {"code": "short-labels", "each": "labels", "holds": "size(value) < 3 && entry != 'b'",
            "message": "{id} has {entry}: {value}"}  # fmt: skip
    found = gadgets([rule], "title: A\nstatus: idea\nlabels: {a: x, b: y, c: long}\n", "title: B\nstatus: idea\n")

    assert [(str(one.where), one.message) for one in found] == [
        ("records/gadget/GDG-A-01.yaml:3:16", "GDG-A-01 has b: y"),
        ("records/gadget/GDG-A-01.yaml:3:22", "GDG-A-01 has c: long"),
    ]


def test_a_rule_of_each_entry_needs_a_map() -> None:
    """The title has no entries, and a field that does not exist has none either."""
    for name in ("title", "titel"):
        (one,) = gadgets([{"code": "a-b", "each": name, "holds": "entry != ''", "message": "m"}])
        assert (one.code, name in one.message) == ("rule-unusable", True)
