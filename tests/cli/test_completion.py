"""What a shell offers at the tabulator: asked of a real bash, on the example lab and on records of an invented kind."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.cli.complete import TABLE, complete
from itsmctl.cli.completion_verb import table
from itsmctl.cli.scripts import SCRIPTS
from itsmctl.cli.verbs import VERBS
from tests.kinds.gadget import GADGET
from tests.world import schemas

LAB = Path(__file__).parents[2]
# Bash takes a line apart at spaces and at = and :, and gives each sign a word of its own.
WORD = re.compile(r"[=:]|[^\s=:]+")


def offered(line: str, folder: Path = LAB) -> list[str]:
    """Return what bash would offer for the last word of a line."""
    words = WORD.findall(line) + ([""] if line.endswith(" ") else [])
    quoted = " ".join(shlex.quote(word) for word in words)
    script = f"{SCRIPTS['bash']}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _itsmctl\n"
    script += 'printf "%s\\n" "${COMPREPLY[@]}"'
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    words = ["bash", "--norc", "--noprofile", "-c", script]
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, "PATH": path}, text=True, capture_output=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("itsmctl ", list(VERBS)),
        ("itsmctl imp", ["impact", "import"]),
        ("itsmctl --v", ["--version"]),
        ("itsmctl list i", ["improvement", "incident"]),
        ("itsmctl list ci --st", ["--state"]),
        ("itsmctl list ci --state re", ["retired"]),
        ("itsmctl list ci --state=re", ["retired"]),
        ("itsmctl list ci --format ", ["csv", "json", "text"]),
        ("itsmctl list ci --format=j", ["json"]),
        ("itsmctl show lab-db", ["lab-db01"]),
        ("itsmctl show service/dn", ["service/dns"]),
        ("itsmctl impact pg01 lab-dns", ["lab-dns01", "lab-dns02"]),
        ("itsmctl impact lab-dns01=", ["degraded", "down"]),
        ("itsmctl impact --kind serv", ["service"]),
        ("itsmctl whatif --lose lab-dns0", ["lab-dns01", "lab-dns02"]),
        ("itsmctl whatif --set lab-dns01", ["lab-dns01."]),
        ("itsmctl whatif --need dns", ["dns:"]),
        ("itsmctl whatif --drop-dependency dns=lab-dns01", ["lab-dns01"]),
        ("itsmctl new inci", ["incident"]),
        ("itsmctl new incident --set imp", ["impact="]),
        ("itsmctl new incident --set impact=", ["high", "low", "medium"]),
        ("itsmctl new incident --set affects=[dn", ["[dns"]),
        ("itsmctl new incident --set affects=[pg01,dn", ["[pg01,dns"]),
        ("itsmctl new ci --title x --set status=ma", ["maintenance"]),
        ("itsmctl kpi --measure mt", ["mtbf", "mttr"]),
        ("itsmctl kpi --measure=mt", ["mtbf", "mttr"]),
        ("itsmctl kpi incident-b", ["incident-backlog"]),
        ("itsmctl explain dangling", ["dangling-reference"]),
        ("itsmctl schema rf", ["rfc"]),
        ("itsmctl validate --now ye", ["yesterday"]),
        ("itsmctl blame INC-2026-010", ["INC-2026-0107"]),
        ("itsmctl completion b", ["bash"]),
    ],
)
def test_bash_offers_what_may_come_next(line: str, some: list[str]) -> None:
    """Verbs, options, kinds, ids, states, fields, values, measures and rules; without what is typed before a = or :."""
    found = offered(line)
    assert set(some) <= set(found)
    last = WORD.findall(line)[-1] if not line.endswith((" ", "=")) else ""
    assert all(word.startswith(last) for word in found)


@pytest.mark.parametrize(
    "line",
    ["itsmctl lst ", "itsmctl list ci ", "itsmctl new ci ", "itsmctl list ci --state zzz", "itsmctl validate reco",
     "itsmctl list nokind --state ", "itsmctl new ../../etc --set ", "itsmctl show ../../",
     "itsmctl list ci --output x"],
)  # fmt: skip
def test_where_nothing_is_known_the_shell_offers_files(line: str) -> None:
    """An empty answer and no word on the error stream."""
    assert offered(line) == []


def test_an_invented_kind_is_completed_in_a_folder_below_and_by_root(tmp_path: Path) -> None:
    """Kinds are data here too; a broken schema, or none, is no reason to complain at a key."""
    top = tmp_path / "estate" / "ops"
    for path, data in {**schemas(), "schemas/gadget.json": json.dumps(GADGET).encode()}.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    (top / "records/gadget/deep").mkdir(parents=True)
    (top / "records/gadget/deep/G-1.yaml").touch()
    assert offered("itsmctl list gad", top / "records/gadget") == ["gadget"]
    assert offered("itsmctl show G", top / "records") == ["G-1"]
    assert offered(f"itsmctl show --root {top} G", tmp_path) == ["G-1"]
    (top / "schemas/gadget.json").write_text("[", "utf-8")
    assert offered("itsmctl new gadget --set ", top) == []
    assert offered("itsmctl show ", tmp_path) == []


def test_zsh_and_fish_are_given_the_whole_word() -> None:
    """They do not take words apart."""
    words = ["list", "ci", f"--root={LAB}", "--format=j"]
    assert complete(["zsh", *words]) == ["--format=json"]
    assert complete(["fish", *words]) == ["--format=json"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_one_that_its_shell_understands(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the shell is installed, it reads the script without a word."""
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"itsmctl _complete {shell}" in script
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=script, text=True, capture_output=True, check=True)
        assert done.stderr == ""


def test_tcsh_completes_values_of_options(capsys: pytest.CaptureFixture[str]) -> None:
    """As far as its completion goes: no ids, no fields."""
    assert main(["completion", "tcsh"]) == 0
    assert "'c/--builder=/(mkdocs zensical)/'" in capsys.readouterr().out


def test_the_table_of_the_verbs_says_what_the_verbs_say() -> None:
    """REWRITE=1 writes it anew."""
    if "REWRITE" in os.environ:
        Path(TABLE).write_text(table(), "utf-8")
    assert Path(TABLE).read_text("utf-8") == table()


@pytest.mark.parametrize(
    "words",
    [["--version"], ["completion", "bash"], ["_complete", "bash", "new", "incident", "--set", "impact", "=", ""]],
)
def test_a_quick_answer_imports_little(words: list[str]) -> None:
    """No argparse, no git, no schema library: the time of an answer is the time of starting Python."""
    code = f"import sys; from itsmctl.cli import main; main({words!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=LAB, text=True, capture_output=True, check=True)
    assert done.stdout
    heavy = {"argparse", "dataclasses", "git", "inspect", "jsonschema", "jsonschema_rs", "networkx", "pathlib", "yaml"}
    assert heavy & set(done.stderr.split()) == set()
