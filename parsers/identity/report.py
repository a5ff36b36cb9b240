"""All fields of a document's identity, from the readers beside this module.

The title decides where it can; the text decides where the title is unsure, and can overrule it (a report behind a cover
notice, a template, a newspaper feature). Every decision carries its reason. Unsure is an answer: a person then decides,
and `Bundle.decided` outranks everything here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.compilation import read_compilation
from parsers.frame import Frame, read_frame, tidy_title
from parsers.identity.bodies import find_doc_number, find_issuers, page_words, region_of
from parsers.identity.dates import date_notes, read_published, written_on
from parsers.identity.title import choose_title, page_titles
from parsers.identity.verdict import (
    Verdict,
    as_decided,
    decide,
    or_unsure,
    speaks_as_department,
    speaks_for_its_government,
)
from parsers.identity.year import read_year
from parsers.issuers import Issuer, government_of, placed, read_issuer, spelled_out
from parsers.marks import read_marks
from parsers.records import Article, Bundle, Report, Text, TitleReading
from parsers.vocabulary import Decision

_CUT_OFF = re.compile(r"截[至止]目前")
_MAY_BE_SEVERAL = frozenset({Decision.REPORT, Decision.UNSURE})


def read_report(text: Text, bundle: Bundle, article: Article | None = None, frame: Frame | None = None) -> Report:
    """All fields of identity of one document; ``article`` is its detail page's own fields, where it is a page.

    ``frame`` spares reading the head and foot a second time.
    """
    frame = frame or read_frame(text)
    marks = read_marks(text.text)
    title = choose_title(text, frame, bundle, article)
    published_on, published_basis = read_published(bundle, article, frame)
    year, year_basis, trouble = read_year(title, frame, text, published_on)
    pages = page_titles(bundle, article)
    verdict = or_unsure(decide(title, marks, pages), (title.text, *(page for _, page in pages)), marks, text)
    if verdict.decision is Decision.REPORT and (trouble or year is None):
        verdict = Verdict(Decision.UNSURE, verdict.kind, trouble or "报告年度不能确定")
    held = read_compilation(text, bundle, article, title.text) if verdict.decision in _MAY_BE_SEVERAL else None
    if held is not None:
        verdict, year = Verdict(Decision.UNSURE, verdict.kind or title.reading.kind, held.why), held.year
    verdict, year, year_basis = as_decided(bundle, verdict, year, year_basis)
    issuers, basis = find_issuers(title.reading, frame, bundle, article, year)
    if bundle.decided is None and speaks_for_its_government(verdict, title.text, issuers):
        verdict = Verdict(
            Decision.UNSURE, verdict.kind, "部门署名报告全县（市、区）的情况，是不是政府的年度报告不能确定"
        )
    if bundle.decided is None and (voice := speaks_as_department(verdict, basis, issuers, title.text, text.text)):
        verdict = Verdict(
            Decision.UNSURE, verdict.kind, f"没有署名，正文自称“{voice}”，是不是本级政府的年度报告不能确定"
        )

    def said() -> str:  # asked for only where a name is not whole
        return f"{text.text}\n{page_words(bundle)}"

    issuers = tuple(spelled_out(placed(issuer, said), said) for issuer in issuers)
    notes = (*_notes(text, frame, title.reading, issuers), *date_notes(bundle, article, frame))
    if verdict.decision is Decision.NOT_A_REPORT:
        issuers, basis = (), ""  # a letterhead or a site's name says nothing of a feature's author
    chief = government_of(issuers)
    return Report(
        decision=verdict.decision,
        kind=verdict.kind,
        reason=verdict.reason,
        title=tidy_title(title.text),
        year=year,
        year_basis=year_basis,
        issuer=chief.name if chief else None,
        issuers=tuple(issuer.name for issuer in issuers),
        issuers_basis=basis,
        region=region_of(chief),
        doc_number=find_doc_number(frame, article),
        published_on=published_on,
        published_basis=published_basis,
        signed_on=frame.signed_on or written_on(article),
        notes=notes,
    )


def _notes(text: Text, frame: Frame, reading: TitleReading, issuers: Sequence[Issuer]) -> tuple[str, ...]:
    notes = []
    if _CUT_OFF.search(text.text):
        notes.append("文中有“截至目前”一类说法，数据截止日期不明")
    if reading.issuers and frame.signature and not _overlap(frame.signature, issuers):
        notes.append(f"落款是{'、'.join(frame.signature)}，与标题机关不同")
    return tuple(notes)


def _overlap(signature: Sequence[str], issuers: Sequence[Issuer]) -> bool:
    hints = tuple(issuer.region for issuer in issuers if issuer.region)
    signed = [read_issuer(name, hints) for name in signature]
    return any(one.key == other.key for one in signed for other in issuers)
