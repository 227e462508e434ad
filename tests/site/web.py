"""A built site as its readers meet it: its files with their links, a server on this machine, and a browser."""

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from itsmctl.tree import share

ROOT = share("schemas").parent
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Page(HTMLParser):
    """One HTML file: where it leads, and which ids it has."""

    links: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep addresses and ids."""
        for name, value in attrs:
            if name in ("href", "src") and value is not None and tag != "base":
                self.links.add(value)
            if (name == "id" or (name == "name" and tag == "a")) and value:
                self.ids.add(value)


def broken(site: Path) -> list[str]:
    """Return each link of a site that leads nowhere within it, as ``page: link``."""
    files = sorted(site.rglob("*.html"))
    read: dict[str, Page] = {}
    for file in files:
        page = Page()
        page.feed(file.read_text("utf-8"))
        read[f"/{file.relative_to(site).as_posix()}"] = page
    wrong = []
    for name, page in read.items():
        # The error page is shown at any address: its links begin at the root of the host.
        for link in sorted(page.links) if name != "/404.html" else ():
            parts = urlsplit(urljoin(f"http://site{name}", link))
            if parts.netloc == "site" and not _leads(site, unquote(parts.path), unquote(parts.fragment), read):
                wrong.append(f"{name}: {urldefrag(link).url or name}#{parts.fragment}")
    return wrong


def _leads(site: Path, path: str, anchor: str, read: Mapping[str, Page]) -> bool:
    target = f"{path}index.html" if path.endswith("/") else path
    if target not in read:
        return (site / target.lstrip("/")).is_file()
    return not anchor or anchor == "__skip" or anchor in read[target].ids


class _Silent(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium() -> str:
    """Return the browser that ``make browser`` chose, or one that is installed."""
    chosen = ROOT / ".venv" / "browser"
    path = chosen.read_text("utf-8").strip() if chosen.is_file() else shutil.which("chromium")
    assert path, "there is no browser: make browser finds or installs one"
    return path


@contextmanager
def browser() -> Iterator[Any]:
    """Start a browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def opened(started: Any, address: str, *, scheme: str = "light", width: int = 1280) -> Iterator[tuple[Any, list[str]]]:
    """Open a page; give it, with all that is wrong so far: errors, warnings, requests to other hosts."""
    context = started.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, wrong = context.new_page(), []
    host = urlsplit(address).netloc
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def dismiss(dialog: Any) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on(
        "request",
        lambda request: wrong.append(request.url) if urlsplit(request.url).netloc not in ("", host) else None,
    )
    visit(page, address)
    try:
        yield page, wrong
    finally:
        context.close()


def visit(page: Any, address: str) -> None:
    """Go to an address and wait until its diagrams are drawn."""
    page.goto(address)
    page.wait_for_function("[...document.querySelectorAll('.diagram-box')].every((box) => box.querySelector('svg'))")


def copy_lab(top: Path) -> None:
    """Put the example lab, its schemas and its site's configuration into a folder."""
    for name in ("records", "schemas"):
        shutil.copytree(ROOT / name, top / name)
    shutil.copy(ROOT / "mkdocs.yml", top)
