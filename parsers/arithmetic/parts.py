"""Sums inside one sentence, whatever they count: 共20个项目，包含9个开工项目（已完成3个）、11个竣工项目（已完成6个）.

A whole is followed by 其中, 包括, a parenthesis or …中， and then by counts in its own unit. 其中 may name some parts
only, and its parts may overlap, so a sum that falls short says nothing, and one that is too large is called wrong
only where the parts are plainly of one kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from parsers.arithmetic import overfull
from parsers.arithmetic.charity import bracket_explains, counts_otherwise, may_overlap, same_breath
from parsers.arithmetic.facts import Term, plain, severity_of, term_of
from parsers.arithmetic.identities import SumIdentity, identities
from parsers.arithmetic.sums import adds_up
from parsers.records import Figure, Finding, Text
from parsers.vocabulary import ACTUAL, AMOUNT, COUNT, RATE, BlockKind, IdentityVerdict, Tense

_OPENS = re.compile(
    r"[^，,；;。（(〔［]{0,24}(?P<paren>[（(〔［])?[，,：:]?\s?(?P<word>其中|包括|包含|含|分别(?:为|是)|分为|有|由)?"
)
_OPENED, _CLOSED = frozenset("（(〔［"), frozenset("）)〕］")
_BRACKETS = re.compile(r"[（(〔［）)〕］]")
_ENDS = re.compile(r"[；;。]")
_WITHIN = re.compile(r"[^，,；;。（(]{0,24}中[，,]")
_SUMS_UP = re.compile(r"共|合计|总计|累计|应[审办结]|需办")
# 其中 and what counts the same things; 其中审结30件 may hold last year's, 其中提出意见30件 counts others
_PART_OF = re.compile(
    r"[件宗起份本例个卷]?[，,]?\s?[（(]?\s?其中[：:，,]?"
    r"(?![^，,；;。（）()]{0,20}(?:审结|办结|办理|办件|结案|终结|化解|结转|未结|提出|意见|建议|涉及|问题|累计|近[两三]年|以来))[^，,；;。：:（）()\d]{0,20}"
)
_DEEPER = re.compile(r"其中|包括|包含|[（(]含")
_CARRIED = re.compile(r"结转|未结|遗留")
_STRICT = frozenset({"分别为", "分别是", "分为", "包括", "包含"})
_CASES = frozenset({"件", "宗", "起", "份", "本", "例", "个", "卷"})
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_SUMMED = frozenset({COUNT, AMOUNT})
MAX_PARTS = 20
MAX_COUNTS = 80  # in one sentence; more are no sentence's


def check_parts(text: Text, sentences: Iterable[Sequence[Figure]]) -> list[Finding]:
    """Findings of sums that one sentence makes by its own words, given each sentence's figures."""
    rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
    found = []
    for figures in sentences:
        sentence = [figure for figure in figures if figure.kind in _SUMMED]
        if not 2 <= len(sentence) <= MAX_COUNTS or figures[0].start in rows:
            continue
        sentence = _distinct(sentence)
        if len(sentence) > 2:
            found += _wholes_before(text.text, sentence, [figure for figure in figures if figure.kind is RATE])
        if "其中" in figures[0].quote:
            found += [made for index in range(1, len(sentence)) if (made := _exceeds(sentence, index)) is not None]
        found += [made for index in range(2, len(sentence)) if (made := _summed_up(sentence, index)) is not None]
    return found


def _wholes_before(text: str, sentence: Sequence[Figure], rates: Sequence[Figure]) -> list[Finding]:
    """Findings of the counts that two or more in their own unit follow."""
    units = ["" if figure.unit in _CASES else figure.unit for figure in sentence]
    depths: list[int] = []
    listed: set[tuple[int, int]] = set()
    found = []
    for index in range(len(sentence) - 2):
        if units[index + 1 :].count(units[index]) < 2:
            continue
        depths = depths or _depths(text, sentence)
        finding = _check(text, sentence, index, depths, listed) or _overfull(sentence, index, rates)
        if finding is not None:
            found.append(finding)
    return found


def _overfull(sentence: Sequence[Figure], index: int, rates: Sequence[Figure]) -> Finding | None:
    """A list right behind its whole that comes to more than it, of kinds that shut each other out."""
    whole, later = sentence[index], sentence[index + 1 : index + 1 + MAX_PARTS]
    parts = overfull.graded(whole, later) or overfull.listed(whole, later)
    named = any({part.metric for part in parts} <= set(entry.keys()) for entry in _sums_of(whole))
    verdict = overfull.judge(whole, parts, sentence[:index], rates) if parts and not named else None
    if verdict is None:
        return None
    excess = sum(part.value for part in parts) - whole.value
    end = f"相差{plain(excess)}" + ("" if verdict is IdentityVerdict.DISAGREES else "，口径不明")
    return _finding(verdict, term_of(whole), [term_of(part) for part in parts], end)


