"""A real SMTP server on loopback that behaves well, or badly in one chosen way."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ACCEPT = "250 accepted"
LOGIN = ("fazhi", "s3cret")


@dataclass
class Postman:
    """``on_rcpt`` and ``on_data`` answer an address; a None answer drops the connection, a number hangs so long.

    ``down``: every connection is cut as soon as it is greeted.
    """

    on_rcpt: Callable[[str], str | float | None] = lambda address: None
    on_data: Callable[[str], str | float | None] = lambda address: ACCEPT
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    connections: int = 0
    down: bool = False

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.down:
            assert server.transport is not None
            server.transport.abort()
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.on_rcpt(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return "451 too late"
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        answer = self.on_data(address)
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            answer = ACCEPT
        if answer is None or answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.taken.append((address, message))
        if answer is None:  # taken, and no answer given
            assert server.transport is not None
            server.transport.abort()
            return ACCEPT
        return answer


class _Office(Controller):
    """A controller on a port of the system's choice; its own first connection trusts any certificate."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
            if self.ssl_context is None:
                plain.recv(1024)
                return
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain) as secured:
                secured.recv(1024)


def open_office(
    postman: Postman, *, tls: str = "none", certificate: tuple[Path, Path] | None = None, login: bool = False
) -> tuple[_Office, int]:
    """A started server and its port; the caller stops it. ``tls`` as in fazhi.yaml."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    options: dict[str, Any] = {}
    if tls == "starttls":
        options = {"tls_context": context, "require_starttls": True}
    if login:
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": False}
    secured = context if tls == "ssl" else None
    office = _Office(postman, hostname="127.0.0.1", port=0, ssl_context=secured, **options)
    office.start()
    return office, office.port


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == LOGIN
    return AuthResult(success=good, handled=good)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A throw-away certificate of 127.0.0.1 and localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, private
