"""Which addresses a request may leave for: public ones, and what ``network.allow`` names.

Every way out of this room asks here: the resolver of the HTTP client, each redirect, and the browser's proxy. A name
is resolved once, its answers are checked, and the connection goes to exactly those answers (no second look-up that
could answer differently, which is how DNS rebinding works).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_DEFAULT_PORTS = {"http": 80, "https": 443}
_KEEP_SECONDS = 300.0
_RESOLVE_SECONDS = 20.0
_RESOLVER_THREADS = 16


class ForbiddenAddress(Exception):
    """The request would leave for an address that nobody allowed; the message says which and why."""


class UnknownHost(Exception):
    """The name has no address, or no answer came in time."""


def host_and_port(url: str) -> tuple[str, int]:
    """The host (lower case, no brackets) and port that a request for ``url`` connects to.

    Raises `ForbiddenAddress` for a scheme that is not http(s), and for an address without a host.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ForbiddenAddress(f"not an address that can be visited: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise ForbiddenAddress(f"{parts.scheme or 'no'} scheme: only http and https are visited")
    if not host:
        raise ForbiddenAddress("no host in the address")
    return host.rstrip("."), port if port is not None else _DEFAULT_PORTS[parts.scheme]


def why_special(address: IPAddress) -> str | None:
    """Why an address is not an ordinary public one (IANA special-purpose registries); None if it is.

    Addresses that carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64) are judged by that one as well.
    """
    if isinstance(address, ipaddress.IPv6Address):
        for inner in _embedded(address):
            if reason := why_special(inner):
                return f"{reason} (inside {address})"
        if address in _NAT64 or address.ipv4_mapped is not None:
            return None
    checks = (
        (address.is_unspecified, "unspecified"),
        (address.is_loopback, "loopback"),
        (address.is_link_local, "link-local"),
        (address.is_multicast, "multicast"),
        (isinstance(address, ipaddress.IPv6Address) and address.is_site_local, "site-local"),
        (address in _NAT64_LOCAL if address.version == 6 else False, "private"),
        (address.is_private, "private"),
        (address.is_reserved, "reserved"),
        (not address.is_global, "special-purpose"),
    )
    return next((word for found, word in checks if found), None)


def _embedded(address: ipaddress.IPv6Address) -> Iterable[ipaddress.IPv4Address]:
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class AddressRules:
    """``network.allow`` taken apart: what may be reached though it is not public."""

    hosts: frozenset[str]
    host_ports: frozenset[tuple[str, int]]
    networks: tuple[_Network, ...]

    @classmethod
    def parse(cls, allow: Sequence[str]) -> AddressRules:
        """Entries are hosts, host:port or CIDRs: ``portal.test``, ``127.0.0.1:8001``, ``[::1]:80``, ``10.1.0.0/16``.

        Raises ValueError naming an entry that is none of these.
        """
        hosts: set[str] = set()
        host_ports: set[tuple[str, int]] = set()
        networks: list[_Network] = []
        for entry in allow:
            text = entry.strip().lower()
            network = _as_network(text)
            if network is not None:
                networks.append(network)
                continue
            try:
                parts = urlsplit(f"//{text}")
                host, port = parts.hostname, parts.port
            except ValueError as error:
                raise ValueError(f"network.allow: {entry!r} is no host, host:port or CIDR") from error
            if not host or parts.path or parts.query or parts.username is not None:
                raise ValueError(f"network.allow: {entry!r} is no host, host:port or CIDR")
            if port is None:
                hosts.add(host)
            else:
                host_ports.add((host, port))
        return cls(frozenset(hosts), frozenset(host_ports), tuple(networks))

    def refusal(self, host: str, port: int, address: IPAddress) -> str | None:
        """Why a connection to ``address`` (an answer for ``host``) must not be made; None if it may."""
        reason = why_special(address)
        if reason is None or host in self.hosts or (host, port) in self.host_ports:
            return None
        plain = (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address
        if any(plain in network for network in self.networks if network.version == plain.version):
            return None
        literal = str(plain)
        if literal in self.hosts or (literal, port) in self.host_ports:
            return None
        return f"{host} is {address}, a {reason} address; network.allow does not name it"


def _as_network(text: str) -> _Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


class Addresses:
    """Resolves names once and hands out only addresses that may be connected to.

    Answers are kept five minutes. ``getaddrinfo`` blocks, so it runs in threads of its own: a name server that does
    not answer holds up the names that ask it, nobody else.
    """

    def __init__(self, rules: AddressRules) -> None:
        self.rules = rules
        self._answers: dict[str, tuple[float, tuple[IPAddress, ...]]] = {}
        self._running: dict[str, asyncio.Task[tuple[IPAddress, ...]]] = {}
        self._threads = ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="resolve")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of ``host`` that may be connected to, never none.

        Raises `UnknownHost`, and `ForbiddenAddress` when every answer is refused.
        """
        answers = await self._lookup(host)
        refusals = {address: self.rules.refusal(host, port, address) for address in answers}
        allowed = tuple(str(address) for address, refusal in refusals.items() if refusal is None)
        if not allowed:
            raise ForbiddenAddress(next(reason for reason in refusals.values() if reason))
        return allowed

    async def _lookup(self, host: str) -> tuple[IPAddress, ...]:
        try:
            return (ipaddress.ip_address(host),)
        except ValueError:
            pass
        kept = self._answers.get(host)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        task = self._running.get(host)
        if task is None:
            task = asyncio.ensure_future(self._ask(host))
            self._running[host] = task
            task.add_done_callback(lambda _: self._running.pop(host, None))
        return await asyncio.shield(task)

    async def _ask(self, host: str) -> tuple[IPAddress, ...]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_RESOLVE_SECONDS):
                found = await loop.run_in_executor(self._threads, _getaddrinfo, host)
        except TimeoutError as error:
            raise UnknownHost(f"no answer for the name {host} within {_RESOLVE_SECONDS:.0f} s") from error
        except (OSError, UnicodeError) as error:
            raise UnknownHost(f"the name {host} has no address ({error})") from error
        answers = tuple(dict.fromkeys(ipaddress.ip_address(text.split("%")[0]) for text in found))
        if not answers:
            raise UnknownHost(f"the name {host} has no address")
        self._answers[host] = (time.monotonic() + _KEEP_SECONDS, answers)
        return answers


def _getaddrinfo(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for _, _, _, _, sockaddr in found]


def is_address(host: str) -> bool:
    """Is a host an IP address rather than a name?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
