"""The shape of a title: what stands around it, what follows its form, and the bodies before its topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.dates import arabic_years, without_whole_years
from parsers.issuers import is_body_name, split_issuers

_MAX_TITLE = 300
_TRADITIONAL = str.maketrans("報設況總結縣區鄉鎮關於務", "报设况总结县区乡镇关于务")  # of the words of the grammar
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {0x3000: 0x20, 0xA0: 0x20, 0x200B: None, 0xFEFF: None}

INTERPRETATION = re.compile(r"解读|图解|一图(?:读懂|看懂)|问答|速览|划重点|H5|微视频|新闻发布会|访谈|导读|看点|亮点")
# What a report's title ends in.
FORM = re.compile(r"(?:报告|年报|总结|汇报|情况|报告书|报告表|报表|年报表|公报)$")
# Trailers that leave the kind as it is: 公示, （全文）, 及2016年工作打算, .pdf, _芦淞区政府门户网站
_TRAILER = re.compile(
    r"(?:[-—－]{1,2}20\d\d年?度?|[_|｜].{0,40}|\.(?:pdf|docx?|wps|ofd|html?|xlsx?)|[-—－]{1,2}[^-—－]{0,30}(?:政府|门户网站|网|局|委)|"
    r"(?:及|和|暨|与|、|以及)\s?(?:\d{4}|下一|下|明|来)年度?[一-鿿]{0,12}(?:打算|计划|安排|思路|要点|规划|重点|举措)|"
    r"[（(](?:全文|公开版|公示稿|公示|主动公开|定稿|终稿|正式|上网|修改|修订|\d{1,2}|[一-鿿]{0,8}版)[）)]|的?公示|的?公开|全文|正文)$"
)
_AND_PLAN = re.compile(
    r"(?:以及|及|和|暨|与)(?:20\d\d|下一|明)年度?[一-鿿]{0,10}(?:打算|计划|安排|思路|要点)(?=的?报告$)"
)  # 关于2019年度…情况和2020年工作安排的报告
# …情况报告（附件下载）, （洪政〔2024〕3号）, 【PDF】: what stands in brackets behind a report's form is said of it
_NOTE = r"(?:[（(][^（）()]{1,24}[）)]|【[^【】]{1,24}】|\[[^\[\]]{1,24}\]|附件\d{0,2})"
_NOTE_BEHIND, _NOTES_BEHIND = re.compile(f"{_NOTE}$"), re.compile(f"{_NOTE}{{0,4}}$")
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
_MONTH = re.compile(r"(20\d\d)年\d{1,2}月(?!\s?[-－—–~～至到])")
_YEAR_IN_BRACKETS = re.compile(r"[（(【\[](?P<y>20\d\d)年?度?[）)】\]]$")
# 2024年度…报告（区医保局）, …报告——株洲市卫生健康委员会
_BODY_AFTER = re.compile(r"(?:[（(]|[-—－\s]{1,3}|(?<=报告)|(?<=总结))(?P<body>[一-鿿]{3,30})[）)]?$")
RANGE = re.compile(
    r"(?<!\d)(20\d\d)年?度?\s?[-－—–~～至到]+\s?(20\d\d)年?度?|十[二三四五六]五|近?[三五]年来?|五年(?:来)?"
)
PERIOD = re.compile(
    r"上半年|下半年|半年|第?[一二三四1-4]季度|前[\d一二三四五六七八九十]{1,2}个?(?:季度|月)|年度?中期|(?:\d{1,2}|[至到—–-][一二三四五六七八九十]{1,2})月份?|季报|月报|周报"
)
_LEAD_WORDS = re.compile(r"^(?:[【\[][^】\]]{0,12}[】\]]|附件\s?\d{0,2}\s?[:：.、]?|\d{1,2}[.、]|[:：、\s]|《)")
_TAIL_WORDS = re.compile(
    r"(?:关于|有关|对|的|《|全面|深入|扎实|持续|大力|加快|切实|严格|进一步|深化|贯彻|落实|推进|推动|加强|开展|履行|做好|实施|年度|全年|工作|"
    r"全[市县区省局镇]|情况|推行|坚持|以及|及|和|暨|与|[、:：，,\s])$"
)
YEAR_TOKEN = re.compile(r"(?<!\d)20\d\d\s?(?:年度|年|(?=[^\d]|$))")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A title without wrappers: ``spaced`` keeps single spaces (they part joint issuers), ``core`` has none."""

    spaced: str
    core: str


