"""Rules about a body's figures against its newest earlier report: statistics that small counts bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from db.records import Judgement, ValueFact
from db.vocabulary import BodyClass, Rule, Severity
from parsers.vocabulary import FigureKind, Qualifier, Scope, ValueBasis
from scheduler.judge.comparisons import comparisons, severity_of
from scheduler.judge.context import Case, quotes_of
from scheduler.judge.pairs import CountPair, RatePair, Sample
from scheduler.judge.statistics import wilson


def check_rate_regression(case: Case) -> Iterator[Judgement]:
    """A rate is worse than in the newest earlier report, over the same base (notice near chance, warning beyond)."""
    for comparison in comparisons(case):
        for finding in comparison.worse_rates:
            pair = finding.pair
            compared = {
                "old": _side(comparison.before.year, pair.old, comparison.old.get((pair.metric.key, pair.scope), ())),
                "new": _side(comparison.after.year, pair.new, comparison.new.get((pair.metric.key, pair.scope), ())),
                "base_inferred": pair.old.inferred or pair.new.inferred,
                "p": round(finding.p, 6),
                "q": round(finding.q, 6),
            }
            yield comparison.judgement(
                Rule.RATE_REGRESSION,
                finding.severity,
                pair.metric,
                pair.scope,
                pair.old.values,
                pair.new.values,
                {"compared": compared, **_either_way(pair)},
                lines=pair.lines,
            )


def _side(year: int, sample: Sample, rates: Sequence[ValueFact]) -> dict[str, Any]:
    """``stated`` is the percentage that the report itself gives, on whatever base: who looks it up will meet it."""
    low, high = wilson(sample.k, sample.n)
    stated = next((value for value in rates if value.basis == ValueBasis.STATED), None)
    return {
        "year": year,
        "value": round(sample.rate, 2),
        "numerator": sample.k,
        "denominator": sample.n,
        "base": sample.base,
        "stated": stated.value if stated else None,
        "stated_base": stated.base if stated else None,
        "low": round(low, 1),
        "high": round(high, 1),
    }


def check_count_change(case: Case) -> Iterator[Judgement]:
    """A count moved the bad way against the newest earlier report, far outside the noise of counts."""
    for comparison in comparisons(case):
        for pair in comparison.counts:
            if (pair.metric.key, pair.scope) in comparison.told or not comparison.moved(pair):
                continue
            if comparison.why_not(pair):
                continue
            old, new = pair.old.value, pair.new.value
            least = case.context.thresholds.count.small_sample
            small = min(old, new) < least
            compared = {
                "old": {"year": comparison.before.year, "value": old},
                "new": {"year": comparison.after.year, "value": new},
                "z": round(pair.z, 1),
                "share": round((new - old) / old, 3) if old else None,
            }
            yield comparison.judgement(
                Rule.COUNT_CHANGE,
                Severity.NOTICE if small else severity_of(pair.metric),
                pair.metric,
                pair.scope,
                (pair.old,),
                (pair.new,),
                {
                    "compared": compared,
                    "qualifiers": [pair.old.qualifier, pair.new.qualifier],
                    **({"small": least} if small else {}),
                    **_either_way(pair),
                },
            )


def _either_way(pair: RatePair | CountPair) -> dict[str, bool]:
    return {"either_way": True} if pair.metric.regression == "two_sided" else {}


def check_base_changed(case: Case) -> Iterator[Judgement]:
    """Two years' values stand on different bases, definitions or closing days, so they were not compared."""
    for comparison in comparisons(case):
        compared: tuple[RatePair | CountPair, ...] = (*comparison.rates, *comparison.counts)
        pairs = [(pair, why) for pair in compared if (why := comparison.why_not(pair))]
        pairs += [(pair, "scope") for pair in comparison.of_other_scopes]
        alarming = [(pair, why) for pair, why in pairs if comparison.would_alarm(pair)]
        if alarming:
            first = alarming[0][0]
            sides = [_sides(pair) for pair, _ in alarming]
            old, new = ([value for side in one for value in side] for one in zip(*sides, strict=True))
            data = {"changed": [_changed(pair, why, comparison.retold(pair)) for pair, why in alarming]}
            yield comparison.judgement(Rule.BASE_CHANGED, Severity.INFO, first.metric, first.scope, old, new, data)


def _sides(pair: RatePair | CountPair) -> tuple[Sequence[ValueFact], Sequence[ValueFact]]:
    """The values of the earlier and of the later report."""
    return (pair.old.values, pair.new.values) if isinstance(pair, RatePair) else ((pair.old,), (pair.new,))


