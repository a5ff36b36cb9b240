"""The frame of an official document: letterhead, number, title lines, addressee at its head; signature at its foot.

Only the head (before the first paragraph) and the foot (after the last) are looked at, so that numbers and dates cited
in the text are never taken for the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.dates import find_dates
from parsers.issuers import is_body_name, split_issuers
from parsers.records import Text
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_HEAD_LINES = 16
_FOOT_LINES = 14
_LONG = 70  # a longer line is a paragraph

# 屈报〔2025〕2号; 株政发[2024]12号; （芦政函【2025】3 号）签发人：…
_NUMBER = re.compile(
    r"^[（(]?\s?(?P<word>[一-鿿]{1,12}?)\s?[〔\[【(（﹝]\s?(?P<year>20\d\d)\s?[〕\]】)）﹞]\s?第?\s?(?P<number>\d{1,5})\s?号"
)
_LETTERHEAD = re.compile(r"^(?P<body>[一-鿿（）()、\s]{4,60}?)\s?文\s?件$")
_DATE_ONLY = re.compile(r"^[（(]?\s?[\d〇○零一二三四五六七八九十廿年月日.\-/\s]{6,24}[）)]?$")
_META = re.compile(
    r"当前位置|浏览次数|字体|字号|来源[:：]|作者[:：]|发布(?:时间|日期)|更新时间|打印|分享|索引号|首页\s?[>＞»]"
)
_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]+[）)])"
)
_SENDER_NOTE = re.compile(
    r"^(?:签发人|抄送|抄报|主送|主题词|附件|联系人|（?此件|信息公开|公开方式|公开选项|校对|打印|共印)"
)
_PRINTED = re.compile(r"印发|印制|印\s?$")
_ADDRESSEE = re.compile(r"^[一-鿿（）()、，,\s]{2,60}[:：]$")
_LABELLED_DATE = re.compile(
    r"(?P<label>更新时间|更新日期|修改时间|发布时间|发布日期|发表时间|公开日期|日期|时间)\s?[:：]\s?(?P<date>.{8,24})"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a text. Names are as written; dates ISO; ``title`` is "" when no line reads as one."""

    title: str
    letterhead: tuple[str, ...]
    doc_number: str | None
    addressee: str
    signature: tuple[str, ...]
    signed_on: str | None
    body_start: int
    body_end: int
    label_date: str | None
    label_is_update: bool


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


def read_frame(text: Text) -> Frame:
    """Title, letterhead, document number and addressee of the head; names and date of the signature."""
    lines = _lines(text.text)
    head = _head(lines)
    title_from, title_to, title = _title(head)
    foot, names, signed_on = _signature(lines[len(head) :] if len(head) < len(lines) else lines)
    if signed_on is None:
        signed_on = _date_under_title(head[title_to:])
    label, is_update = _labelled(head)
    body = lines[len(head)] if len(head) < len(lines) else None
    return Frame(
        title=title,
        letterhead=_letterhead(head[: title_from if title else len(head)]),
        doc_number=next((number for line in head if (number := read_doc_number(line.text))), None),
        addressee=next((line.text for line in head[title_to:] if _ADDRESSEE.match(line.text)), ""),
        signature=names,
        signed_on=signed_on,
        body_start=body.start if body else len(text.text),
        body_end=foot if foot is not None else len(text.text),
        label_date=label,
        label_is_update=is_update,
    )


def tidy_title(title: str) -> str:
    """A title on one line: no spaces, but one between the names of joint issuers."""
    text = re.sub(r"\s+", " ", title).strip()
    parts = text.split(" ")
    out = parts[0]
    for part in parts[1:]:
        joint = is_body_name(out) and (is_body_name(part) or part.startswith("中共"))
        out += (" " if joint else "") + part
    return out


def read_doc_number(line: str) -> str | None:
    """The number that a line consists of or begins with, brackets made 〔〕: 屈报〔2025〕2号; else None."""
    match = _NUMBER.match(line.strip())
    if match is None:
        return None
    rest = line.strip()[match.end() :].strip(" ）)")
    if rest and not rest.startswith("签发"):
        return None
    return f"{match['word']}〔{match['year']}〕{match['number']}号"


def _lines(text: str) -> list[_Line]:
    found, at = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            found.append(_Line(stripped, start, start + len(stripped)))
        at += len(raw) + 1
    return found


