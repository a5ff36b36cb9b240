"""Parts of a year against the year: 全年立案153件，其中上半年63件、下半年80件.

Only parts that leave no month out are judged, of the same thing by the same words, beside one count of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from parsers.arithmetic.charity import counts_otherwise, same_breath
from parsers.arithmetic.facts import plain, severity_of, term_of
from parsers.arithmetic.sums import adds_up
from parsers.records import Figure, Finding
from parsers.vocabulary import ACTUAL, AMOUNT, COUNT, EQ, IdentityVerdict

_MONTHS = re.compile(r"\d{4}-(\d\d)/\d{4}-(\d\d)")
_WHEN = re.compile(
    r"全年|今年以来|[今本]年度?|20\d\d年度?|[上下]半年|上$|[第前头]?[一二三四1-4]个?季度|[\d一二七十]+月?[-—–~～至到][\d六十二]+月份?|"
    r"其中|分别|[共总合]计?|累计|[的在为]"
)
_ALL_QUARTERS = re.compile(r"一[至到—–~～-]四个?季度|上[、和及]?下半年|各个?季度")
_ENDS_CLAUSE = re.compile(r"\s?(?:[，,、；;。（(）)和]|$)")
# What may count what came before the year, or belong to no part of it
_OLDER = re.compile(r"结转|未结|遗留|存量|积案|[往历上去]年|另[有外]|[补追]报|(?<!包)含|截[至止]|剔除")
# What goes on from one part of the year into the next may be counted in both; where cases are carried into the year,
# in neither, by when they came in
_GOES_ON = re.compile(r"[办审处]理|应[办诉]|承办|在办|办案|服务|监测|管理|维护|帮扶|推进|实施")
_CARRIED_ON = re.compile(r"复议|诉|仲裁|信访|援助|应办|承办|在办|[办审处]理案件$")
_SAME_AGAIN = frozenset({"人", "名", "位", "户", "家", "个", "项", "所", "处"})  # may be there in both parts of a year


def check_seasons(sentences: Sequence[Sequence[Figure]], judged: Set[int]) -> list[Finding]:
    """Findings of the years that the sentences tell by their parts; ``judged``: where wholes stand that are settled."""
    found = []
    for figures in sentences:
        if not any(figure.period is not None and "/" in figure.period for figure in figures):
            continue
        numbers = [figure for figure in figures if figure.kind in (COUNT, AMOUNT) and figure.step > 0]
        for parts in _years(numbers):
            whole = _whole(parts, numbers)
            if whole is not None and whole.at[0] not in judged:
                found.append(_judge(whole, parts, numbers))
    return found


def _years(numbers: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The runs of numbers of one thing whose months make a year."""
    for index, first in enumerate(numbers):
        parts: list[Figure] = []
        until = 0
        for figure in numbers[index:]:
            months = _MONTHS.fullmatch(figure.period or "")
            if months is None or figure.tense is not ACTUAL or figure.unit != first.unit or not _ends(figure):
                break
            if int(months[1]) != until + 1 or (parts and not _goes_on(parts, figure)):
                break
            parts.append(figure)
            until = int(months[2])
        if until == 12 and len(parts) > 1 and same_breath(parts[0], parts[-1]):
            yield parts


def _goes_on(parts: Sequence[Figure], figure: Figure) -> bool:
    return _bare(figure) in ("", _bare(parts[0]))


def _whole(parts: Sequence[Figure], numbers: Sequence[Figure]) -> Figure | None:
    """The only count of the year in the sentence that the parts can be of, by their words; None where none is plain."""
    first, year = parts[0], (parts[0].period or "")[:4]
    years = [f for f in numbers if f.unit == first.unit and f.period == year and f.tense is ACTUAL]
    own = _bare(first)
    same = [figure for figure in years if own and _bare(figure) == own]
    wholes = same or years
    if len(wholes) != 1 or not _ends(wholes[0]):
        return None
    whole = wholes[0]
    if same:
        return whole if same_breath(*sorted((whole, first), key=_place)) else None
    return whole if _bare(whole).startswith(own) and same_breath(whole, first) and _is_next(whole, first) else None


def _is_next(whole: Figure, first: Figure) -> bool:
    """Whether nothing is told between the two but the first one's own words."""
    between = whole.quote[whole.at[1] - whole.start : first.at[0] - first.start]
    return len(re.findall(r"[，,：:（(]", between)) <= 2 and not re.search(r"\d", _WHEN.sub("", between))


def _judge(whole: Figure, parts: Sequence[Figure], numbers: Sequence[Figure]) -> Finding:
    total, terms = term_of(whole), [term_of(part) for part in parts]
    summed = sum(part.value for part in parts)
    difference = summed - whole.value
    if adds_up(total, terms):
        verdict, end = IdentityVerdict.HOLDS, "相符"
    elif _is_plain(whole, parts, numbers, difference):
        verdict, end = IdentityVerdict.DISAGREES, f"相差{plain(abs(difference))}"
    else:
        verdict, end = IdentityVerdict.BASE_UNCLEAR, f"相差{plain(abs(difference))}，口径不明"
    sides = "＋".join(f"{part.label}{plain(part.value)}" for part in parts)
    return Finding(
        rule="parts_of_year",
        verdict=verdict,
        severity=severity_of(difference, whole.value) if verdict is IdentityVerdict.DISAGREES else "info",
        metric=whole.metric,
        numbers=(total.number(), *(term.number() for term in terms)),
        expected=plain(summed),
        nearest="",
        text=f"{whole.label}{plain(whole.value)}，{sides}＝{plain(summed)}，{end}。",
    )


def _is_plain(whole: Figure, parts: Sequence[Figure], numbers: Sequence[Figure], difference: float) -> bool:
    """Whether nothing the sentence says may explain the difference."""
    told = (whole, *parts)
    if (
        any(figure.qualifier is not EQ for figure in told)
        or counts_otherwise(whole.quote)
        or _OLDER.search(whole.quote)
    ):
        return False
    goes_on = _GOES_ON.search(whole.label) is not None
    if difference > 0 and (goes_on or whole.unit in _SAME_AGAIN):
        return False
    if goes_on and _CARRIED_ON.search(whole.label):
        return False
    places = {figure.at for figure in told}
    return not any(f.at not in places and abs(f.value - abs(difference)) < 1e-6 for f in numbers)


def _bare(figure: Figure) -> str:
    """What a number counts, without when."""
    return _WHEN.sub("", _ALL_QUARTERS.sub("", figure.label)).strip()


def _ends(figure: Figure) -> bool:
    """Whether a number's clause, or its item of a list, ends with it: 63件, not 63件食品类案件."""
    behind = figure.quote[figure.at[1] - figure.start :].lstrip().removeprefix(figure.unit)
    return _ENDS_CLAUSE.match(behind) is not None


def _place(figure: Figure) -> tuple[int, int]:
    return figure.at
