"""Two commits into the facts that the gate judges: the merge result, what it changes, and who had a hand in it."""

import re
from collections.abc import Iterator

from itsmctl.findings import Fatal
from itsmctl.inquiry import Commit, Facts, Path, Undecidable
from itsmctl.repo import Repo

__all__ = ["gather", "merge"]

CO_AUTHOR = re.compile(r"^\s*co-authored-by\s*:[^<\n]*<([^>\n]*)>", re.IGNORECASE | re.MULTILINE)
IDENTITY = re.compile(rb"^(author|committer) [^\n]*?<([^>\n]*)> [0-9]+ [-+][0-9]+$", re.MULTILINE)


def gather(repo: Repo, base: str, head: str) -> Facts:
    """Find out what the merge of head into base would make, from the object store alone.

    The merge result is judged, not the list of commits: a merge commit can change files that no log shows.
    Raises Fatal for a name that is no commit, Undecidable for a shallow clone, a conflict or unrelated histories.
    """
    if repo.is_shallow():
        raise Undecidable("this clone is shallow: history is cut off", "git fetch --unshallow, then ask again")
    base, head = repo.commit(base), repo.commit(head)
    tree = merge(repo, base, head)
    return Facts(base, head, tree, tuple(sorted(differing(repo, base, tree))), tuple(commits(repo, base, head)))


def merge(repo: Repo, base: str, head: str) -> str:
    """Return the tree that merging head into base gives; nothing is checked out."""
    words = ("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", base, head)
    if repo.run("merge-base", base, head, allow=(0, 1))[0] != 0:
        raise Undecidable("base and head have no common history", "branch off the target branch, and commit there")
    status, out = repo.run(*words, allow=(0, 1, 128, 129))
    parts = [part.decode("utf-8", "surrogateescape") for part in out.split(b"\0") if part]
    if status == 1:
        told = ", ".join(sorted(set(parts[1:]))[:5])
        raise Undecidable(f"head conflicts with base in {told}", "merge the target branch and settle the conflict")
    if status != 0:
        raise Fatal("git cannot merge without a work tree", hint="install git 2.38 or newer")
    return parts[0]


def differing(repo: Repo, base: str, tree: str) -> Iterator[Path]:
    """List every path that differs; a rename is a removal and an addition, so nothing leaves its folder unseen."""
    words = ("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv")
    _, out = repo.run(*words, "--end-of-options", base, tree)
    fields = out.split(b"\0")[:-1]
    for meta, name in zip(fields[::2], fields[1::2], strict=True):
        before, after, _, oid, _ = meta.decode().lstrip(":").split()
        yield Path(name.decode("utf-8", "surrogateescape"), before, after, oid, repo.prefix)


def commits(repo: Repo, base: str, head: str) -> Iterator[Commit]:
    """Read the commits that base does not have, as they are stored: no mailmap, no replacement."""
    ids = repo.text("rev-list", "--end-of-options", f"{base}..{head}").split()
    for oid, data in repo.blobs(ids):
        header, _, message = data.partition(b"\n\n")
        found = {who.decode(): email.decode("utf-8", "replace") for who, email in IDENTITY.findall(header)}
        co_authors = tuple(CO_AUTHOR.findall(message.decode("utf-8", "replace")))
        yield Commit(oid, found.get("author", ""), found.get("committer", ""), co_authors)
