"""How a reading is shown to a person."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.arithmetic.facts import plain
from parsers.records import Figure, MetricValue, Reading
from parsers.vocabulary import Method
from scheduler.cli.output import Output


def _stands_on(value: MetricValue, figures: Sequence[Figure]) -> str:
    """The sentence of a stated value; of a computed one the counts, or the numbers that were added."""
    if value.figure is not None:
        return figures[value.figure].quote[:60]
    if value.numerator is not None and value.denominator is not None:
        return f"= {plain(value.numerator)} / {plain(value.denominator)}"
    return "= " + " + ".join(plain(figures[place].value) for place in value.figures)


def print_reading(out: Output, name: str, reading: Reading) -> None:
    """One document: what it is, its parts, its metric values with their sentences, and arithmetic that fails."""
    report = reading.report
    out.heading(name)
    out.say(f"  {report.title or '(no title)'}")
    out.say(f"  {report.decision}{f', {report.kind}' if report.kind else ''}: {report.reason}")
    if reading.text.method is Method.NONE:
        out.say(f"  no text could be read: {reading.error or reading.text.reason}")
        return
    dates = f"signed {report.signed_on or '—'}, published {report.published_on or '—'} ({report.published_basis})"
    out.say(
        f"  year {report.year or '—'}, issuers {'、'.join(report.issuers) or '—'}, number {report.doc_number or '—'}"
    )
    out.say(f"  {dates}; text by {reading.text.method}, quality {reading.text.quality:.2f}")
    if reading.parts:
        out.say("  parts: " + ", ".join(f"{part.role} {part.form}" for part in reading.parts))
    figures = reading.figures
    rows = [
        (
            value.metric,
            f"{round(value.value, 4):.15g}",
            value.unit,
            value.period,
            value.basis,
            _stands_on(value, figures),
        )
        for value in reading.metric_values
    ]
    if rows:
        out.table(("metric", "value", "unit", "period", "basis", "sentence"), rows)
    out.say(f"  {len(figures)} figures, {len(rows)} metric values")
    for finding in reading.findings:
        if finding.verdict in ("disagrees", "truncation"):
            out.say(f"  {finding.verdict}: {finding.text}")
