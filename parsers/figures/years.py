"""The years and spans that words name beside the report's own: last year, since 2019, in the last three years.

`Times` says once of a sentence which of them it may name at all; most name none, and their numbers are not asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.vocabulary import ACTUAL, COUNT, RATE, FigureKind, Tense

YEAR = re.compile(r"(19\d\d|20\d\d|二[〇零○][〇零○一二三四五六七八九]{2})(?:\s?年|(?=[总共]))")
_HAN_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_COUNT = {char: index for index, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NEAR = 70  # characters before a number in which 以来，累计… still governs it
_OWN_WORDS = re.compile(r"今年|本年|本期|年内")

_PRIOR_WORDS = r"去年同期|上年同期|去年|上年度?|上一年度?|前年|改革前|整改前|实施前"
PRIOR = re.compile(rf"{_PRIOR_WORDS}|同期(?=[^，,；;。]{{0,4}}$)")
_ANY_PRIOR = re.compile(rf"{_PRIOR_WORDS}|同期")
_PRIOR_LEVEL = re.compile(r"(?:去年|上年|上一年度?)(?:同期)?的?\s?$")  # 比上年的96件增长22.92%
# 比2024年调解成功数1480件下降12.2%: the level that the change starts from
_COMPARED_LEVEL = re.compile(
    r"[比较](?:去年|上年度?|上一年度?|(?:19|20)\d\d\s?年)(?:同期)?的?[^，,；;。增减升降多少提]{0,12}$"
)
_MOVES_ON = re.compile(r"\s?[件起宗人次个]{0,2}的?(?:增长|增加|上升|提高|提升|下降|减少|降低)")
CARRIED = re.compile(r"结转|转[入接结]|接转|遗留|留存|结存|未[办审]?结|积存|旧存|跨年")
COMPARED = re.compile(
    r"同比|环比|(?:较|比|相比)(?:于|之)?(?:去年|上年|上一年|前年|同期|(?:19|20)\d\d\s?年)[^，,；;。]{0,8}|"
    r"与(?:去年|上年|上一年)[^，,；;。]{0,6}相比"
)
_OUT_OF = re.compile(r"(?:由|从)(?:原来?|过去|此前|原先|年初)?的?\s?$")
_OUT_OF_ENDS = frozenset("由从原来去前先初的")
_INTO = re.compile(
    r"[^，,；;。]{0,12}(?:减|降|压缩|压减|缩短|缩减|提升|提高|增加|增长|扩大|上升|下降|精简|调整|核减|整合|归并|扩展|拓展|扩充|优化|"
    r"更新|攀升|跃升|发展|升|增|攀)(?:少|低)?(?:为|到|至|成)|"
    # 由91件增长两倍达到274件
    r"(?:同比)?(?:增长|增加|上升|提高|提升|下降|减少|降低)了?[近约]?(?:\d[\d.]*|[一二两三四五六七八九十半])(?:[%％倍成番]|件)[多半]?[，,、]?(?:达到?|至|为|到)"
)
_SINCE_YEAR = re.compile(
    r"((?:19|20)\d\d)\s?年(?:[^，,；;。]{0,24}?(?:以来|至今(?!年)|(?<![\d余多])起(?![底草诉来家案])|开始)|"
    r"(?:(?<=[自从]\d{4}年)|(?<=[自从]\d{4}\s年))"
    r"(?:\s?\d{1,2}\s?月)?[^，,；;。\d]{0,18}?(?<!截)[至到](?:19|20)\d\d\s?年)"
)
_MADE_SINCE = re.compile(
    r"[^，,；;。]{0,30}(?:(?:制定|制发|印发|出台|发布|颁布|公布|现行|实施|办理|办结|作出|签订|审结|立案)的|"
    r"(?:进行|开展|予以|实施|组织)[^，,；;。]{0,6}(?:清理|梳理|评估|审查|排查|复查|核查|评查|检查|回头看))"
)
# 清理2012年以来规范性文件94件，废止23件: what is looked through was made since
# 对2011年以来的文件来了一次“大扫除”
_LOOKED_BACK = re.compile(
    r"(?:(?:清理|梳理|评估|排查|复查|核查|回头看)(?:了|对|自|从|[^，,；;。\d]{0,6}的)?|[对把将][自从]?)$"
)
_PAPERS = re.compile(r"[^，,；;。\d累共]{0,14}?(?:文件|合同|协议|案卷|案件|规章|决策)")
# Each wording begins with a character outside of any group, so that the text between is passed over quickly.
_SINCE = """
    成立 运行 上线 启用 建成 设立 换届 开馆 组建 挂牌 施行 启动 改革 集中行使 整合 试点 赋权 划转 承接
    本届政府 本届党委 任职