def _head(lines: Sequence[_Line]) -> list[_Line]:
    """The lines before the first paragraph or numbered heading."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        paragraph = len(line.text) > _LONG and not _META.search(line.text) and parse_title(line.text).kind is None
        ends = line.text.endswith("。") and not _META.search(line.text)
        if paragraph or ends or _HEADING.match(line.text):
            return list(lines[:index])
    return list(lines[:_HEAD_LINES])


def _title(head: Sequence[_Line]) -> tuple[int, int, str]:
    """Where the title's lines are and what they say: the shortest run that reads as a title, and the names above."""
    for size in range(1, 6):
        for first in range(len(head) - size + 1):
            run = head[first : first + size]
            if any(_is_apart(line.text) for line in run):
                continue
            joined = " ".join(line.text for line in run)
            reading = parse_title(joined)
            if reading.kind is not None and reading.decision in (Decision.REPORT, Decision.UNSURE):
                return _with_names_above(head, first, first + size, joined, reading.issuers)
    return 0, 0, ""


def _with_names_above(
    head: Sequence[_Line], first: int, last: int, title: str, issuers: Sequence[str]
) -> tuple[int, int, str]:
    """A title split over lines has its issuers above: they belong to it unless they are the letterhead again."""
    while first > 0:
        above = head[first - 1].text
        names = split_issuers(above)
        if _is_apart(above) or not names or not all(is_body_name(name) for name in names):
            break
        if any(name in issuers for name in names) or (issuers and not above.startswith("中共")):
            break
        longer = above + " " + title
        reading = parse_title(longer)
        if reading.kind is None or not set(names) <= set(reading.issuers):
            break
        first, title, issuers = first - 1, longer, reading.issuers
    return first, last, title


def _is_apart(line: str) -> bool:
    """Whether a head line is something else than part of a title."""
    return bool(
        _META.search(line)
        or read_doc_number(line)
        or _LETTERHEAD.match(line)
        or _SENDER_NOTE.match(line)
        or _DATE_ONLY.match(line)
        or _ADDRESSEE.match(line)
    )


def _letterhead(above: Sequence[_Line]) -> tuple[str, ...]:
    for line in above:
        match = _LETTERHEAD.match(line.text)
        names = split_issuers(match["body"] if match else line.text)
        if names and all(is_body_name(name) for name in names) and not _META.search(line.text):
            return names
    return ()


def _date_under_title(after: Sequence[_Line]) -> str | None:
    for line in after[:2]:
        dates = find_dates(line.text) if _DATE_ONLY.match(line.text) else ()
        if dates:
            return dates[0].iso
    return None


def _labelled(head: Sequence[_Line]) -> tuple[str | None, bool]:
    """A posting date in a meta line of the page: 更新时间:2025-02-28浏览次数:…"""
    for line in head:
        for match in _LABELLED_DATE.finditer(line.text[:400]):
            dates = find_dates(match["date"])
            if dates:
                return dates[0].iso, match["label"] in ("更新时间", "更新日期", "修改时间")
    return None, False


def _signature(lines: Sequence[_Line]) -> tuple[int | None, tuple[str, ...], str | None]:
    """Where the signature begins, the names above its date, and the date."""
    tail = list(lines[-_FOOT_LINES:])
    for index in range(len(tail) - 1, -1, -1):
        line = tail[index]
        if _SENDER_NOTE.match(line.text) or _PRINTED.search(line.text):
            continue
        dates = find_dates(line.text[-80:])
        if dates and _closes(line.text[-80:], dates[-1].end):
            return _signed(tail, index, dates[-1].iso)
        if len(line.text) > _LONG or line.text.endswith("。"):
            break
    return _undated(tail)


def _closes(text: str, end: int) -> bool:
    """Whether nothing but a bracket stands after the date."""
    return not text[end:].strip(" ）)。")


def _signed(tail: Sequence[_Line], index: int, iso: str) -> tuple[int, tuple[str, ...], str]:
    line = tail[index]
    before = line.text[: len(line.text[:-80]) + find_dates(line.text[-80:])[-1].start].strip(" （(")
    names: tuple[str, ...] = ()
    start = line.start
    if before:
        last = re.split(r"[。；！]", before)[-1].strip()
        found = split_issuers(last) if last else ()
        names = found if found and all(is_body_name(name) for name in found) else ()
        start = line.end - len(line.text) + line.text.rfind(last) if names else line.end
    while not before and index > 0:
        index -= 1
        above = tail[index]
        found = split_issuers(above.text)
        if len(above.text) > _LONG or not all(is_body_name(name) for name in found):
            break
        names, start = (*found, *names), above.start
    return start, names, iso


def _undated(tail: Sequence[_Line]) -> tuple[int | None, tuple[str, ...], str | None]:
    """A signature without a date: a body's name as the last line of all."""
    if tail and len(tail) > 2 and len(tail[-1].text) <= 40 and is_body_name(tail[-1].text):
        return tail[-1].start, split_issuers(tail[-1].text), None
    return None, (), None
