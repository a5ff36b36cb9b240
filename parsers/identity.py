"""What a document is, of which year, whose, and when it was signed and published.

The title decides where it can; the text decides where the title is unsure, and can overrule it (a report behind a cover
notice, a template, a newspaper feature). Every decision carries its reason. Unsure is an answer: a person then decides,
and `Bundle.decided` outranks everything here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.compilation import read_compilation
from parsers.dates import parse_date
from parsers.decoding import decode_bytes
from parsers.frame import Frame, read_doc_number, read_frame, tidy_title
from parsers.issuers import (
    Issuer,
    IssuerClass,
    government_of,
    is_body_name,
    read_issuer,
    spelled_out,
    split_issuers,
    with_places,
)
from parsers.marks import Marks, opening_year, read_marks
from parsers.pages.dates import days_apart
from parsers.records import Article, Bundle, Report, Text, TitleReading
from parsers.regions import read_place, site_region
from parsers.slips import is_slip
from parsers.stand_ins import may_stand_for_report, speaks_for_all
from parsers.titles import parse_title
from parsers.vocabulary import DateBasis, Decision, Kind

_ENOUGH_HAN = 300  # shorter texts are cover notes or stubs
_MANY_BLANKS = 3
_DISAGREE = 3  # days: two dates further apart are noted
_PUBLISHER = ("发布机构", "发布机关", "发文机关", "发文单位", "制发机关", "发布单位", "公开主体", "信息来源")
_NUMBER_LABELS = ("文号", "发文字号", "文件编号", "发文文号", "文件号")
# 版权所有：沈阳市铁西区人民政府
_OWNER = re.compile(r"(?:主办(?:单位)?|版权所有|承办(?:单位)?)[\s：:]{0,3}(?P<name>[一-鿿]{4,20}?人民政府)")
_CUT_OFF = re.compile(r"截[至止]目前")


# Where no title is a report's: what the titles may make of a document, the most telling first.
_ORDER = (Decision.REPORT, Decision.OTHER_KIND, Decision.UNSURE, Decision.NOT_A_REPORT, Decision.UNREAD)


_MAY_BE_SEVERAL = frozenset({Decision.REPORT, Decision.UNSURE})


@dataclass(frozen=True, slots=True)
class _Title:
    """The title that speaks for the document, where it stood, and what it says."""

    text: str
    where: str  # text | article | row | label
    reading: TitleReading
    years: tuple[int, ...] = ()  # all that the report titles around the document name


_NO_TITLE = _Title("", "text", parse_title(""))


@dataclass(frozen=True, slots=True)
class _Verdict:
    decision: Decision
    kind: Kind | None
    reason: str


def read_report(text: Text, bundle: Bundle, article: Article | None = None, frame: Frame | None = None) -> Report:
    """All fields of identity of one document; ``article`` is its detail page's own fields, where it is a page.

    ``frame`` spares reading the head and foot a second time.
    """
    frame = frame or read_frame(text)
    marks = read_marks(text.text)
    title = _choose_title(text, frame, bundle, article)
    published_on, published_basis = _published(bundle, article, frame)
    year, year_basis, trouble = _year(title, frame, text, published_on)
    pages = _page_titles(bundle, article)
    verdict = _or_unsure(_decide(title, frame, marks, pages), (title.text, *(page for _, page in pages)), marks)
    if verdict.decision is Decision.REPORT and (trouble or year is None):
        verdict = _Verdict(Decision.UNSURE, verdict.kind, trouble or "报告年度不能确定")
    held = read_compilation(text, bundle, article, title.text) if verdict.decision in _MAY_BE_SEVERAL else None
    if held is not None:
        verdict, year = _Verdict(Decision.UNSURE, verdict.kind or title.reading.kind, held.why), held.year
    verdict, year, year_basis = _as_decided(bundle, verdict, year, year_basis)
    issuers, basis = _issuers(title.reading, frame, bundle, article, year)
    if bundle.decided is None and _speaks_for_its_government(verdict, title.text, issuers):
        verdict = _Verdict(
            Decision.UNSURE, verdict.kind, "部门署名报告全县（市、区）的情况，是不是政府的年度报告不能确定"
        )
    issuers = tuple(spelled_out(issuer, lambda: text.text + _page_words(bundle)) for issuer in issuers)
    notes = (*_notes(text, frame, title.reading, issuers), *_date_notes(bundle, article, frame))
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
        region=_region(chief),
        doc_number=_doc_number(frame, article),
        published_on=published_on,
        published_basis=published_basis,
        signed_on=frame.signed_on,
        notes=notes,
    )


# --- the title -------------------------------------------------------------------------------------------------


def _page_titles(bundle: Bundle, article: Article | None) -> tuple[tuple[str, str], ...]:
    titles = [("article", article.title if article else ""), ("row", bundle.row_title)]
    return tuple((where, title) for where, title in titles if title.strip())


def _choose_title(text: Text, frame: Frame, bundle: Bundle, article: Article | None) -> _Title:
    """The document's own title before the page's, the page's before the row's, a file's name last."""
    candidates = [("text", frame.title)] if frame.title else []
    candidates += _page_titles(bundle, article)
    label = _file_name(text, bundle)
    if label and (not candidates or parse_title(label).decision is Decision.REPORT):
        candidates.append(("label", label))
    first = text.text.strip().split("\n", 1)[0][:80].lstrip("#* ")
    if first and all(where == "label" for where, _ in candidates):
        candidates.append(("text", first))
    read = [_Title(title, where, parse_title(title)) for where, title in candidates] or [_NO_TITLE]
    fits = [title for title in read if title.reading.decision is Decision.REPORT]
    if not fits:
        return min(read, key=lambda title: (_ORDER.index(title.reading.decision), title.where == "text"))
    best = fits[0]
    for other in fits[1:]:
        if _fuller(other.reading, best.reading):
            best = other
    years = {title.reading.year for title in fits if title.reading.year is not None}
    return replace(best, years=tuple(sorted(years)))


