"""The page of a metric: its values in one year among bodies, on one base; and the catalogue's list."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from db.database import Database, fetch_dicts

PAGE = 50
_FEWEST = 4  # values that a distribution is drawn of
_BINS = 12
NO_BASE = "-"  # the base of values that stand on none

Bin = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class Among:
    """Whose values are shown; "" or None = not limited. ``base`` "" = the one that most values stand on."""

    kind: str
    year: int | None = None
    cls: str = ""
    region: str = ""
    base: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class MetricPage:
    """``rows`` are one page of the ranking; ``count`` is of all on this base.

    Each has its ``rank``: none where nobody states the bases of rates, which are then comparable with nothing.
    """

    metric: Mapping[str, Any]
    related: Mapping[str, Mapping[str, Any]]  # metrics spoken of, by key
    years: Sequence[int]
    year: int | None
    rows: Sequence[Mapping[str, Any]]
    count: int
    bases: Sequence[tuple[str, int]]  # (base or NO_BASE, values), the most first; of rates NO_BASE last
    base: str
    bins: Sequence[Bin]
    spread: tuple[float, float, float, float, float] | None  # smallest, quartiles, largest


def load_metric(db: Database, key: str, among: Among) -> MetricPage | None:
    """One year of a metric: by default the newest that has values. None for an unknown metric."""
    found = fetch_dicts(db, "SELECT * FROM metrics WHERE key = ?", [key])
    if not found:
        return None
    years = [row[0] for row in db.conn.execute("SELECT DISTINCT year FROM reports WHERE kind = ? ORDER BY year DESC",
                                               [among.kind])]  # fmt: skip
    year = among.year or _newest(db, key, among.kind, years)
    values = _values(db, key, year, among) if year else []
    bases = Counter(row["base"] or NO_BASE for row in values).most_common()
    if found[0]["unit"] == "%":
        bases.sort(key=lambda named: named[0] == NO_BASE)
    base = among.base or (bases[0][0] if bases else NO_BASE)
    same = [row for row in values if (row["base"] or NO_BASE) == base]
    start = (among.page - 1) * PAGE
    alike = len({row["ground"] for row in same}) == 1
    shown = [
        {**row, "rank": _rank(same, place) if alike else None}
        for place, row in enumerate(same[start : start + PAGE], start)
    ]
    numbers = [row["value"] for row in same]
    keys = {found[0]["numerator"], found[0]["denominator"], *(name for name, _ in bases)}
    return MetricPage(
        metric=found[0],
        related={row["key"]: row for row in fetch_dicts(db, "SELECT key, zh, en FROM metrics") if row["key"] in keys},
        years=years,
        year=year,
        rows=shown,
        count=len(same),
        bases=bases,
        base=base,
        bins=_bins(numbers) if len(numbers) >= _FEWEST else (),
        spread=(min(numbers), *_quartiles(numbers), max(numbers)) if len(numbers) >= _FEWEST else None,
    )


def _newest(db: Database, key: str, kind: str, years: Sequence[int]) -> int | None:
    for year in years:
        if db.conn.execute(
            "SELECT 1 FROM reports r WHERE r.kind = ? AND r.year = ? AND EXISTS (SELECT 1 FROM metric_values x "
            "WHERE x.metric = ? AND x.report_id = r.id AND x.version_id = r.current_version_id) LIMIT 1",
            [kind, year, key],
        ).fetchone():
            return year
    return years[0] if years else None


_VALUES = """
SELECT x.*, b.name AS body, b.region, b.class
FROM comparable_values x JOIN bodies b ON b.id = x.body_id
WHERE x.metric = :metric AND x.period = :period AND x.kind = :kind AND x.scope <> 'head'
  AND (:class = '' OR b.class = :class)
  AND (:region = '' OR coalesce(b.region, b.routing_region) LIKE :region || '%')
ORDER BY x.report_id, x.basis <> 'computed', x.scope <> 'body', x.value_id
"""


def _values(db: Database, key: str, year: int, among: Among) -> list[dict[str, Any]]:
    """One value a report (a computed one before a stated one), the largest first."""
    params = {"metric": key, "kind": among.kind, "period": str(year), "class": among.cls}
    first: dict[int, dict[str, Any]] = {}
    for row in fetch_dicts(db, _VALUES, {**params, "region": among.region}):
        first.setdefault(row["report_id"], row)
    return sorted(first.values(), key=lambda row: (-row["value"], row["region"] or "", row["body_id"]))


def _rank(rows: Sequence[Mapping[str, Any]], place: int) -> int:
    """Equal values share the place of the first of them."""
    while place and rows[place - 1]["value"] == rows[place]["value"]:
        place -= 1
    return place + 1


def _quartiles(numbers: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = quantiles(numbers, n=4, method="inclusive")
    return low, middle, high


def _bins(numbers: Sequence[float]) -> list[Bin]:
    low, high = min(numbers), max(numbers)
    if low == high:
        return [(low, high, len(numbers))]
    width = _round_step((high - low) / _BINS)
    first = math.floor(low / width)
    last = max(math.ceil(high / width) - first, 1) - 1  # what stands on the last edge belongs below it: 100 % in 95-100
    counts = Counter(min(math.floor(number / width) - first, last) for number in numbers)
    return [((first + n) * width, (first + n + 1) * width, counts[n]) for n in range(last + 1)]


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … (or 0.1, 0.2, 0.5 …) that is not smaller."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.999999)


def load_metrics(db: Database) -> dict[str, list[dict[str, Any]]]:
    """The catalogue by topic, the first tier first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in fetch_dicts(db, "SELECT * FROM metrics ORDER BY topic, tier, key"):
        found.setdefault(row["topic"], []).append(row)
    return found
