"""The catalogue's data: complete, consistent, and open to new words without code."""

from __future__ import annotations

from importlib.resources import files

import pytest

from parsers.metrics import CatalogueError, catalogue, load_catalogue
from parsers.metrics.matching import Matcher, Setting
from parsers.vocabulary import FigureKind


def raw() -> str:
    return files("parsers.metrics").joinpath("metrics.yaml").read_text(encoding="utf-8")


def test_every_metric_is_whole() -> None:
    metrics = catalogue().metrics
    assert len(metrics) == 144
    assert sum(metric.tier == 1 for metric in metrics.values()) == 74
    for metric in metrics.values():
        assert metric.zh
        assert metric.en.isascii()
        assert len(metric.definition) > 4
        assert metric.unit in metric.units or metric.unit in ("%", "元"), metric.key


def test_names_are_not_shared() -> None:
    metrics = list(catalogue().metrics.values())
    assert len({metric.zh for metric in metrics}) == len(metrics)
    assert len({metric.en for metric in metrics}) == len(metrics)


def test_rates_stand_on_counts() -> None:
    for metric in catalogue().metrics.values():
        if metric.kind is not FigureKind.RATE:
            assert metric.numerator is None, metric.key
        for key in (metric.numerator, metric.denominator):
            assert key is None or catalogue()[key].kind is FigureKind.COUNT, metric.key


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  topic: 行政复议\n  kind: count", "  topic: 行政复议\n  kind: number", "reconsideration_received"),
        ("direction: neutral", "direction: upwards", "direction upwards"),
        ("denominator: reconsideration_received", "denominator: reconsideration_nothing", "reconsideration_nothing"),
        ("contexts: [复议]", "contexts: [复义]", "复义"),
        ("  zh: 行政复议收案数\n", "", "zh is missing"),
        ("- key: reconsideration_carried_in", "- key: reconsideration_received", "defined twice"),
        ("  tier: 1\n", "  tier: 1\n  teir: 2\n", "unknown field teir"),
        ("tier: 2", "tier: 3", "tier"),
    ],
)
def test_wrong_data_are_named(old: str, new: str, message: str) -> None:
    text = raw()
    assert old in text
    with pytest.raises(CatalogueError, match=message):
        load_catalogue(text.replace(old, new, 1))


def test_a_new_alias_needs_no_code() -> None:
    text = raw()
    assert not [match.metric.key for match in _match(text, "全年办妥复议案子")]
    changed = text.replace("aliases: [审结, 办结,", "aliases: [办妥复议案子, 审结, 办结,", 1)
    assert changed != text
    assert _match(changed, "全年办妥复议案子")[0].metric.key == "reconsideration_closed"


def _match(text: str, before: str) -> list:  # type: ignore[type-arg]
    return Matcher(load_catalogue(text)).match(before, "", "件", "count", Setting())
