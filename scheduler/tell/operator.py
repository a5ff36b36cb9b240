"""What the operator is told about the running of the system, as cases like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from db.database import Database
from db.outbox import Trouble, count_pending
from db.records import Judgement
from db.vocabulary import Rule, Severity
from scheduler.config import Config
from scheduler.judge import WordedJudgement, fingerprint
from scheduler.judge.wording.texts import one_line
from scheduler.tell.deliver import transport_of
from scheduler.tell.routing import MAIL, OPERATOR
from scheduler.tell.words import words


def delivery_findings(
    db: Database, config: Config, troubles: Iterable[Trouble], down: Mapping[str, str]
) -> list[WordedJudgement]:
    """A finding for each recipient that messages do not reach, and for each transport that cannot be used.

    The mails counted as waiting are the supervisors', not the operator's own about this very trouble.
    """
    spoken = words(config.language)["operator"]
    findings = [_of_recipient(trouble, config, spoken) for trouble in troubles]
    for transport, error in down.items():
        count = sum(
            waiting
            for channel, waiting in count_pending(db, besides=OPERATOR).items()
            if transport_of(config, channel) == transport
        )
        findings.append(_of_transport(transport, error, count, config, spoken))
    return findings


def _of_recipient(trouble: Trouble, config: Config, spoken: Mapping[str, Any]) -> WordedJudgement:
    form = spoken["refused" if trouble.refused else "stuck"]
    name = words(config.language)["operator_name"] if trouble.supervisor == OPERATOR else trouble.supervisor
    channel = spoken["mail"] if trouble.channel == MAIL else spoken["channel"].format(channel=trouble.channel)
    # Answers bear queue numbers and times: only their code makes news.
    digest = f"{trouble.refused} {trouble.error[:3]}"
    values = {"name": name, "channel": channel, "error": trouble.error}
    return _finding(f"{trouble.supervisor} {trouble.channel}", digest, form, values)


def _of_transport(transport: str, error: str, count: int, config: Config, spoken: Mapping[str, Any]) -> WordedJudgement:
    if transport.startswith("env:"):
        name = spoken["env"].format(channel=transport.removeprefix("env:"))
    elif config.mail.host is None:
        name = spoken["outbox_folder"]
    else:
        name = spoken["mail_server"].format(host=config.mail.host, port=config.mail.port)
    waiting = spoken["waiting"].format(count=count) if count else ""
    values = {"transport": name, "error": error, "waiting": waiting}
    return _finding(transport, "down", spoken["transport"], values)


def missed_findings(missed: Iterable[tuple[str, datetime, datetime]], language: str) -> list[WordedJudgement]:
    """A finding for each missed pass: its name, when it was due, and when the last one ended well.

    How long it has been missing is in the words and no news: it is told once.
    """
    spoken = words(language)["operator"]
    return [
        _finding(
            name,
            "missed",
            spoken["missed"],
            {"pass": spoken["passes"][name], "due": f"{due:%Y-%m-%d %H:%M %z}", "last": f"{last:%Y-%m-%d %H:%M %z}"},
            rule=Rule.PASS_MISSED,
        )
        for name, due, last in missed
    ]


def _finding(
    key: str, digest: str, form: Mapping[str, str], values: Mapping[str, Any], *, rule: Rule = Rule.DELIVERY_FAILED
) -> WordedJudgement:
    shown = {name: one_line(str(value)) for name, value in values.items()}
    judgement = Judgement(rule, Severity.WARNING, None, None, None, None, data=values, key=key)
    return WordedJudgement(
        judgement, fingerprint(judgement), form["title"].format(**shown), form["explanation"].format(**shown), digest
    )
