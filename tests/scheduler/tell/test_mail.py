"""What a mail holds and looks like, and that nothing a portal writes can break out of its place."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from db.case_evidence import YearValue
from db.records import Judgement
from db.vocabulary import AlertEvent, AlertState, Rule, Severity
from parsers.metrics import catalogue
from parsers.vocabulary import Kind
from scheduler.config import Config
from scheduler.judge import Names, WordedJudgement, fingerprint
from scheduler.judge.wording import BodyName, word
from scheduler.passes.send import send
from scheduler.passes.site import Site
from scheduler.tell import charts
from scheduler.tell.cases import settle
from scheduler.tell.compose import COLOURS, make_message_id
from scheduler.tell.content import mail_to
from scheduler.tell.paragraphs import take_apart
from scheduler.tell.routing import Occasion
from scheduler.tell.views import Trend, beijing, safe_url
from scheduler.tell.words import words
from tests.scheduler.tell.desk import desk_site, finding, mails

HEAD = "清河市和平区人民政府"
QUOTES = [
    {"year": 2024, "text": "全年受理法律援助案件553件。", "url": "http://heping.example/2024.html"},
    {
        "year": 2025,
        "text": "全年受理法律援助案件347件，“其中”民事146件（含调解）。",
        "url": "http://heping.example/2025.html",
    },
]
COMPARED = {"old": {"year": 2024, "value": 553.0}, "new": {"year": 2025, "value": 347.0}, "z": -6.9, "share": -0.373}


def worded(language: str = "zh-CN", **data: Any) -> WordedJudgement:
    """A count change as judging words it."""
    values = {
        "metric": "legal_aid_cases",
        "scope": "body",
        "before_year": 2024,
        "step": 1,
        "lines": [],
        "quotes": QUOTES,
        "url": "http://heping.example/2025.html",
        "recognised": False,
        "compared": COMPARED,
        "qualifiers": ["eq", "eq"],
        **data,
    }
    judgement = Judgement(
        Rule.COUNT_CHANGE, Severity.WARNING, "heping", Kind.FAZHI_ANNUAL, 2025, "legal_aid_cases", values,
        {"metrics": ["legal_aid_cases"], "figures": [], "captures": [1], "visits": [], "compared": values["compared"]},
    )  # fmt: skip
    names = Names({"heping": BodyName("和平区", HEAD, "990101")}, catalogue().metrics)
    said = word(judgement, language, names)
    return WordedJudgement(judgement, fingerprint(judgement), said.title, said.explanation, "1")


def archived(site: Site) -> None:
    """The original that the case stands on, as capture 1."""
    run = site.db.conn.execute(
        "INSERT INTO runs (command, started_at) VALUES ('crawl', '2026-03-20T01:00:00+08:00') RETURNING id"
    ).fetchone()[0]
    site.db.conn.execute(
        "INSERT INTO captures (run_id, role, url, fetched_at, verdict, sha256, previous_hash, chain_hash) "
        "VALUES (?, 'detail', 'http://heping.example/2025.html', '2026-03-19T17:05:09+00:00', 'ok', ?, ?, ?)",
        [run, "ab" * 32, "0" * 64, "cd" * 32],
    )
    site.db.conn.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('chain_head', ?)", ["cd" * 32])


def the_mail(site: Site, *found: WordedJudgement) -> EmailMessage:
    archived(site)
    settle(site.db, "heping", found, at=site.seen_at, today=site.today)
    assert send(site).queued == 1
    (mail,) = mails(site)
    return mail


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def soup_of(mail: EmailMessage) -> BeautifulSoup:
    return BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")  # type: ignore[union-attr]


def test_a_case_can_be_checked_and_acted_upon_from_the_mail_alone(tmp_path: Path) -> None:
    site = desk_site(tmp_path, operator={"email": "op@example.org"}, console={"url": "http://127.0.0.1:8001/fazhi/"})
    mail = the_mail(site, worded())
    text, soup = text_of(mail), soup_of(mail)
    shown = soup.get_text(" ", strip=True)
    for needed in (
        "和平区2025年度：法律援助案件553→347件",
        "编号 1",
        "待核实",
        "990101",
        "全年受理法律援助案件553件。",
        "全年受理法律援助案件347件，“其中”民事146件（含调解）。",
        "减少37.3%",
        "建议：先核实口径是否一致",
        "依据：",
        "ab" * 32,
        "北京时间 2026-03-20 01:05 抓取",
        "cd" * 32,
        "本提醒由公开信息自动生成，以发布机关正式文本为准。",
        "怎样阅读",
        "演示数据，不代表真实门户",
    ):
        assert needed in text, needed
        assert needed in shown, needed
    assert shown.startswith("[演示]") or shown.index("演示数据") < shown.index("法治年报监测 ·")
    links = {link["href"] for link in soup.find_all("a")}
    assert {"http://heping.example/2024.html", "http://heping.example/2025.html"} <= links
    assert "http://127.0.0.1:8001/fazhi/case/1" in links
    answers = [link for link in links if link.startswith("mailto:")]
    assert len(answers) == 3
    assert text.count("本提醒由公开信息自动生成") == 1
    assert "签发人" not in text and "未报送" not in text


def test_the_headers_are_those_of_an_automatic_list(tmp_path: Path) -> None:
    site = desk_site(tmp_path, mail={"sender": "fazhi@gov.example"}, operator={"email": "op@example.org"})
    mail = the_mail(site, worded())
    assert mail["From"].addresses[0].addr_spec == "fazhi@gov.example"
    assert mail["Reply-To"] == "op@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<fazhi-watch.gov.example>"
    assert re.fullmatch(r"<[0-9a-f]{32}@gov\.example>", mail["Message-ID"])
    assert mail["Date"].datetime.tzinfo is not None
    assert all(
        line.isascii() and len(line) <= 998
        for line in (site.data / "outbox").iterdir().__next__().read_text().splitlines()
    )


def test_the_answer_is_filled_in() -> None:
    class Case:
        id, title = 12, "和平区2025年度：案件553→347件 & 更多?"

    address = mail_to("op@example.org", Case(), "误报", words("zh-CN"))  # type: ignore[arg-type]
    parts = urlsplit(address)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "op@example.org")
    assert fields["subject"] == ["[回复] 编号 12：误报"]
    assert "编号：12\r\n事项：和平区2025年度：案件553→347件 & 更多?\r\n结论：误报" in fields["body"][0]


def test_a_trend_is_a_picture_in_the_mail_with_its_words(tmp_path: Path) -> None:
    mail = the_mail(desk_site(tmp_path), worded())
    image = soup_of(mail).find("img")
    assert image is not None
    assert image["alt"] == "法律援助案件数：2024年553件、2025年347件"
    (part,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert image["src"] == f"cid:{part['Content-ID'].strip('<>')}"
    assert part.get_content().startswith(b"\x89PNG") and len(part.get_content()) < 60_000
    assert part.get_content_disposition() == "inline"


def test_years_without_a_value_are_gaps_with_a_reason(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    for year in (2021, 2024, 2025):
        site.db.conn.execute(
            "INSERT INTO reports (body_id, kind, year, title, issuers, published_basis, first_seen_at, state, url, "
            "current_version_id) VALUES ('heping', 'fazhi_annual', ?, 't', '[]', 'none', 'x', 'listed', 'u', 1)",
            [year],
        )
    image = soup_of(the_mail(site, worded())).find("img")
    assert image is not None
    assert image["alt"] == (
        "法律援助案件数：2021年未载明或口径不同、2022年未检索到、2023年未检索到、2024年553件、2025年347件"
    )


@pytest.mark.parametrize(
    ("unit", "values", "reach"),
    [
        ("件", (553, 347), (0, 553)),  # a fall by a third looks like one
        ("件", (0, 0), (0, 1)),
        ("%", (99.5, 99.1), (94.3, 104.3)),  # a rate that hardly moves looks so
        ("%", (92, 72), (68, 96)),
    ],
)
def test_a_chart_does_not_exaggerate(unit: str, values: tuple[float, float], reach: tuple[float, float]) -> None:
    points = {year: _value(year, value, unit) for year, value in zip((2024, 2025), values, strict=True)}
    assert charts.reach(Trend("指标", unit, points, {})) == pytest.approx(reach)


def _value(year: int, value: float, unit: str) -> YearValue:
    return YearValue(year, value, unit, "stated", None, None, None, None, None, None)


def test_without_a_chinese_font_the_trend_is_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "cjk_font", lambda: None)
    mail = the_mail(desk_site(tmp_path), worded())
    soup = soup_of(mail)
    assert soup.find("img") is None
    caption = soup.find("caption")
    assert caption is not None and caption.get_text() == "法律援助案件数（件）"
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in caption.find_parent("table").find_all("tr")[1:]]
    assert rows == [["2024", "553件", "", ""], ["2025", "347件", "", ""]]
    assert not [part for part in mail.walk() if part.get_content_maintype() == "image"]


def test_english_is_whole(tmp_path: Path) -> None:
    site = desk_site(tmp_path, language="en", operator={"email": "op@example.org"})
    mail = the_mail(site, worded("en"))
    assert mail["Subject"].startswith("[Simulation] [warning] 和平区 2025: ")
    ours = text_of(mail)
    for from_elsewhere in ("演示数据，不代表真实门户", HEAD, "和平区", "督察科", *(quote["text"] for quote in QUOTES)):
        ours = ours.replace(str(from_elsewhere), "")
    assert not re.search("[\u4e00-\u9fff，。：；（）【】]", ours), ours
    titles = {
        unit: charts.headline(Trend("Cases", unit, {}, {}), "en", words("en")) for unit in ("件", "人次", "%", "元")
    }
    assert titles == {"件": "Cases", "人次": "Cases", "%": "Cases (%)", "元": "Cases (元)"}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "7 cases: 1 warning, 6 notices"), ("zh-CN", "7项：1项预警、6项关注")]
)
def test_a_subject_counts_its_cases(tmp_path: Path, language: str, said: str) -> None:
    notices = [finding(Rule.PART_ABSENT, metric=str(n), severity=Severity.NOTICE) for n in range(6)]
    assert the_mail(desk_site(tmp_path, language=language), worded(language), *notices)["Subject"].endswith(said)


def test_a_rates_sides_tell_base_interval_and_what_the_report_states(tmp_path: Path) -> None:
    compared = {
        "old": {
            "year": 2024, "value": 92.31, "numerator": 144, "denominator": 156, "base": "reconsideration_accepted",
            "stated": 88.89, "stated_base": "reconsideration_received", "low": 87.0, "high": 95.54,
        },
        "new": {
            "year": 2025, "value": 82.14, "numerator": 92, "denominator": 112, "base": "reconsideration_accepted",
            "stated": None, "low": 74.0, "high": 88.12,
        },
        "base_inferred": True, "p": 0.0133, "q": 0.04,
    }  # fmt: skip
    item = finding(Rule.RATE_REGRESSION, metric="reconsideration_closure_rate", evidence={"compared": compared})
    shown = soup_of(the_mail(desk_site(tmp_path), item)).get_text(" ", strip=True)
    assert "2024年度 92.31% 144 / 156 95% 区间 87.0%～95.5%" in shown
    assert "推得" in shown and "报告载明 88.89%（基数：" in shown
    assert "2025年度 82.14% 92 / 112 95% 区间 74.0%～88.1%" in shown


def test_why_a_section_is_blind_is_said_in_plain_words(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    note = "unreachable: robots.txt: ConnectionRefusedError: Connection was refused by other side: 111."
    site.db.conn.execute(
        "INSERT INTO sections (id, body_id, url, kinds, configured, state, state_reason) "
        "VALUES ('s', 'heping', 'http://a.example/', '[]', 1, 'blind', ?)",
        [note],
    )
    shown = text_of(the_mail(site, worded()))
    assert "当前不能读取：网站拒绝连接" in shown
    assert "Error" not in shown


def test_five_of_a_body_in_full_and_the_rest_by_title(tmp_path: Path) -> None:
    many = [finding(key=str(n), title=f"和平区2025年度：事项{n}") for n in range(8)]
    worst = finding(Rule.REPORT_WITHDRAWN, severity=Severity.CRITICAL, title="和平区2025年度：最重的")
    mail = the_mail(desk_site(tmp_path), *many, worst)
    soup = soup_of(mail)
    headings = [tag.get_text() for tag in soup.find_all(attrs={"aria-level": "3"})]
    assert len(headings) == 5 and headings[0] == "和平区2025年度：最重的"
    assert "本机关另有4项" in text_of(mail)
    assert all(f"和平区2025年度：事项{n}" in text_of(mail) for n in range(8))
    assert mail["Subject"] == "[演示]【法治年报监测】9项：1项紧急、8项预警"


def test_a_mail_about_a_whole_province_stays_a_mail(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    rows = [(f"b{n}", f"某市第{n}区人民政府") for n in range(400)]
    site.db.conn.executemany("INSERT INTO bodies (id, name) VALUES (?, ?)", rows)
    for body, _ in rows:
        settle(site.db, body, [finding(body=body)], at=site.seen_at, today=site.today)
    assert send(site).sent == 1
    (mail,) = mails(site)
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert len(html.encode()) < 200_000
    assert "另有260项较轻的未列出" in html and "另有260项较轻的未列出" in text_of(mail)
    assert mail["Subject"] == "[演示]【法治年报监测】400项：400项预警"


# --- hostile text ------------------------------------------------------------------------------------------------

HOSTILE = (
    "标题\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\x00\x1b[31m\u202e红\u2028行\u0085<b>{{7*7}}{% raw %}"
    "\"'><img src=x onerror=1>＝cmd|' /C calc'!A0"
)


def test_nothing_from_a_portal_breaks_out(tmp_path: Path) -> None:
    item = worded(
        quotes=[{"year": 2025, "text": HOSTILE, "url": "javascript:alert(1)"}],
        url='http://heping.example/"><script>alert(2)</script>',
    )
    hostile = WordedJudgement(item.judgement, item.fingerprint, HOSTILE, item.explanation, "1")
    mail = the_mail(desk_site(tmp_path, operator={"email": "op@example.org"}), hostile)
    assert mail["Bcc"] is None and "\n" not in mail["Subject"]
    assert len(mail.get_all("Subject")) == 1
    soup = soup_of(mail)
    assert not soup.find_all("script") and not soup.find_all(attrs={"onerror": True})
    assert {urlsplit(tag["href"]).scheme for tag in soup.find_all("a")} <= {"http", "https", "mailto"}
    assert all(tag["src"].startswith("cid:") for tag in soup.find_all("img"))
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for control in "\x00\x1b\u202e\u2028\u0085":
        assert control not in html and control not in text_of(mail) and control not in mail["Subject"]
    assert "{{7*7}}" in html, "shown as it stands, not worked out"


@given(st.text(max_size=300))
def test_any_title_makes_one_subject_line(title: str) -> None:
    from datetime import UTC, datetime

    from scheduler.tell.compose import Sender, Thread, compose_mail
    from scheduler.tell.routing import Recipient
    from scheduler.tell.views import LetterView

    recipient = Recipient("甲", "mail", "a@example.org", frozenset(), (), Severity.INFO, Occasion.IMMEDIATE, 0, False)
    view = LetterView(
        recipient, Occasion.IMMEDIATE, "zh-CN", False, "今天", title, "", "", "", "", False, (), (), 0, words("zh-CN")
    )
    mail = compose_mail(
        view, Sender("fazhi@example.org", None), message_id="<1@x>", thread=Thread(), now=datetime.now(UTC), to="a@b.cn"
    )
    head = mail.as_bytes().split(b"\r\n\r\n")[0].decode()
    names = [line.partition(":")[0] for line in head.splitlines() if line[:1] not in " \t"]
    assert names == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("http://[bad", False),
        ("http://a.example/a b", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_linked(url: str, safe: bool) -> None:
    assert bool(safe_url(url)) is safe


# --- parts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_explanation_is_taken_apart_as_it_was_put_together(language: str) -> None:
    said = worded(language, recognised=True)
    parts = take_apart(said.explanation, HEAD)
    assert [(quote.year, quote.text, quote.url) for quote in parts.quotes] == [
        (quote["year"], quote["text"], quote["url"]) for quote in QUOTES
    ]
    assert parts.page == "http://heping.example/2025.html"
    assert parts.rule and parts.basis and parts.advice
    assert parts.what and not any(HEAD in line for line in parts.what)
    taken = len(parts.what) + len(parts.quotes) + len(["head", "rule", "basis", "page", "advice", "closing"])
    assert taken == len(said.explanation.splitlines()), "every line has its place"


def keys(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return {found for key, inner in value.items() for found in keys(inner, f"{path}.{key}")}
    return {f"{path}[{len(value)}]"} if isinstance(value, list) else {path}


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    zh, en = words("zh-CN"), words("en")
    assert keys(zh) == keys(en)

    def places(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: places(inner) for key, inner in value.items()}
        return sorted(re.findall(r"\{\w+\}", str(value)))

    assert places(zh) == places(en)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_state_severity_and_event_has_a_word(language: str) -> None:
    spoken = words(language)
    assert set(spoken["severities"]) == set(spoken["severities_counted"]) == set(Severity) == set(COLOURS)
    assert set(spoken["states"]) == set(AlertState)
    assert set(spoken["events"]) <= set(AlertEvent)
    assert set(spoken["heading"]["lead"]) == set(spoken["subject"]["when"]) == set(Occasion)


def test_a_message_id_stands_for_its_parts() -> None:
    assert make_message_id("x.cn", "a", "b") == make_message_id("x.cn", "a", "b") != make_message_id("x.cn", "ab")


def test_times_are_shown_as_beijing_shows_them() -> None:
    assert beijing("2026-03-19T17:05:09+00:00") == "2026-03-20 01:05"


def test_colours_bear_white_letters() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in COLOURS.values():
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def test_the_configuration_alone_decides_where_links_lead() -> None:
    from scheduler.tell.content import case_link

    assert case_link(Config.model_validate({}), 3) == ""
    assert (
        case_link(Config.model_validate({"console": {"url": "https://c.example/x/"}}), 3)
        == "https://c.example/x/case/3"
    )


def test_evidence_survives_as_json(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    the_mail(site, worded())
    stored = json.loads(site.db.conn.execute("SELECT evidence FROM alerts").fetchone()[0])
    assert stored["compared"] == COMPARED
