"""What fazhi.yaml may say. Every key is checked; an unknown one is an error (a misspelt key must not be silence)."""

from __future__ import annotations

import ipaddress
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from croniter import croniter
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from db.vocabulary import BodyClass, Severity
from parsers.vocabulary import Kind
from scheduler.config.addresses import wire_address


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise ValueError("an id is 1-64 of a-z, 0-9, - and _, and starts with a letter or digit")
    return value


def _region(value: Any) -> Any:
    if isinstance(value, int):
        raise ValueError(f'a region code is text: write "{value}" in quotes')
    if isinstance(value, str) and not re.fullmatch(r"[1-9]\d{5}", value):
        raise ValueError("a region is the six digits of GB/T 2260, such as 430203")
    return value


def _region_prefix(value: Any) -> Any:
    if isinstance(value, int):
        raise ValueError(f'a region code is text: write "{value}" in quotes')
    if isinstance(value, str) and not re.fullmatch(r"[1-9]\d(\d\d){0,2}", value):
        raise ValueError("a region prefix is 2, 4 or 6 digits, such as 4302")
    return value


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a whole address that starts with http:// or https://")
    return value


def _mail_address(value: str) -> str:
    wire_address(value)
    return value


def _cron(value: str) -> str:
    if len(value.split()) != 5 or not croniter.is_valid(value):  # type: ignore[no-untyped-call]
        raise ValueError('must be a cron line of five fields, such as "30 1 * * *"')
    return value


def _month_day(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d\d-\d\d", value):
        raise ValueError('must be MM-DD in quotes, such as "03-31" (the last good day)')
    date.fromisoformat(f"2024-{value}")  # a leap year: 02-29 is a day
    return value


def _allowed_peer(value: str) -> str:
    host = value.rsplit(":", 1)[0] if re.search(r"[^:]:\d+$", value) else value
    if "/" in value:
        ipaddress.ip_network(value, strict=False)
    elif not re.fullmatch(r"\[?[A-Za-z0-9.:_-]+\]?", host):
        raise ValueError("must be a host, a host:port or a CIDR")
    return value


Identifier = Annotated[str, AfterValidator(_identifier)]
Region = Annotated[str, BeforeValidator(_region)]
RegionPrefix = Annotated[str, BeforeValidator(_region_prefix)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Cron = Annotated[str, AfterValidator(_cron)]
MonthDay = Annotated[str, BeforeValidator(_month_day)]
Year = Annotated[int, Field(ge=2004, le=2100)]


class BodyConfig(_Strict):
    """A body that publishes, or a parent of one. ``watch: false`` = known, not watched."""

    id: Identifier
    name: Annotated[str, Field(min_length=2, max_length=200)]
    aliases: tuple[str, ...] = ()
    region: Region | None = None
    routing_region: Region | None = None
    cls: BodyClass = Field(alias="class")
    parent: str | None = None
    since: Year | None = None
    until: Year | None = None
    successor: str | None = None
    watch: bool = True

    @model_validator(mode="after")
    def _years(self) -> BodyConfig:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self


class DutyConfig(_Strict):
    """A local rule that overrides the deadline data: for one body or a class, one kind, all or some report years."""

    body: str | None = None
    cls: BodyClass | None = Field(default=None, alias="class")
    kind: Kind = Kind.FAZHI_ANNUAL
    years: tuple[Year, ...] = ()  # empty = every year
    due: MonthDay | None = None
    exempt: bool = False
    why: Annotated[str, Field(min_length=1)]

    @field_validator("years", mode="before")
    @classmethod
    def _spread(cls, value: Any) -> Any:
        """Accept 2024, [2023, 2024] and "2021-2024"."""
        if isinstance(value, int):
            return (value,)
        if isinstance(value, str) and (span := re.fullmatch(r"(\d{4})-(\d{4})", value)):
            return tuple(range(int(span[1]), int(span[2]) + 1))
        return value

    @model_validator(mode="after")
    def _one_subject(self) -> DutyConfig:
        if (self.body is None) == (self.cls is None):
            raise ValueError("name either a body or a class")
        if self.exempt == (self.due is not None):
            raise ValueError("give either due: MM-DD or exempt: true")
        return self


class SectionConfig(_Strict):
    id: Identifier
    body: str
    url: HttpUrl
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)] = (Kind.FAZHI_ANNUAL,)
    render: Literal["auto", "http", "browser"] = "auto"
    family: str = "auto"
    tls: Literal["strict", "legacy"] = "strict"
    # words out of a visit's doubts about the page that a person has looked at; a doubt that says them counts no more
    settled: tuple[Annotated[str, Field(min_length=4, max_length=200)], ...] = ()


