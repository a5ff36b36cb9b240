"""Wholes and parts, and what cannot exceed what."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import combinations

from parsers.arithmetic.charity import bracket_explains, counts_otherwise, same_breath
from parsers.arithmetic.facts import Facts, Term, plain, severity_of, term_of
from parsers.arithmetic.identities import FlowIdentity, OrderIdentity, SplitIdentity, SumIdentity, identities
from parsers.arithmetic.overfull import SETTLED
from parsers.metrics.catalogue import catalogue
from parsers.metrics.strays import is_narrowed
from parsers.records import Figure, Finding, Text
from parsers.vocabulary import IdentityVerdict


def check_sums(facts: Facts, text: Text) -> list[Finding]:
    """Findings of the catalogue's sums, splits and orders."""
    found: list[Finding | None] = []
    found += [_sum(entry, facts, text) for entry in identities().sums]
    found += [_flow(entry, facts) for entry in identities().flows]
    found += [_split(entry, facts) for entry in identities().splits]
    found += [_order(entry, facts) for entry in identities().orders]
    told = [finding for finding in found if finding is not None]
    hold = {finding.rule for finding in told if finding.verdict is IdentityVerdict.HOLDS}
    explained = {key for entry in identities().flows if entry.id in hold for key in (*entry.left, *entry.right)}
    return [finding for finding in told if not _is_explained(finding, explained)]


def _is_explained(finding: Finding, keys: Set[str]) -> bool:
    """Whether a base called unclear is clear from a stock that holds, last year's cases told (上年结转25件)."""
    if finding.verdict is not IdentityVerdict.BASE_UNCLEAR or finding.metric not in keys:
        return False
    return all(number.metric in keys for number in finding.numbers if number.metric in catalogue())


def adds_up(whole: Term, parts: Sequence[Term]) -> bool:
    """Whether the parts make the whole, within what 余, 多 and rounding to 万 may hide."""
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    if high == low and whole.is_exact:
        return abs(low - whole.value) < 1e-6
    return low < whole.high + 1e-6 and whole.low < high + 1e-6


def _sum(entry: SumIdentity, facts: Facts, text: Text) -> Finding | None:
    whole = next((term for key in (entry.whole, *entry.instead) if (term := facts.term(key)) is not None), None)
    if whole is None or any(facts.term(key) is None for key in entry.requires):
        return None
    tried = [facts.terms(keys) for keys in _ways(entry, facts)]
    parts = max(tried, key=len)
    if len(parts) < entry.minimum:
        return _one_too_many(entry, whole, parts)
    for trial in tried:
        if adds_up(whole, trial):
            return _finding(entry.id, IdentityVerdict.HOLDS, whole, trial, f"{_sides(whole, trial)}，相符。")
    unnamed = _unnamed(whole, parts, facts)
    if unnamed is not None:
        terms = [*parts, unnamed]
        return _finding(entry.id, IdentityVerdict.HOLDS, whole, terms, f"{_sides(whole, terms)}，相符。")
    others = _others(whole, facts)
    if others:
        parts = [*parts, *others]
        tried = [[*trial, *others] for trial in tried]
    total = sum(part.value for part in parts)
    least = min(sum(part.low for part in trial) for trial in tried if _names_all(entry, trial, parts))
    most = max(sum(part.high for part in trial) for trial in tried)
    if least > whole.high or (entry.complete and most < whole.low and not _names_more(whole, parts, facts)):
        together = all(_same_passage(whole, part, text) for part in parts)
        beside = [part for part in parts if part.figure.start == whole.figure.start]
        if len(beside) < len(parts) and len({part.figure.start for part in parts}) > 1:
            together = together and sum(part.low for part in beside) > whole.high  # a further sentence's may be others
        sure = together and not entry.lenient and not counts_otherwise(whole.figure.quote)
        told = [part.figure for part in parts]
        sure = sure and not bracket_explains(total - whole.value, whole.figure, told, facts.figures)
        verdict = IdentityVerdict.DISAGREES if sure else IdentityVerdict.BASE_UNCLEAR
        words = f"{_sides(whole, parts)}，相差{plain(abs(total - whole.value))}：{entry.zh}。"
        return _finding(entry.id, verdict, whole, parts, words)
    words = f"{whole.label}{plain(whole.value)}，已列各项之和为{plain(total)}，其余未列明。"
    return _finding(entry.id, IdentityVerdict.UNCHECKABLE, whole, parts, words)


