"""Findings that tell one thing, told as one: a report of which nothing can be said because its section is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from db.records import Judgement
from db.vocabulary import Rule


def bundle(judgements: Sequence[Judgement], fingerprint: Callable[[Judgement], str]) -> tuple[Judgement, ...]:
    """The judgements, with each broken section that keeps us from finding a due report told in that report's own.

    The states themselves stay in the tables: the expectation's `cannot_tell`, the section's `blind`. A document that
    waits to be settled and may be the report takes back that the report is missing.
    """
    untold = [item for item in judgements if item.rule is Rule.CANNOT_TELL]
    broken = [item for item in judgements if item.rule is Rule.SOURCE_BROKEN]
    causes = {id(item): [one for one in broken if item.kind in one.data["kinds"]] for item in untold}
    told = {id(one) for ones in causes.values() for one in ones}
    left = (item for item in judgements if id(item) not in told)
    left = (_with_causes(item, causes[id(item)], fingerprint) if causes.get(id(item)) else item for item in left)
    return tuple(
        replace(item, absorbs=(*item.absorbs, fingerprint(replace(item, rule=Rule.REPORT_MISSING))))
        if item.rule is Rule.CANNOT_TELL and item.data["documents"]
        else item
        for item in left
    )


def _with_causes(item: Judgement, broken: Sequence[Judgement], fingerprint: Callable[[Judgement], str]) -> Judgement:
    sections = [{"url": one.data["url"], "blind": one.data["blind"], **one.data["now"]} for one in broken]
    now = dict(item.data["now"])
    if any(section["url"] in now["cause"] for section in sections):
        now["cause"] = ""  # the section's own line says it with more
    visits = [number for one in (item, *broken) for number in one.evidence["visits"]]
    return replace(
        item,
        severity=max((item.severity, *(one.severity for one in broken)), key=lambda severity: severity.rank),
        data={
            **item.data,
            "broken": [{"section": one.data["section"], "blind": one.data["blind"]} for one in broken],
            "now": {**now, "broken": sections},
        },
        evidence={**item.evidence, "visits": list(dict.fromkeys(visits))},
        absorbs=tuple(fingerprint(one) for one in broken),
    )
