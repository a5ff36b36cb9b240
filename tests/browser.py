"""Makes sure that the tests have a browser and a Chinese font: ``python tests/browser.py`` (``make browser``).

One that is there is used. Else Playwright's own Chromium is downloaded; where that fails, and this is root on Debian
or Ubuntu, the package ``chromium`` is installed. Each step is announced. Without a browser it exits with 1 in CI
(``CI`` is set), and with 0 and a warning elsewhere: the tests that need one then fail, saying so. The charts in mails
are drawn with a Chinese font of the machine; where there is none, a small one is installed in the same way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler.browser import BrowserFound, find_browser
from scheduler.tell.charts import cjk_font

_DOWNLOAD_SECONDS = 300
_APT_SECONDS = 600


def main() -> int:
    """Find or install a browser and a font; the exit code."""
    if cjk_font() is None and not _install("fonts-wqy-microhei"):
        print(
            "no Chinese font: the tests of charts will fail (Debian: apt-get install fonts-noto-cjk)", file=sys.stderr
        )
    found = _working() or _install_playwrights() or _install_debians()
    if found is not None:
        print(f"browser for the tests: {found.executable} ({found.source})")
        return 0
    print(
        "no browser: neither Playwright's download nor a package could be had. Install chromium, chrome or edge "
        "(Debian: apt-get install chromium), then run this again",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


def _install_playwrights() -> BrowserFound | None:
    print("no browser on this machine: downloading Playwright's Chromium (playwright install chromium)", flush=True)
    if not _run([sys.executable, "-m", "playwright", "install", "chromium"], _DOWNLOAD_SECONDS):
        return None
    return _working()


def _working() -> BrowserFound | None:
    """A browser that starts: Playwright's download lacks the system libraries that a package brings with it."""
    found = find_browser()
    return found if found is not None and _run([found.executable, "--version"], 60, show=False) else None


def _install_debians() -> BrowserFound | None:
    return _working() if _install("chromium") else None


def _install(package: str) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"not root on Debian: the package {package} is not installed from here", file=sys.stderr)
        return False
    print(f"installing the Debian package {package} (apt-get install {package})", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if not _run(["apt-get", "update", "-qq"], _APT_SECONDS, quiet):
        return False
    return _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], _APT_SECONDS, quiet)


def _run(command: Sequence[str], seconds: float, more: dict[str, str] | None = None, *, show: bool = True) -> bool:
    try:
        environment = {**os.environ, **(more or {})}
        done = subprocess.run(command, timeout=seconds, env=environment, capture_output=not show, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
