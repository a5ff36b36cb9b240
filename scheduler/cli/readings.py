"""How a reading is shown to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.arithmetic.facts import plain
from parsers.records import Figure, Finding, MetricValue, Reading
from parsers.vocabulary import IdentityVerdict, Method, Qualifier
from scheduler.cli.output import Output

# What a person should look at; what holds, and what names no counts to check it by, is only counted.
_SHOWN = (IdentityVerdict.DISAGREES, IdentityVerdict.TRUNCATION, IdentityVerdict.BASE_UNCLEAR)
_SIGNS = {Qualifier.GT: ">", Qualifier.GE: "≥", Qualifier.LT: "<", Qualifier.LE: "≤", Qualifier.APPROX: "≈"}
_QUOTE = 60  # characters of a sentence that fit a line
_BEFORE = 36  # of them before the number
_WORDS = {
    IdentityVerdict.HOLDS: "hold",
    IdentityVerdict.DISAGREES: "disagree",
    IdentityVerdict.TRUNCATION: "cut off instead of rounded",
    IdentityVerdict.BASE_UNCLEAR: "of an unclear base",
    IdentityVerdict.UNCHECKABLE: "without the counts to check them by",
}


def _stands_on(value: MetricValue, figures: Sequence[Figure]) -> str:
    """The sentence of a stated value; of a computed one the counts, or the numbers that were added."""
    if value.figure is not None:
        return _around(figures[value.figure])
    if value.numerator is not None and value.denominator is not None:
        return f"= {plain(value.numerator)} / {plain(value.denominator)}"
    terms = [figures[place].value for place in value.figures]
    *added, last = map(plain, terms)
    sign = " - " if sum(terms) > value.value else " + "  # what is taken off (审结 from 受理) stands last
    return "= " + sign.join([" + ".join(added), last])


def _around(figure: Figure) -> str:
    """The sentence of a figure, of a long one what stands around the number."""
    quote = figure.quote.replace("\n", " ")
    if len(quote) <= _QUOTE:
        return quote
    start = max(0, min(figure.at[0] - figure.start - _BEFORE, len(quote) - _QUOTE))
    end = start + _QUOTE
    return ("…" if start else "") + quote[start:end] + ("…" if end < len(quote) else "")


def _printed(value: MetricValue, figures: Sequence[Figure]) -> str:
    """A value with the mark of what its sentence says of it: ≈ of 约, > of 余, ≤ of 不超过."""
    qualifier = figures[value.figure].qualifier if value.figure is not None else Qualifier.EQ
    return f"{_SIGNS.get(qualifier, '')}{round(value.value, 4):.15g}"


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
            value.scope,
            _printed(value, figures),
            value.unit,
            value.period,
            value.basis,
            _stands_on(value, figures),
        )
        for value in reading.metric_values
    ]
    if rows:
        out.table(("metric", "of", "value", "unit", "period", "basis", "sentence"), rows)
    out.say(f"  {len(figures)} figures, {len(rows)} metric values")
    _print_arithmetic(out, reading.findings)


def _print_arithmetic(out: Output, findings: Sequence[Finding]) -> None:
    """How many checks of the report's own numbers came to what, and those to be looked at with their numbers."""
    counts = Counter(finding.verdict for finding in findings)
    out.say("  arithmetic: " + (", ".join(f"{counts[one]} {_WORDS[one]}" for one in _WORDS if counts[one]) or "—"))
    for verdict in _SHOWN:
        for finding in findings:
            if finding.verdict == verdict:
                out.say(f"    {verdict}: {finding.text}")