"""
_RUNNING = re.compile(
    "|".join(
        (
            *(
                rf"{near}[二两三四五六七八九十\d]{{1,2}}年(?!来?(?:最|新[高低]|首次))"
                for near in ("近", "过去", "最近", "这", r"连续(?!.{2,4}[^，,；;。\d]{0,8}\d[\d.]{0,5}\s?[%％])")
            ),
            r"前[两三四五]年",
            *(rf"{count}年多?(?:来|间)" for count in "两三四五六七八九十"),
            *(rf"{count}(?<![〇零○一二三四五六七八九十]{count})年(?:累计|共计?)" for count in "两三四五六"),
            r"累计[两三四五六]年(?![度级])",
            # 统一管辖权以来（2021年8月至2024年底），累计收案
            r"以(?<![年月夏秋冬汛]以)来(?:（[^（）]{1,24}）)?[，,]?[^，,；;。\d]{0,8}累计",
            *(rf"{plan}五[”\"]?(?:期间|时期|以来|规划|普法(?:启动)?以来)" for plan in ("十[二三四五]", "八", "七")),
            r"历年(?:来|累计|共)",
            "多年来",
            "近年来",
            "有史以来",
            *(f"{event}以来" for event in _SINCE.split()),
        )
    )
)
# 2018年以来累计制定61件，现行有效39件: what there is now, not what the years brought
_STOCK = re.compile(r"现行有效|继续有效|[现实]有|现存|现共|在[册岗编]|正在|尚[未有在]|未[办审]?结|目前有")
# 对2023年度行政执法数据进行统计公布，全县实施行政许可6.1万件: whose numbers are told
_PUBLISHED = re.compile(
    r"(?:(?P<told>公布|公示|公开|统计|汇总|通报)[^，,；;。]{0,8})?(?P<year>(?:19|20)\d\d)\s?年(?:度|全年)?[^，,；;。]{0,14}"
    r"(?:数据|情况|统计|结果|报告)(?(told)|[^，,；;。]{0,8}(?:统计|公布|公示|公开|汇总|通报|分析|显示|披露|载明))[^，,；;。]{0,6}[，,：:]"
)
_PUBLISHES = re.compile("公布|公示|公开|统计|汇总|通报|分析|显示|披露|载明")  # each match of _PUBLISHED holds one
_SPAN = re.compile(r"((?:19|20)\d\d)\s?(?:年(?:度|\s?\d{1,2}\s?月)?)?\s?[-—–~～至到]{1,2}\s?((?:19|20)\d\d)\s?年")
_SPAN_OF_SINCE = re.compile(
    r"(?:以来|期间)[（(][^（()）]{0,6}((?:19|20)\d\d)\s?年[^（()）至到]{0,8}[至到—-]((?:19|20)\d\d)\s?年[^（()）]{0,8}[）)][，,]?$"
)
_HELD = re.compile(
    r"(?P<before>此前|之前|以前|过去|曾经?|原先)?[^，,；;。此之以过曾原]{0,3}(?P<years>连续\s?(?:[两二三四五六七八九十]|\d{1,2})\s?年)"
)
_HELD_MOVES = re.compile(r"(?:上升|下降|提升|提高|降低|增长|增加|减少|回落|攀升)(?!空间)")
_HELD_NO_MORE = re.compile(
    r"[^，,；;。]{0,4}[，,](?:但|而)?(?:今年|本年度?|当年|(?:19|20)\d\d年度?)(?:则|却|有所|略有|首次|小幅|[^，,；;。\d]{0,6}率)*(?:回落|下降|下滑|降至|降到|降为|跌|未能)"
)
_HELD_BY_SOME = re.compile(r"[^，,；;。]{0,3}的(?:乡镇|镇|乡|街道|部门|单位|行政机关|县|区|市|地区|村|社区|执法队)")
_UNTIL = re.compile(r"(?:(?<!截)[至到]|[-—–~～]{1,2})\s?(?:19|20)\d\d\s?年")  # the end of a span names no year anew
_NUMBER_OF_YEARS = re.compile(
    r"(?:近|过去|最近|连续|这)([二两三四五六七八九十]|\d{1,2})年|([两三四五六七八九十])年多?(?:来|间)"
)
_NAMES_A_THING = re.compile(
    r"\s?(?:版|修订|修正|以来|底前|[^，,；;。]{0,12}(?:方案|计划|要点|办法|条例|规划|文件|清单|决定|规定))"
)
# 评查上一年度案卷84册: what another year made is looked through in this one
_LOOKED_THROUGH = re.compile(r"(?:评查|抽查|抽取|抽调|调阅|查阅)[^，,；;。]{0,24}$")
_FILES = re.compile(r"[^，,；;。]{0,16}(?:案卷|卷宗|执法卷)")
# 从近三年办结的案卷中抽取30宗; but 近三年累计对案卷开展评查: there the years are those of looking through
_AMONG_FILES = re.compile(
    r"(?:(?![累共每对])[^，,；;。]){0,16}(?:案卷|卷宗|案件|档案|文件|合同|协议)(?:[中里内](?:随机|共|各|分别)*(?:抽|选取|挑选|筛选|调[取阅]|评查)|"
    r"(?:进行|开展|予以|组织|实施)[^，,；;。\d]{0,6}(?:评查|抽查|抽评|复查|核查|清理|评估|回头看))"
)
_THAN = re.compile(r"(?:较|比|相比)\s?$")  # 较2024年底净增1.05万户
_OF_THE_YEAR = 2  # characters that may stand between a year and its own number: 比2023年的96件
# 2023年，全县应诉案件61件，败诉4件; 到2025年底，出庭率达到100%，网办率达到98%: a year that opens a sentence governs it
_OPENS = re.compile(
    r"\s*(?:其中[，,]?|而|到|截至|至)?(?:(?P<year>(?:19|20)\d\d)\s?年(?:度|全年|底|末)?|"
    rf"(?P<last>去年|上年度?+|上一年度?+)(?:全年)?(?![^，,；;。\d]{{0,12}}(?:{CARRIED.pattern})))"
    r"(?P<bare>[，,])?(?!\s?\d{1,2}\s?月|[^，,；;。]{0,16}(?:以来|起|印发|修订|出台|制定|公布|施行|启动|版|方案|计划|要点|的[^，,；;。]{0,4}基础))"
)
_FIGURED = re.compile(r"[^，,；;。]*\d[^，,；;。]*[，,]")
_WHOLE_YEAR = re.compile(r"全年|年内|年度|年底|年末|今年|本年")


# 1300件（2023年）、1284件（2024年）: a year in brackets is that of the number before it
_ITS_YEAR = re.compile(r"\s?[（(]\s?(?P<year>(?:19|20)\d\d)\s?年度?\s?[）)]")
_BEHIND_NUMBER = re.compile(r"\d\s?[^\d，,；;。（()）\s]{0,3}\s?[（(]\s?$")


class Times(NamedTuple):
    """Which times beside the report's own year a sentence may name; False only where it surely names none."""

    prior: bool = False  # 去年, 同期
    running: bool = False  # 2019年以来, 近三年, 2021—2023年
    years: bool = False  # another year by its number
    later: bool = False  # a year after the report's


