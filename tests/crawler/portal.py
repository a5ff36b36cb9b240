"""A portal on loopback, played by real sockets: pages with validators, pagers, and traps."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TITLE = "芦淞区{year}年度法治政府建设情况报告"
NEWS = "普法宣传进社区活动剪影（{n}）"
_FILLER = "坚持依法行政，加快职能转变，规范执法行为，强化监督制约，全区法治政府建设取得新进展。"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True
    last_modified: float | None = None

    @classmethod
    def html(cls, text: str, **more: Any) -> Answer:
        return cls(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"}, **more)


@dataclass(frozen=True)
class Asked:
    path: str
    method: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


Reply = Answer | Callable[["Exchange"], None]


class Portal:
    """Serves ``pages`` (path with query -> `Answer`, or a function of the exchange) until closed."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, *, poll: float = 0.02) -> None:
        self.pages: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        portal = self

        class Handler(Exchange):
            owner = portal

        self._server = _Server((host, 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.host = host
        self.base = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(poll,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Portal:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        return self.base + path

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def forget(self) -> None:
        self.asked.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what several tests are about."""


class Exchange(BaseHTTPRequestHandler):
    """One request, with what trap functions need to answer it by hand."""

    owner: Portal
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, self.command, headers, body, time.monotonic())
        self.owner.asked.append(asked)
        self.asked = asked
        reply = self.owner.pages.get(self.path)
        if reply is None:
            reply = Answer.html("<html><title>404</title><p>页面不存在</p></html>", status=404)
        if isinstance(reply, Answer):
            self.answer(reply)
        else:
            reply(self)

    do_POST = do_GET

    def answer(self, reply: Answer) -> None:
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        if reply.status == 200 and reply.etag and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        if "Date" in reply.headers:
            self.send_response_only(reply.status)
        else:
            self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.etag:
            self.send_header("ETag", tag)
        if reply.last_modified is not None:
            self.send_header("Last-Modified", formatdate(reply.last_modified, usegmt=True))
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


# --- pages -----------------------------------------------------------------------------------------------------


def row(path: str, title: str, date: str = "2025-02-28") -> str:
    return f'<li><a href="{path}" target="_blank">{title}</a><span>{date}</span></li>'


def news(count: int, start: int = 0) -> list[str]:
    return [row(f"/c1/20250{1 + n % 9}05/i{9000 + n}.html", NEWS.format(n=n), "2025-01-05") for n in
            range(start, start + count)]  # fmt: skip


def list_page(rows: Iterable[str], following: str | None = None, extra: str = "") -> Answer:
    anchor = f'<a class="next" href="{following}">下一页</a>' if following else ""
    pager = f'<div id="pages">{extra}{anchor}</div>' if extra or anchor else ""
    return Answer.html(
        '<html><head><meta charset="utf-8"><title>法治政府建设-芦淞区人民政府</title></head><body>'
        f'<div class="list"><ul class="list">{"".join(rows)}</ul></div>{pager}</body></html>'
    )


def article(title: str, links: Sequence[tuple[str, str]] = (), text: str = _FILLER * 12) -> Answer:
    anchors = "".join(f'<p><a href="{path}">{label}</a></p>' for path, label in links)
    return Answer.html(
        f'<html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        '<meta name="PubDate" content="2025-02-28 09:12"></head><body>'
        f'<h1>{title}</h1><div class="article-content"><p>{text}</p>{anchors}</div></body></html>'
    )


def pdf(text: str = "annual report") -> Answer:
    return Answer(b"%PDF-1.4\n% " + text.encode() + b"\n%%EOF\n", headers={"Content-Type": "application/pdf"})


def robots(text: str = "User-agent: *\nAllow: /\n") -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/plain"})


# --- traps -----------------------------------------------------------------------------------------------------


def dead_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def large_body(size: int, *, declared: bool) -> Callable[[Exchange], None]:
    def reply(exchange: Exchange) -> None:
        headers = {"Content-Type": "text/html"}
        if declared:
            headers["Content-Length"] = str(size)
        else:
            exchange.close_connection = True
            headers["Connection"] = "close"
        exchange.start(200, headers)
        chunk = b"x" * 65536
        for _ in range(size // len(chunk)):
            exchange.wfile.write(chunk)

    return reply


def cut_off(body: bytes, *, declared: bool = False) -> Callable[[Exchange], None]:
    """Part of a page, with status 200: the connection ends, or the length was declared too short."""

    def reply(exchange: Exchange) -> None:
        headers = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
        exchange.start(200, headers | ({"Content-Length": str(len(body))} if declared else {}))
        exchange.wfile.write(body + (b"<li>more</li>" if declared else b""))
        exchange.close_connection = True

    return reply


def drip(seconds: float) -> Callable[[Exchange], None]:
    def reply(exchange: Exchange) -> None:
        exchange.start(200, {"Content-Type": "text/html", "Content-Length": "100000"})
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            exchange.wfile.write(b".")
            time.sleep(0.05)

    return reply


def silence(seconds: float) -> Callable[[Exchange], None]:
    def reply(exchange: Exchange) -> None:
        time.sleep(seconds)
        exchange.close_connection = True

    return reply


def in_turn(*replies: Reply) -> Callable[[Exchange], None]:
    """Answers one after the other; the last one for ever."""
    left = list(replies)

    def reply(exchange: Exchange) -> None:
        chosen = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(chosen, Answer):
            exchange.answer(chosen)
        else:
            chosen(exchange)

    return reply
