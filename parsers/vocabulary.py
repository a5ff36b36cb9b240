"""Closed vocabularies of reading: each word is defined here once and used by schema, code, tests and docs."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A yearly report that the law asks for."""

    FAZHI_ANNUAL = "fazhi_annual"  # 法治政府建设年度报告
    ENFORCEMENT_STATS = "enforcement_stats"  # 行政执法年度数据（国办发〔2018〕118号）
    DISCLOSURE_ANNUAL = "disclosure_annual"  # 政府信息公开工作年度报告


COMPILED = "汇编："  # begins the reason of a document that holds several reports, and may be each of them
COMMITTEE = "管理委员会"  # what a zone's body is called in full, behind its name


class Decision(StrEnum):
    """What a document found on a portal is."""

    REPORT = "report"  # of one of the three kinds, whatever the section asks for
    OTHER_KIND = "other_kind"  # another official yearly report (行政复议应诉年报, a five-year report)
    NOT_A_REPORT = "not_a_report"
    UNSURE = "unsure"  # a person must decide; it may be the report
    UNREAD = "unread"  # a candidate that has not been read yet, or could not be fetched


class Verdict(StrEnum):
    """What a fetched page turned out to be, decided before it is parsed."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    SOFT_404 = "soft_404"
    GONE = "gone"
    CHALLENGE = "challenge"
    SHELL = "shell"
    REDIRECT_STUB = "redirect_stub"
    WRONG_TYPE = "wrong_type"
    TOO_LARGE = "too_large"
    ROBOTS = "robots"
    FORBIDDEN_ADDRESS = "forbidden_address"
    UNREACHABLE = "unreachable"
    ERROR = "error"


class Role(StrEnum):
    """What a capture was fetched as."""

    LIST = "list"
    DETAIL = "detail"
    ATTACHMENT = "attachment"


class Method(StrEnum):
    """How a text was got out of the bytes."""

    HTML = "html"
    PDF_TEXT = "pdf_text"
    PDF_OCR = "pdf_ocr"
    IMAGE_OCR = "image_ocr"
    DOCX = "docx"
    DOC = "doc"
    WPS = "wps"
    OFD = "ofd"
    XLSX = "xlsx"
    XLS = "xls"
    PLAIN = "plain"
    NONE = "none"  # kept, but no text could be read


class BlockKind(StrEnum):
    """The function of one stretch of a text."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    NOTE = "note"


class PartRole(StrEnum):
    """A required part of the report (督察工作规定 第四章): results, shortcomings, causes, leadership, plan."""

    RESULTS = "results"
    SHORTCOMINGS = "shortcomings"
    CAUSES = "causes"
    LEADERSHIP = "leadership"
    PLAN = "plan"
    OTHER = "other"


class PartForm(StrEnum):
    """How a required part appears; a heading with nothing under it is absent."""

    PRESENT = "present"
    EMBEDDED = "embedded"
    ABSENT = "absent"


class FigureKind(StrEnum):
    COUNT = "count"
    RATE = "rate"
    AMOUNT = "amount"
    DURATION = "duration"
    RANK = "rank"
    CHANGE = "change"


class Qualifier(StrEnum):
    EQ = "eq"
    GT = "gt"  # 余, 多, 超
    GE = "ge"  # 以上, 不少于, 达…以上
    LT = "lt"  # 近, 不足
    LE = "le"  # 以下, 以内, 不超过
    APPROX = "approx"  # 约, 左右


class Tense(StrEnum):
    """Whose and when a figure is; only `actual` figures may become this year's metric values."""

    ACTUAL = "actual"
    TARGET = "target"
    PRIOR = "prior"
    CUMULATIVE = "cumulative"
    OTHER_LEVEL = "other_level"


class Scope(StrEnum):
    """Whose cases a metric value counts."""

    BODY = "body"  # the issuer itself (区政府为被告)
    AREA = "area"  # everybody in its area (全区)
    DEPARTMENTS = "departments"  # its departments only
    HEAD = "head"  # the principal head only (正职)


class ValueBasis(StrEnum):
    STATED = "stated"
    COMPUTED = "computed"


class DateBasis(StrEnum):
    """Where a date was taken from; `updated_label` may be later than the first posting."""

    META = "meta"
    LABEL = "label"
    UPDATED_LABEL = "updated_label"
    URL = "url"
    LIST_ROW = "list_row"
    NONE = "none"


class IdentityVerdict(StrEnum):
    """What the arithmetic of one identity came to (DOMAIN rules: rounding and truncation both pass)."""

    HOLDS = "holds"
    TRUNCATION = "truncation"
    DISAGREES = "disagrees"
    BASE_UNCLEAR = "base_unclear"
    UNCHECKABLE = "uncheckable"


# What every figure is asked for: an enum looks a member up each time, which takes as long as a short search.
COUNT, RATE, AMOUNT, DURATION = FigureKind.COUNT, FigureKind.RATE, FigureKind.AMOUNT, FigureKind.DURATION
CHANGE, ACTUAL, EQ = FigureKind.CHANGE, Tense.ACTUAL, Qualifier.EQ
