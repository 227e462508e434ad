"""Facts about what may change without the approvals of governance: records by their own rules, and plain documents."""

import pytest

from itsmctl.gate import Path, decision, judgement
from itsmctl.inquiry import scope
from tests.gate.mini import RFC, Mini, codes, machine, rfc

Patch = pytest.MonkeyPatch

GOVERNED = [
    "mkdocs.yml",
    "evil.py",
    "site/assets/site.js",
    "templates/pages/ci.md",
    ".pre-commit-config.yaml",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".github/CODEOWNERS",
    ".github/PULL_REQUEST_TEMPLATE.md",
    "action.yml",
    ".ci/run",
    "Makefile",
    "pyproject.toml",
    "requirements/runtime.lock",
    "itsmctl/inquiry/scope.py",
    ".vscode/settings.json",
    "tests/README.md",
    "benchmarks/x.py",
    "examples/x.md",
    "conftest.py",
    "sitecustomize.py",
    ".gitattributes",
    ".gitmodules",
    ".mailmap",
    ".gitlab-ci.yml",
    "records/.gitattributes",
    "records/ci/.mailmap",
    "Records/ci/db01.yaml",
    "schemas/ci.json",
    "docs/conf.py",
    "docs/x.html",
    "docs/.hidden.md",
    "docs/x.md\n",
    "docs/a\u200b.md",
    "README.md\n",
    "README.md/hook.py",
    "LICENSE.py",
    "nobody/has/thought/of/this",
]
HARMLESS = ["README.md", "CHANGELOG.md", "LICENSE", "docs/guide.md", "docs/how/to.md", "docs/images/home.png"]


@pytest.mark.parametrize("path", GOVERNED)
def test_whatever_is_no_record_and_no_plain_document_is_governed(path: str) -> None:
    """What nobody has thought of is governed too."""
    assert scope.governs(Path(path, "000000", "100644", "0" * 40))


@pytest.mark.parametrize("path", HARMLESS)
def test_a_plain_document_is_not_governed_but_a_link_in_its_place_is(path: str) -> None:
    """What people read needs no approval; a link or a program of that name is no plain document, before or after."""
    assert not scope.governs(Path(path, "100644", "100644", "0" * 40))
    assert not scope.governs(Path(path, "100644", "000000", "0" * 40))
    for mode in ("120000", "100755", "160000"):
        assert scope.governs(Path(path, "100644", mode, "0" * 40))
        assert scope.governs(Path(path, mode, "100644", "0" * 40))


def test_a_hook_in_the_settings_of_the_site_needs_the_approvals_of_governance(mini: Mini, monkeypatch: Patch) -> None:
    """What main would run when it publishes is approved before; were only known names governed, it would pass."""
    mini.branch({"mkdocs.yml": "hooks: [evil.py]\n", "evil.py": "print('hit')\n"})
    verdict = mini.judge()
    assert (verdict.word, verdict.type) == ("needs-approval", "governance")
    known = (".github/", "schemas/", "templates/", "itsmctl/", "requirements/")
    monkeypatch.setattr(scope, "governs", lambda path: path.path.startswith(known))
    assert mini.judge().word == "approved"


def test_documents_and_records_may_change_together(mini: Mini) -> None:
    """Only what is governed goes alone."""
    mini.branch({RFC: rfc("withdrawn"), "README.md": "Hello\n", "docs/guide.md": "How\n"})
    assert mini.judge().word == "approved"
    mini.branch({RFC: rfc("withdrawn"), "Makefile": "all:\n"})
    assert codes(mini.judge()) == {"mixed-governance"}


ODD = ["link", "program", "folder"]


@pytest.mark.parametrize("how", ODD)
def test_a_record_that_becomes_a_link_or_a_program_is_refused_for_that_alone(
    mini: Mini, monkeypatch: Patch, how: str
) -> None:
    """It does not count as removed, and what names it does not dangle: the cause is told, not what follows."""
    mini.git("checkout", "--quiet", "-B", "pull", "main")
    record = mini.top / "records/ci/db01.yaml"
    if how == "program":
        record.chmod(0o755)
    elif how == "link":
        record.unlink()
        record.symlink_to("host01.yaml")
    else:
        record.parent.rename(mini.top / "elsewhere")
        record.parent.symlink_to("../elsewhere")
        mini.git("rm", "-r", "-q", "--cached", "records/ci")
        mini.git("add", "records/ci")
        mini.git("clean", "-fdq", "elsewhere")
        mini.git("commit", "--quiet", "--message", "Link")
    mini.commit("Odd")
    mini.git("checkout", "--quiet", "--force", "main")
    verdict = mini.judge()
    assert (verdict.word, [finding.code for finding in verdict.refusals]) == ("refused", ["irregular-file"])
    assert verdict.refusals[0].where.path == ("records/ci" if how == "folder" else "records/ci/db01.yaml")
    # Without its stand-in the record counts as gone, and the cause is one among many.
    monkeypatch.setattr(judgement, "as_before", lambda merged, *_: merged)
    assert codes(mini.judge()) > {"irregular-file"}


def test_what_stands_in_for_an_odd_record_lets_nothing_pass(mini: Mini, monkeypatch: Patch) -> None:
    """The refusal rests on the modes that git names; without it the stand-in would look like no change."""
    mini.git("checkout", "--quiet", "-B", "pull", "main")
    (mini.top / "records/ci/db01.yaml").chmod(0o755)
    mini.put({"records/ci/db01.yaml": machine("version: '6.66'\n")})
    mini.commit("Odd")
    mini.git("checkout", "--quiet", "--force", "main")
    assert mini.judge().word == "refused"
    monkeypatch.setattr(decision, "refused", lambda _: ())
    assert mini.judge().word == "approved"
