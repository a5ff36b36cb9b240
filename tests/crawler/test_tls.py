"""Certificates are checked; a section may say ``tls: legacy``, and then its captures say so too."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from crawler.tls import LegacyTLS
from tests.crawler.bad_curves import BadCurves
from tests.crawler.conftest import House
from tests.crawler.portal import TITLE, Portal, article, list_page, news, pdf, robots, row

SSL_OP_LEGACY_SERVER_CONNECT, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION = 0x4, 0x40000  # openssl/ssl.h
LIST = "/c1/index.html"
DETAIL = "/c1/20250228/i1.html"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def make_certificate(folder: Path) -> Path:
    """A self-signed certificate with its key, in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    start = datetime.now(UTC) - timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "portal.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


def server(certificate: Path, *, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if old:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("AES128-SHA:@SECLEVEL=0")
    return context


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
@pytest.mark.parametrize("old", [False, True])
def test_an_unknown_certificate_and_old_tls_need_legacy(house: House, certificate: Path, old: bool) -> None:
    with Portal(tls=server(certificate, old=old)) as portal:
        portal.pages = {
            "/robots.txt": robots(),
            LIST: list_page([row(DETAIL, TITLE.format(year=2024)), *news(5)]),
            DETAIL: article(TITLE.format(year=2024), [("/att/a.pdf", "附件：报告.pdf")]),
            "/att/a.pdf": pdf(),
        }
        house.section("strict", portal.url(LIST))
        house.crawl()
        assert portal.asked == []
        assert house.visit("strict")["outcome"] == "blind"
        assert "TLS:" in house.visit("strict")["reason"]
        capture = house.captures("strict")[0]
        assert capture["verdict"] == "unreachable"

        house.sections["strict"] = house.sections["strict"].model_copy(update={"tls": "legacy"})
        house.crawl()
        assert house.visit("strict")["outcome"] == "ok", house.visit("strict")["reason"]
        captures = house.captures("strict")
        assert [c["verdict"] for c in captures] == ["ok"] * 3
        assert all("certificate not checked" in c["reason"] for c in captures)


def test_legacy_prefers_key_exchanges_without_curves(house: House, certificate: Path) -> None:
    """Some servers answer elliptic curves with a point that is on none, and all else well."""
    context = server(certificate, old=False)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-GCM-SHA256:@SECLEVEL=0")
    with Portal(tls=context) as portal, BadCurves(certificate, portal.port) as front:
        portal.pages = {"/robots.txt": robots(), LIST: list_page(news(5))}
        house.section("s", f"https://127.0.0.1:{front.port}{LIST}", tls="legacy")
        house.crawl()
        visit = house.visit("s")
        assert (visit["outcome"], visit["rows_seen"]) == ("ok", 5), visit["reason"]


def test_legacy_accepts_servers_without_secure_renegotiation() -> None:
    """Held at the context: today's OpenSSL plays no server without RFC 5746 (a host of Jiangxi is one)."""
    context = LegacyTLS()._context
    options = context.set_options(0)
    assert options & SSL_OP_LEGACY_SERVER_CONNECT
    assert options & SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION
    assert SSL.Context(SSL.TLS_METHOD).set_options(0) & SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION == 0
    connection = LegacyTLS().creatorForNetloc(b"127.0.0.1", 443).clientConnectionForTLS(None)  # type: ignore[arg-type]
    assert "AES128-SHA" in connection.get_cipher_list()  # an old suite, which strict clients no longer offer
