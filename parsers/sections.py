"""Headings of a report, and the stretches under the outermost ones with what each promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.dates import find_years
from parsers.records import Text
from parsers.vocabulary import BlockKind, PartRole

_LONGEST_HEADING = 70
_MOST_HEADINGS = 2000
_HEADING_STOP = re.compile(r"[。：:；]")

# Numbering styles, outermost first: 第一部分, 一、 , （一）, 1. , （1）
STYLES = (
    re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇)[、：:\s]*"),
    re.compile(r"[一二三四五六七八九十]{1,3}\s?[、，.．]\s?"),
    re.compile(r"[（(]\s?[一二三四五六七八九十]{1,3}\s?[）)]\s?[、.．]?\s?"),
    re.compile(r"\d{1,2}\s?[.．、]\s?(?!\d)"),
    re.compile(r"[（(]\s?\d{1,2}\s?[）)]\s?"),
)
_UNNUMBERED = len(STYLES)

# What a heading's words make it; several may hold (存在的问题及下一步打算).
_PLAN_HEAD = re.compile(
    r"下一?步|下一?年|下一?阶段|明年|来年|今后|接下来|努力方向|打算|"
    r"(?:工作|主要|总体|重点|年度|20\d\d年)的?(?:计划|安排|思路|规划|谋划|展望)|改进(?:措施|方向|举措)|整改(?:措施|方向)|未来"
)
_SHORT_HEAD = re.compile(
    r"问题|不足|短板|薄弱|困难|差距|弱项|困惑|瓶颈|欠缺|(?<!权力的)(?<!权力)(?<!运行的)制约(?!和监督|与监督|监督)|反思|检视|"
    r"(?:需要?|有待|亟待|亟需)(?:进一步)?(?:加以)?(?:改进|加强|提升|提高|完善|解决)的?(?:方面|地方|事项|之处|环节|$)"
)
CAUSE_HEAD = re.compile(r"原因|成因|根源")
LEAD_HEAD = re.compile(r"第一责任人?|主要负责(?:人|同志)|主要领导|法治建设职责|履行推进法治")
_RESULT_HEAD = re.compile(
    r"成效|成绩|举措|做法|措施|亮点|特色|工作(?:开展|推进|进展|完成|落实|总体|主要|基本)?(?:的)?(?:情况|总结|回顾|概况)|"
    r"(?:推进|建设|落实|完成|开展|履职|基本|总体|主要|实施)(?:的)?(?:情况|工作)|情况$|进展"
)
_OTHER_HEAD = re.compile(r"其他(?:需要)?(?:报告|说明)?(?:的)?(?:情况|事项)|需要说明的")


@dataclass(frozen=True, slots=True)
class Heading:
    style: int
    title: str
    start: int
    end: int  # of the heading's own words


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch under one outermost heading; ``roles`` are what the heading promises."""

    heading: str
    roles: tuple[PartRole, ...]
    start: int
    body: int
    end: int


def read_headings(text: Text, start: int, end: int) -> list[Heading]:
    """All headings that begin between two offsets, in order: numbered lines, and short lines that name a part."""
    found: list[Heading] = []
    at = 0
    marked = {block.start for block in text.blocks if block.kind is BlockKind.HEADING}
    rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
    for line in text.text.split("\n"):
        stripped = line.strip()
        first = at + len(line) - len(line.lstrip())
        if stripped and start <= first < end and first not in rows and len(found) < _MOST_HEADINGS:
            heading = read_heading(stripped, first, first in marked)
            if heading is not None:
                found.append(heading)
        at += len(line) + 1
    return found


def read_heading(line: str, start: int, marked: bool) -> Heading | None:
    """A numbered line's first words, or a short line without number that names a part."""
    for style, pattern in enumerate(STYLES):
        match = pattern.match(line)
        if match is not None:
            end = _first_words(line, match.end())
            return Heading(style, line[match.end() : end].strip(), start, start + end)
    bare = line.rstrip("：:")
    if len(bare) <= 30 and not re.search(r"[。；，]", bare) and (marked or heading_roles(bare)):
        return Heading(_UNNUMBERED, bare, start, start + len(line))
    return None


def _first_words(line: str, begin: int) -> int:
    """Where a heading's own words end: at the first full stop or colon, or the line's end."""
    stop = _HEADING_STOP.search(line, begin)
    return min(stop.start() if stop else len(line), begin + _LONGEST_HEADING)


def heading_roles(title: str, year: int | None = None) -> tuple[PartRole, ...]:
    """What a heading promises (存在的不足和原因: two things); one that names a year after ``year`` is the plan's."""
    if _OTHER_HEAD.search(title):
        return (PartRole.OTHER,)
    if LEAD_HEAD.search(title):
        return (PartRole.LEADERSHIP,)
    roles = []
    if _SHORT_HEAD.search(title):
        roles.append(PartRole.SHORTCOMINGS)
    if CAUSE_HEAD.search(title):
        roles.append(PartRole.CAUSES)
    if _PLAN_HEAD.search(title) or _is_later(title, year):
        roles.append(PartRole.PLAN)
    if (not roles or re.search(r"成效|做法|工作情况|工作开展", title)) and _RESULT_HEAD.search(title):
        roles.insert(0, PartRole.RESULTS)
    return tuple(roles)


def _is_later(title: str, year: int | None) -> bool:
    return year is not None and any(found.year > year for found in find_years(title))


def read_sections(headings: Sequence[Heading], end: int, year: int | None) -> list[Section]:
    """The stretches under the outermost headings."""
    top = _outermost(headings)
    tops = [heading for heading in headings if heading.style == top]
    found = []
    for index, heading in enumerate(tops):
        stop = tops[index + 1].start if index + 1 < len(tops) else end
        found.append(Section(heading.title, heading_roles(heading.title, year), heading.start, heading.end, stop))
    return _thematic(found)


def _outermost(headings: Sequence[Heading]) -> int | None:
    """The style whose headings name parts, the outer one first; else the outermost that occurs twice."""
    styles = sorted({heading.style for heading in headings})
    for style in styles:
        named = {role for heading in headings if heading.style == style for role in heading_roles(heading.title)}
        if len(named) >= 2:
            return style
    repeated = [style for style in styles if sum(heading.style == style for heading in headings) > 1]
    return repeated[0] if repeated else (styles[0] if styles else None)


def _thematic(sections: Sequence[Section]) -> list[Section]:
    """Headings by theme (规范执法, 化解纠纷) before the shortcomings are the results, under other names."""
    last = next(
        (
            index
            for index, section in enumerate(sections)
            if {PartRole.SHORTCOMINGS, PartRole.PLAN, PartRole.CAUSES} & set(section.roles)
            and PartRole.RESULTS not in section.roles
        ),
        len(sections),
    )
    return [
        section
        if section.roles or index >= last
        else Section(section.heading, (PartRole.RESULTS,), section.start, section.body, section.end)
        for index, section in enumerate(sections)
    ]
