"""Numbers of a part of the year, which are not the year's: 上半年, 前三季度, 1至9月, 前11个月, 截至11月底, 仅12月.

What ends in November stands for the year in a report that was written before the year was over.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<half>[上下])半年|(?<![\d.十])(?P<second>0?7|七)\s?月?\s?份?[-—–~～－至到]{1,2}\s?(?:12|十二)\s?月|"
    r"(?<!每)(?<![每逐]第)(?:第(?=[一二三四1-4]个?季)|(?P<first>[前头]))?(?P<quarter>[一二三四1-4])个?季度|"
    r"(?<![\d.十])(?:0?1|一)\s?月?\s?份?[-—–~～－至到]{1,2}\s?(?P<until>0?[2-9](?!\d)|1[01]|十一?(?!二)|[二三四五六七八九])\s?月|"
    r"(?:仅|[单光]是?)(?:在|今年|本年|当年|(?:19|20)\d\d\s?年)?的?\s?(?P<only>0?[1-9](?!\d)|1[0-2]|十[一二]?|[一二三四五六七八九])\s?月份?|"
    r"(?<![提之以])前\s?(?P<front>[2-9]|1[01]|十一?(?!二)|[二三四五六七八九])\s?个月|"
    r"(?P<by>截[至止]到?|(?:今年|本年|年初)(?:以来|起)?[至到])(?:(?P<year>(?:19|20)\d\d)\s?年|今年|本年)?\s?"
    r"(?P<month>0?[1-9]|1[01]|十一?(?!二)|[一二三四五六七八九])\s?月"
)
_LEAD = re.compile(r"\s*(?:(?:[一二三四五六七八九十]是|其中|而)[，,]?)?(?:(?:(?:19|20)\d\d\s?年|今年|本年)度?的?)?")
_WHOLE_YEAR = re.compile(r"全年|年内|年度|年底|年末|[1一]\s?月?[-—–~～－至到]{1,2}\s?(?:12|十二)\s?月")
_OWN_YEAR = re.compile(r"今年|本年|(?P<year>(?:19|20)\d\d)\s?年")
# 截至11月底，全县持证执法人员330人: what there is, not what the months brought
_STANDING = re.compile(r"持有?[^，,；;。]{0,6}证|人员|主体|律师|顾问|[现共]有|存量|在[编册岗]|拥有|有效")
_THAN = re.compile(r"(?:较|比|相比)(?:(?:19|20)\d\d\s?年|今年|本年)?\s?$")
_NAMES_A_THING = re.compile(r"[^，,；;。]{0,12}(?:方案|计划|要点|办法|条例|规划|文件|清单|通知|通报)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTHS = {name: month for month, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_BY_QUARTER = re.compile(r"(?<!前)一(?:[至到—–~～-]|季度[至到])四个?季度[^，,；;。\d]{0,16}分别")
_BY_HALF = re.compile(r"上(?:半年)?[、和及]?下半年[^，,；;。\d]{0,16}分别")


def part_of_year(before: str, clause: str, year: int) -> str | None:
    """The months that a number of ``year`` is of, ``2024-01/2024-06`` for 上半年; None where it is of the year.

    The words in its ``clause`` decide, else those that its sentence so far (``before``, since the last semicolon)
    opens with; either until the whole year is spoken of again.
    """
    if not ("半年" in before or "季度" in before or "月" in before):  # as most
        return None
    opened = before[max(before.rfind(mark) for mark in "；;。") + 1 :]
    lead = _LEAD.match(opened)
    begins = _PART.match(opened, lead.end() if lead else 0) is not None
    for words in (clause, opened if begins else ""):
        told = next(reversed(list(_PART.finditer(words))), None)
        if told is not None and not _THAN.search(words, 0, told.start()):
            return None if _is_over(words, told, year) else _months(told, year)
    return None


def is_of_eleven_months(period: str | None, year: int) -> bool:
    """Whether a period is the year without its last month, all of it that a report of December can tell."""
    return period == f"{year}-01/{year}-11"


def parts_dealt(text: str, start: int, end: int, year: int) -> tuple[list[str], int]:
    """The parts of ``year`` that a list of numbers is told by, and where it begins: 上、下半年分别为63件、80件."""
    for pattern, months in ((_BY_QUARTER, 3), (_BY_HALF, 6)):
        told = pattern.search(text, start, end)
        if told is not None:
            return [f"{year}-{first:02}/{year}-{first + months - 1:02}" for first in range(1, 13, months)], told.end()
    return [], end


def _is_over(words: str, told: re.Match[str], year: int) -> bool:
    """Whether the words behind it speak of the year, or it is another year's, or part of a name (上半年工作要点)."""
    if told["year"] and int(told["year"]) != year:
        return True
    if _NAMES_A_THING.match(words, told.end()) or _WHOLE_YEAR.search(words, told.end()):
        return True
    if told["by"] and _STANDING.search(words, told.end()):
        return True
    again = [] if told["by"] else _OWN_YEAR.finditer(words, told.end())
    return any(match["year"] in (None, str(year)) for match in again)


def _months(told: re.Match[str], year: int) -> str | None:
    if told["half"] or told["second"]:
        first, last = (1, 6) if told["half"] == "上" else (7, 12)
    elif told["quarter"]:
        last = 3 * (_QUARTERS.get(told["quarter"]) or int(told["quarter"]))
        first = 1 if told["first"] else last - 2
    elif told["only"]:
        first = last = _MONTHS.get(told["only"]) or int(told["only"])
    else:
        until = told["until"] or told["front"] or told["month"]
        first, last = 1, _MONTHS.get(until) or int(until)
    return None if (first, last) == (1, 12) else f"{year}-{first:02}/{year}-{last:02}"