def _file_name(text: Text, bundle: Bundle) -> str:
    """The name of the file that the text was read from, where it has words."""
    source = text.blocks[0].source if text.blocks else 0
    label = bundle.sources[source].label if source < len(bundle.sources) else ""
    return label if re.search(r"[一-鿿]", label) else ""


def _fuller(other: TitleReading, best: TitleReading) -> bool:
    """Whether a page's title says more than the one before it: it has the year or the issuers that the other lacks."""
    lacks_year = best.year is None and other.year is not None
    lacks_names = not best.issuers and bool(other.issuers) and (other.year == best.year or best.year is None)
    return other.kind is best.kind and (lacks_year or lacks_names)


# --- what it is ------------------------------------------------------------------------------------------------


def _decide(title: _Title, frame: Frame, marks: Marks, pages: Sequence[tuple[str, str]]) -> _Verdict:
    reading = title.reading
    if marks.blanks >= _MANY_BLANKS:
        return _Verdict(Decision.NOT_A_REPORT, None, f"正文有{marks.blanks}处空位（某县、XX、**），是模板")
    if reading.decision is Decision.REPORT:
        return _titled_as_report(title, marks, pages)
    if marks.news >= 2 and not (marks.opens_as_report and marks.sections >= 2):
        return _Verdict(
            Decision.NOT_A_REPORT, None, f"标题不是报告，正文有{marks.news}种新闻标记（记者、编辑、供图等）"
        )
    if reading.decision is Decision.OTHER_KIND:
        return _Verdict(Decision.OTHER_KIND, None, reading.reason)
    strong = marks.opens_as_report and marks.sections >= 2 and marks.kind is not None and marks.han >= _ENOUGH_HAN
    if not strong:
        return _Verdict(reading.decision, reading.kind, reading.reason)
    kind = marks.kind
    if reading.decision is Decision.UNSURE and reading.kind in (None, kind):
        return _Verdict(Decision.REPORT, kind, "标题不能确定，正文以“报告如下”开头并有报告各部分")
    return _Verdict(Decision.UNSURE, kind, f"正文像年度报告，但标题不是（{reading.reason}）")


def _titled_as_report(title: _Title, marks: Marks, pages: Sequence[tuple[str, str]]) -> _Verdict:
    kind = title.reading.kind
    if marks.han < _ENOUGH_HAN:
        return _Verdict(Decision.REPORT, kind, f"{title.reading.reason}；正文很短，可能只是附件的说明")
    contrary = next((page for where, page in pages if _speaks_against(page)), None) if title.where == "text" else None
    if marks.is_report:
        behind = "（在另一标题的页面里）" if contrary else ""
        return _Verdict(Decision.REPORT, kind, f"{title.reading.reason}，正文有报告各部分{behind}")
    if contrary is not None:
        return _Verdict(Decision.UNSURE, kind, f"正文引有报告标题，但页面标题是“{contrary[:30]}”")
    if marks.news >= 2:
        return _Verdict(Decision.UNSURE, kind, "标题像年度报告，正文却有新闻标记而没有报告各部分")
    return _Verdict(Decision.REPORT, kind, title.reading.reason)


