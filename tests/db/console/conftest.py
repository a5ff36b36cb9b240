"""One site, one server and one browser for the tests of a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from crawler.browser import find_browser
from tests.db.console.site import build, served


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("console"))


@pytest.fixture(scope="session")
def console(config: Path) -> Iterator[str]:
    with served(config) as url:
        yield url


@pytest.fixture(scope="module")  # while it runs, no other test of this process may start an event loop
def browser() -> Iterator[Browser]:
    found = find_browser()
    assert found is not None, "no browser on this machine: `make browser` installs one"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found.executable, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
