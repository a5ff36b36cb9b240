"""The HTTP client's name resolver: it hands out the checked answers of `crawler.addresses`, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from loguru import logger
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import Addresses, ForbiddenAddress, UnknownHost


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """A look-up is short and shared by all that wait for it: it is left to end by itself."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: the addresses it gives are connected to as they are, so they are pinned."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> _Resolution:
        """Twisted's interface: a refusal is no address at all (the fetcher asked before, and knows why)."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        task = asyncio.ensure_future(self.addresses.resolve(hostName.lower().rstrip("."), portNumber))
        task.add_done_callback(lambda done: _deliver(done, resolutionReceiver, portNumber))
        return resolution


def _deliver(done: asyncio.Future[tuple[str, ...]], receiver: Any, port: int) -> None:
    try:
        found = done.result()
    except (ForbiddenAddress, UnknownHost) as error:
        logger.debug("no connection: {}", error)
        found = ()
    for host in found:
        family = IPv6Address if ":" in host else IPv4Address
        receiver.addressResolved(family("TCP", host, port))
    receiver.resolutionComplete()