def times_of(words: str, year: int) -> Times:
    """The times that the words of one sentence may name, beside ``year``."""
    years = {year_of(match) for match in YEAR.finditer(words)}
    return Times(
        prior=_ANY_PRIOR.search(words) is not None,
        running=_RUNNING.search(words) is not None
        or (bool(years) and (_SINCE_YEAR.search(words) is not None or _SPAN.search(words) is not None)),
        years=bool(years - {year}),
        later=any(told > year for told in years),
    )


def named_time(
    before: str, clause: str, end: str, after: str, kind: FigureKind, year: int, times: Times
) -> tuple[Tense, str | None] | None:
    """A year or span that the words name: prior years, running totals, "由去年的85%提升至"; None when none is.

    ``end`` is the last character of the number's ``clause``.
    """
    if times.running:
        running = _running(before, clause, kind, year)
        if running is not None:
            return running
    if times.years and (its := _ITS_YEAR.match(after)) is not None:
        told = int(its["year"])
        return (ACTUAL if told == year else Tense.PRIOR if told < year else Tense.TARGET), str(told)
    if end in _OUT_OF_ENDS and _OUT_OF.search(clause) and _INTO.match(after):
        return Tense.PRIOR, None  # 由原来5个环节减为1个环节
    if not (times.prior or times.years) or CARRIED.search(clause):
        return None
    prior = last(PRIOR, clause) if times.prior else None
    if prior is not None and _is_looked_through(clause, prior):
        prior = None
    moves = _MOVES_ON.match(after) is not None and _COMPARED_LEVEL.search(clause) is not None
    compared = prior is not None and COMPARED.search(clause) and not moves and not _PRIOR_LEVEL.search(clause)
    if prior is not None and not compared and not own_year_follows(clause, prior.end(), year):
        return Tense.PRIOR, str(year - 1)
    named = last(YEAR, clause) if times.years else None
    if named is not None and _BEHIND_NUMBER.search(clause, 0, named.start()):
        named = None
    if named is None or _NAMES_A_THING.match(clause, named.end()) or _is_looked_through(clause, named):
        return None
    found = year_of(named)
    than = _THAN.search(clause, 0, named.start()) and len(clause) - named.end() > _OF_THE_YEAR
    if found == year or (than and not moves):
        return None
    return (Tense.PRIOR if found < year else Tense.TARGET), str(found)