def _or_unsure(verdict: _Verdict, titles: Sequence[str], marks: Marks) -> _Verdict:
    """A person is asked before a paper that may be the yearly report is settled as another one.

    So where its title speaks of the subject and its text has a report's parts or is too short to tell, and where a
    text under any title opens as the report and has its parts.
    """
    if verdict.decision not in (Decision.OTHER_KIND, Decision.NOT_A_REPORT):
        return verdict
    if marks.blanks >= _MANY_BLANKS or (marks.news >= 2 and not marks.opens_as_report):
        return verdict
    speaks = marks.opens_as_report and marks.sections >= 2 and marks.kind is Kind.FAZHI_ANNUAL
    if any(map(may_stand_for_report, titles)):
        if not (marks.is_report or marks.han < _ENOUGH_HAN):
            return verdict
    elif verdict.decision is Decision.OTHER_KIND or not speaks:
        return verdict
    return _Verdict(
        Decision.UNSURE, Kind.FAZHI_ANNUAL, f"可能就是法治政府建设年度报告，标题不能确定（{verdict.reason}）"
    )


def _speaks_for_its_government(verdict: _Verdict, title: str, issuers: Sequence[Issuer]) -> bool:
    """Does a department alone sign what its title says of the whole county?"""
    if verdict.decision is not Decision.REPORT or verdict.kind is not Kind.FAZHI_ANNUAL or not issuers:
        return False
    return speaks_for_all(title) and all(issuer.cls is IssuerClass.DEPARTMENT for issuer in issuers)


def _speaks_against(page_title: str) -> bool:
    return parse_title(page_title).decision is Decision.NOT_A_REPORT


def _as_decided(bundle: Bundle, verdict: _Verdict, year: int | None, basis: str) -> tuple[_Verdict, int | None, str]:
    """A person's decision before ours."""
    if bundle.decided is None:
        return verdict, year, basis
    kind = bundle.decided_kind or verdict.kind
    if bundle.decided is not Decision.REPORT:
        kind = bundle.decided_kind
    decided = _Verdict(bundle.decided, kind, "人工决定")
    if bundle.decided_year is not None:
        return decided, bundle.decided_year, "decided"
    return decided, year, basis


# --- the year --------------------------------------------------------------------------------------------------


def _year(title: _Title, frame: Frame, text: Text, published_on: str | None) -> tuple[int | None, str, str]:
    """The report year, where it was found, and what is wrong with it ("" = nothing).

    Title before opening before dates. A signature from January to October is of the year before, one of November or
    December of its own; publication alone says so only until June, since reports are re-published later.
    """
    said = opening_year(text.text[frame.body_start :])
    by_signature = _year_of(frame.signed_on, last_month=10)
    if len(title.years) > 1:
        return title.reading.year, "title", f"标题写有不同年度（{'、'.join(map(str, title.years))}），报告年度不能确定"
    if title.reading.year is not None:
        return title.reading.year, "title", _conflict(title.reading.year, said, frame.signed_on, published_on)
    if said is not None:
        if by_signature is not None and by_signature != said:
            return said, "text", f"正文说{said}年，落款日期{frame.signed_on}，报告年度不能确定"
        return said, "text", ""
    if by_signature is not None:
        return by_signature, "signed_on", ""
    by_posting = _year_of(published_on, last_month=6)
    return by_posting, "published_on" if by_posting else "", ""


def _year_of(iso: str | None, *, last_month: int) -> int | None:
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    if day.month <= last_month:
        return day.year - 1
    return day.year if day.month >= 11 else None


def _conflict(year: int, said: int | None, signed_on: str | None, published_on: str | None) -> str:
    """Why a title's year cannot be right, or ""."""
    for iso, name in ((signed_on, "落款"), (published_on, "发布")):
        if iso is not None and iso < f"{year}-11-01":
            return f"标题写{year}年度，{name}日期却是{iso}，报告年度不能确定"
    if said is not None and said != year:
        by_signature = _year_of(signed_on, last_month=10)
        if by_signature != year:
            return f"标题写{year}年，正文说{said}年，报告年度不能确定"
    return ""


# --- issuers ---------------------------------------------------------------------------------------------------


