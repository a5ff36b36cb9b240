"""Signs of life: to systemd through its socket, and to the address that `heartbeat_url` names."""

from __future__ import annotations

import os
import socket
import threading
from http.client import HTTPException
from urllib.request import Request, urlopen

from loguru import logger

_SECONDS = 10.0
_SOCKET_SECONDS = 2.0  # systemd reads at once; a socket that nobody reads must not hold up the end
# What children must not inherit: they would speak in the daemon's name.
VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


def notify(state: str) -> None:
    """Tell systemd a state (`READY=1`, `WATCHDOG=1`, `STOPPING=1`, …: sd_notify(3)); nothing where it does not ask."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket: @/org/freedesktop/systemd1/notify
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.settimeout(_SOCKET_SECONDS)
            out.sendto(state.encode(), address)
    except OSError as error:
        logger.warning("systemd could not be told {}: {}", state.partition("=")[0], error)


def watchdog_seconds() -> float | None:
    """How often to say WATCHDOG=1: half of what systemd grants (sd_watchdog_enabled(3)); None where it does not ask."""
    granted, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not granted.isdigit() or not int(granted) or pid not in ("", str(os.getpid())):
        return None
    return int(granted) / 2_000_000


def ping(url: str) -> None:
    """Fetch an address in the background. A failure is logged and holds nothing up."""
    threading.Thread(target=_fetch, args=(url,), name="heartbeat", daemon=True).start()


def _fetch(url: str) -> None:
    try:
        with urlopen(Request(url, headers={"User-Agent": "fazhi-watch"}), timeout=_SECONDS):
            logger.debug("heartbeat sent")
    except (OSError, ValueError, HTTPException) as error:
        # Such addresses bear a secret path: it stays out of the log.
        logger.warning("heartbeat_url did not answer: {}", type(error).__name__)
