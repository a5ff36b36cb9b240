"""The examples of docs/rules.md as facts: each fenced YAML block under a rule's heading is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from db.records import BodyFacts, PlaceFact, ReportFact, RevisionFact, SectionFact, VersionFact
from db.vocabulary import Change, ReportState, Rule
from parsers.vocabulary import DateBasis
from scheduler.judge.recycled import Clauses
from tests.scheduler.judge import build

# Told by sending and by the schedule, and no body's: their examples are of another shape.
OPERATOR = frozenset({Rule.DELIVERY_FAILED, Rule.PASS_MISSED})
DOCS = Path(__file__).parents[3] / "docs" / "rules.md"


@dataclass(frozen=True)
class Example:
    rule: Rule
    number: int
    document: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}-{self.number}-{'fires' if self.document['fires'] else 'silent'}"

    @property
    def today(self) -> date:
        day: date = self.document["today"]
        return day

    def facts(self) -> BodyFacts:
        reports = [_report(entry) for entry in self.document.get("reports", [])]
        sections = None
        if "sections" in self.document:
            sections = [_section(number, entry) for number, entry in enumerate(self.document["sections"])]
        return build.body(*reports, sections=sections, **self.document.get("body", {}))

    def others(self) -> list[Clauses]:
        return [
            Clauses(entry["body"], entry["year"], str(entry["day"]), packed(entry["clauses"]))
            for entry in self.document.get("others", [])
        ]


def sections_of_docs() -> dict[str, str]:
    """Heading -> text below it, of the second level."""
    pieces = re.split(r"^## (.+)$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def examples() -> Iterator[Example]:
    for heading, text in sections_of_docs().items():
        if heading in set(Rule):
            for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)):
                yield Example(Rule(heading), number, yaml.safe_load(block))


def _section(number: int, entry: Mapping[str, Any]) -> SectionFact:
    visits = [
        build.visit(
            one["day"], one.get("outcome", "ok"), **{k: v for k, v in one.items() if k not in ("day", "outcome")}
        )
        for one in entry["visits"]
    ]
    pending = [build.document(**one) for one in entry.get("pending", [])]
    return build.section(*visits, id=f"s{number}" if number else "s", pending=pending)


def _report(entry: Mapping[str, Any]) -> ReportFact:
    fields = {name: given for name, given in entry.items() if name not in ("year", "numbers", "places", "revised")}
    for name in ("published_on", "signed_on", "first_seen"):
        if name in fields:
            fields[name] = str(fields[name])
    if "published_basis" in fields:
        fields["published_basis"] = DateBasis(fields["published_basis"])
    if "state" in fields:
        fields["state"] = ReportState(fields["state"])
    if "parts" in fields:
        fields["parts"] = build.parts(**fields["parts"])
    if "findings" in fields:
        fields["findings"] = tuple(build.disagreement(**one) for one in fields["findings"])
    if "clauses" in fields:
        first, last = fields["clauses"]
        fields["clauses"] = tuple(range(first, last + 1))
    made = build.report(entry["year"], entry.get("numbers"), **fields)
    if "places" in entry:
        made = _with_places(made, entry["places"])
    return _with_revision(made, entry["revised"]) if "revised" in entry else made


def _with_places(report: ReportFact, entries: list[Mapping[str, Any]]) -> ReportFact:
    places: list[PlaceFact] = []
    versions: list[VersionFact] = []
    for number, entry in enumerate(entries):
        url = f"http://a.gov.cn/{number}/{report.year}.html"
        state, broken = entry.get("state", "listed"), entry.get("broken", "")
        places.append(build.place(url, first=str(entry["first"]), state=state, broken=broken))
        versions.append(build.version(places[-1].id, values_key=entry.get("figures", "")))
    return replace(report, places=tuple(places), versions=tuple(versions), current_version_id=versions[-1].id)


def _with_revision(report: ReportFact, changes: list[Mapping[str, Any]]) -> ReportFact:
    before = report.versions[0]
    after = build.version(before.place_id, number=2, observed_at=build.seen("2026-04-20"), change=Change.TEXT)
    told = tuple({"metric": None, "old_quote": None, "new_quote": None, **change} for change in changes)
    revision = RevisionFact(after.id, before.id, report.url, after.observed_at, told)
    return replace(
        report,
        versions=(before, after),
        current_version_id=after.id,
        revisions=(revision,) if changes else (),
    )


def packed(span: list[int]) -> bytes:
    return b"".join(number.to_bytes(8, "little") for number in range(span[0], span[1] + 1))
