"""The rule about the report's required parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Expectation, Judgement
from db.vocabulary import Rule, Severity
from parsers.vocabulary import Kind, PartForm, PartRole
from scheduler.judge.context import Case

# 督察工作规定 第四章 asks for these; 其他需要报告的情况 is a residue and never asked for.
REQUIRED = (PartRole.RESULTS, PartRole.SHORTCOMINGS, PartRole.CAUSES, PartRole.LEADERSHIP, PartRole.PLAN)


def check_part_absent(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A part that the rule asks for is absent from the report, in form and in substance."""
    del expectations
    for report in case.reports(Kind.FAZHI_ANNUAL):
        forms = {part.role: part for part in report.parts}
        if not forms:
            continue  # nothing was read of it: that is another case
        for role in REQUIRED:
            part = forms.get(role)
            if part is None or part.form == PartForm.ABSENT:
                yield Judgement(
                    rule=Rule.PART_ABSENT,
                    severity=Severity.NOTICE,
                    body_id=case.facts.id,
                    kind=Kind.FAZHI_ANNUAL,
                    year=report.year,
                    metric=role,
                    data={"role": role, "heading": part.heading if part else "", "url": report.url},
                    evidence={"parts": [role], "versions": [report.current_version_id]},
                    history=case.is_history(Kind.FAZHI_ANNUAL, report.year),
                )
