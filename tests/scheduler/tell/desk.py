"""A small desk for the tests of telling: a real database with two bodies, and findings made by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

from db.database import database_path, open_database
from db.intake_records import BodyEntry, SectionEntry
from db.records import Judgement
from db.visits import sync_register
from db.vocabulary import BodyClass, Rule, Severity
from parsers.vocabulary import Kind
from scheduler.config import Config
from scheduler.judge import WordedJudgement, fingerprint
from scheduler.passes.site import Site, open_site

BODIES = (
    BodyEntry("city", "清河市人民政府", BodyClass.PREFECTURE_GOVERNMENT, region="990100", watched=False),
    BodyEntry(
        "heping", "清河市和平区人民政府", BodyClass.COUNTY_GOVERNMENT, region="990101", parent="city", since=2022
    ),
    BodyEntry(
        "zone",
        "清河经济开发区管理委员会",
        BodyClass.MANAGEMENT_ZONE,
        routing_region="990200",
        parent="city",
        since=2023,
    ),
)
SECTIONS = (
    SectionEntry("heping-fazhi", "heping", "http://heping.example/fz/", (Kind.FAZHI_ANNUAL,)),
    SectionEntry("zone-fazhi", "zone", "http://zone.example/fz/", (Kind.FAZHI_ANNUAL,)),
)


@cache
def _blank() -> bytes:
    """The file of a desk on which nothing lies yet: made once, since its schema costs more than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(folder, create=True)
        sync_register(db, BODIES, SECTIONS)
        db.close()
        return database_path(folder).read_bytes()


def desk_site(folder: Path, day: str = "2026-03-20", **settings: Any) -> Site:
    """A simulated site on a day; ``settings`` are keys of fazhi.yaml."""
    values = {"supervisors": [{"name": "督察科", "email": "ducha@example.org", "digest": "immediate"}], **settings}
    config = Config.model_validate({"data_dir": folder / "data", "path": folder / "fazhi.yaml", **values})
    if not database_path(config.data).exists():
        config.data.mkdir(parents=True)
        database_path(config.data).write_bytes(_blank())
    return open_site(config, today=date.fromisoformat(day))


def mails(site: Site) -> list[EmailMessage]:
    """The messages in the outbox folder, oldest first."""
    files = sorted((site.data / "outbox").glob("*.eml"), key=lambda path: int(path.stem.rpartition("-")[2]))
    return [message_from_bytes(path.read_bytes(), policy=default) for path in files]


def finding(
    rule: Rule = Rule.COUNT_CHANGE,
    *,
    body: str | None = "heping",
    year: int | None = 2025,
    severity: Severity = Severity.WARNING,
    metric: str | None = None,
    key: str = "",
    digest: str = "1",
    title: str = "和平区2025年度：法律援助案件553→347件",
    explanation: str = "比上年减少37.3%。",
    history: bool = False,
    final: bool = False,
    remind: int = 0,
    evidence: Mapping[str, Any] | None = None,
) -> WordedJudgement:
    judgement = Judgement(
        rule, severity, body, Kind.FAZHI_ANNUAL if body else None, year, metric,
        data={"reminders": remind} if remind else {}, evidence=evidence or {}, key=key, history=history, final=final,
    )  # fmt: skip
    return WordedJudgement(judgement, fingerprint(judgement), title, explanation, digest)


def at(day: date | str, clock: str = "08:00:00") -> str:
    return f"{day}T{clock}+08:00"