def _is_of_papers(words: str, span: re.Match[str]) -> bool:
    """Whether a span of years is that of the papers or files on which the year's work was done."""
    if _LOOKED_BACK.search(words, 0, span.start()) and _PAPERS.match(words, span.end()):
        return True
    return _is_looked_through(words, span)


def _is_looked_through(clause: str, year: re.Match[str]) -> bool:
    """Whether another year, or a span of years, is only that of the files that are looked through."""
    if _AMONG_FILES.match(clause, year.end()):
        return True
    return bool(_FILES.match(clause, year.end())) and bool(_LOOKED_THROUGH.search(clause, 0, year.start()))


def governing_time(before: str, year: int) -> tuple[Tense, str | None] | None:
    """The other year that the sentence, or its part since the last semicolon, opens with; None where it is its own."""
    part = before[max(before.rfind("；"), before.rfind(";"), before.rfind("。")) + 1 :]
    opened = _OPENS.match(part)
    if opened is None or not (opened["bare"] or _FIGURED.match(part, opened.end())):
        published = _PUBLISHED.search(part) if "年" in part and _PUBLISHES.search(part) else None
        if published is None:
            return None
        told = int(published["year"])
        own = told == year or own_year_follows(part, published.end(), year)
        return None if own or _WHOLE_YEAR.search(part, published.end()) else (Tense.PRIOR, str(told))
    told = int(opened["year"]) if opened["year"] else year - 1
    if told == year or own_year_follows(part, opened.end(), year) or _WHOLE_YEAR.search(part, opened.end()):
        return None
    return (Tense.PRIOR if told < year else Tense.TARGET), str(told)


