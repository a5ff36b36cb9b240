"""The rule about the report's required parts."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import Judgement
from db.vocabulary import Rule, Severity
from parsers.vocabulary import Kind, PartForm, PartRole
from scheduler.judge.context import Case

# 督察工作规定 第四章 asks for these; 其他需要报告的情况 is a residue and never asked for.
REQUIRED = (PartRole.RESULTS, PartRole.SHORTCOMINGS, PartRole.CAUSES, PartRole.LEADERSHIP, PartRole.PLAN)


def check_part_absent(case: Case) -> Iterator[Judgement]:
    """A part that the rule asks for is absent from the report; a heading with nothing under it does not count."""
    for report in case.reports.get(Kind.FAZHI_ANNUAL, ()):
        forms = {part.role: part for part in report.parts}
        if not forms or not case.readable(report):
            continue
        for role in REQUIRED:
            part = forms.get(role)
            if part is not None and part.form != PartForm.ABSENT:
                continue
            heading = part.heading if part else ""
            yield case.about(
                report,
                Rule.PART_ABSENT,
                Severity.NOTICE,
                {"role": str(role), "heading": heading},
                metric=str(role),
                evidence={"parts": [str(role)]},
            )
