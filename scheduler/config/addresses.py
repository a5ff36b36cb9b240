"""Mail addresses as they go over the wire."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address


class AddressProblem(Exception):
    """This is no address that mail can be sent to or from; the text names it."""


def wire_address(spec: str) -> str:
    """The address in ASCII, its domain by IDNA: ok@例子.cn becomes ok@xn--fsqu00a.cn. Raises AddressProblem."""
    local, _, domain = spec.rpartition("@")
    try:
        written = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
        written.encode("ascii")
        Address(addr_spec=written)
    except (MessageError, UnicodeError, ValueError) as error:
        raise AddressProblem(f"{spec}: not a mail address that can be used") from error
    return written
