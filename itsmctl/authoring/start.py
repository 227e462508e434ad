"""What a new repository starts with: the organisation's own records, workflows, the site's settings.

Schemas, starter KPIs and templates are not copied: they come from the package until the repository overrides them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from itsmctl.findings import Fatal, Location
from itsmctl.tree import share

__all__ = ["WRITTEN", "blob_id", "lock_of", "lock_text", "managed", "starter"]

WRITTEN = ".itsmctl/written.json"
WORKFLOWS = ("gate", "recheck", "review", "site", "validate")
EDITOR = ".vscode/settings.json"

OTHERS = re.compile(r"records/|\.git(/|$)", re.IGNORECASE)  # never upgrade's, whatever a note says

FORGE = ".github/"
# what stands before the place in a workflow or action -> what is put there for records below the top
TOPS = {
    rb"-m itsmctl (?:gate|validate|build)\b": " --root {root}",
    rb"\bpath: (?=build/site)": "{prefix}",
    rb'"\$source/(?=requirements/)': "{prefix}",
}

# packaged folder or file -> where it goes
PARTS = {
    "templates/init": "",
    **{f".github/workflows/{name}.yml": f".github/workflows/{name}.yml" for name in WORKFLOWS},
    "requirements/runtime.lock": "requirements/runtime.lock",
    ".github/ISSUE_TEMPLATE": ".github/ISSUE_TEMPLATE",
    ".github/PULL_REQUEST_TEMPLATE.md": ".github/PULL_REQUEST_TEMPLATE.md",
    EDITOR: EDITOR,
    "mkdocs.yml": "mkdocs.yml",
}


def starter(prefix: str = "") -> dict[str, bytes]:
    """Return the files of a new repository by path, with the note of what was written.

    ``prefix`` leads from the top of a repository to the folder that they are for: it is empty, or ends in ``/``.
    """
    files = _files(prefix)
    written = {path: blob_id(data) for path, data in _managed(files).items()}
    return dict(sorted({**files, WRITTEN: lock_text(written)}.items()))


def managed(prefix: str = "") -> dict[str, bytes]:
    """Return what `upgrade` keeps up to date: all but the records, which are the organisation's from the first day."""
    return _managed(_files(prefix))


def _managed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith("records/")}


def blob_id(data: bytes) -> str:
    """Return git's id of a content, by which the repository finds it again in its history."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def lock_text(written: Mapping[str, str]) -> bytes:
    """Write down what of the package the repository's files are based on: path and git's id of the content."""
    return (json.dumps({"version": 1, "files": dict(sorted(written.items()))}, indent=2) + "\n").encode()


def lock_of(data: bytes | None) -> dict[str, str]:
    """Read that again, nothing when there is none; Fatal when it is damaged."""
    try:
        files = json.loads(data)["files"] if data is not None else {}
        return {str(path): str(oid) for path, oid in files.items() if not OTHERS.match(str(path))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = f"git checkout -- {WRITTEN} brings it back; without the file, upgrade changes only what nobody edited"
        raise Fatal("this note of what itsmctl wrote is damaged", hint=hint, where=Location(WRITTEN)) from None


def _files(prefix: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for source, target in PARTS.items():
        root = share(source)
        if root.is_file():
            files[target] = root.read_bytes()
        else:
            files.update(_folder(root, Path(target)))
    if EDITOR not in files or "README.md" not in files:
        raise Fatal("the packaged files are missing", hint="install itsmctl again")
    # The editor's schemas are exported where nothing is tracked: itsmctl schema --export build/schemas.
    files[EDITOR] = files[EDITOR].replace(b'"./schemas/', b'"./build/schemas/')
    return {path: _rooted(data, prefix) if path.startswith(FORGE) else data for path, data in files.items()}


def _rooted(data: bytes, prefix: str) -> bytes:
    """Let what the forge runs, which is at the top of the repository, find the folder where the records are."""
    for pattern, made in TOPS.items() if prefix else ():
        words = made.format(root=quote(prefix.rstrip("/")), prefix=prefix).encode("utf-8", "surrogateescape")
        data = re.sub(pattern, rb"\g<0>" + words.replace(b"\\", rb"\\"), data)
    return data


def _folder(root: Path, target: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {(target / path.relative_to(root)).as_posix(): path.read_bytes() for path in found}
