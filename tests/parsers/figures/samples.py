"""Short texts read like a report of a county's government, for the tests of figures, metrics and arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.arithmetic import check_arithmetic
from parsers.figures import read_figures
from parsers.metrics.binding import bind_metrics
from parsers.records import Block, Figure, Finding, MetricValue, Part, Report, Text
from parsers.vocabulary import BlockKind, Decision, Kind, Method, PartForm, PartRole, ValueBasis

YEAR = 2024


def text_of(*paragraphs: str) -> Text:
    """A text with one block a paragraph."""
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Text("\n".join(paragraphs), tuple(blocks), Method.PLAIN, 1.0)


def report_of(issuer: str = "芷江县人民政府", region: str | None = "431228", kind: Kind = Kind.FAZHI_ANNUAL) -> Report:
    return Report(Decision.REPORT, kind, "", "", year=YEAR, issuer=issuer, issuers=(issuer,), region=region)


def figures_of(
    *paragraphs: str, issuer: str = "芷江县人民政府", region: str | None = "431228", parts: Sequence[Part] = ()
) -> list[Figure]:
    return list(read_figures(text_of(*paragraphs), report_of(issuer, region), parts))


def plan_over(*paragraphs: str) -> list[Part]:
    """The whole text as the plan part."""
    return [Part(PartRole.PLAN, "下一步安排", PartForm.PRESENT, 0, len("\n".join(paragraphs)))]


def read(
    *paragraphs: str,
    issuer: str = "芷江县人民政府",
    region: str | None = "431228",
    parts: Sequence[Part] = (),
    kind: Kind = Kind.FAZHI_ANNUAL,
    text: Text | None = None,
) -> tuple[tuple[Figure, ...], tuple[MetricValue, ...], tuple[Finding, ...]]:
    """(figures, values, findings) of a text."""
    text = text or text_of(*paragraphs)
    report = report_of(issuer, region, kind)
    figures, values = bind_metrics(read_figures(text, report, parts), text, report)
    return figures, values, check_arithmetic(text, figures, values)


def stated(*paragraphs: str, **options: object) -> dict[str, float]:
    """metric -> value of this year's stated values."""
    _, values, _ = read(*paragraphs, **options)  # type: ignore[arg-type]
    return {value.metric: value.value for value in values if value.basis is ValueBasis.STATED}


def computed(*paragraphs: str, **options: object) -> dict[str, MetricValue]:
    _, values, _ = read(*paragraphs, **options)  # type: ignore[arg-type]
    return {value.metric: value for value in values if value.basis is ValueBasis.COMPUTED}


def findings(*paragraphs: str, **options: object) -> dict[str, Finding]:
    """rule -> finding, the first of each rule."""
    _, _, found = read(*paragraphs, **options)  # type: ignore[arg-type]
    by_rule: dict[str, Finding] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, finding)
    return by_rule
