"""Mail addresses: what may stand in a configuration, and how it goes over the wire."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address

_ONE_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


def wire_address(spec: str) -> str:
    """The address in ASCII, its domain by IDNA: ok@例子.cn becomes ok@xn--fsqu00a.cn.

    Raises ValueError for what no mail can be sent to or from.
    """
    if not _ONE_ADDRESS.fullmatch(spec):
        raise ValueError("must be one mail address, such as ducha@example.org")
    local, _, domain = spec.rpartition("@")
    if not local.isascii():
        raise ValueError(f"{spec}: what stands before the @ must be plain letters; few servers take others")
    try:
        written = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
        Address(addr_spec=written)
    except (MessageError, UnicodeError, ValueError) as error:
        raise ValueError(f"{spec}: not a mail address that can be used") from error
    return written
