"""A send pass that is killed at any moment and run again: every mail exactly once, doubled only where it says so."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.outbox import fetch_messages
from db.vocabulary import MessageState
from scheduler.passes.send import send
from scheduler.tell.cases import settle
from tests.scheduler.tell.desk import desk_site, finding, mails
from tests.scheduler.tell.killed import MOMENTS
from tests.scheduler.tell.server import Postman, open_office

ROOT = Path(__file__).parents[3]
# Moment of death -> mails that the server has in the end, and whether the message says that it may have come twice.
OUTCOMES = {
    "composed": (1, False),
    "queued": (1, False),
    "claimed": (1, True),
    "handed over": (2, True),
    "noted": (1, False),
}


def kill_at(moment: str, folder: Path, port: int) -> None:
    command = [sys.executable, "-m", "tests.scheduler.tell.killed", str(folder), str(port), moment]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_run_again(tmp_path: Path, moment: str) -> None:
    postman = Postman()
    server, port = open_office(postman)
    try:
        site = desk_site(tmp_path, mail={"host": "127.0.0.1", "port": port})
        settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
        kill_at(moment, tmp_path, port)
        send(site)
        assert send(site).counts() == {"queued": 0, "sent": 0, "to_be_retried": 0, "refused": 0}
    finally:
        server.stop()
    count, uncertain = OUTCOMES[moment]
    (message,) = fetch_messages(site.db)
    assert (message.state, message.uncertain) == (MessageState.SENT, uncertain)
    assert [mail["Message-ID"] for _, mail in postman.taken] == [message.message_id] * count


@pytest.mark.parametrize("moment", ["composed", "queued", "handed over", "noted"])
def test_killed_while_writing_files_there_is_one_file(tmp_path: Path, moment: str) -> None:
    site = desk_site(tmp_path)
    settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
    kill_at(moment, tmp_path, 0)
    send(site)
    (message,) = fetch_messages(site.db)
    assert (message.state, message.uncertain) == (MessageState.SENT, False)
    assert [mail["Message-ID"] for mail in mails(site)] == [message.message_id]
