"""A send pass in a process of its own that dies at a chosen moment, as by a power cut: FOLDER PORT MOMENT."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from scheduler.passes import send as send_pass
from scheduler.tell import deliver as delivering
from scheduler.tell.smtp import MailServer
from tests.scheduler.tell.desk import desk_site

MOMENTS = ("composed", "queued", "claimed", "handed over", "noted")


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, port: int, moment: str) -> None:
    site = desk_site(
        folder,
        mail={"host": "127.0.0.1", "port": port} if port else {"host": None},
        supervisors=[{"name": "督察科", "email": "ducha@example.org", "digest": "immediate"}],
    )
    match moment:
        case "composed":  # inside the transaction that queues it
            send_pass.note_digest = die
        case "queued":
            send_pass.deliver = die
        case "claimed":
            MailServer.send = die  # type: ignore[method-assign]
        case "handed over":
            delivering.mark_sent = die
        case "noted":
            send_pass.troubled_recipients = die
    send_pass.send(site)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
