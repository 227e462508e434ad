"""``itsmctl init``: start a new repository of records."""

import argparse
import sys
from pathlib import Path

from itsmctl.authoring import starter
from itsmctl.findings import Fatal
from itsmctl.repo import create, create_file, top_of

EXAMPLES = """
itsmctl init my-itsm          a new repository in a new folder
itsmctl init ops              inside a repository: a folder of it
cd my-itsm && itsmctl validate
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to start in: new, or empty but for .git")


def run(args: argparse.Namespace) -> int:
    """Write the files, then say what comes next."""
    folder: Path = args.folder
    present = sorted(p.name for p in folder.iterdir() if p.name != ".git") if folder.is_dir() else []
    if present or (folder.exists() and not folder.is_dir()):
        what = f"{folder} holds {present[0]}" if present else f"{folder} is a file"
        raise Fatal(f"{what}: init starts only in an empty folder", hint="choose a new folder", code=1)
    top = top_of(folder)
    inner = folder.resolve().relative_to(top) if top else Path()
    files = starter(f"{inner.as_posix()}/" if inner.parts else "")
    folder.mkdir(parents=True, exist_ok=True)
    if top is None:
        create(folder)
    for path, data in files.items():
        create_file(folder / path, data)
    sys.stdout.write(f"{folder}: {len(files)} files. Next:\n{NEXT.format(folder=folder)}")
    sys.stdout.write(MOVE.format(top=top, folder=folder) if inner.parts else "")
    return 0


NEXT = """  cd {folder}
  edit records/person/owner.yaml      who you are: approvals are counted by it
  itsmctl validate                    is all well?
  itsmctl new ci                      your first host, and so on
  itsmctl build                       the knowledge site, in build/site
  git add . && git commit             then protect the branch main: README.md says how
"""
MOVE = """The repository is {top}. Its forge looks for workflows at the top only: move {folder}/.github there.
"""
