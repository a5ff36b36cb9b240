"""What a text itself says about being a report: report marks, news marks, template marks, the opening sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.dates import arabic_years
from parsers.vocabulary import Kind

_OPENING = 2500
# 现将有关情况报告如下, 现将工作情况汇报如下, 现将2024年法治政府建设情况公布如下
# each wording is one of plain words, whose first characters are searched for quickly
_REPORTS = re.compile(r"报告如下|汇报如下|公布如下|公开如下|总结如下|通报如下|编制了?本(?:年度)?报告|本报告中?所列数据")
_TOPICS = {
    Kind.FAZHI_ANNUAL: re.compile(r"法治政府(?:部门)?建设|依法行政|法治建设"),
    Kind.DISCLOSURE_ANNUAL: re.compile(
        r"政府信息公开(?:工作)?(?:年度)?(?:报告|工作情况|情况)|《中华人民共和国政府信息公开条例》"
    ),
    Kind.ENFORCEMENT_STATS: re.compile(r"行政执法(?:总体情况|数据|统计年报)|行政处罚实施情况"),
}
_SECTIONS = (
    re.compile(r"成效|举措|工作(?:开展|推进|完成|落实)?情况|主要做法"),
    re.compile(r"(?:存在|主要|面临)的?[^。\n]{0,10}(?:问题|不足|困难|短板)"),
    re.compile(r"下一?步|下一?年度|(?:工作|主要)(?:打算|计划|安排|思路|规划)|努力方向|今后"),
)
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,2}[）)]|\d{1,2}[.．、])"
)
_HEADING_LENGTH = 60
# Words of newspapers and sites, in groups of one sense: one hit a group counts. Each stands under a character of its
# own, which is looked for first: most texts have few of them.
_NEWS = (
    {
        "记": ("全媒体记者", "本报记者", "（记者", "(记者", "记者/", "记者／", "记者:", "记者："),
        "讯": ("通讯员",),
    },
    {
        "编": ("责任编辑", "美术编辑", "执行编辑", "文字编辑", "值班编辑", "责编", "编审:", "编审："),
        "校": ("校对:", "校对："),
    },
    {"图": ("供图", "图为", "图片来源"), "摄": ("摄影:", "摄影：", "摄影报道", "摄）", "摄)")},
    {
        "讯": ("本报讯", "日报讯", "晚报讯"),
        "社": ("日报社",),
        "记": ("记者从", "记者了解到"),
        "悉": ("获悉",),
        "据": ("据了解",),
    },
    {"星": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天")},
    {
        "记": ("告诉记者",),
        "负": ("负责人说", "负责人表示"),
        "说": ("市民说", "群众说", "居民说", "村民说"),
        "赞": ("点赞",),
    },
)
# 某县; XX局; **件; ____年: places left blank for others to fill. By its first character, which is quickly found.
_BLANK = re.compile(
    r"[某X×xＸ*＊_](?:(?<=某)[省市县区镇乡局委](?!部门|些)|"
    r"(?<![X×xＸ*＊_].)(?:(?<=[X×xＸ*＊])[X×xＸ*＊]{1,7}|(?<=_)_{1,19}|(?<=[*＊]))"
    r"(?=[省市县区镇乡局年月件人次%％万份场项名个起]|街道|单位|部门))"
)
_BLANK_CHARS = "某X×xＸ*＊_"
# What such reports speak of: each names several of these, whoever writes it
_SUBJECTS = re.compile(
    r"法治|依法|执法|复议|应诉|诉讼|普法|合法性|行政(?:[处许强检裁]|审批)|法律|规范性文件|公平竞争|放管服|政务|督察|调解|信访|监管|决策|营商"
)
_SEVERAL_SUBJECTS = 5
# 办理案件12起, 参加培训300余人次, 98.6%: a report counts what was done
_COUNT = re.compile(r"[\d一二三四五六七八九十百千万]\s?[余多]?\s?[件起次人个项份条场名户家批例期类轮宗卷％%]")
_SEVERAL_COUNTS = 5
_HAN = re.compile(r"[一-鿿]+")
_COUNTED = 1000
_MUCH = 20_000
_YEAR = r"(?P<year>20\d\d)\s?年"
_BOOK = re.compile(r"《[^》]{0,80}》")
_SPAN = re.compile(r"20\d\d年?\s?[-－—–~～至到]+\s?20\d\d")
_SAID = re.compile(rf"{_YEAR}(?:度)?[^。；，,\n]{{0,40}}(?:报告|汇报|公布|总结)如下")
_STARTS = re.compile(rf"{_YEAR}(?:度)?(?:以来|来|，|,|[我本全][省市县区镇乡局委街])")
_ANNUAL = re.compile(rf"{_YEAR}度")


@dataclass(frozen=True, slots=True)
class Marks:
    """Counts of the marks; ``kind`` is what the opening reports on, ``han`` is of the first 1,000 characters.

    ``tells`` is False of a text without a mark of a report that speaks of its subject too little, or counts nothing.
    """

    opens_as_report: bool
    kind: Kind | None
    sections: int
    news: int
    blanks: int
    han: int
    tells: bool

    @property
    def is_report(self) -> bool:
        return _is_report(self.sections, self.opens_as_report)


def _is_report(sections: int, opens: bool) -> bool:
    return sections >= 2 or (opens and sections >= 1)


def read_marks(text: str) -> Marks:
    """Marks in a text of any length; only its beginning and its headings are looked at closely."""
    opening = text[:_OPENING]
    headings = "\n".join(_headings(text[:200_000]))
    sections = sum(cue.search(headings) is not None for cue in _SECTIONS)
    report = _REPORTS.search(opening)
    edges = text[:3000] + "\n" + text[-1500:]
    return Marks(
        opens_as_report=report is not None,
        kind=_opening_kind(opening, report),
        sections=sections,
        news=sum(_says_one_of(edges, words) for words in _NEWS),
        blanks=len(_BLANK.findall(text[:60_000])) if any(char in text for char in _BLANK_CHARS) else 0,
        han=sum(map(len, _HAN.findall(text[:_COUNTED]))),
        tells=_is_report(sections, report is not None) or _tells(text[:_MUCH]),
    )


def _tells(text: str) -> bool:
    """Whether a text speaks of what such reports speak of, in sentences that count something."""
    if len(set(_SUBJECTS.findall(text))) < _SEVERAL_SUBJECTS:
        return False
    said = [sentence for sentence in text.split("。")[:-1] if _COUNT.search(sentence)]
    return sum(len(_COUNT.findall(sentence)) for sentence in said) >= _SEVERAL_COUNTS


def _says_one_of(text: str, words: Mapping[str, Sequence[str]]) -> bool:
    return any(mark in text and any(word in text for word in under) for mark, under in words.items())


def _headings(text: str) -> Iterator[str]:
    """Short lines, and the first words of numbered ones."""
    for line in text.split("\n"):
        words = line.strip()
        if 4 <= len(words) <= 30 or _NUMBERED.match(words):
            yield words[:_HEADING_LENGTH]


def _opening_kind(opening: str, report: re.Match[str] | None) -> Kind | None:
    """The kind whose topic stands in the sentence that says 报告如下, or before it."""
    if report is None:
        return None
    before = opening[: report.end()]
    sentence = before[max(before.rfind("。", 0, -1), before.rfind("\n", 0, -1)) + 1 :]
    for scope in (sentence, before):
        for kind in (Kind.DISCLOSURE_ANNUAL, Kind.ENFORCEMENT_STATS, Kind.FAZHI_ANNUAL):
            if _TOPICS[kind].search(scope):
                return kind
    return None


def opening_year(body: str) -> int | None:
    """The report year that the opening paragraph speaks of: 2024年以来，…; 现将2024年度…报告如下; else None.

    Years inside 《》 and spans (2021—2025年) are other things; two different years give None.
    """
    text = _SPAN.sub("", arabic_years(_BOOK.sub("", body[:700])))
    said = _SAID.search(text)
    if said:
        return int(said["year"])
    starts = {int(match["year"]) for match in _STARTS.finditer(text) if _opens_sentence(text, match.start())}
    annual = {int(match["year"]) for match in _ANNUAL.finditer(text)}
    for years in (starts, annual):
        if len(years) == 1:
            return years.pop()
    return None


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at]
    said = before.rstrip()
    return not said or said[-1] == "。" or "\n" in before[len(said) :]
