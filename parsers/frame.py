"""The frame of an official document: letterhead, number, title lines, addressee at its head; signature at its foot.

Only the head (before the first paragraph) and the foot (after the last) are looked at, so that numbers and dates cited
in the text are never taken for the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.dates import arabic_years, find_dates, mend_digits
from parsers.issuers import is_body_name, split_issuers
from parsers.records import Text
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_HEAD_LINES = 16
_FOOT_LINES = 14
_NOTICE_LINES = 30
_REPORT_LENGTH = 400  # characters that must follow a title for it to head a report
_SENDS = re.compile(r"印发|转发|公布|现将|报送|附件")
_ENDING = 80  # of a line, looked at for a date
_LONG = 70  # a longer line is a paragraph

# 屈报〔2025〕2号; 株政发[2024]12号; （芦政函【2025】3 号）签发人：…
_NUMBER = re.compile(
    r"^[（(]?\s?(?P<word>[一-鿿]{1,12}?)\s?[〔\[【(（﹝]\s?(?P<year>20\d\d)\s?[〕\]】)）﹞]\s?第?\s?(?P<number>\d{1,5})\s?号"
)
_NUMBER_LABEL = re.compile(
    r"^(?:签发人\s?[:：]?\s?[一-鿿\s]{2,8}?\s+)?(?:发文字号|文\s{0,4}号|文件编号|发文文号)?\s?[:：]?\s?"
)
_LETTERHEAD = re.compile(r"^(?P<body>[一-鿿（）()、\s]{4,60}?)\s?文\s?件$")
_LETTERHEAD_LINES = 4
_GLUED = re.compile(
    r"(?P<head>(?P<body>[一-鿿（）()、]{4,40}?)文件)(?P<rest>(?:中共|关于|[一-鿿]{2,20}?(?:政府|[省市区县旗])).{6,})$"
)
# A title whose line runs on into the first sentence: …情况的报告2024年，洪山区坚持…
_RUNS_ON = re.compile(
    r"(?P<title>[^，。；：:]{8,70}?(?:报告|总结))(?=\s?(?:20\d\d\s?年|二[〇○零]|近年来|今年|一年来|根据|按照|为(?:深入|全面|认真)|现将))"
)
_DATE_ONLY = re.compile(r"^[（(]?\s?[\dOolI〇○零一二三四五六七八九十廿年月日.\-/\s]{6,24}[）)]?$")
_MONTH_ONLY = re.compile(r"[（(]?\s?20\d\d\s?年\s?[\d一二三四五六七八九十元]{1,2}\s?月\s?[）)]?")
# Lines of the page around the document: breadcrumb, meta line, head table, footer.
_META = re.compile(
    r"当前位置|所在(?:的)?位置|浏览|字体|字号|来源\s?[:：]|作者\s?[:：]|发布(?:时间|日期|机构)|更新时间|打印|分享|索\s?引\s?号|"
    r"首页|[>＞»]|组配分类|信息分类|有效性|公开(?:日期|方式|主体)|生成日期|成文日期|无障碍"
)
_CHROME = re.compile(
    r"主办|承办|ICP备|公网安备|标识码|扫一扫|[上下]一[篇条]|相关(?:文章|信息|链接|附件)|友情链接|版权所有|技术支持|联系我们|"
    r"网站地图|分享到|^[·\-—－\s\d/页第共]+$"
)
_FOOTER = re.compile(r"ICP备|公网安备|标识码|版权所有")
_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]+[）)])"
)
_SENDER_NOTE = re.compile(
    r"^(?:签发人|抄送|抄报|主送|主题词|附件|联系人|（?此件|信息公开|公开方式|公开选项|校对|打印|共印)"
)
_PRINTED = re.compile(r"印发|印制|印\s?$")
_ADDRESSEE = re.compile(r"^[一-鿿（）()、，,\s]{2,60}[:：]$")
_LABELLED_DATE = re.compile(
    r"(?P<label>更新时间|更新日期|修改时间|(?:发布|发表|公开|公布|录入|上传|添加|上网|创建)(?:日期|时间)|"
    r"(?<![一-鿿])(?:日期|时间))\s?[:：]\s?(?P<date>.{8,24})"  # not 统计时间, 成文日期
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
    behind = _behind_notice(lines, len(head)) if parse_title(title).decision is not Decision.REPORT else None
    if behind is not None:
        head = lines[: behind[1]]
        title_from, title_to, title = behind
    title = title or _running_on(lines[: len(head) + 1])
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
    """The number a line consists of, with or without its label, its brackets made 〔〕: 屈报〔2025〕2号; else None."""
    words = _NUMBER_LABEL.sub("", line.strip())
    match = _NUMBER.match(words)
    if match is None:
        return None
    rest = words[match.end() :].strip(" ）)")
    if rest and not rest.startswith("签发"):
        return None
    return f"{match['word']}〔{match['year']}〕{match['number']}号"


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            line = _Line(stripped, start, start + len(stripped))
            found += _parted(line) if len(found) < _LETTERHEAD_LINES else (line,)
        at += len(raw) + 1
    return found


def _parted(line: _Line) -> tuple[_Line, ...]:
    """A letterhead and the title that OCR joined to it, apart again: …委员会办公室文件|株洲市芦淞区人民政府…"""
    match = _GLUED.match(line.text)
    if match is None or not is_body_name(match["body"]):
        return (line,)
    cut = line.start + match.end("head")
    return _Line(match["head"], line.start, cut), _Line(match["rest"], cut, line.end)


def _head(lines: Sequence[_Line]) -> list[_Line]:
    """The lines before the first paragraph or numbered heading."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        paragraph = len(line.text) > _LONG and not _META.search(line.text) and parse_title(line.text).kind is None
        ends = ("。" in line.text or "如下" in line.text) and not _META.search(line.text)
        if paragraph or ends or _HEADING.match(line.text):
            return list(lines[:index])
    return list(lines[:_HEAD_LINES])


