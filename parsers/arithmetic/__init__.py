"""Whether a report's own numbers agree with each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from parsers.arithmetic.changes import check_changes
from parsers.arithmetic.facts import Facts
from parsers.arithmetic.parts import check_parts
from parsers.arithmetic.rates import check_rates
from parsers.arithmetic.seasons import check_seasons
from parsers.arithmetic.shares import check_shares
from parsers.arithmetic.sums import check_sums
from parsers.arithmetic.tables import check_tables
from parsers.records import Figure, Finding, MetricValue, Text
from parsers.vocabulary import IdentityVerdict

__all__ = ["check_arithmetic"]

_SETTLED = frozenset({IdentityVerdict.HOLDS, IdentityVerdict.TRUNCATION, IdentityVerdict.DISAGREES})


def check_arithmetic(text: Text, figures: Sequence[Figure], values: Sequence[MetricValue]) -> tuple[Finding, ...]:
    """What each identity inside the report came to, scope by scope, then the sums that single sentences make.

    ``figures`` are those that ``values`` index. Only stated values of the report's own year are judged.
    """
    found: list[Finding] = []
    for scope in dict.fromkeys(value.scope for value in values):
        facts = Facts(figures, values, scope)
        found += check_sums(facts, text)
        found += check_rates(facts)
    sentences = [list(group) for _, group in groupby(figures, key=attrgetter("start"))]
    found += check_parts(text, sentences)
    found += check_seasons(sentences, {finding.numbers[0].start for finding in found if finding.rule == "parts"})
    found += check_tables(text, figures)
    found += check_changes(sentences)
    settled = (finding for finding in found if finding.verdict in _SETTLED)
    shares = check_shares(sentences, {finding.numbers[0].start for finding in settled})
    told = {finding.numbers[0].start for finding in shares if finding.verdict is IdentityVerdict.DISAGREES}
    unclear = IdentityVerdict.BASE_UNCLEAR
    found = [finding for finding in found if finding.verdict is not unclear or finding.numbers[0].start not in told]
    return (*found, *shares)
