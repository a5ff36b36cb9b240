"""The identities of the disclosure reports' fixed form (国办公开办函〔2021〕30号), which its own head prints.

Its columns are all that asked, and its rows all that may become of a request, so sums that do not agree are slips.
Rows are known by their heads; where cells are blank, heads are missing or twice there, rows are lacking, or a scan was
read, nothing is called wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.arithmetic.facts import plain, severity_of
from parsers.records import Figure, Finding, FindingNumber
from parsers.vocabulary import ACTUAL, IdentityVerdict

RULE = "disclosure_form"
_APPLICANTS = frozenset({"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"})
_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_ALL = "总计"
_ROWS = {
    "received": re.compile(r"新收政府信息公开申请"),
    "carried": re.compile(r"上年(?:度)?结转"),
    "decided": re.compile(r"总计$"),
    "pending": re.compile(r"结转下年"),
}
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"（([{_NUMERALS}])）")
_BALANCE = "本年新收＋上年结转＝办理结果总计＋结转下年度"
_RECEIVED = "disclosure_applications"

_Line = dict[str, Figure]  # a row's figures by the last head of their columns


def check_form(rows: Sequence[Sequence[Figure]], figures: Sequence[Figure]) -> Iterator[Finding]:
    """Findings of one table of the form, given its figures row by row; none of any other table."""
    for row in rows:
        yield from _outcomes(row)
    lines = [(_head(row), line) for row in rows if (line := _line(row))]
    doubted: set[tuple[int, int]] = set()
    for _, line in lines:
        if _APPLICANTS.issubset(line):
            finding = _sum(line[_ALL], [figure for column, figure in line.items() if column != _ALL])
            if finding.verdict is not IdentityVerdict.HOLDS:
                doubted.add(line[_ALL].at)
                yield finding
    named = {name: [line for head, line in lines if sign.search(head)] for name, sign in _ROWS.items()}
    if any(len(found) != 1 for found in named.values()):
        return
    parts = [line for head, line in lines if not any(sign.search(head) for sign in _ROWS.values())]
    whole = _is_whole([head for head, _ in lines])
    nested = any(head != other and other.startswith(head) for head, _ in lines for other, _ in lines)
    for column in (_ALL, *sorted(_APPLICANTS)):
        terms = [found[0][column] for found in named.values() if column in found[0]]
        if len(terms) < len(named) or any(term.at in doubted for term in terms):
            continue
        found = [_balance(*terms)]
        if not nested and parts and all(column in line for line in parts):
            summed = _sum(terms[2], [line[column] for line in parts])
            found += [summed] if whole or summed.verdict is IdentityVerdict.HOLDS else []
        yield from (one for one in found if column == _ALL or one.verdict is not IdentityVerdict.HOLDS)
    yield from _in_prose(named["received"][0], named["carried"][0], figures)


def _is_whole(heads: Sequence[str]) -> bool:
    """Whether the outcomes are there from （一） to the one before their total: rows may be cut off, or left out as
    empty, and then the others' sum says nothing."""
    numbers = {found[1] for head in heads if (found := _NUMBERED.search(head))}
    total = next(
        (found[1] for head in heads if _ROWS["decided"].search(head) and (found := _NUMBERED.search(head))), ""
    )
    return set(_NUMERALS[: _NUMERALS.find(total) + 1]) <= numbers


def _head(row: Sequence[Figure]) -> str:
    return re.sub(r"\s", "", row[0].words[2])


def _line(row: Sequence[Figure]) -> _Line:
    """A row of the form's table of requests by its columns; {} for a row of another table, or of unsure columns."""
    columns = Counter(_column(figure) for figure in row)
    if _ALL not in columns or not columns.keys() <= _APPLICANTS | {_ALL} or max(columns.values()) > 1:
        return {}
    return {} if any(figure.confidence is not None for figure in row) else {_column(figure): figure for figure in row}


def _column(figure: Figure) -> str:
    return figure.label.split()[-1] if figure.label.strip() else ""


def _outcomes(row: Sequence[Figure]) -> Iterator[Finding]:
    """What became of reconsiderations and lawsuits: each group of columns ends in its own total."""
    for place in range(len(row) - len(_OUTCOMES) + 1):
        group = row[place : place + len(_OUTCOMES)]
        if tuple(map(_column, group)) == _OUTCOMES and group[0].confidence is None:
            finding = _sum(group[-1], group[:-1])
            if finding.verdict is not IdentityVerdict.HOLDS:
                yield finding


def _sum(total: Figure, parts: Sequence[Figure]) -> Finding:
    summed = sum(part.value for part in parts)
    return _finding(total, parts, summed - total.value, plain(summed), f"{_named(total)}，各项之和为{plain(summed)}")


def _balance(received: Figure, carried: Figure, decided: Figure, pending: Figure) -> Finding:
    taken, left = received.value + carried.value, decided.value + pending.value
    words = (
        f"{_column(received)}一栏，本年新收{plain(received.value)}＋上年结转{plain(carried.value)}＝{plain(taken)}，"
        f"办理结果总计{plain(decided.value)}＋结转下年度{plain(pending.value)}＝{plain(left)}"
    )
    return _finding(received, (carried, decided, pending), taken - left, _BALANCE, words)


def _finding(whole: Figure, parts: Sequence[Figure], difference: float, expected: str, words: str) -> Finding:
    holds = abs(difference) < 1e-6
    slip = f"，相差{plain(abs(difference))}：与本表的勾稽关系不符，可能是填写差错"
    return Finding(
        rule=RULE,
        verdict=IdentityVerdict.HOLDS if holds else IdentityVerdict.DISAGREES,
        severity="info" if holds else severity_of(difference, whole.value),
        metric=None,
        numbers=tuple(FindingNumber(f.metric or f.label, f.value, *f.at) for f in (whole, *parts)),
        expected=expected,
        nearest="",
        text=f"{words}{'，相符' if holds else slip}。",
    )


def _in_prose(received: _Line, carried: _Line, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Requests that the prose counts otherwise than the form, with or without those carried in."""
    total, before = received[_ALL], carried.get(_ALL)
    known = {total.value, total.value + (before.value if before else 0.0)}
    for figure in figures:
        if figure.metric != _RECEIVED or "\t" in figure.quote or figure.tense is not ACTUAL:
            continue
        if figure.period == total.period and figure.value not in known:
            yield Finding(
                rule=RULE,
                verdict=IdentityVerdict.BASE_UNCLEAR,
                severity="info",
                metric=_RECEIVED,
                numbers=tuple(FindingNumber(_RECEIVED, found.value, *found.at) for found in (total, figure)),
                expected=plain(total.value),
                nearest="",
                text=f"本年新收申请表中为{plain(total.value)}，正文为{plain(figure.value)}，口径不明，以表为准。",
            )


def _named(figure: Figure) -> str:
    return f"{figure.label}{plain(figure.value)}"