def _title(head: Sequence[_Line]) -> tuple[int, int, str]:
    """Where the title's lines are and what they say: the shortest run that reads as a title, and the names above."""
    found: dict[Decision, tuple[int, int, str, tuple[str, ...]]] = {}
    for size in range(1, 6):
        for first in range(len(head) - size + 1):
            run = head[first : first + size]
            if any(_is_apart(line.text) for line in run):
                continue
            joined = " ".join(line.text[:_LONG] for line in run)
            reading = parse_title(joined)
            if reading.decision is Decision.OTHER_KIND or reading.kind is not None:
                found.setdefault(reading.decision, (first, first + size, joined, reading.issuers))
        if Decision.REPORT in found:
            break
    for decision in (Decision.REPORT, Decision.UNSURE, Decision.OTHER_KIND):
        if decision in found:
            return _with_names_above(head, *found[decision])
    return 0, 0, ""


def _running_on(lines: Sequence[_Line]) -> str:
    """The title at the start of the first paragraph's own line, as a PDF that sets no blank between them gives it."""
    found = (match["title"] for line in lines if (match := _RUNS_ON.match(line.text)))
    return next((title for title in found if parse_title(title).decision is Decision.REPORT), "")


def _behind_notice(lines: Sequence[_Line], begin: int) -> tuple[int, int, str] | None:
    """The title of a report that a notice carries below its own text: 关于印发…的通知 … 附件 … X县2024年…报告.

    Only after words of sending, and only where much text follows: a list of related links has none.
    """
    before = "\n".join(line.text[:_LONG] for line in lines[: begin + 6])
    if not _SENDS.search(before):
        return None
    for first in range(begin, min(_NOTICE_LINES, len(lines))):
        if lines[-1].end - lines[first].end < _REPORT_LENGTH:
            break
        for size in (1, 2, 3):
            run = lines[first : first + size]
            if any(len(line.text) > _LONG or line.text.endswith("。") or _is_apart(line.text) for line in run):
                break
            joined = " ".join(line.text for line in run)
            if parse_title(joined).decision is Decision.REPORT and "《" not in joined:
                return first, first + size, joined
    return None


