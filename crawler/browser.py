"""Finding a Chromium on this machine; nothing is started here."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_CHANNELS = {
    "chrome": (
        "/opt/google/chrome/chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "msedge": (
        "/opt/microsoft/msedge/msedge",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
}
_ON_PATH = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
# Inside Playwright's folder of one revision, on Linux and macOS, the full browser and the small headless one.
_EXECUTABLES = (
    "chrome-linux*/chrome",
    "chrome-linux*/headless_shell",
    "chrome-headless-shell-linux*/chrome-headless-shell",
    "chrome-mac*/*.app/Contents/MacOS/*",
    "chrome-headless-shell-mac*/chrome-headless-shell",
)


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """A browser that can be started, and where it was found."""

    executable: str
    source: str  # configured | playwright | chrome | msedge | path


def find_browser(configured: str | None = None) -> BrowserFound | None:
    """The browser to use: the configured one or none, else Playwright's own, Chrome, Edge, ``chromium`` on PATH."""
    if configured is not None:
        return BrowserFound(configured, "configured") if _is_executable(Path(configured)) else None
    return next(_candidates(), None)


def _candidates() -> Iterator[BrowserFound]:
    for own in _playwrights_own():
        yield BrowserFound(str(own), "playwright")
    for channel, places in _CHANNELS.items():
        for place in places:
            if _is_executable(Path(place)):
                yield BrowserFound(place, channel)
    for name in _ON_PATH:
        if found := shutil.which(name):
            yield BrowserFound(found, "path")


def _playwrights_own() -> Iterator[Path]:
    """Executables of ``playwright install chromium``, for the revision that the installed Playwright speaks to."""
    for folder in _revision_folders():
        for pattern in _EXECUTABLES:
            yield from (path for path in sorted(folder.glob(pattern)) if _is_executable(path))


def _revision_folders() -> Iterator[Path]:
    root = _playwright_root()
    spec = find_spec("playwright")
    if root is None or spec is None or spec.origin is None:
        return
    registry = Path(spec.origin).parent / "driver" / "package" / "browsers.json"
    try:
        browsers = json.loads(registry.read_text(encoding="utf-8"))["browsers"]
    except (OSError, ValueError, KeyError):
        return
    for wanted in ("chromium", "chromium-headless-shell"):
        for browser in browsers:
            if browser.get("name") == wanted:
                yield root / f"{wanted.replace('-', '_')}-{browser['revision']}"


def _playwright_root() -> Path | None:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named and named != "0":
        return Path(named)
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return cache / "ms-playwright"


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
