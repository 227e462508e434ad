"""Facts about what a repository's mkdocs.yml may ask the builders of its site to do: nothing but pages."""

from importlib import import_module
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.findings import Fatal
from itsmctl.site import build
from itsmctl.site.settings import check
from tests.site.web import ROOT
from tests.world import ROLE, Sandbox, ci, schemas

OURS = (ROOT / "mkdocs.yml").read_text("utf-8")
FENCE = "!!python/name:pymdownx.superfences.fence_code_format"


def changed(old: str, new: str) -> str:
    """Return our own settings with one thing replaced."""
    assert old in OURS
    return OURS.replace(old, new, 1)


EVIL = {
    "a hook": (OURS + "hooks: [evil.py]\n", "hooks"),
    "a key that nobody knows": (OURS + "run: [evil.py]\n", "run"),
    "a plugin": (changed("  - tags\n", "  - tags\n  - macros\n"), "plugin macros"),
    "a plugin with options": (changed("  - tags\n", "  - macros: {module_name: evil}\n"), "plugin macros"),
    "plugins as a mapping": (changed("plugins:\n  - search\n  - tags\n", "plugins: {exec: {}}\n"), "plugin exec"),
    "plugins as a text": (changed("plugins:\n  - search\n  - tags\n", "plugins: exec\n"), "plugin exec"),
    "an index made by node": (changed("  - search\n", "  - search: {prebuild_index: node}\n"), "prebuild_index"),
    "templates of one's own": (changed("  name: material\n", "  name: material\n  custom_dir: evil\n"), "custom_dir"),
    "a page that is a template": (OURS + "extra_templates: [assets/evil.html]\n", "extra_templates"),
    "another theme": (changed("  name: material\n", "  name: evil\n"), "theme must be material"),
    "an extension that reads files": (changed("  - tables\n", "  - pymdownx.snippets\n"), "pymdownx.snippets"),
    "an extension of one's own": (changed("  - tables\n", "  - evil:Extension\n"), "evil:Extension"),
    "an extension that is no name": (changed("  - tables\n", "  - [evil]\n"), "not among"),
    "an object of Python": (changed(FENCE, "!!python/object/apply:os.system ['true']"), "no plain value"),
    "another name of Python": (changed(FENCE, "!!python/name:os.system"), "no plain value"),
    "a module of Python": (changed(FENCE, "!!python/module:evil"), "no plain value"),
    "a name as a text": (changed(FENCE, "os.system"), "format of a custom fence"),
    "a validator": (changed(f"format: {FENCE}", "validator: os.system"), "custom fence"),
    "an object for a slug": (changed("      toc_depth: 3\n", "      slugify: {object: os.system}\n"), "slugify"),
    "the environment": (changed("site_name: IT services", "site_name: !ENV HOME"), "no plain value"),
    "another parent": (changed("INHERIT: build/nav.yml", "INHERIT: evil.yml"), "INHERIT must be"),
    "another source": (changed("docs_dir: build/docs", "docs_dir: ."), "docs_dir must be"),
    "another target": (changed("site_dir: build/site", "site_dir: ../.."), "site_dir must be"),
    "no target": (changed("site_dir: build/site\n", ""), "site_dir is missing"),
}


@pytest.mark.parametrize(("text", "told"), EVIL.values(), ids=EVIL)
def test_settings_that_would_run_or_read_what_is_no_page_are_refused(tmp_path: Path, text: str, told: str) -> None:
    """One line that names it, and a hint; nothing was run, and both builders are never started."""
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    for builder in ("mkdocs", "zensical"):
        with pytest.raises(Fatal, match=told) as caught:
            build(tmp_path, builder, strict=True)
        assert caught.value.code == 3
        assert caught.value.hint
        assert "\n" not in caught.value.message


@pytest.mark.parametrize("text", ["", "[]", "a: [", "a: b: c", "\x00"])
def test_settings_that_are_none_are_told_with_their_file(tmp_path: Path, text: str) -> None:
    """Never a traceback."""
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(Fatal) as caught:
        check(tmp_path / "mkdocs.yml")
    assert str(caught.value.where) == "mkdocs.yml:1:1"
    assert "\n" not in caught.value.message


def test_our_own_settings_are_accepted_and_those_of_their_parent_looked_at(tmp_path: Path) -> None:
    """The navigation is made by the tool; a committed one that holds more is refused like the file itself."""
    config = tmp_path / "mkdocs.yml"
    config.write_text(OURS, "utf-8")
    check(config)
    (tmp_path / "build").mkdir()
    nav = tmp_path / "build" / "nav.yml"
    nav.write_text('{"nav": [{"Home": "index.md"}]}', "utf-8")
    check(config)
    nav.write_text('{"nav": [], "hooks": ["evil.py"]}', "utf-8")
    with pytest.raises(Fatal, match="hooks"):
        check(config)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the builder's own code
def test_a_hook_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command, with a real hook; without the check it runs."""
    made = Sandbox.create(tmp_path / "repository")
    mark = tmp_path / "hit"
    hook = f"from pathlib import Path\nPath({str(mark)!r}).touch()\n"
    records = {f"records/{path}": text for path, text in {**ROLE, "ci/a.yaml": ci()}.items()}
    made.write({**schemas(), **records, "mkdocs.yml": OURS + "hooks: [evil.py]\n", "evil.py": hook})
    made.commit("Start")
    assert main(["build", "--root", str(made.top)]) == 3
    assert capsys.readouterr().err.startswith("itsmctl: mkdocs.yml:1:1: hooks is not among")
    assert not mark.exists()
    monkeypatch.setattr(import_module("itsmctl.site.builders"), "check", lambda _: None)
    main(["build", "--root", str(made.top), "--no-strict"])
    assert mark.exists()
