"""A server that breaks down over elliptic curves: whoever prefers them gets a point that lies on none (BAD_ECPOINT)."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from pathlib import Path

_ECDHE = frozenset({0xCCA8, 0xCCA9, *range(0xC007, 0xC015), *range(0xC023, 0xC033), *range(0xC0AC, 0xC0B0)})
_ECDHE_RSA_AES128_GCM = 0xC02F
_P256 = 23


class BadCurves:
    """Stands before a TLS server on loopback; hands on the connections of clients that prefer another key exchange."""

    def __init__(self, certificate: Path, port: int) -> None:
        pem = certificate.read_text()
        self._der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERT") :])
        self._behind = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> BadCurves:
        return self

    def __exit__(self, *args: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            hello = client.recv(16384)
            if _first_suite(hello) in _ECDHE:
                client.sendall(_flight(self._der))
                client.recv(1024)  # its alert
                return
            with socket.create_connection(("127.0.0.1", self._behind)) as behind:
                behind.sendall(hello)
                back = threading.Thread(target=_hand_on, args=(behind, client), daemon=True)
                back.start()
                _hand_on(client, behind)
                back.join(5)


def _hand_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _first_suite(hello: bytes) -> int:
    """The suite that a ClientHello prefers among those of TLS 1.2 (RFC 5246, 7.4.1.2)."""
    at = 5 + 4 + 2 + 32
    at += 1 + hello[at]
    (length,) = struct.unpack_from(">H", hello, at)
    suites: tuple[int, ...] = struct.unpack_from(f">{length // 2}H", hello, at + 2)
    return next(suite for suite in suites if suite >> 8 != 0x13)


def _flight(der: bytes) -> bytes:
    """ServerHello, Certificate, and a ServerKeyExchange whose point is on no curve."""
    hello = b"\x03\x03" + bytes(32) + b"\0" + struct.pack(">HB", _ECDHE_RSA_AES128_GCM, 0)
    hello += b"\0\x05\xff\x01\0\x01\0"  # secure renegotiation
    certificate = (len(der) + 3).to_bytes(3, "big") + len(der).to_bytes(3, "big") + der
    exchange = b"\x03" + struct.pack(">HB", _P256, 65) + b"\x04" + b"\x01" * 64
    exchange += b"\x04\x01\x01\0" + bytes(256)
    return b"".join(_record(kind, body) for kind, body in ((2, hello), (11, certificate), (12, exchange)))


def _record(kind: int, body: bytes) -> bytes:
    message = bytes([kind]) + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x03" + struct.pack(">H", len(message)) + message