def _one_too_many(entry: SumIdentity, whole: Term, parts: Sequence[Term]) -> Finding | None:
    """An outcome told alone, right behind what was settled, that is more than it: 审结131件，维持150件.

    Behind 其中 `parsers.arithmetic.parts` judges it; 和解 may be of cases that were never taken in.
    """
    part = parts[0] if len(parts) == 1 and not any(parts[0].key in pair for pair in entry.either) else None
    if part is None or entry.lenient or part.low <= whole.high + 1e-6 or not same_breath(whole.figure, part.figure):
        return None
    own, told = whole.figure, part.figure
    between = told.quote[own.at[1] - own.start : told.at[0] - own.start]
    if _NOT_SAME.search(between) or is_narrowed(told.words[0]) or counts_otherwise(own.quote):
        return None
    if told.unit != own.unit or SETTLED.search(own.words[0]) is None:
        return None
    words = f"{part.label}{plain(part.value)}多于{whole.label}{plain(whole.value)}：{entry.zh}。"
    return _finding(entry.id, IdentityVerdict.DISAGREES, whole, parts, words)


def _names_all(entry: SumIdentity, trial: Sequence[Term], parts: Sequence[Term]) -> bool:
    """Whether a trial leaves out optional parts only, and of two keys that may name the same cases one that is not
    listed beside the other: 27件终止（内含调解、和解后撤回的25件）."""
    kept = {term.key: term for term in trial}
    left = [part for part in parts if part.key not in kept and part.key not in entry.optional]
    partners = [
        kept[key]
        for part in left
        for pair in entry.either
        if part.key in pair and (key := pair[1 - pair.index(part.key)]) in kept and not _side_by_side(kept[key], part)
    ]
    return len(partners) == len(left)


def _side_by_side(one: Term, other: Term) -> bool:
    """Whether two counts stand in one list, neither within the other nor in another sentence."""
    first, second = sorted((one.figure, other.figure), key=lambda figure: figure.at)
    between = first.quote[first.at[1] - first.start : second.at[0] - first.start]
    return first.start == second.start and _NESTED.search(between) is None


def _unnamed(whole: Term, parts: Sequence[Term], facts: Facts) -> Term | None:
    """A further count of the whole's sentence that makes up exactly what is missing (作其他处理33件); None if none."""
    missing = whole.value - sum(part.value for part in parts)
    if missing <= 0:
        return None
    taken = {part.figure.at for part in parts}
    free = (figure for figure in _free(whole, facts) if figure.at not in taken)
    return next((term_of(figure) for figure in free if abs(figure.value - missing) < 1e-6), None)


def _others(whole: Term, facts: Facts) -> list[Term]:
    """The counts of the whole's sentence that it calls other ones (其他方式结案12件)."""
    return [
        term_of(figure) for figure in _free(whole, facts) if figure.at > whole.figure.at and _OTHER.match(figure.label)
    ]


def _names_more(whole: Term, parts: Sequence[Term], facts: Facts) -> bool:
    """Whether the list of the parts goes on with a further kind, so that the known ones need not be all."""
    taken = {part.figure.at for part in parts}
    behind = [figure for figure in facts.beside(whole.figure) if same_breath(whole.figure, figure)]
    listed = sum(figure.at <= max(taken) for figure in behind)
    return any(
        figure.at not in taken and figure.unit == whole.figure.unit and figure.value <= whole.high
        for figure in behind[: listed + 1]
    )


def _free(whole: Term, facts: Facts) -> list[Figure]:
    """The counts of the whole's sentence that no metric knows."""
    return [
        figure
        for figure in facts.beside(whole.figure)
        if figure.at != whole.figure.at and figure.metric is None and figure.unit == whole.figure.unit
    ]


_NOT_SAME = re.compile(r"其中|累计|以来|近[两三四五二]年|历年|上年|去年|往年|结转|存量")
_NESTED = re.compile(r"[（(〔［；;]|其中|含|包括")
_OTHER = re.compile(r"作?其[他它余]")


def _ways(entry: SumIdentity, facts: Facts) -> list[list[str]]:
    """The sets of stated parts that may make the whole, the fullest first."""
    stated = [key for key in entry.parts if facts.term(key) is not None]
    stated += [
        key
        for key, parts in entry.stands_for.items()
        if facts.term(key) is not None and not any(part in stated for part in parts)
    ]
    optional = [key for key in entry.optional if facts.term(key) is not None]
    ways = [stated]
    for one, other in entry.either:
        if one in stated and other in stated:
            ways += [[key for key in stated if key != drop] for drop in (one, other)]
    return [
        way + list(extra)
        for way in ways
        for size in range(len(optional), -1, -1)
        for extra in combinations(optional, size)
    ]


