"""The corridor of reading: one bundle of originals in, one `Reading` out.

Pure and cheap enough for a worker process to do eighty pages a second; nothing here fetches, stores or judges. What
cannot be read comes out as a Reading with an empty text and its reason in ``error``, never as an exception.
"""

from __future__ import annotations

from dataclasses import replace

from parsers import PARSER_VERSION
from parsers.arithmetic import check_arithmetic
from parsers.clauses import clause_hashes
from parsers.documents import is_note, read_text
from parsers.figures import read_figures
from parsers.frame import read_frame
from parsers.identity import ANOTHER_TEXT, read_report
from parsers.issuers import place_names
from parsers.metrics.binding import bind_metrics
from parsers.pages.article import parse_article
from parsers.pages.indexes import listed_reports
from parsers.pages.media import sniff_type
from parsers.parts import read_parts
from parsers.records import Article, Bundle, Page, Reading, Report, Source, Text
from parsers.vocabulary import Decision, Kind, Method, Role

_HTML = "text/html"


def read_bundle(bundle: Bundle) -> Reading:
    """Everything that can be read from one document's originals.

    Parts, figures and metric values are read of reports only (and of what may be one, so that a person who decides an
    unsure document sees what would be stored).
    """
    article = page_article(bundle)
    text = read_text(bundle, article)
    frame = read_frame(text)
    report = _unless_index(read_report(text, bundle, article, frame), bundle, article)
    if _is_bare_note(text, report):
        attached = any(source.role is not Role.DETAIL for source in bundle.sources)
        reason = "网页只有简短的说明，没有报告正文，" + ("附件里也没有" if attached else "也没有找到附件")
        text = Text("", (), Method.NONE, 0.0, reason, ((text.blocks[0].source, text.text),))
    error = text.reason or "没有可读的文字" if text.method is Method.NONE or not text.text.strip() else ""
    if error and report.decision is Decision.REPORT:
        report = replace(report, notes=(*report.notes, error))
    if error or report.decision not in (Decision.REPORT, Decision.UNSURE):
        return Reading(bundle.url, text, report, parser_version=PARSER_VERSION, error=error)
    parts = read_parts(text, frame) if report.kind in (Kind.FAZHI_ANNUAL, None) else ()
    figures = read_figures(text, report, parts)
    bound, values = bind_metrics(figures, text, report)
    return Reading(
        url=bundle.url,
        text=text,
        report=report,
        parts=parts,
        figures=bound,
        metric_values=values,
        findings=check_arithmetic(text, bound, values),
        clauses=clause_hashes(text.text, place_names(report.issuers, report.region)),
        parser_version=PARSER_VERSION,
    )


def _unless_index(report: Report, bundle: Bundle, article: Article | None) -> Report:
    """A report, but unsure where its page only lists others: the title is then the list's."""
    may_be = report.decision is Decision.REPORT or report.reason == ANOTHER_TEXT
    if not may_be or bundle.decided is not None or article is None:
        return report
    detail = next((source for source in bundle.sources if source.role is Role.DETAIL), None)
    if detail is None or len(bundle.sources) > 1 or not (rows := listed_reports(_page(detail), article, report.kind)):
        return report
    reason = f"网页是一个列表（{rows}行像是报告），没有报告正文和附件，标题是列表的名称"
    return replace(report, decision=Decision.UNSURE, reason=reason)


def _is_bare_note(text: Text, report: Report) -> bool:
    """A page under a report's title that says nothing: its report is in a file that we did not find."""
    if report.decision is not Decision.REPORT or not is_note(text):
        return False
    return report.kind is Kind.FAZHI_ANNUAL or "附件" in text.text


def page_article(bundle: Bundle) -> Article | None:
    """The detail page's own fields; None when the document is a file of its own."""
    source = next((source for source in bundle.sources if source.role is Role.DETAIL), None)
    if source is None or sniff_type(source.body, source.media_type, source.url) != _HTML:
        return None
    return parse_article(_page(source))


def _page(source: Source) -> Page:
    return Page(source.url, source.url, 200, source.headers, source.body)