def _summed_up(sentence: Sequence[Figure], index: int) -> Finding | None:
    """Counts that a later one of their sentence adds up by its own word: 受理1123件，连同上年结转64件，共办理1187件."""
    whole = sentence[index]
    if whole.tense is not ACTUAL or not _SUMS_UP.search(whole.words[0]):
        return None
    before = [figure for figure in sentence[max(0, index - 4) : index] if _same_unit(whole, figure)]
    for size in range(len(before), 1, -1):
        parts = before[-size:]
        if (
            len(parts) > 1
            and abs(sum(part.value for part in parts) - whole.value) < 1e-6
            and all(part.value for part in parts)
            and not _catalogued(whole, parts)
        ):
            return _finding(IdentityVerdict.HOLDS, term_of(whole), [term_of(part) for part in parts], "相符")
    pairs = ((first, second) for place, first in enumerate(before) for second in before[place + 1 :])
    for first, second in pairs:
        exact = abs(first.value + second.value - whole.value) < 1e-6 and first.value and second.value
        if exact and _CARRIED.search(first.words[0] + second.words[0]) and not _catalogued(whole, (first, second)):
            return _finding(IdentityVerdict.HOLDS, term_of(whole), [term_of(first), term_of(second)], "相符")
    return None


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    """One figure a number: coordinated heads repeat it."""
    found: dict[int, Figure] = {}
    for figure in figures:
        if figure.step > 0:
            found.setdefault(figure.at[0], figure)
    return list(found.values())


def _check(
    text: str, sentence: Sequence[Figure], index: int, all_depths: Sequence[int], listed: set[tuple[int, int]]
) -> Finding | None:
    """What a whole and the counts behind it come to; ``listed``: the parts of lists so far, and its own."""
    whole, later, depths = sentence[index], sentence[index + 1 :], all_depths[index + 1 :]
    if whole.tense is Tense.TARGET:
        return None
    after = _after_unit(text, whole)
    opening = text[after : later[0].at[0]]
    match = _OPENS.match(opening)
    paren = bool(match and match["paren"])
    word = (match["word"] or "") if match else ""
    named = paren or (word not in ("", "有", "由")) or bool(_WITHIN.match(opening))
    end = _reach(text, after + (match.start("paren") if match and paren else 0), whole, paren)
    level = depths[0] - _opened(text, after, later[0].at[0]) + paren
    inside = zip(later[: bisect_left(later, end, key=_place)], depths, strict=False)
    parts = [part for part, depth in inside if depth == level and _same_unit(whole, part)][:MAX_PARTS]
    if len(parts) < 2:
        return None
    beside = whole.at in listed  # one of a list is no sum of the others, but by chance
    if named:
        listed.update(part.at for part in parts)
    if _catalogued(whole, parts):
        return None
    if named:
        return _judge(whole, parts, word, sentence[:index], later)
    return _adds_up_anyway(whole, [part for part in parts if not (beside and part.at in listed)])


def _adds_up_anyway(whole: Figure, parts: Sequence[Figure]) -> Finding | None:
    """Counts right after another that add up to it exactly, though no word calls them its parts: they hold."""
    if whole.value <= 2:
        return None
    added = 0.0
    for size, part in enumerate(parts, 1):
        if not 0 < part.value < whole.value:
            return None
        added += part.value
        if size > 1 and _DEEPER.search(part.quote, parts[0].at[1] - part.start, part.at[0] - part.start):
            return None  # 审结58件，其中部分败诉2件: what is within a part is no part beside it
        if size > 1 and abs(added - whole.value) < 1e-6:
            if _are_siblings([whole, *parts[:size]]):
                return None
            return _finding(IdentityVerdict.HOLDS, term_of(whole), [term_of(part) for part in parts[:size]], "相符")
    return None


def _are_siblings(figures: Sequence[Figure]) -> bool:
    """Whether one identity of the catalogue takes all of these for parts of another whole."""
    keys = {figure.metric for figure in figures}
    return any(keys <= set(entry.parts) for entry in identities().sums)


def _exceeds(sentence: Sequence[Figure], index: int) -> Finding | None:
    """A part right behind 其中 that is more than any whole before it: 审结25件，其中胜诉26件."""
    part = sentence[index]
    wholes = [figure for figure in sentence[:index] if figure.unit == part.unit and same_breath(figure, part)]
    if not wholes or part.unit not in _CASES or wholes[-1] is not sentence[index - 1]:
        return None
    whole = wholes[-1]
    between = part.quote[whole.at[1] - whole.start : part.at[0] - part.start]
    tenses = {whole.tense, part.tense}
    if not _PART_OF.fullmatch(between) or tenses != {ACTUAL} or counts_otherwise(part.quote):
        return None
    if term_of(part).low <= max(term_of(figure).high for figure in wholes) or _ordered(whole, part):
        return None
    return _finding(
        IdentityVerdict.DISAGREES, term_of(whole), [term_of(part)], f"多于总数{plain(part.value - whole.value)}"
    )