def _changed(pair: RatePair | CountPair, why: str, told: float | None) -> dict[str, Any]:
    """One line of the case: both years' numbers, what they stand on, and what the later report says of the earlier."""
    line: dict[str, Any] = {"metric": pair.metric.key, "why": why}
    if why == "retold" and told is not None:
        line["told"] = round(told)
    if isinstance(pair, RatePair):
        sides = {"old": f"{pair.old.k}/{pair.old.n}", "new": f"{pair.new.k}/{pair.new.n}"}
        return {**line, **sides, "old_base": pair.old.base, "new_base": pair.new.base}
    return {**line, "old": pair.old.value, "new": pair.new.value, "old_base": None, "new_base": None}


# 个别单位出庭应诉率仅60%, 镇街行政机关负责人出庭应诉率为90%: not the body's own rate
_OF_SOME = re.compile(
    r"(?:个别|部分|有的|有些|少数|某些|一些)[^，,；;。]{0,6}(?:单位|部门|机关|乡|镇|街道|地方|地区|局)"
    r"|^(?:\d{4}年[，,]?|全年[，,]?)?各?(?:镇街|街镇|乡镇|[区县市]直)[^，,；;。]{0,10}出庭"
    # 对出庭应诉率仅75%的2个单位进行约谈; 应诉率80%，其他单位均为100%
    r"|应诉率[^，,；;。\d]{0,6}\d[\d.]{0,6}\s?[%％](?:以[上下])?的[^，,；;。]{0,12}(?:单位|部门|机关|乡|镇|街道|局|委|办)"
    r"|应诉率[^，,；;。\d]{0,6}\d[\d.]{0,6}\s?[%％][，,；;]?其[他余][^，,；;。]{0,6}(?:单位|部门|机关|乡|镇|街道|局|地区)"
)
_UNDER_A_GOVERNMENT = (BodyClass.DEPARTMENT, BodyClass.TOWNSHIP_GOVERNMENT, BodyClass.SUBDISTRICT_OFFICE)
# 区市场监管局负责人出庭应诉率80%, told by a government: one department's
_OF_ONE = re.compile(
    r"(?<![我本])(?:局|委员会|街道|街道办|办事处|镇|乡|[大支]队)(?:主要|行政)?(?:负责人|领导|负责同志)[^，,；;。\d]{0,6}应诉率"
)


def _proves_a_miss(value: ValueFact, *, government: bool) -> bool:
    """Whether a rate may be told below a norm: "at least 98 %" (达98%以上) may be all, and some bodies are not all.

    Nor is one department all that a government tells of (a department's own report tells of itself).
    """
    if value.qualifier in (Qualifier.GE, Qualifier.GT):
        return False
    if value.basis == ValueBasis.COMPUTED and value.qualifier != Qualifier.EQ:
        return False
    some = (_OF_SOME, _OF_ONE) if government else (_OF_SOME,)
    return not any(words.search(quote) for words in some for quote in value.quotes)


def check_below_norm(case: Case) -> Iterator[Judgement]:
    """A rate that has a norm of its own lies below it; said once, never as a trend."""
    government = case.facts.cls not in _UNDER_A_GOVERNMENT
    for report in case.all_reports():
        for key, norm in case.context.thresholds.norms.items():
            metric = case.context.metrics.get(key)
            values = [
                value
                for value in case.own_year(report).get(key, ())
                # How often the principal head appeared in person (正职) has no norm.
                if value.scope != Scope.HEAD
                if _proves_a_miss(value, government=government)
                if not case.is_of_a_part(report, value)
            ]
            if metric is None or metric.kind != FigureKind.RATE or not values:
                continue
            first = min(values, key=lambda item: (item.scope != Scope.BODY, item.basis != ValueBasis.STATED))
            told = {value.value for value in values if value.scope == first.scope and value.basis == ValueBasis.STATED}
            # Two rates of one metric are of different bodies (镇街90%，区直部门100%): neither is surely its own.
            if first.value >= norm or len(told) > 1:
                continue
            yield case.about(
                report,
                Rule.BELOW_NORM,
                Severity.NOTICE,
                {
                    "metric": key,
                    "scope": first.scope,
                    "value": first.value,
                    "norm": norm,
                    "stated": first.basis == ValueBasis.STATED,
                    "numerator": first.numerator,
                    "denominator": first.denominator,
                    "quotes": quotes_of(report, [first]),
                },
                metric=key,
                evidence={"metrics": [key], "figures": list(first.figure_ids)},
            )