def clean(title: str) -> Cleaned:
    """The title in plain characters, without the brackets, dates and 附件 that stand before it."""
    text = arabic_years(re.sub(r"\s+", " ", title[:_MAX_TITLE].translate(_WIDE)).strip()).translate(_TRADITIONAL)
    text = without_whole_years(text)
    text = re.sub(r"^[【\[][^】\]]{0,12}[】\]]\s?", "", text) if not INTERPRETATION.search(text[:14]) else text
    text = re.sub(r"(?<=20\d\d)\s?年\s?度", "年度", text)  # a line that ends within a word: …关于2024年 度法治政府…
    text = re.sub(r"^\[?20\d\d-\d\d?-\d\d?\]?\s?", "", text)  # a date glued before the title
    text = re.sub(r"^20\d\d年\d{1,2}月(?:\d{1,2}日)?[\s:：]\s?(?=.*20\d\d年)", "", text)
    text = re.sub(r"^转[发载]\s?[:：]\s?", "", text)  # 转发：湖南省人民政府关于…: posted again, as it is
    text = re.sub(r"^附\s?件?\s?\d{0,2}\s?[:：.、]\s?", "", text)
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        text = text[1:-1]
    return Cleaned(text, text.replace(" ", ""))


def strip_trailers(core: str) -> tuple[str, str]:
    """The title without what may follow its form, and what was taken off."""
    body = core = _AND_PLAN.sub("", core)
    for _ in range(6):
        shorter = _TRAILER.sub("", body)
        after = _YEAR_IN_BRACKETS.search(shorter) or _BODY_AFTER.search(shorter)
        if after is None or not _may_follow(after):
            after = _NOTE_BEHIND.search(shorter)
        if after is not None and _follows_form(shorter[: after.start()]) and not _narrows(after.group(), shorter):
            shorter = shorter[: after.start()]
        if shorter == body or not shorter:
            break
        body = shorter
    return body, core[len(body) :]


def _may_follow(after: re.Match[str]) -> bool:
    body = after.groupdict().get("body")
    return body is None or is_body_name(body)


def _follows_form(before: str) -> bool:
    return FORM.search(_NOTES_BEHIND.sub("", before, count=1)) is not None


def _narrows(behind: str, title: str) -> bool:
    """Does what stands behind a form make it another report: of a part of the year, or of several years?

    A month of a later year than that of the title (2025年度…报告（2026年1月）) is when it was written.
    """
    years = [int(token[:4]) for token in YEAR_TOKEN.findall(title.removesuffix(behind))]
    said = _MONTH.sub(lambda month: "" if years and int(month[1]) > max(years) else month[0], _DAY.sub("", behind))
    return PERIOD.search(said) is not None or RANGE.search(said) is not None


def read_issuers(cleaned: Cleaned, prefix: str, trailers: str) -> tuple[tuple[str, ...], str]:
    """The bodies before the topic (or in brackets at the end), and what before the topic is no body's name."""
    spaced = _spaced_prefix(cleaned.spaced, len(prefix) + _offset(cleaned.core, prefix))
    left, _, right = spaced.partition("关于") if "关于" in spaced else ("", "", spaced)
    names: tuple[str, ...] = ()
    leftover = ""
    for piece in (left, right):
        for phrase in YEAR_TOKEN.split(piece):
            text = _trim(phrase)
            if not text:
                continue
            bodies = split_issuers(text)
            if all(is_body_name(body) for body in bodies):
                names = names or bodies
            elif not leftover:
                leftover = text.replace(" ", "")
    after = _BODY_AFTER.search(trailers) or re.fullmatch(r"(?P<body>[一-鿿]{3,30})", trailers)
    if not names and after and is_body_name(after["body"]):
        names = (after["body"],)
    return names, leftover


def _offset(core: str, prefix: str) -> int:
    return core.find(prefix) if prefix else 0


def _spaced_prefix(spaced: str, length: int) -> str:
    """The beginning of the spaced title that holds the given number of characters other than spaces."""
    count = 0
    for index, char in enumerate(spaced):
        if count == length:
            return spaced[:index]
        count += char != " "
    return spaced


def _trim(text: str) -> str:
    previous = None
    while text != previous:
        previous, text = text, _TAIL_WORDS.sub("", _LEAD_WORDS.sub("", text.strip(" 　·-—－《》")))
    return text
