"""How fast the outbox empties: pending messages to an SMTP server on loopback, each claimed and noted on the disk.

``python -m benchmarks.bench_send [--messages 10000]`` starts a server in a process of its own, queues that many
messages of an ordinary size and times their delivery. Prints one JSON line with the rate (the floor is 100 a second),
how many the server took, and the peak memory; exit 1 if the floor is missed or one is lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import socket
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from db.database import open_database, write
from db.outbox import queue_message
from scheduler.config import Config
from scheduler.tell.deliver import deliver

FLOOR = 100.0


class _Counter:
    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        self.seen[address] = self.seen.get(address, 0) + 1
        return "250 taken"


class _Office(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        with socket.create_connection(("127.0.0.1", self.port), 5) as first:
            first.recv(1024)


def _serve(there: Connection) -> None:
    counter = _Counter()
    office = _Office(counter, hostname="127.0.0.1", port=0)
    office.start()
    there.send(office.port)
    there.recv()
    there.send((len(counter.seen), sum(counter.seen.values())))
    office.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    count = parser.parse_args().messages
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    if not here.poll(30):
        raise SystemExit("the mail server did not start")
    port = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        seconds, sent = _deliver(Path(folder), port, count)
    here.send("how many?")
    recipients, taken = here.recv()
    server.join(10)
    answer = {
        "messages": count,
        "seconds": round(seconds, 1),
        "per_second": round(sent / seconds),
        "taken": taken,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(answer))
    return 0 if sent == recipients == taken == count and sent / seconds >= FLOOR else 1


def _deliver(folder: Path, port: int, count: int) -> tuple[float, int]:
    db = open_database(folder, create=True)
    body = ("Subject: x\r\n\r\n" + ("本周五项：一项预警。" * 6 + "\r\n") * 130).encode()  # about 24 KB
    with write(db):
        for number in range(count):
            queue_message(
                db, supervisor=f"s{number}", channel="mail", recipient=f"s{number}@example.org",
                message_id=f"<{number}@bench>", subject="x", content=body, created_at="2026-03-20T08:00:00+08:00",
                deliveries=(),
            )  # fmt: skip
    config = Config.model_validate({"data_dir": folder, "mail": {"host": "127.0.0.1", "port": port}})
    began = time.perf_counter()
    result = deliver(db, config)
    return time.perf_counter() - began, result.sent


if __name__ == "__main__":
    sys.exit(main())
