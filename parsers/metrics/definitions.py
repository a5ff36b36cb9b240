"""What a definition sums up that a report tells kind by kind: fines and confiscations, papers repealed and revised.

A report states the one (罚款832.45万元) and tells the other beside it (没收违法所得27.6万元); the metric is of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.metrics.wording import clean
from parsers.records import Figure, MetricValue
from parsers.vocabulary import ACTUAL, CHANGE, RATE, ValueBasis

_LEADS = r"(?:其中|同时|另|并|还|共|依法|予以|宣布|决定|[和及，,、])*"
_PAPERS = r"(?:行政|规范性|文件|政府|[县市区省州旗])*"
# each kind as it stands alone before its number: neither what is only planned (拟修改2件) nor goods (没收商品货值…)
KINDS: dict[str, dict[str, re.Pattern[str]]] = {
    "penalty_amount": {
        "罚款": re.compile(rf"{_LEADS}(?:并处)?罚款(?:金额|总额)?[共计为达]*"),
        "所得": re.compile(rf"{_LEADS}没收(?:违法|非法)所得(?:[、和及]?(?:非法)?财物)?(?:金额|总额)?[共计为达]*"),
        "财物": re.compile(rf"{_LEADS}没收(?:非法)?财物(?:金额|总额)?[共计为达]*"),
        "没收": re.compile(rf"{_LEADS}没收(?:款|金额|总额)?[共计为达]*"),
    },
    "normative_docs_repealed": {
        "废止": re.compile(rf"{_LEADS}废止{_PAPERS}[共计为]*"),
        "修改": re.compile(rf"{_LEADS}修改{_PAPERS}[共计为]*"),
        "修订": re.compile(rf"{_LEADS}修订{_PAPERS}[共计为]*"),
        "失效": re.compile(rf"{_LEADS}失效{_PAPERS}[共计为]*"),
    },
}
_APART = re.compile(r"[；;。：:（()）]|其中")


def summed_by_definition(values: Iterable[MetricValue], figures: Sequence[Figure]) -> list[MetricValue]:
    """The sum, as computed, of each stated value of one kind and those of the other kinds told beside it."""
    found = []
    for value in values:
        kinds = KINDS.get(value.metric)
        if kinds is None or value.basis is not ValueBasis.STATED or value.figure is None:
            continue
        beside = _beside(value.figure, figures, kinds)
        if beside:
            places = tuple(sorted((value.figure, *beside)))
            total = sum(figures[place].value for place in places)
            found.append(value._replace(value=total, basis=ValueBasis.COMPUTED, figure=None, figures=places))
    return found


def _beside(place: int, figures: Sequence[Figure], kinds: dict[str, re.Pattern[str]]) -> list[int]:
    """The places of the other kinds' numbers in the same breath, one of each."""
    own = figures[place]
    told = {kind for kind in kinds if kind in own.words[0]}
    found: list[int] = []
    for step in (1, -1):
        other = place + step
        while 0 <= other < len(figures) and not _is_apart(own, figures[other]):
            figure = figures[other]
            if figure.kind is own.kind and figure.unit == own.unit:
                kind = next((kind for kind, alone in kinds.items() if alone.fullmatch(clean(figure.words[0]))), None)
                if (
                    not told
                    or kind is None
                    or kind in told
                    or figure.tense is not ACTUAL
                    or figure.period != own.period
                ):
                    break
                told.add(kind)
                found.append(other)
            elif figure.kind not in (CHANGE, RATE):
                break
            other += step
    return found


def _is_apart(one: Figure, other: Figure) -> bool:
    first, last = sorted((one, other), key=lambda figure: figure.at)
    between = one.quote[first.at[1] - one.start : last.at[0] - one.start]
    return one.start != other.start or _APART.search(between) is not None