def _with_names_above(
    head: Sequence[_Line], first: int, last: int, title: str, issuers: Sequence[str]
) -> tuple[int, int, str]:
    """A title split over lines has its issuers above: they belong to it unless they are the letterhead again."""
    while first > 0:
        above = head[first - 1].text[:_LONG]
        names = split_issuers(above)
        if _is_apart(above) or not names or not all(is_body_name(name) for name in names):
            break
        if any(name in issuers for name in names):
            break
        if issuers and not above.startswith("中共") and not title.startswith("关于"):
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
        if len(line.text) > _LONG or _META.search(line.text):
            continue
        match = _LETTERHEAD.match(line.text)
        names = split_issuers(match["body"] if match else line.text)
        if names and all(is_body_name(name) for name in names):
            return names
    return ()


def _date_under_title(after: Sequence[_Line]) -> str | None:
    for line in after[:2]:
        dates = find_dates(line.text) if _DATE_ONLY.match(line.text) or _is_signed_line(line.text) else ()
        if dates:
            return dates[0].iso
    return None


def _is_signed_line(line: str) -> bool:
    """A body's name and a written date (赵县人民政府　2024年1月9日), and no meta line of a page."""
    dates = find_dates(line) if len(line) <= _LONG and "年" in line and not _META.search(line) else ()
    if len(dates) != 1 or not line[dates[0].start : dates[0].end].endswith("日"):
        return False
    names = split_issuers((line[: dates[0].start] + " " + line[dates[0].end :]).strip("（() ）　"))
    return bool(names) and all(is_body_name(name) for name in names)


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
        if _is_beside(line.text):
            continue
        signed = _signed(tail, index)
        if signed is not None:
            return signed
        if len(line.text) > _LONG or line.text.endswith("。"):
            break
    return _undated(tail)


def _is_beside(line: str) -> bool:
    """Whether a line at the foot is the page's, or a note of the office's (抄送, 印发), not the document's end."""
    if len(line) > _LONG:
        return _FOOTER.search(line) is not None
    if _SENDER_NOTE.match(line) or _PRINTED.search(line):
        return True
    return _CHROME.search(line) is not None and not (_DATE_ONLY.match(line) and find_dates(line))


def _signed(tail: Sequence[_Line], index: int) -> tuple[int, tuple[str, ...], str | None] | None:
    """A line that ends in a date and holds nothing else but the signer's name; the names may stand above it.

    Names above a month without a day (2025年2月) are signed on no day that is known.
    """
    line = tail[index]
    if _MONTH_ONLY.fullmatch(arabic_years(line.text)):
        signed = _names_above(tail, index, None)
        return signed if signed[1] else None
    prefix, ending = line.text[:-_ENDING], line.text[-_ENDING:]
    dates = find_dates(ending)
    if not dates and _DATE_ONLY.match(line.text):
        prefix, ending = "", mend_digits(line.text)
        dates = find_dates(ending)
    if not dates or ending[dates[-1].end :].strip(" ）)。"):
        return None
    before = prefix + ending[: dates[-1].start]
    last = re.split(r"[。；！]", before.strip(" （("))[-1].strip()
    if last:
        found = split_issuers(last)
        named = bool(found) and all(is_body_name(name) for name in found)
        return (line.start + line.text.rindex(last), found, dates[-1].iso) if named else None
    if before.strip(" （("):
        return line.end, (), dates[-1].iso  # the date stands right after the last sentence
    return _names_above(tail, index, dates[-1].iso)


def _names_above(tail: Sequence[_Line], index: int, iso: str | None) -> tuple[int, tuple[str, ...], str | None]:
    names: tuple[str, ...] = ()
    start = tail[index].start
    for line in reversed(tail[:index]):
        found = split_issuers(line.text) if len(line.text) <= _LONG else ()
        if not found or not all(is_body_name(name) for name in found):
            break
        names, start = (*found, *names), line.start
    return start, names, iso


def _undated(lines: Sequence[_Line]) -> tuple[int | None, tuple[str, ...], str | None]:
    """A signature without a date: a body's name as the last line of all."""
    tail = [line for line in lines if not _CHROME.search(line.text)]
    if tail and len(tail) > 2 and len(tail[-1].text) <= 40 and is_body_name(tail[-1].text):
        return tail[-1].start, split_issuers(tail[-1].text), None
    return None, (), None