def _sides(whole: Term, parts: Sequence[Term]) -> str:
    total = "＋".join(f"{part.label}{plain(part.value)}" for part in parts)
    return f"{whole.label}{plain(whole.value)}，{total}＝{plain(sum(part.value for part in parts))}"


def _finding(rule: str, verdict: IdentityVerdict, whole: Term, parts: Sequence[Term], words: str) -> Finding:
    total = sum(part.value for part in parts)
    wrong = verdict is IdentityVerdict.DISAGREES
    return Finding(
        rule=rule,
        verdict=verdict,
        severity=severity_of(total - whole.value, whole.value) if wrong else "info",
        metric=whole.key or None,
        numbers=(whole.number(), *(part.number() for part in parts)),
        expected=plain(total),
        nearest=f"{plain(whole.value)}{total - whole.value:+g}" if wrong else "",
        text=words,
    )


def _same_passage(one: Term, other: Term, text: Text) -> bool:
    """Whether two numbers stand in one paragraph; across paragraphs the counting may differ."""
    first, second = sorted((one.figure.at[0], other.figure.at[0]))
    return "\n" not in text.text[first:second]


def _flow(entry: FlowIdentity, facts: Facts) -> Finding | None:
    left, right = facts.terms(entry.left), facts.terms(entry.right)
    if len(left) < len(entry.left) or len(right) < len(entry.right):
        return None
    comes, goes = sum(term.value for term in left), sum(term.value for term in right)
    holds = abs(comes - goes) < 1e-6
    sides = ["＋".join(f"{term.label}{plain(term.value)}" for term in side) for side in (left, right)]
    return Finding(
        rule=entry.id,
        verdict=IdentityVerdict.HOLDS if holds else IdentityVerdict.BASE_UNCLEAR,
        severity="info",
        metric=right[-1].key or None,
        numbers=tuple(term.number() for term in (right[-1], *left, *right[:-1])),
        expected=plain(comes - goes + right[-1].value),
        nearest="",
        text=f"{sides[0]}＝{plain(comes)}，{sides[1]}＝{plain(goes)}，{'相符' if holds else '口径不明'}。",
    )


def _split(entry: SplitIdentity, facts: Facts) -> Finding | None:
    whole, known = facts.term(entry.whole), facts.term(entry.known)
    if whole is None or known is None:
        return None
    for figure in facts.beside(whole.figure):
        words = figure.label + "".join(figure.words[:2])
        if any(word in words for word in entry.words):
            parts = [term_of(figure), known]
            if adds_up(whole, parts):
                return _finding(entry.id, IdentityVerdict.HOLDS, whole, parts, f"{_sides(whole, parts)}，相符。")
            return None
    return None


def _order(entry: OrderIdentity, facts: Facts) -> Finding | None:
    terms = facts.terms(entry.chain)
    if len(terms) < 2:
        return None
    whole, more = terms[-1], facts.terms(entry.plus) if terms[-1].key == entry.chain[-1] else []
    above = [term for term in terms[:-1] if term.low > whole.high + 1e-6]
    held = "＋".join(f"{term.label}{plain(term.value)}" for term in (whole, *(more if above else ())))
    chain = " ≤ ".join([*(f"{term.label}{plain(term.value)}" for term in terms[:-1]), held])
    if all(term.low <= whole.high + sum(other.high for other in more) + 1e-6 for term in above):
        return _order_finding(entry, IdentityVerdict.HOLDS, [*more, *terms] if above else terms, f"{chain}，成立。")
    firm = whole.key in entry.firm and all(same_breath(whole.figure, term.figure) for term in above)
    if firm and not counts_otherwise(whole.figure.quote):
        words = f"{above[0].label}{plain(above[0].value)}多于{whole.label}{plain(whole.value)}：{entry.zh}。"
        return _order_finding(entry, IdentityVerdict.DISAGREES, terms, words)
    told = more or (entry.plus and facts.stated_known.accepted_holds_carried())
    doubt = "" if told else f"（{entry.doubt}）"
    words = f"{above[0].label}{plain(above[0].value)}多于{held}，口径{doubt}不明。"
    return _order_finding(entry, IdentityVerdict.BASE_UNCLEAR, terms, words)


def _order_finding(entry: OrderIdentity, verdict: IdentityVerdict, terms: Sequence[Term], words: str) -> Finding:
    wrong = verdict is IdentityVerdict.DISAGREES
    return Finding(
        rule=entry.id,
        verdict=verdict,
        severity=severity_of(terms[0].value - terms[-1].value, terms[-1].value) if wrong else "info",
        metric=terms[-1].key or None,
        numbers=tuple(term.number() for term in terms),
        expected=f"≤ {plain(terms[-1].value)}",
        nearest="",
        text=words,
    )
