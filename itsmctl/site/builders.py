"""A repository's rendered pages into HTML, by either of the two site builders, in this process."""

import logging
import os
from pathlib import Path

from itsmctl.findings import Fatal
from itsmctl.site.settings import check

__all__ = ["BUILDERS", "build"]

BUILDERS = ("mkdocs", "zensical")
CONFIG = "mkdocs.yml"


def build(top: Path, builder: str, *, strict: bool) -> Path:
    """Build the site of a repository from its ``mkdocs.yml``; return the folder that holds it.

    Raises Fatal when there is no configuration, when it asks for code to be run (see `settings`), when the builder
    fails, or when ``strict`` and it warns.
    """
    config = top / CONFIG
    if not config.is_file():
        raise Fatal(f"there is no {CONFIG} here", hint="itsmctl init DIR writes one; copy it to the repository's top")
    check(config)
    if builder == "zensical":
        return _zensical(config, strict=strict)
    return _mkdocs(config, strict=strict)


def _mkdocs(config: Path, *, strict: bool) -> Path:
    # The theme prints an announcement about another product on every import.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as run
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    log = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        loaded = load_config(str(config), strict=strict)
        loaded.plugins.on_startup(command="build", dirty=False)
        run(loaded)
        loaded.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        raise Fatal(f"mkdocs: {error}", hint="the lines above name the page and the link") from None
    finally:
        log.removeHandler(handler)
    return Path(loaded.site_dir)


def _zensical(config: Path, *, strict: bool) -> Path:
    import zensical
    from zensical.config import parse_config

    folder = Path(str(parse_config(str(config))["site_dir"]))
    try:
        zensical.build(str(config), {"clean": True, "strict": strict})
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it raises errors of its own runtime, of no common class
        raise Fatal(f"zensical: {error}", hint="the lines above name the page and the link") from None
    return config.parent / folder
