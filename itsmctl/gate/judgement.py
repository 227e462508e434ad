"""Two names of commits into a verdict: reads the repository, hands everything to the pure decision."""

from dataclasses import replace
from datetime import datetime

from itsmctl.clock import stamp
from itsmctl.findings import Fatal, Finding, Location, Severity
from itsmctl.gate.decision import decide
from itsmctl.gate.errors import identity
from itsmctl.gate.facts import gather
from itsmctl.gate.irregular import as_before
from itsmctl.gate.verdict import Verdict
from itsmctl.inquiry import Evidence, Facts, Undecidable, digest, inquire
from itsmctl.repo import Repo
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import Tree, at_commit

__all__ = ["judge"]

FOLDERS = ("records", "schemas")


def judge(repo: Repo, base: str, head: str, evidence: Evidence, now: datetime) -> Verdict:
    """Judge the pull request that would merge head into base; what cannot be known gives ``undecidable``.

    Raises Fatal for names that are no commits.
    """
    inputs: dict[str, str | None] = {
        "base": repo.commit(base),
        "head": repo.commit(head),
        "tree": None,
        "policy": None,
        "evidence": evidence.digest,
        "now": stamp(now),
    }
    try:
        facts = gather(repo, base, head)
        before = target(at_commit(repo, facts.base, FOLDERS))
        inputs |= {"tree": facts.tree, "policy": rules_digest(before)}
        tree = as_before(at_commit(repo, facts.tree, FOLDERS), before.tree, facts.paths)
        # Base's kinds: the pull request cannot loosen a schema and use it at once.
        merged = take(tree, kinds=before.kinds)
        verdict = decide(inquire(before, merged, facts, evidence, now), inputs)
        return with_schemas(verdict, facts, merged, tree)
    except Undecidable as reason:
        return Verdict("undecidable", inputs, doubts=((reason.message, reason.hint),))


def target(tree: Tree) -> Snapshot:
    """Take base's snapshot; raises Undecidable when its schemas cannot be used: nothing can be judged by them."""
    try:
        return usable(tree)
    except Fatal as error:
        told = f"{error.where}: {error.message}" if error.where else error.message
    raise Undecidable(f"the target branch's schemas cannot be used: {told}", "mend them on the target branch")


def usable(tree: Tree) -> Snapshot:
    """Take a snapshot by the tree's own schemas; raises Fatal for all that is wrong with them."""
    try:
        return take(tree)
    except (ValueError, LookupError) as error:
        # What the check of schemas lets through, their compiler may still refuse.
        raise Fatal(str(error)[:300], where=Location("schemas")) from None


def rules_digest(base: Snapshot) -> str:
    """Return the digest of what it was judged by: base's schemas and its records of governance."""
    governing = {kind.name for kind in base.kinds.by_name.values() if kind.control == "governance"}
    texts = [f"schemas {base.kinds.digest}"]
    for key, record in sorted(base.catalog.records.items()):
        if record.kind.name in governing:
            texts.append(f"{key} {digest(record.document.text.encode('utf-8', 'surrogateescape'))}")
    return digest("\n".join(texts).encode())


def with_schemas(verdict: Verdict, facts: Facts, merged: Snapshot, tree: Tree) -> Verdict:
    """Refuse new schemas that cannot be used, or that the records would not fit; they never make anything pass."""
    if not any(path.inner.startswith("schemas/") for path in facts.paths):
        return verdict
    try:
        after = usable(tree)
        known, same = set(map(identity(merged), merged.findings)), identity(after)
        found = [f for f in after.findings if same(f) not in known]
    except Fatal as error:
        where = error.where or Location("schemas")
        found = [Finding("schema-unusable", Severity.ERROR, error.message, where, error.hint)]
    errors = tuple(f for f in found if f.severity is Severity.ERROR)
    return replace(verdict, word="refused", refusals=(*verdict.refusals, *errors)) if errors else verdict