def _ordered(whole: Figure, part: Figure) -> bool:
    """Whether an order of the catalogue already judges the two."""
    return any({whole.metric, part.metric} <= set(entry.chain) for entry in identities().orders)


def _after_unit(text: str, figure: Figure) -> int:
    end = figure.at[1]
    follows = text[end : end + len(figure.unit) + 2].lstrip().startswith(figure.unit)
    return min(end + len(figure.unit), figure.end) if follows else end


def _reach(text: str, start: int, whole: Figure, paren: bool) -> int:
    """Where the list of parts ends: the closing parenthesis, or the clause's semicolon or full stop."""
    if not paren:
        stop = _ENDS.search(text, start, whole.end)
        return stop.start() if stop else whole.end
    depth = 0
    for place in range(start, whole.end):
        if text[place] in _OPENED:
            depth += 1
        elif text[place] in _CLOSED:
            depth -= 1
            if depth == 0:
                return place
    return whole.end


def _place(figure: Figure) -> int:
    return figure.at[0]


def _depths(text: str, figures: Sequence[Figure]) -> list[int]:
    """How many more brackets are opened than closed between the first of ``figures`` and each of them."""
    depths, depth, position = [], 0, figures[0].at[0] if figures else 0
    for figure in figures:
        depth += _opened(text, position, figure.at[0])
        position = figure.at[0]
        depths.append(depth)
    return depths


def _opened(text: str, start: int, end: int) -> int:
    """How many more brackets are opened than closed in ``text[start:end]``."""
    if _BRACKETS.search(text, start, end) is None:  # as in most
        return 0
    return sum(1 if mark[0] in _OPENED else -1 for mark in _BRACKETS.finditer(text, start, end))


def _same_unit(whole: Figure, part: Figure) -> bool:
    return whole.unit == part.unit or (whole.unit in _CASES and part.unit in _CASES)


def _catalogued(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether an identity of the catalogue already judges this whole by these parts."""
    keys = {part.metric for part in parts if part.metric}
    return any(len(keys.intersection(entry.keys())) >= 2 for entry in _sums_of(whole))


def _sums_of(whole: Figure) -> list[SumIdentity]:
    return [entry for entry in identities().sums if entry.whole == whole.metric]


def _judge(
    whole: Figure, parts: Sequence[Figure], word: str, before: Sequence[Figure], later: Sequence[Figure]
) -> Finding | None:
    total = term_of(whole)
    terms = [term_of(part) for part in parts]
    for size in range(len(terms), 1, -1):
        if adds_up(total, terms[:size]):
            return _finding(IdentityVerdict.HOLDS, total, terms[:size], "相符")
    summed = sum(term.value for term in terms)
    if summed > total.value and overfull.listed(whole, parts):
        return None  # `_overfull` judges them
    if any(term.value > total.high for term in terms) and not overfull.side_by_side(whole, parts):
        return None  # not parts of this whole after all
    alike = _tail(parts) and all(part.unit == parts[0].unit for part in parts) and parts[0].unit not in _PEOPLE
    if not alike or may_overlap([part.label for part in parts]) or counts_otherwise(whole.quote):
        return None
    if bracket_explains(summed - total.value, whole, parts, later):
        return None
    least, most = sum(term.low for term in terms), sum(term.high for term in terms)
    if least > total.high and any(_same_unit(whole, f) and f.value >= summed and same_breath(f, whole) for f in before):
        return None  # 收到60件，办结50件，其中许可类45件、处罚类15件: of the 60
    if least > total.high or (word in _STRICT and most < total.low):
        return _finding(IdentityVerdict.DISAGREES, total, terms, f"相差{plain(abs(summed - total.value))}")
    return None


def _tail(parts: Sequence[Figure]) -> bool:
    """Whether the parts' labels end alike (民事案件, 刑事案件; 许可类, 处罚类): plainly kinds of one thing."""
    tails = {part.label[-2:] for part in parts}
    return (len(tails) == 1 or {tail[-1:] for tail in tails} == {"类"}) and len(parts[0].label) >= 2


def _finding(verdict: IdentityVerdict, whole: Term, parts: Sequence[Term], end: str) -> Finding:
    summed = sum(part.value for part in parts)
    sides = "＋".join(f"{part.label}{plain(part.value)}" for part in parts)
    wrong = verdict is IdentityVerdict.DISAGREES
    return Finding(
        rule="parts",
        verdict=verdict,
        severity=severity_of(summed - whole.value, whole.value) if wrong else "info",
        metric=whole.figure.metric,
        numbers=(whole.number(), *(part.number() for part in parts)),
        expected=plain(summed),
        nearest="",
        text=f"{whole.label}{plain(whole.value)}，{sides}＝{plain(summed)}，{end}。",
    )
