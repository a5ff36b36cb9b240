"""The browser's only way out: a proxy on loopback that resolves, checks and pins addresses like all our requests.

Playwright can route requests, but not their redirects, and a browser resolves names itself. Behind this proxy it does
neither: for every connection (CONNECT) and every plain request it asks here, and only allowed addresses are connected
to. What is refused is answered with 403 and the header ``X-Fazhi-Refused``.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from loguru import logger

from crawler.addresses import Addresses, ForbiddenAddress, UnknownHost, host_and_port

REFUSED_HEADER = "X-Fazhi-Refused"
FORBIDDEN = "forbidden_address"
_HEAD_LIMIT = 64 * 1024
_CONNECT_SECONDS = 20.0
_IDLE_SECONDS = 60.0
_CHUNK = 64 * 1024
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "upgrade"})


class _Refused(Exception):
    def __init__(self, status: str, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.kind = kind


class CheckingProxy:
    """Listens on a free port of 127.0.0.1 between `start` and `close`; ``max_bytes`` bounds each connection."""

    def __init__(self, addresses: Addresses, max_bytes: int) -> None:
        self._addresses = addresses
        self._max_bytes = max_bytes
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.refusals: list[str] = []  # the last hundred, for a page's reason

    async def start(self) -> str:
        """Begin to listen; the proxy's address, ``http://127.0.0.1:<port>``."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        try:
            await self._serve(reader, writer)
        except _Refused as refused:
            self.refusals = [*self.refusals[-99:], str(refused)]
            logger.info("browser: {}", refused)
            with suppress(OSError):
                writer.write(_refusal(refused))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError) as error:
            logger.debug("browser: connection ended: {!r}", error)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_IDLE_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3:
            raise _Refused("400 Bad Request", "bad_request", "not a request that this proxy understands")
        method, target, _ = words
        if method == "CONNECT":
            far_reader, far_writer = await self._connect(f"https://{target}/")
            first = b""
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_reader, far_writer = await self._connect(target)
            first = _origin_form(method, target, lines[1:])
        try:
            far_writer.write(first)
            await self._pump(reader, writer, far_reader, far_writer)
        finally:
            far_writer.close()

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            host, port = host_and_port(url)
            allowed = await self._addresses.resolve(host, port)
        except ForbiddenAddress as error:
            raise _Refused("403 Forbidden", FORBIDDEN, str(error)) from error
        except UnknownHost as error:
            raise _Refused("502 Bad Gateway", "unknown_host", str(error)) from error
        failure: OSError | None = None
        for address in allowed:
            try:
                async with asyncio.timeout(_CONNECT_SECONDS):
                    return await asyncio.open_connection(address, port)
            except OSError as error:  # TimeoutError is one
                failure = error
        raise _Refused("502 Bad Gateway", "unreachable", f"{host}: {failure}")

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        up = asyncio.create_task(self._copy(reader, far_writer))
        down = asyncio.create_task(self._copy(far_reader, writer))
        try:
            await down  # the far side's end ends the exchange
        finally:
            up.cancel()
            down.cancel()
            await asyncio.gather(up, down, return_exceptions=True)

    async def _copy(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        left = self._max_bytes
        while left > 0:
            async with asyncio.timeout(_IDLE_SECONDS):
                data = await source.read(_CHUNK)
            if not data:
                return
            left -= len(data)
            sink.write(data)
            await sink.drain()


def _origin_form(method: str, target: str, lines: list[str]) -> bytes:
    """The request as the portal gets it: path instead of absolute address, one request a connection."""
    parts = urlsplit(target)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    kept = [line for line in lines if line and line.split(":", 1)[0].strip().lower() not in _HOP_BY_HOP]
    head = [f"{method} {path} HTTP/1.1", *kept, "Connection: close"]
    return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1")


def _refusal(refused: _Refused) -> bytes:
    body = str(refused).encode()
    head = (
        f"HTTP/1.1 {refused.status}\r\n{REFUSED_HEADER}: {refused.kind}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + body
