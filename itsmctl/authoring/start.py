"""What a new repository starts with: schemas, a minimal set of governance, workflows, the site's settings."""

from pathlib import Path

from itsmctl.findings import Fatal
from itsmctl.tree import share

__all__ = ["starter"]

WORKFLOWS = ("gate", "recheck", "review", "site", "validate")

# packaged folder or file -> where it goes
PARTS = {
    "schemas": "schemas",
    "templates/init": "",
    **{f".github/workflows/{name}.yml": f".github/workflows/{name}.yml" for name in WORKFLOWS},
    "requirements/runtime.lock": "requirements/runtime.lock",
    ".github/ISSUE_TEMPLATE": ".github/ISSUE_TEMPLATE",
    ".github/PULL_REQUEST_TEMPLATE.md": ".github/PULL_REQUEST_TEMPLATE.md",
    ".vscode/settings.json": ".vscode/settings.json",
    "mkdocs.yml": "mkdocs.yml",
}


def starter() -> dict[str, bytes]:
    """Return the files of a new repository by path."""
    files: dict[str, bytes] = {}
    for source, target in PARTS.items():
        root = share(source)
        if root.is_file():
            files[target] = root.read_bytes()
        else:
            files.update(_folder(root, Path(target)))
    if "schemas/kind.json" not in files:
        raise Fatal("the packaged schemas are missing", hint="install itsmctl again")
    return dict(sorted(files.items()))


def _folder(root: Path, target: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {(target / path.relative_to(root)).as_posix(): path.read_bytes() for path in found}
