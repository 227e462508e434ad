"""A state, or another word of a record, into a coloured badge: the colour helps, the word tells."""

from collections.abc import Mapping

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.kinds import Kind
from itsmctl.site.escape import Md, inline

__all__ = ["badge", "harm", "state", "tone", "word"]

# Of a state that means several things, the first that stands here colours it: what was closed was done.
TONES: Mapping[str, str] = {
    "planned": "calm", "in-use": "good", "waiting": "warn", "in-force": "busy", "done": "good", "void": "calm",
    "ended": "calm",
}  # fmt: skip
OTHER = "busy"
HARM = {State.OK: "good", State.DEGRADED: "warn", State.DOWN: "bad"}


def tone(kind: Kind, state: str) -> str:
    """Return calm, good, warn, busy or bad for a state: as the kind's page says, else what the state means."""
    means = kind.lifecycle.means if kind.lifecycle else {}
    told = (colour for meaning, colour in TONES.items() if state in means.get(meaning, ()))
    return kind.page.tones.get(state) or next(told, OTHER)


def state(record: Record) -> Md:
    """Show a record's state; that it is not valid, if so; nothing for a kind without states."""
    if not record.valid:
        return badge("not valid", "bad")
    return badge(record.state, tone(record.kind, record.state)) if record.state else Md("")


def word(kind: Kind, text: str) -> Md:
    """Show a word of a field that is not the state, in the colour that the kind's page gives it."""
    return badge(text, kind.page.tones.get(text, OTHER))


def harm(state: State) -> Md:
    """Show how a loss leaves a record."""
    return badge(state.word, HARM[state])


def badge(text: str, tone: str = OTHER) -> Md:
    """Write a word as a badge of a tone; nothing for no word."""
    return Md(f'<span class="badge badge--{tone}">{inline(text)}</span>') if text else Md("")
