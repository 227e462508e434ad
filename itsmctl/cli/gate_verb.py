"""``itsmctl gate``: whether a pull request may become the next truth of the branch it wants to enter."""

import argparse
import sys
from pathlib import Path

from itsmctl.cli.options import add_now, add_output, add_root, now_of, repo_of, write
from itsmctl.findings import Fatal
from itsmctl.render.escape import as_text
from itsmctl.repo import Repo
from itsmctl.sentence import few

EXAMPLES = """
itsmctl gate --base main --head my-change             what would happen to my branch
itsmctl gate --base main --head my-change --evidence approvals.json
itsmctl gate --base main --head HEAD --format markdown   the comment on the pull request
itsmctl gate --base main --head HEAD --format json --now 2026-04-01T08:00:00Z

evidence, JSON or YAML; adapters write it, each entry is one decision:
  {"version": 1, "approvals": [{"person": "grace", "role": "change-manager", "decision": "approve",
    "fingerprint": "sha256:…", "source": "github", "at": "2026-04-01T07:00:00Z"}], "contributors": ["ada"]}
  required: person, decision (approve or reject), source, at (RFC 3339; an approval from after --now does not count)
  an approval counts for what it was given for: the fingerprint that the verdict tells; without one commit or tree,
  the full id of this very head or merge result. Beside a fingerprint commit and tree are only information.
  contributors (who opened, who pushed) may not approve. What is not in this form ends the run.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_root(parser)
    parser.add_argument("--base", required=True, metavar="REV", help="the branch to be entered; its rules judge")
    parser.add_argument("--head", required=True, metavar="REV", help="what wants to enter it")
    parser.add_argument(
        "--evidence", type=Path, metavar="FILE", help="approvals, in the form below; else there are none"
    )
    add_now(parser)
    add_output(parser, ("text", "json", "markdown", "github"))


def run(args: argparse.Namespace) -> int:
    """Judge, and say so; 0 approved, 1 refused or approvals missing, 3 undecidable."""
    from itsmctl.gate import Evidence, judge, read, to_json
    from itsmctl.render.verdict import verdict_github, verdict_markdown, verdict_text

    evidence = read(_bytes(args.evidence), args.evidence.name) if args.evidence else Evidence()
    repo = repo_of(args)
    verdict = judge(repo, args.base, args.head, evidence, now_of(args))
    _note(repo, args.head)
    writers = {
        "json": lambda: as_text(to_json(verdict), by_name=True),
        "markdown": lambda: verdict_markdown(verdict),
        "github": lambda: verdict_github(verdict),
        "text": lambda: verdict_text(verdict),
    }
    write(args, writers[args.format]())
    return verdict.exit_code


def _note(repo: Repo, head: str) -> None:
    """Say on the error stream that what is judged is checked out, and lies there otherwise than it was committed.

    Never in the answer: the same commits, evidence and time give the same bytes.
    """
    if not repo.has_commits() or repo.commit(head) != repo.commit("HEAD"):
        return
    paths = repo.uncommitted(*(f"{repo.prefix}{folder}" for folder in ("records", "schemas")))
    if paths:
        names = few([path.encode("unicode_escape").decode() for path in paths], 1)
        sys.stderr.write(
            f"itsmctl: {names}: the work tree is not what {head} holds, only what is committed was judged\n"
            "  hint: commit, then ask again\n"
        )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Fatal(f"evidence {path} cannot be read: {error.strerror}", hint="give the file of approvals") from None
