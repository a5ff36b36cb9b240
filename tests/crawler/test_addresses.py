"""Which addresses may be connected to, whatever a name, a number or an embedded address says."""

from __future__ import annotations

import asyncio
import ipaddress

import pytest

from crawler.addresses import Addresses, AddressRules, ForbiddenAddress, UnknownHost, host_and_port, why_special


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.9.1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "special-purpose"),
        ("169.254.169.254", "link-local"),
        ("198.18.0.1", "private"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "private"),
        ("240.0.0.1", "private"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("fe80::1", "link-local"),
        ("fc00::1", "private"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::a00:1", "private"),  # 10.0.0.1 behind NAT64
        ("64:ff9b::7f00:1", "loopback"),
        ("64:ff9b:1::1", "private"),
        ("2002:a00:1::1", "private"),  # 10.0.0.1 as 6to4
        ("2001:db8::1", "private"),
    ],
)
def test_special_addresses_are_named(address: str, word: str) -> None:
    reason = why_special(ipaddress.ip_address(address))
    assert reason is not None
    assert reason.startswith(word)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_public_addresses_are_free(address: str) -> None:
    assert why_special(ipaddress.ip_address(address)) is None


@pytest.mark.parametrize(
    ("allow", "host", "port", "address", "free"),
    [
        ([], "portal.test", 80, "10.0.0.5", False),
        (["portal.test"], "portal.test", 80, "10.0.0.5", True),
        (["portal.test"], "other.test", 80, "10.0.0.5", False),
        (["portal.test:8001"], "portal.test", 8001, "10.0.0.5", True),
        (["portal.test:8001"], "portal.test", 80, "10.0.0.5", False),
        (["10.0.0.0/24"], "portal.test", 80, "10.0.0.5", True),
        (["10.0.0.0/24"], "portal.test", 80, "10.0.1.5", False),
        (["10.0.0.0/24"], "portal.test", 80, "::ffff:10.0.0.5", True),
        (["127.0.0.1"], "127.0.0.1", 9, "127.0.0.1", True),
        (["127.0.0.1:8001"], "localhost", 8001, "127.0.0.1", True),
        (["127.0.0.1:8001"], "localhost", 8002, "127.0.0.1", False),
        (["[::1]:80"], "::1", 80, "::1", True),
        (["::1"], "localhost", 80, "::1", True),
    ],
)
def test_allow_names_hosts_ports_and_networks(allow: list[str], host: str, port: int, address: str, free: bool) -> None:
    refusal = AddressRules.parse(allow).refusal(host, port, ipaddress.ip_address(address))
    assert (refusal is None) == free


@pytest.mark.parametrize("entry", ["http://x/", "a b:c", "host:port", "10.0.0.0/99/1", "", "user@host"])
def test_a_broken_allow_entry_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match=r"network\.allow"):
        AddressRules.parse([entry])


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "data:text/html,x", "http:///x", "http://[::1", "//x"]
)
def test_only_http_with_a_host_is_visited(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        host_and_port(url)


# Spellings that are not dotted quads and yet reach loopback through getaddrinfo.
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0"])
def test_no_spelling_of_loopback_gets_through(host: str) -> None:
    async def ask() -> tuple[str, ...]:
        addresses = Addresses(AddressRules.parse([]))
        try:
            return await addresses.resolve(host, 80)
        finally:
            addresses.close()

    with pytest.raises((ForbiddenAddress, UnknownHost)):
        asyncio.run(ask())


def test_answers_are_pinned_and_mixed_answers_lose_their_private_part(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["203.0.113.7", "10.0.0.7", "1.1.1.1"], ["127.0.0.1"]])
    monkeypatch.setattr("crawler.addresses._getaddrinfo", lambda host: next(answers))

    async def ask() -> list[tuple[str, ...]]:
        addresses = Addresses(AddressRules.parse([]))
        try:
            return [await addresses.resolve("rebinding.test", 80) for _ in range(2)]
        finally:
            addresses.close()

    assert asyncio.run(ask()) == [("1.1.1.1",), ("1.1.1.1",)]