def _running(before: str, clause: str, kind: FigureKind, year: int) -> tuple[Tense, str | None] | None:
    """A total over several years. A rate is one only where its own clause says so; a count also after 以来，累计….

    A rate that was held 连续五年 is the year's own as well, and what there is now (现行有效) no total of years.
    """
    if kind is COUNT and _STOCK.search(clause):
        return None
    span = last(_SPAN, clause)
    if span is not None and not (int(span[1]) == int(span[2]) == year):
        return None if _is_looked_through(clause, span) else (Tense.CUMULATIVE, f"{span[1]}/{span[2]}")
    opened = _SPAN_OF_SINCE.search(before, 0, len(before) - len(clause)) if kind is COUNT else None
    if opened is not None and int(opened[2]) > year:  # 施行以来（2024年1月1日至2025年1月底），共受理1489件
        return Tense.CUMULATIVE, f"{opened[1]}/{opened[2]}"
    if kind is RATE and "分别" not in clause and _HELD.search(clause):
        return None
    words = clause if kind is RATE and "分别" not in clause else before[-_NEAR:]
    since = last(_SINCE_YEAR, words)
    if since is not None and since.end() <= len(words) - len(clause) and _MADE_SINCE.match(words, since.end()):
        since = None  # 对1990年以来印发的203件文件进行清理，继续有效128件: the result is this year's
    if since is not None and _is_of_papers(words, since):
        since = None
    if since is not None and int(since[1]) < year:
        if own_year_follows(_UNTIL.sub("", words[since.end() :]), 0, year):
            return None  # 自2021年8月至2024年底共受理896件，其中2024年232件
        return Tense.CUMULATIVE, f"{since[1]}/{year}"
    running = last(_RUNNING, words)
    if running is None or own_year_follows(_UNTIL.sub("", words[running.end() :]), 0, year):
        return None
    if _is_of_papers(words, running):
        return None
    if running[0].startswith("连续") and "；" in words[running.end() :]:
        return None  # 连续三年保持100%；审查合同86件: what was held is over
    return Tense.CUMULATIVE, _running_period(running[0], year)


def years_held(clause: str, after: str, year: int) -> tuple[Tense, str] | None:
    """The years of each of which a rate is told (连续三年保持100%): this year's too, unless it is said to be over.

    此前连续三年保持100%，今年有所回落 is of the years before; 连续三年出庭应诉率100%的乡镇达12个 counts towns.
    """
    held = last(_HELD, clause)
    if held is None or _HELD_MOVES.search(clause, held.end()) or _running_period(held["years"], year) is None:
        return None
    if _HELD_BY_SOME.match(after):
        return Tense.CUMULATIVE, str(_running_period(held["years"], year))
    since = last(_SINCE_YEAR, clause)
    if since is None and any(year_of(named) != year for named in YEAR.finditer(clause)):
        return None
    if held["before"] or _HELD_NO_MORE.match(after):
        return Tense.PRIOR, str(_running_period(held["years"], year - 1))
    return ACTUAL, f"{since[1]}/{year}" if since is not None else str(_running_period(held["years"], year))


def _running_period(words: str, year: int) -> str | None:
    match = _NUMBER_OF_YEARS.search(words)
    if match is None:
        return None
    raw = match[1] or match[2]
    count = int(raw) if raw.isdigit() else _HAN_COUNT[raw]
    return f"{year - count + 1}/{year}" if 1 < count < 30 else None


def own_year_follows(words: str, place: int, year: int) -> bool:
    """Whether the report's own year is spoken of again behind ``place``."""
    return bool(_OWN_WORDS.search(words, place)) or bool(re.search(rf"{year}\s?年", words[place:]))


def year_of(match: re.Match[str]) -> int:
    """The year that a match of `YEAR` names, in Arabic or Chinese digits."""
    raw = match[1]
    return int(raw if raw.isdecimal() else "".join(_HAN_DIGITS[char] for char in raw))


def last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The last match of ``pattern`` in ``words``."""
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
