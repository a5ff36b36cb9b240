"""The listening side of the console: one socket, one process, until it is told to stop."""

from __future__ import annotations

import gc
import ipaddress
import signal
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from db.console.problem import ConsoleProblem
from db.console.server import make_datasette
from db.console.settings import Settings

_DRAIN_SECONDS = 5


def is_loopback(host: str) -> bool:
    """Can only this machine reach what listens on this address?"""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there (port 0: any that is free). Raises `ConsoleProblem`."""
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        return socket.create_server((bare, port), family=family, backlog=128)
    except OSError as error:
        raise ConsoleProblem(
            f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port (0 = any that is free)"
        ) from error


def names_of(host: str, port: int, url: str | None) -> tuple[str, ...]:
    """The Host headers that are answered: the address that was bound, its loopback names, and console.url's."""
    hosts = [host.strip("[]").lower()]
    if is_loopback(host):
        hosts += ["127.0.0.1", "localhost", "::1"]
    names = [f"[{name}]:{port}" if ":" in name else f"{name}:{port}" for name in hosts]
    if port == 80:
        names += [name.removesuffix(":80") for name in names]
    if url:
        names += _names_in(url)
    return tuple(dict.fromkeys(names))


def base_of(url: str | None) -> str:
    """``/console/`` of https://example.org/console: it is answered with and without it, and linked to with it."""
    path = urlsplit(url or "").path.strip("/")
    return f"/{path}/" if path else "/"


def _names_in(url: str) -> list[str]:
    """``console.example:8443`` of an address; with its scheme's own port, with and without it."""
    parts = urlsplit(url)
    name = (parts.hostname or "").lower()
    name = f"[{name}]" if ":" in name else name
    usual = 443 if parts.scheme == "https" else 80
    port = parts.port or usual
    return [f"{name}:{port}", *([name] if port == usual else [])]


def serve(listener: socket.socket, settings: Settings, passwords: Mapping[str, Any] | None = None) -> None:
    """Answer requests on a socket until SIGTERM or SIGINT, then let those under way finish."""
    config = uvicorn.Config(
        make_datasette(settings, passwords).app(),
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    # What is loaded by now stays to the end: else each full collection walks all of it, amid somebody's page.
    gc.collect()
    gc.freeze()
    # uvicorn drains, then raises the signal again for its caller: who asked to end it is content with that.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listener])
