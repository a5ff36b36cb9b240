"""Is this machine fit for its work? Each check answers one line: fine, a warning, or what to do."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.browser import find_browser
from scheduler.config import Config
from scheduler.tell.charts import cjk_font
from scheduler.tell.smtp import PASSWORD

_PYTHON = (3, 11)
_SQLITE = (3, 37, 0)  # STRICT tables
_SPARE_BYTES = 2 * 1024**3
_FULL_BYTES = 100 * 1024**2
_SECONDS = 10.0
_RELEASED = datetime(2025, 1, 1, tzinfo=UTC)  # a clock before the program itself is wrong
_FAR = datetime(2100, 1, 1, tzinfo=UTC)


class State(StrEnum):
    """``broken``: something that the work needs; ``warning``: something that some of it needs."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Check:
    """One finding; ``remedy`` says what to do, "" if nothing."""

    name: str
    state: State
    found: str
    remedy: str = ""

    def document(self) -> dict[str, Any]:
        return asdict(self)


def check_machine(config: Config | None) -> Iterator[Check]:
    """All checks in order; those of mail and data folder need a configuration."""
    yield _python()
    yield _sqlite()
    yield _browser(config)
    yield _ocr(config)
    yield _font()
    yield _clock(config)
    if config is not None:
        yield _folder(config.data)
        yield _disk(config.data)
        yield _mail(config)
        yield _contact(config)


def _python() -> Check:
    found = sys.version.split()[0]
    if tuple(sys.version_info[:2]) < _PYTHON:
        return Check("python", State.BROKEN, found, "install Python 3.11 or newer")
    return Check("python", State.OK, found)


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SQLITE:
        return Check("sqlite", State.BROKEN, found, "use a Python with SQLite 3.37 or newer")
    return Check("sqlite", State.OK, found)


def _browser(config: Config | None) -> Check:
    """A browser that is there and starts; only sections whose pages are filled by scripts need it."""
    configured = config.crawl.browser_path if config else None
    needed = config is not None and any(section.render == "browser" for section in config.sections)
    missing = State.BROKEN if needed else State.WARNING
    found = find_browser(configured)
    if found is None:
        what = f"crawl.browser_path {configured} is not executable" if configured else "none found"
        remedy = "install chromium (`apt-get install chromium`, or `python -m playwright install chromium`)"
        return Check("browser", missing, what, f"{remedy}; without it pages filled by scripts are blind")
    try:
        answer = subprocess.run(
            [found.executable, "--version"], capture_output=True, text=True, timeout=_SECONDS * 3, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("browser", missing, f"{found.executable} does not start ({error})", "install chromium anew")
    if answer.returncode != 0:
        why = (answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"])[0][:200]
        return Check("browser", missing, f"{found.executable} does not start ({why})", "install chromium anew")
    return Check("browser", State.OK, f"{answer.stdout.strip()} ({found.executable}, {found.source})")


def _ocr(config: Config | None) -> Check:
    if config is not None and not config.read.ocr:
        return Check("ocr", State.WARNING, "switched off (read.ocr)", "scanned reports will be kept, but not read")
    lacking = [name for name in ("rapidocr", "openvino") if find_spec(name) is None]
    if lacking:
        return Check(
            "ocr", State.BROKEN, f"{' and '.join(lacking)} cannot be imported", "install the dependencies again (make)"
        )
    probe = "import numpy; from parsers.documents.ocr import engine; engine()(numpy.zeros((64, 64, 3), 'uint8'))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200]
        return Check("ocr", State.BROKEN, f"does not load: {why}", "install the dependencies again (make)")
    return Check("ocr", State.OK, "RapidOCR on OpenVINO")


def _font() -> Check:
    path = cjk_font()
    if path is None:
        remedy = "install a Chinese font (`apt-get install fonts-noto-cjk`); without it mails carry tables, no charts"
        return Check("font", State.WARNING, "none that can write Chinese", remedy)
    return Check("font", State.OK, str(path))


def _clock(config: Config | None) -> Check:
    """Only plausibility: how far it is off cannot be known without asking somebody."""
    now = datetime.now(UTC)
    local = now.astimezone(config.zone) if config else now.astimezone()
    found = f"{local.isoformat(timespec='seconds')} ({config.timezone if config else time.tzname[0]})"
    if not _RELEASED <= now <= _FAR:
        return Check("clock", State.BROKEN, found, "set the clock: captures are dated by it")
    if config is None or local.utcoffset() == now.astimezone().utcoffset():
        return Check("clock", State.OK, found)
    here = now.astimezone().strftime("%z")
    return Check("clock", State.OK, f"{found}; the machine's own zone is {here}, passes go by the configured one")


def _folder(data: Path) -> Check:
    """Can the data folder be written? Asked by writing, since access bits do not know of read-only disks."""
    folder = _existing(data)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"fazhi")
    except OSError as error:
        return Check(
            "data_dir", State.BROKEN, f"{folder}: {error.strerror}", "let the user that runs fazhi write there"
        )
    return Check("data_dir", State.OK, str(data) if data.exists() else f"{data} (will be made)")


def _disk(data: Path) -> Check:
    free = shutil.disk_usage(_existing(data)).free
    found = f"{free / 1024**3:.1f} GB free"
    if free < _FULL_BYTES:
        return Check("disk", State.BROKEN, found, "make room: nothing more can be archived")
    if free < _SPARE_BYTES:
        return Check("disk", State.WARNING, found, "make room: the archive only grows")
    return Check("disk", State.OK, found)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _mail(config: Config) -> Check:
    """Does the mail host answer as a mail host? Nothing is sent and nobody logs in."""
    mail = config.mail
    if mail.host is None:
        return Check("mail", State.OK, f"no host: written to {config.data / 'outbox'}")
    where = f"{mail.host}:{mail.port}"
    try:
        with _connect(mail.host, mail.port, ssl=mail.tls == "ssl") as server:
            server.ehlo_or_helo_if_needed()
            if mail.tls == "starttls" and not server.has_extn("starttls"):
                return Check(
                    "mail", State.BROKEN, f"{where} offers no STARTTLS", "set mail.tls to what the host offers"
                )
    except (OSError, smtplib.SMTPException) as error:
        why = str(error) or type(error).__name__
        return Check(
            "mail", State.BROKEN, f"{where} does not answer ({why})", "check mail.host, port, tls, the network"
        )
    if mail.username and not os.environ.get(PASSWORD):
        return Check("mail", State.BROKEN, f"{where} answers, but {PASSWORD} is not set", f"set {PASSWORD}")
    return Check("mail", State.OK, f"{where} answers ({mail.tls})")


def _contact(config: Config) -> Check:
    """Can a portal's operator find out who visits? Nobody but us reads what is recorded of a refusal."""
    if config.crawl.says_who_asks:
        return Check("contact", State.OK, config.crawl.contact or str(config.crawl.user_agent))
    remedy = "set crawl.contact to an address that portals' operators can write to"
    return Check("contact", State.WARNING, "crawl.contact is not set", remedy)


def _connect(host: str, port: int, *, ssl: bool) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if ssl else smtplib.SMTP
    return kind(host, port, local_hostname=socket.gethostname(), timeout=_SECONDS)