class SupervisorConfig(_Strict):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    email: MailAddress | None = None
    notify: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    regions: tuple[RegionPrefix, ...] = ()
    minimum_severity: Severity = Severity.NOTICE
    digest: Literal["immediate", "daily", "weekly"] = "weekly"
    digest_day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    history: bool = False

    @field_validator("notify")
    @classmethod
    def _from_environment(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for channel in value:
            if not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", channel):
                raise ValueError(
                    "an Apprise URL holds a secret: keep it in the environment and write env:NAME_OF_VARIABLE here"
                )
        return value

    @model_validator(mode="after")
    def _reachable(self) -> SupervisorConfig:
        if self.email is None and not self.notify:
            raise ValueError("needs an email or a notify channel")
        return self


class OperatorConfig(_Strict):
    email: MailAddress | None = None


class MailConfig(_Strict):
    host: str | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    tls: Literal["none", "starttls", "ssl"] = "none"
    username: str | None = None
    sender: MailAddress = "fazhi@localhost"

    @field_validator("tls", mode="before")
    @classmethod
    def _no_is_none(cls, value: Any) -> Any:
        return "none" if value is None or value is False else value


class ScheduleConfig(_Strict):
    crawl: Cron = "30 1 * * *"
    check: Cron = "0 6 * * *"
    send: Cron = "0 7 * * *"


class CrawlConfig(_Strict):
    concurrency: Annotated[int, Field(ge=1, le=256)] = 16
    per_host_delay: Annotated[float, Field(ge=0, le=3600)] = 1.0
    per_host_concurrency: Annotated[int, Field(ge=1, le=64)] = 1
    timeout: Annotated[float, Field(gt=0, le=600)] = 30.0
    max_pages: Annotated[int, Field(ge=1, le=100_000)] = 200
    max_bytes: Annotated[int, Field(ge=1024)] = 52_428_800
    respect_robots: bool = True
    user_agent: str | None = None
    contact: str | None = None
    browser_path: str | None = None

    @property
    def says_who_asks(self) -> bool:
        """Can portals' operators find out who visits them?"""
        return self.contact is not None or self.user_agent is not None


class ReadConfig(_Strict):
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    ocr: bool = True


class NetworkConfig(_Strict):
    allow: tuple[Annotated[str, AfterValidator(_allowed_peer)], ...] = ()


class ConsoleConfig(_Strict):
    url: HttpUrl | None = None


class Config(_Strict):
    """The whole configuration; ``path`` is its file and ``folder`` where relative paths count from."""

    data_dir: Path = Path("data")
    timezone: str = "Asia/Shanghai"
    language: Literal["zh-CN", "en"] = "zh-CN"
    simulation: bool = False
    bodies: tuple[BodyConfig, ...] = ()
    duties: tuple[DutyConfig, ...] = ()
    sections: tuple[SectionConfig, ...] = ()
    supervisors: tuple[SupervisorConfig, ...] = ()
    operator: OperatorConfig = OperatorConfig()
    mail: MailConfig = MailConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    crawl: CrawlConfig = CrawlConfig()
    read: ReadConfig = ReadConfig()
    network: NetworkConfig = NetworkConfig()
    console: ConsoleConfig = ConsoleConfig()
    heartbeat_url: HttpUrl | None = None
    thresholds: Path | None = None
    path: Path = Field(default=Path("fazhi.yaml"), exclude=True)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("must be a time zone's name, such as Asia/Shanghai") from error
        return value

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def data(self) -> Path:
        """The folder of fazhi.db, archive/ and outbox/, absolute."""
        return (self.folder / self.data_dir).resolve()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def body(self, body_id: str) -> BodyConfig:
        return next(body for body in self.bodies if body.id == body_id)