def _hints(bundle: Bundle, article: Article | None) -> tuple[str, ...]:
    """Region codes that tell same names apart: the site's own before the section's."""
    codes = []
    if article is not None:
        codes.append(site_region(article.site_code))
        codes.append(read_place(article.site_name or "").code)
    codes.append(bundle.body_region)
    if bundle.body_name:
        codes.append(read_issuer(bundle.body_name).region)
    if bundle.body_parent:
        codes.append(bundle.body_parent if bundle.body_parent.isdigit() else read_issuer(bundle.body_parent).region)
    if not any(codes) and (owner := _OWNER.search(_page_words(bundle))):
        codes.append(read_place(owner["name"]).code)
    return tuple(dict.fromkeys(code for code in codes if code))


def _issuers(
    reading: TitleReading,
    frame: Frame,
    bundle: Bundle,
    article: Article | None,
    year: int | None,
) -> tuple[tuple[Issuer, ...], str]:
    """The bodies and where their names stood: title, signature, letterhead, the page's label, the section."""
    hints = _hints(bundle, article)
    publisher = _label(article, _PUBLISHER)
    publishers = split_issuers(publisher) if publisher and is_body_name(publisher) else ()
    section = (bundle.body_name,) if bundle.body_name else ()
    if is_slip(reading.issuers, frame.signature, section, hints, year):
        return _expanded(frame.signature, frame, hints, year), "signature"
    for names, basis in (
        (reading.issuers, "title"),
        (frame.signature, "signature"),
        (frame.letterhead, "letterhead"),
        (publishers, "page"),
        (section, "section"),
    ):
        if names:
            return _expanded(names, frame, hints, year), basis
    return (), ""


def _expanded(names: Sequence[str], frame: Frame, hints: Sequence[str], year: int | None) -> tuple[Issuer, ...]:
    """The names in full; what one name or the signature says of the place helps the others (区委、区政府)."""
    names = with_places(names)
    known = [read_issuer(name, (), year).region for name in (*names, *frame.signature, *frame.letterhead)]
    own = tuple(dict.fromkeys(code for code in known if code))
    found = (read_issuer(name, (*own, *hints), year) for name in names)
    return tuple({issuer.name: issuer for issuer in found}.values())


def _page_words(bundle: Bundle) -> str:
    """All that the page says, menus and foot included; "" where the document came as a file."""
    source = bundle.sources[0] if bundle.sources else None
    if source is None or "html" not in (source.media_type or ""):
        return ""
    return decode_bytes(source.body, source.media_type).text


def _label(article: Article | None, labels: Sequence[str]) -> str:
    if article is None:
        return ""
    fields = {re.sub(r"\s", "", key): value for key, value in article.fields.items()}
    return next((fields[label].strip() for label in labels if fields.get(label, "").strip()), "")


def _region(chief: Issuer | None) -> str | None:
    """The GB code of the chief issuer's division; a zone has none, and is never its host's."""
    if chief is None or chief.cls is IssuerClass.MANAGEMENT_ZONE or (chief.unit and not _is_township(chief)):
        return None
    return chief.region


def _is_township(issuer: Issuer) -> bool:
    return issuer.unit.endswith(("镇", "乡", "街道", "苏木"))


def _doc_number(frame: Frame, article: Article | None) -> str | None:
    return frame.doc_number or read_doc_number(_label(article, _NUMBER_LABELS))


# --- dates and notes -------------------------------------------------------------------------------------------


def _published(bundle: Bundle, article: Article | None, frame: Frame) -> tuple[str | None, DateBasis]:
    """The page's own date; the list row's where that is clearly earlier, or where the page has none.

    Pages made anew bear the day of their making, and no list shows a paper before it is posted. A row dated before
    the signature is no posting.
    """
    row = _row_day(bundle)
    on, basis = _page_day(article, frame)
    if on is None:
        return (row, DateBasis.LIST_ROW) if row else (None, DateBasis.NONE)
    if row is not None and row < on and days_apart(row, on) > _DISAGREE and (frame.signed_on or row) <= row:
        return row, DateBasis.LIST_ROW
    return on, basis


def _page_day(article: Article | None, frame: Frame) -> tuple[str | None, DateBasis]:
    if article is not None and article.published_on:
        return article.published_on, article.published_basis
    if frame.label_date:
        return frame.label_date, DateBasis.UPDATED_LABEL if frame.label_is_update else DateBasis.LABEL
    return None, DateBasis.NONE


def _row_day(bundle: Bundle) -> str | None:
    return parse_date(bundle.row_date) if bundle.row_date else None


def _date_notes(bundle: Bundle, article: Article | None, frame: Frame) -> tuple[str, ...]:
    row, page = _row_day(bundle), _page_day(article, frame)[0]
    if row is None or page is None:
        return ()
    days = days_apart(row, page)
    return (f"列表日期{row}与页面日期{page}相差{days}天",) if days > _DISAGREE else ()


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
