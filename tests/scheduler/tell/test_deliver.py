"""Messages through a real SMTP server: encryption, login, refusals, silence, drops; each exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from db.cases import fetch_alerts
from db.outbox import Message, fetch_messages
from db.vocabulary import AlertState, MessageState, Rule
from scheduler.passes.send import send
from scheduler.passes.site import Site
from scheduler.passes.status import site_status
from scheduler.tell import deliver as delivering
from scheduler.tell import smtp
from scheduler.tell.cases import settle
from scheduler.tell.deliver import deliver
from tests.scheduler.tell.desk import desk_site, finding
from tests.scheduler.tell.server import LOGIN, Postman, make_certificate, open_office

DAY = "2026-03-20"
SUPERVISORS = [
    {"name": name, "email": f"{name}@example.org", "digest": "immediate"} for name in ("ducha", "fazhi", "sifa")
]


@contextmanager
def office(
    folder: Path, postman: Postman, *, supervisors: list[dict[str, Any]] | None = None, day: str = DAY, **options: Any
) -> Iterator[Site]:
    """A site whose mail goes to this server, with one new case."""
    mail = options.pop("mail", {})
    server, port = open_office(postman, **options)
    try:
        site = desk_site(
            folder,
            day,
            mail={"host": "127.0.0.1", "port": port, "sender": "fazhi@example.org", **mail},
            supervisors=SUPERVISORS[:1] if supervisors is None else supervisors,
            operator={"email": "operator@example.org"},
        )
        settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
        yield site
    finally:
        server.stop()


def states(site: Site) -> list[tuple[MessageState, int, bool]]:
    return [(message.state, message.attempts, message.uncertain) for message in fetch_messages(site.db)]


def the_message(site: Site) -> Message:
    return fetch_messages(site.db)[0]


def test_a_plain_server_takes_a_mail_once(tmp_path: Path) -> None:
    postman = Postman()
    with office(tmp_path, postman) as site:
        assert send(site).counts() == {"queued": 1, "sent": 1, "to_be_retried": 0, "refused": 0}
        assert send(site).counts()["queued"] == 0
    assert [address for address, _ in postman.taken] == ["ducha@example.org"]
    assert postman.taken[0][1]["Message-ID"] == the_message(site).message_id
    assert states(site) == [(MessageState.SENT, 1, False)]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_encryption_and_login(
    tmp_path: Path, certificate: tuple[Path, Path], tls: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postman = Postman()
    monkeypatch.setenv(smtp.PASSWORD, LOGIN[1])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    mail = {"tls": tls, "username": LOGIN[0]}
    with office(tmp_path, postman, tls=tls, certificate=certificate, login=True, mail=mail) as site:
        assert send(site).sent == 1
    assert len(postman.taken) == 1


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    tmp_path: Path, certificate: tuple[Path, Path], tls: str
) -> None:
    postman = Postman()
    with office(tmp_path, postman, tls=tls, certificate=certificate, mail={"tls": tls}) as site:
        result = send(site)
        assert result.sent == 0 and len(result.failures) == 1
        assert "certificate" in fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED])[0].explanation.lower()
    assert not postman.taken
    assert states(site)[0] == (MessageState.PENDING, 0, False)


@pytest.mark.parametrize(("password", "named"), [(None, smtp.PASSWORD), ("wrong", "535")])
def test_a_login_that_fails_leaves_every_message_waiting(
    tmp_path: Path, password: str | None, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(smtp.PASSWORD, raising=False)
    if password is not None:
        monkeypatch.setenv(smtp.PASSWORD, password)
    postman = Postman()
    with office(tmp_path, postman, login=True, mail={"username": LOGIN[0]}) as site:
        assert len(send(site).failures) == 1
        (case,) = fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED])
        assert named in case.explanation and "wrong" not in case.explanation
        assert send(site).failures == [], "what is an open case already does not fail again"
        monkeypatch.setenv(smtp.PASSWORD, LOGIN[1])
        assert send(site).sent >= 1
        assert fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED])[0].state is AlertState.RESOLVED
    assert [address for address, _ in postman.taken].count("ducha@example.org") == 1


def test_a_server_that_is_down_for_a_day_loses_nothing(tmp_path: Path) -> None:
    with office(tmp_path, Postman()) as site:
        pass  # stopped: nobody listens on its port any more
    for _ in range(3):
        result = send(site)
        assert result.sent == 0
    waiting = [message for message in fetch_messages(site.db) if message.supervisor == "ducha"]
    assert [(message.state, message.attempts) for message in waiting] == [(MessageState.PENDING, 0)]
    (case,) = fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED])
    assert case.title.endswith("不可用，1封待发"), "the operator's own mail about it is not counted"
    postman = Postman()
    server, port = open_office(postman)
    try:
        up = desk_site(tmp_path, DAY, mail={"host": "127.0.0.1", "port": port}, supervisors=SUPERVISORS[:1])
        assert send(up).sent == 2  # the case, and what the operator was to be told of the trouble
        assert send(up).sent == 0
    finally:
        server.stop()
    assert sorted(address for address, _ in postman.taken) == ["ducha@example.org", "operator@example.org"]


def test_a_refused_recipient_holds_up_nobody_and_the_operator_hears_of_it(tmp_path: Path) -> None:
    postman = Postman(on_rcpt=lambda address: "550 5.1.1 no such user" if address.startswith("fazhi") else None)
    with office(tmp_path, postman, supervisors=SUPERVISORS) as site:
        result = send(site)
        assert (result.sent, result.refused) == (3, 1)
        assert len(result.failures) == 1 and "fazhi" in result.failures[0]
        assert send(site).counts() == {"queued": 0, "sent": 0, "to_be_retried": 0, "refused": 0}
    taken = dict(postman.taken)
    assert sorted(taken) == ["ducha@example.org", "operator@example.org", "sifa@example.org"]
    assert "550 5.1.1 no such user" in taken["operator@example.org"].get_body(("plain",)).get_content()
    assert {message.supervisor: message.state for message in fetch_messages(site.db)}["fazhi"] is MessageState.FAILED


def test_the_news_of_a_refused_address_go_to_the_corrected_one(tmp_path: Path) -> None:
    postman = Postman(on_rcpt=lambda address: "550 no" if address.startswith("fazhi") else None)
    with office(tmp_path, postman, supervisors=SUPERVISORS) as site:
        send(site)
        corrected = [{**SUPERVISORS[1], "email": "new@example.org"}]
        mail = {"host": "127.0.0.1", "port": site.config.mail.port}
        again = desk_site(tmp_path, DAY, mail=mail, supervisors=corrected)
        assert send(again).sent == 1
        assert send(again).sent == 0
    assert postman.taken[-1][0] == "new@example.org"
    (case,) = fetch_alerts(again.db, rules=[Rule.DELIVERY_FAILED])
    assert case.state is AlertState.RESOLVED


def test_the_news_of_an_address_that_refuses_are_offered_again_after_a_week(tmp_path: Path) -> None:
    refuses = [True]
    postman = Postman(on_rcpt=lambda address: "552 mailbox full" if refuses[0] else None)
    with office(tmp_path, postman) as site:
        send(site)
        mail = {"host": "127.0.0.1", "port": site.config.mail.port}
        refuses[0] = False
        for day, sent in (("2026-03-21", 0), ("2026-03-27", 0), ("2026-03-28", 1), ("2026-03-29", 0)):
            assert send(desk_site(tmp_path, day, mail=mail, supervisors=SUPERVISORS[:1])).sent == sent, day


def test_greylisting_is_waited_out(tmp_path: Path) -> None:
    asked: list[str] = []

    def grey(address: str) -> str | None:
        asked.append(address)
        return "451 4.7.1 try again later" if len(asked) == 1 else None

    postman = Postman(on_rcpt=grey)
    now = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with office(tmp_path, postman) as site, time_machine.travel(now, tick=True) as clock:
        result = send(site)
        assert (result.sent, result.later, result.failures) == (0, 1, [])
        assert "messages waiting: 1" in list(site_status(site.config).lines())
        assert send(site).sent == 0, "not before its time"
        clock.shift(timedelta(minutes=6))
        assert send(site).sent == 1
    assert states(site) == [(MessageState.SENT, 2, False)]
    assert len(postman.taken) == 1


def test_an_attempt_noted_by_a_clock_that_ran_ahead_is_not_waited_for(tmp_path: Path) -> None:
    answers = iter(["451 4.7.1 try again later"])
    postman = Postman(on_rcpt=lambda address: next(answers, None))
    ahead = datetime(2036, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with office(tmp_path, postman) as site, time_machine.travel(ahead, tick=True) as clock:
        assert send(site).later == 1
        clock.move_to(ahead.replace(year=2026))
        assert [send(site).sent for _ in range(2)] == [1, 0]
    assert len(postman.taken) == 1


def test_a_message_too_often_put_off_is_given_up_and_told_of(tmp_path: Path) -> None:
    postman = Postman(on_rcpt=lambda address: "451 not now" if address.startswith("ducha") else None)
    now = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with office(tmp_path, postman) as site, time_machine.travel(now, tick=True) as clock:
        rounds = []
        for _ in range(14):
            rounds.append(len(send(site).failures))
            clock.shift(timedelta(hours=13))
        assert the_message(site).state is MessageState.FAILED
        assert rounds[4] == 1 and sum(rounds) == 1
        status = site_status(site.config)
    assert [address for address, _ in postman.taken] == ["operator@example.org"] * 2  # stuck, then refused
    assert (status.waiting, len(status.undelivered)) == (0, 1)
    assert "not delivered: ducha的邮件未能送达：对方拒收" in list(status.lines())


def test_a_refused_text_is_not_asked_again(tmp_path: Path) -> None:
    postman = Postman(on_data=lambda address: "554 5.7.1 rejected" if address.startswith("ducha") else "250 ok")
    with office(tmp_path, postman) as site:
        assert send(site).refused == 1
        assert deliver(site.db, site.config).sent == 0
    assert the_message(site).error == "554 5.7.1 rejected"


def test_a_connection_dropped_after_the_data_is_tried_once_more_and_marked_uncertain(tmp_path: Path) -> None:
    drops: list[str] = []

    def drop_first(address: str) -> str | None:
        drops.append(address)
        return None if len(drops) == 1 else "250 ok"

    postman = Postman(on_data=drop_first)
    now = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with office(tmp_path, postman) as site, time_machine.travel(now, tick=True) as clock:
        assert send(site).later == 1
        assert states(site)[0] == (MessageState.PENDING, 1, True)
        clock.shift(timedelta(minutes=6))
        assert send(site).sent == 1
    assert states(site)[0] == (MessageState.SENT, 2, True)
    first, second = (message["Message-ID"] for _, message in postman.taken)
    assert first == second


def test_a_server_that_hangs_is_left_after_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.3)
    monkeypatch.setattr(delivering, "MailServer", lambda config: smtp.MailServer(config, seconds=0.3))
    postman = Postman(on_data=lambda address: 1.5)
    with office(tmp_path, postman, supervisors=SUPERVISORS) as site:
        result = send(site)
        assert result.sent == 0 and result.later == 2, "the third is not tried: it is the server, not the message"
        assert len(result.failures) == 1
        tried = [message for message in fetch_messages(site.db) if message.attempts]
        assert [message.uncertain for message in tried] == [True, True]


@pytest.mark.parametrize("silent", [("ducha",), ("ducha", "fazhi")])
def test_recipients_at_whom_the_server_falls_silent_hold_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silent: tuple[str, ...]
) -> None:
    monkeypatch.setattr(delivering, "MailServer", lambda config: smtp.MailServer(config, seconds=0.3))
    postman = Postman(on_rcpt=lambda address: 1.0 if address.startswith(silent) else None)
    now = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with (
        office(tmp_path, postman, supervisors=SUPERVISORS) as site,
        time_machine.travel(now, tick=True) as clock,
    ):
        first = send(site)
        assert (first.sent, first.later) == ((2, 1) if len(silent) == 1 else (0, 2))
        assert len(first.failures) == len(silent) - 1, "two in a row mean the server"
        clock.shift(timedelta(days=1))
        second = send(site)
        assert second.later == len(silent)
        assert "sifa@example.org" in [address for address, _ in postman.taken], "the untried come first"
        assert {message.attempts for message in fetch_messages(site.db) if message.state is MessageState.PENDING} == {2}
        assert not any(uncertain for _, _, uncertain in states(site))


def test_a_sender_that_the_server_refuses_fails_no_message(tmp_path: Path) -> None:
    class Strict(Postman):
        async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
            return "550 5.7.1 not your address"

    with office(tmp_path, Strict(), supervisors=SUPERVISORS) as site:
        result = send(site)
        assert result.refused == 0 and len(result.failures) == 1
    assert {message.state for message in fetch_messages(site.db)} == {MessageState.PENDING}


def test_a_pass_that_is_broken_off_gives_back_the_mails_it_had_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office(tmp_path, Postman(), supervisors=SUPERVISORS) as site:

        def break_off(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(smtp.MailServer, "send", break_off)
            with pytest.raises(KeyboardInterrupt):
                send(site)
        begun, *rest = states(site)
        assert begun == (MessageState.SENDING, 1, False)
        assert rest == [(MessageState.PENDING, 0, False)] * 2
        send(site)
        assert states(site) == [(MessageState.SENT, 2, True), *[(MessageState.SENT, 1, False)] * 2]


def test_one_connection_carries_many_messages(tmp_path: Path) -> None:
    postman = Postman()
    many = [{"name": f"s{n}", "email": f"s{n}@example.org", "digest": "immediate"} for n in range(30)]
    with office(tmp_path, postman, supervisors=many) as site:
        assert send(site).sent == 30
    assert len(postman.taken) == 30 and postman.connections == 1


# --- the folder --------------------------------------------------------------------------------------------------


def test_without_a_server_each_message_is_one_file_of_a_lasting_name(tmp_path: Path) -> None:
    site = desk_site(tmp_path, DAY, supervisors=[{"name": "督察科/../x", "email": "a@example.org", "digest": "daily"}])
    settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
    assert send(site).sent == 1
    (file,) = (site.data / "outbox").iterdir()
    assert file.name == "2026-03-20-督察科-x-1.eml"
    before = file.read_bytes()
    site.db.conn.execute("UPDATE messages SET state = 'pending'")  # killed between writing and noting it
    assert deliver(site.db, site.config).sent == 1
    assert [path.name for path in (site.data / "outbox").iterdir()] == [file.name]
    assert file.read_bytes() == before
    assert states(site) == [(MessageState.SENT, 1, False)]


def test_a_folder_that_cannot_be_written_keeps_the_messages(tmp_path: Path) -> None:
    site = desk_site(tmp_path, DAY)
    settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
    (site.data / "outbox").write_text("a file where the folder should be")
    result = send(site)
    assert len(result.failures) == 1 and result.sent == 0
    (site.data / "outbox").unlink()
    assert send(site).sent == 1
