"""A kind and what is known of a new record into commented YAML that is valid as it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import wrap

from itsmctl.authoring.fields import Field, Start, fields
from itsmctl.document import Json, inline, parse
from itsmctl.findings import Fatal, Finding
from itsmctl.kinds import Kind
from itsmctl.snapshot import Snapshot
from itsmctl.tree import share
from itsmctl.validate import checker, explain

__all__ = ["draft", "refusal"]

FOLDER = "templates/records"


def draft(snapshot: Snapshot, kind: Kind, given: Mapping[str, Json], now: datetime) -> str:
    """Write a new record of a kind from its template; Fatal when a valid one needs more than is given."""
    layout = _template(snapshot, "record.yaml.j2")
    if layout is None:
        raise Fatal(f"there is no template {FOLDER}/record.yaml.j2", hint="install itsmctl again")
    found = fields(snapshot, kind, Start(given, _values(snapshot, kind), now))
    text = _fill(layout, kind, found)
    document, findings = parse(f"new {kind.name}", text.encode())
    if not findings and not checker(snapshot.kinds)(kind, document.value):
        findings = explain(snapshot.kinds, kind, document)
    if findings:
        raise refusal(kind, findings)
    return text


def refusal(kind: Kind, findings: Sequence[Finding]) -> Fatal:
    """Return what ends the making of a record that would not be valid, with all that is wrong with it."""
    told = [
        f"{finding.message}{f' ({finding.hint})' if finding.hint and len(findings) > 1 else ''}" for finding in findings
    ]
    hint = findings[0].hint if len(findings) == 1 else ""
    hint = hint or "nothing was written; give other values with --set FIELD=VALUE"
    return Fatal(f"this {kind.name} would not be valid: {'; '.join(told)}", hint=hint, code=2)


def _values(snapshot: Snapshot, kind: Kind) -> dict[str, Json]:
    """Return the values that the kind's own template starts from; null asks for the first record that fits."""
    name = f"{kind.name}.yaml"
    document, findings = parse(f"{FOLDER}/{name}", (_template(snapshot, name) or "").encode())
    if findings:
        raise Fatal(f"the record template is wrong: {findings[0].message}", where=findings[0].where)
    return dict(document.value or {})


def _template(snapshot: Snapshot, name: str) -> str | None:
    """Look a template up: the repository's own, else the packaged one."""
    own = snapshot.tree.read(f"{FOLDER}/{name}")
    if own is not None:
        return own.decode("utf-8", "replace")
    packaged = share(FOLDER) / name
    return packaged.read_text("utf-8") if packaged.is_file() else None


def _fill(template: str, kind: Kind, found: list[Field]) -> str:
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["yaml"] = inline
    environment.filters["comment"] = _comment
    try:
        return environment.from_string(template).render(kind=kind, fields=found)
    except TemplateError as error:
        raise Fatal(f"the record template of {kind.name} is wrong: {error}") from None


def _comment(text: str, indent: str = "") -> str:
    """Write prose as YAML comment lines of at most 100 columns."""
    return "\n".join(f"{indent}# {line}" for line in wrap(" ".join(text.split()), 96 - len(indent)))
