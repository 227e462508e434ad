"""The words of ``x-itsm`` into a kind: what its fields and states mean."""

from collections.abc import Mapping
from typing import Any

from itsmctl.findings import Severity
from itsmctl.kinds.fields import form, references
from itsmctl.kinds.model import Field, Identity, Kind, Lifecycle, Move
from itsmctl.kinds.refs import Documents
from itsmctl.kinds.vocabulary import Age, Due, Page, Rule

__all__ = ["ICON", "kind_of", "rule_of"]

ICON = "📄"
OWNER = "owner"  # the shared field that has the role of the same name
ENDED = ("ended",)
APPROVED = "approved"  # the guard


def kind_of(name: str, documents: Documents, fields: Field | None = None) -> Kind:
    """Read one schema, which has been checked, as a kind; ``fields`` is its form, if that was compiled already."""
    schema = documents[f"{name}.json"]
    words = schema["x-itsm"]
    fields = fields or form(name, documents, {})
    title = str(schema.get("title", name))
    return Kind(
        name=name,
        title=title,
        plural=words.get("plural", f"{title}s"),
        icon=words.get("icon", ICON),
        section=words.get("section", "governance"),
        process=words["process"],
        control=words["control"],
        layered=words.get("layered", False),
        identity=Identity(words.get("id", "")),
        normative=tuple(words.get("normative", ())),
        lifecycle=_lifecycle(words.get("lifecycle")),
        references=references(fields),
        form=fields,
        roles=_roles(words.get("fields", {}), fields),
        orders=tuple(tuple(order) for order in words.get("orders", ())),
        due=tuple(_due(word) for word in words.get("due", ())),
        ages=tuple(_age(word) for word in words.get("ages", ())),
        pairs=tuple((here, there) for here, there in words.get("pairs", ())),
        unique=tuple(tuple(group) for group in words.get("unique", ())),
        rules=tuple(rule_of(word, ("x-itsm", "rules", number)) for number, word in enumerate(words.get("rules", ()))),
        approvals=words.get("approvals", "change"),
        page=_page(words.get("page", {})),
        schema=schema,
    )


def _lifecycle(words: Mapping[str, Any] | None) -> Lifecycle | None:
    if words is None:
        return None
    moves = (Move(m["from"], m["to"], m["activity"], tuple(m.get("guards", ()))) for m in words["moves"])
    return Lifecycle(
        field=words["field"],
        start=tuple(words["start"]),
        means=_means(words),
        stops=tuple(words.get("stops", ())),
        times=dict(words.get("times", {})),
        frozen=tuple(words.get("frozen", ())),
        needs={state: tuple(fields) for state, fields in words.get("needs", {}).items()},
        moves=tuple(moves),
    )


def _means(words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the states of each meaning; ``end``, the older word for ``means.ended``, adds to it."""
    told = dict(words.get("means", {}))
    if words.get("end"):
        told["ended"] = [*told.get("ended", ()), *words["end"]]
    means = {meaning: frozenset(states) for meaning, states in told.items()}
    return means if "in-force" in means else {**means, **_authorised(words, means)}


def _authorised(words: Mapping[str, Any], means: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return as in force, where nothing is said, the states that an approval leads to until the work is done."""
    over = frozenset().union(*(means.get(meaning, frozenset()) for meaning in ("done", "void", "ended")))
    pending = [move["to"] for move in words["moves"] if APPROVED in move.get("guards", ())]
    found: set[str] = set()
    while pending:
        state = pending.pop()
        if state not in found and state not in over:
            found.add(state)
            pending += [move["to"] for move in words["moves"] if move["from"] == state]
    return {"in-force": frozenset(found)} if found else {}


def _roles(words: Mapping[str, Any], fields: Field) -> dict[str, tuple[str, ...]]:
    roles = {name: (told,) if isinstance(told, str) else tuple(told) for name, told in words.items()}
    return {OWNER: (OWNER,), **roles} if OWNER in fields.inner else roles


def _severity(word: Mapping[str, Any]) -> Severity:
    return Severity[str(word.get("severity", "warning")).upper()]


def _asked(word: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return of which states something is asked: by default of all that have not ended."""
    whilst = tuple(word.get("while", ()))
    return {"whilst": whilst, "unless": tuple(word.get("unless", () if whilst else ENDED))}


def _due(word: Mapping[str, Any]) -> Due:
    return Due(
        field=word["field"],
        code=word["code"],
        met=word.get("met", ""),
        lead=word.get("lead", ""),
        severity=_severity(word),
        hint=word.get("hint", ""),
        why=word.get("why", ""),
        **_asked(word),
    )


def _age(word: Mapping[str, Any]) -> Age:
    return Age(
        field=word.get("field", ""),
        state=word.get("state", ""),
        missing=word.get("missing", False),
        limit=word.get("limit", ""),
        code=word["code"],
        severity=_severity(word),
        hint=word.get("hint", ""),
        why=word.get("why", ""),
        **_asked(word),
    )


def rule_of(word: Mapping[str, Any], path: tuple[str | int, ...]) -> Rule:
    """Read the words of a rule, wherever they stand; ``path`` leads to them in their file."""
    texts = {name: str(word.get(name, "")) for name in ("when", "each", "at", "hint", "why", "wrong", "right")}
    return Rule(word["code"], _severity(word), holds=word["holds"], message=word["message"], path=path, **texts)


def _page(word: Mapping[str, Any]) -> Page:
    return Page(
        columns=tuple(word.get("columns", ())),
        order=word.get("order", ""),
        home=word.get("home", False),
        tones=dict(word.get("tones", {})),
        search=dict(word.get("search", {})),
    )
