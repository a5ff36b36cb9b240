"""The replayed portals: static files on loopback, as a polite web server would give them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

from scheduler.errors import LockHeld, UsageProblem

# Fixed, so that a second demo finds the addresses that the first one stored.
PORTS: Mapping[str, int] = {"lusong": 18101, "quyuan": 18102}

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".shtml": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A checkout carries no file times; one fixed moment serves all.
_LAST_MODIFIED = "Thu, 19 Mar 2026 08:00:00 GMT"


_CHECKOUT = Path(__file__).parents[2] / "fixtures" / "html"


def portals_folder() -> Path:
    """Where the portals' files are: beside the package when installed, in `fixtures` in a checkout."""
    installed = Path(__file__).parent / "portals_data"
    for folder in (_CHECKOUT / "portals", installed):
        if folder.is_dir():
            return folder
    raise UsageProblem(f"the demo's portals are missing; looked in {installed} and {_CHECKOUT / 'portals'}")


class PortalServer(ThreadingHTTPServer):
    """One portal. ``requests`` counts what was asked for, as (status, path)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder.resolve()
        self.requests: Counter[tuple[int, str]] = Counter()
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def note(self, status: int, path: str) -> None:
        with self._lock:
            self.requests[status, path] += 1

    def file_of(self, path: str) -> Path | None:
        """The file of a request's path; None for none, and for a path that leads outside the folder."""
        for folder in (_CHECKOUT / "newspaper", self.folder):  # one page of a newspaper, whole in a checkout only
            found = (folder / unquote(path).lstrip("/")).resolve()
            if found.is_file() and found.is_relative_to(folder):
                return found
        return None


class _Handler(BaseHTTPRequestHandler):
    server: PortalServer
    protocol_version = "HTTP/1.1"
    server_version = "ReplayPortal/1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        file = self.server.file_of(path)
        body = file.read_bytes() if file else "<title>404</title><p>您访问的页面不存在</p>".encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        if file and self._has_it(tag):
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.server.note(status, path)
        self.send_response(status)
        if file:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", _LAST_MODIFIED)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", _TYPES.get(file.suffix if file else ".html", "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _has_it(self, tag: str) -> bool:
        """Whether the client holds this very file; an ETag outranks a date (RFC 9110 13.2.2)."""
        if known := self.headers.get("If-None-Match"):
            return tag in (part.strip() for part in known.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False  # a date that is none is ignored (RFC 9110 13.1.3)
        return since >= parsedate_to_datetime(_LAST_MODIFIED)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the crawl logs what it asks for."""


@contextmanager
def serve_portals(ports: Mapping[str, int] = PORTS) -> Iterator[dict[str, PortalServer]]:
    """Serve every portal while the block runs. Raises LockHeld for a port that something else holds."""
    folder = portals_folder()
    with ExitStack() as stack:
        yield {name: stack.enter_context(_serving(folder / name, port)) for name, port in ports.items()}


@contextmanager
def _serving(folder: Path, port: int) -> Iterator[PortalServer]:
    try:
        server = PortalServer(folder, port)
    except OSError as error:
        raise LockHeld(
            f"port {port} on 127.0.0.1 is taken ({error.strerror}), and the demo's portal needs it: wait for another "
            f"demo to end, or end what else holds the port (`ss -ltnp 'sport = :{port}'` tells), and try again"
        ) from error
    thread = Thread(target=server.serve_forever, name=f"portal-{port}", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
