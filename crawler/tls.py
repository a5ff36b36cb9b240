"""TLS for hosts that have not been renewed for long: ``tls: legacy`` of a section.

Old protocol versions, ciphers and renegotiation are accepted and the certificate is not checked: an answer could come
from somebody else on the way. So it is chosen section by section, logged, and noted in each capture's reason.
"""

from __future__ import annotations

from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import is_address

_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT: servers without RFC 5746 (seen in Jiangxi)
_UNSAFE_RENEGOTIATION = 0x40000  # SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION
# Key exchanges without elliptic curves first: some servers break down over them (BAD_ECPOINT, seen in Hunan) and choose
# by the client's order.
_CIPHERS = b"kRSA:kDHE:ALL:@SECLEVEL=0"


@implementer(IOpenSSLClientConnectionCreator)
class _LegacyConnections:
    def __init__(self, context: SSL.Context, hostname: bytes) -> None:
        self._context = context
        self._hostname = hostname

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:
        connection = SSL.Connection(self._context, None)
        if not is_address(self._hostname.decode("ascii")):
            connection.set_tlsext_host_name(self._hostname)
        return connection


@implementer(IPolicyForHTTPS)
class LegacyTLS:
    """Twisted's policy for the connections of one client: everything OpenSSL still can, nothing verified."""

    def __init__(self) -> None:
        self._context = SSL.Context(SSL.TLS_METHOD)
        self._context.set_min_proto_version(SSL.TLS1_VERSION)
        self._context.set_cipher_list(_CIPHERS)
        self._context.set_options(_LEGACY_SERVER_CONNECT | _UNSAFE_RENEGOTIATION)

    def creatorForNetloc(self, hostname: bytes, port: int) -> _LegacyConnections:
        return _LegacyConnections(self._context, hostname)
