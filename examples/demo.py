"""The demonstration: everything itsmctl does, once, on the example lab. Run by `make demo`.

It works in build/demo on copies; nothing outside build/ is written.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from itsmctl.cli import main as itsmctl

TOP = Path(__file__).parent.parent
DEMO = Path("build/demo")  # below TOP, where the demonstration runs, so that its commands can be copied
LAB = DEMO / "lab"
NOW = "2026-04-01T00:00:00Z"  # the lab's story stops here
WHO = {"Margaret Example": "margaret@lab.example", "Barbara Example": "barbara@lab.example"}


def say(text: str) -> None:
    """Print a heading."""
    sys.stdout.write(f"\n── {text}\n\n")
    sys.stdout.flush()


def run(*words: str, allow: tuple[int, ...] = (0,)) -> None:
    """Show a command of itsmctl and run it."""
    sys.stdout.write(f"$ itsmctl {shlex.join(words)}\n")
    sys.stdout.flush()
    code = itsmctl(words)
    sys.stdout.flush()
    if code not in allow:
        raise SystemExit(f"the demonstration expected exit code {allow}, not {code}")


def git(*words: str, name: str = "Margaret Example") -> None:
    """Run git in the copy of the lab, as one of its example people, at the lab's date."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", WHO[name]), ("DATE", "2026-03-31T12:00:00Z"))
    }
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=LAB, env=environment, check=True, stdout=subprocess.DEVNULL)


def edit(path: str, old: str, new: str) -> None:
    """Replace a text in a record of the copy."""
    file = LAB / path
    text = file.read_text("utf-8")
    if old not in text:
        raise SystemExit(f"{path} no longer holds {old!r}: mend examples/demo.py")
    file.write_text(text.replace(old, new), "utf-8")


def prepare() -> None:
    """Copy the lab into a repository of its own, with two branches that want to enter main."""
    shutil.rmtree(DEMO, ignore_errors=True)
    for folder in ("records", "schemas"):
        shutil.copytree(TOP / folder, LAB / folder)
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message", "The lab's records")

    git("checkout", "--quiet", "-b", "upgrade-rke2")
    edit("records/rfc/RFC-2026-0042.yaml", "status: submitted", "status: approved")
    git("commit", "--quiet", "--all", "--message", "RFC-2026-0042: upgrade RKE2 to 1.29")

    git("checkout", "--quiet", "-b", "in-a-hurry", "main")
    edit("records/ci/pg01.yaml", "memory_gb: 16", "memory_gb: 64")
    edit("records/rfc/RFC-2026-0043.yaml", "status: draft", "status: approved")
    git("commit", "--quiet", "--all", "--message", "More memory for pg01, approved by myself", name="Barbara Example")
    git("checkout", "--quiet", "main")


def approvals(verdict: dict[str, Any]) -> Path:
    """Write example evidence: the first people who may approve do so. In CI an adapter writes this file."""
    given = [
        {
            "person": person,
            "role": need["role"],
            "decision": "approve",
            "fingerprint": verdict["fingerprint"],
            "source": "example",
            "at": NOW,
        }
        for need in verdict["approvals"]["missing"]
        for person in need["candidates"][: need["count"]]
    ]
    path = DEMO / "approvals.json"
    path.write_text(json.dumps({"version": 1, "approvals": given}, indent=2) + "\n", "utf-8")
    return path


def judge() -> None:
    """Judge the two branches: one lacks approvals, then has them; one is refused."""
    say("A pull request is the RFC: upgrade-rke2 moves RFC-2026-0042 to approved")
    question = ("gate", "--root", str(LAB), "--now", NOW, "--base", "main", "--head", "upgrade-rke2")
    run(*question, allow=(1,))
    itsmctl([*question, "--format", "json", "--output", str(DEMO / "verdict.json")])
    evidence = approvals(json.loads((DEMO / "verdict.json").read_text("utf-8")))
    say("The people whom it names approve (example evidence), and it is judged again")
    run(*question, "--evidence", str(evidence))
    say("Another branch changes a machine and approves its own RFC")
    run(*question[:-1], "in-a-hurry", allow=(1,))


def count() -> None:
    """Turn a log of ticket events into a git history and reckon indicators from it, now and then."""
    example = Path("examples/event-log")
    log = Path(os.environ.get("LOG", example / "example.csv"))
    history = DEMO / "history"
    say(f"A log of ticket events becomes a git history, one commit an event ({log.name})")
    run("import", "event-log", str(example / "mapping.yaml"), str(log), "--into", str(history))
    say("Indicators from that history, and the lab's own")
    run("kpi", "--root", str(history))
    run("kpi", "--root", str(LAB), "--now", NOW)


def main() -> None:
    """Run the demonstration from the start."""
    os.chdir(TOP)
    prepare()
    say("Are the records true?")
    run("validate")
    say("What breaks if node04 is lost?")
    run("impact", "node04")
    judge()
    count()
    say("The knowledge site")
    run("build")
    sys.stdout.write(ENDING)


ENDING = """
── Built

  build/site/index.html     the knowledge site: open it in a browser (start at "What breaks if …?")
  build/demo/lab            the lab as a repository with two branches to judge
  build/demo/history        a repository of incidents with one commit an event
  build/demo/verdict.json   a verdict of the gate

── Try next  (. .venv/bin/activate puts itsmctl into the path)

  itsmctl impact lab-dns01 lab-dns02                      lose both name servers
  itsmctl new incident --title "Wiki answers 502"         write a record; then: itsmctl validate
  itsmctl history RFC-2026-0042 --root build/demo/lab     how a record came to be what it is
  itsmctl explain need-above-members                      why a rule exists and how to mend it
  itsmctl init ../my-itsm                                 start your own
"""

if __name__ == "__main__":
    main()
