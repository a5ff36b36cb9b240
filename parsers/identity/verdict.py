"""Whether a document is a report, by its titles and its text, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.documents.characters import han_count
from parsers.identity.bodies import SPEAKER
from parsers.identity.title import Title
from parsers.issuers import GOVERNMENT, TOWNSHIP_WORDS, TOWNSHIPS, Issuer, IssuerClass
from parsers.marks import Marks
from parsers.pages.candidates import judge_candidate
from parsers.records import Bundle, Text
from parsers.stand_ins import may_stand_for_report, speaks_for_all, tells_of_the_report
from parsers.titles import is_draft, parse_title
from parsers.vocabulary import BlockKind, Decision, Kind

ANOTHER_TEXT = "标题像年度报告，正文却没有报告的内容，可能是另一篇文章或出错的页面"
_ENOUGH_HAN = 300  # shorter texts are cover notes or stubs
_FEW_HAN = 8  # fewer beyond its title is what a page says whose body never came
_WHOLE_TITLE = 300  # characters
_MANY_BLANKS = 3
_DEPARTMENTS_VOICE = re.compile(r"[我本](?:局|委(?!托)|厅|中心|支队|大队)|局(?:党组|党委|长(?!期|远|效))")
_GOVERNMENTS_VOICE = re.compile(r"[我本](?:省|市|县|区|州|旗|盟|镇|乡|街道)|[省市县区州旗镇乡](?:人民)?政府")
# Whose papers say 我县, not 我局. Not the governments of `parsers.metrics.clause_subjects`, which have bureaus below
# them: a zone's committee has, but speaks of itself as 我委; a township has none.
_GOVERNMENTS = frozenset(
    {
        IssuerClass.PROVINCE,
        IssuerClass.PREFECTURE_GOVERNMENT,
        IssuerClass.COUNTY_GOVERNMENT,
        IssuerClass.TOWNSHIP_GOVERNMENT,
        IssuerClass.SUBDISTRICT_OFFICE,
    }
)
# Heads of the yearly tables of 国办发〔2018〕118号; no list of single penalties has as many
_STATS_HEAD = re.compile(
    r"申请数量|受理数量|不予许可数量|撤销许可数量|(?<!不予)(?<!撤销)许可数量|处罚实施数量|罚没(?:金额|收入)|暂扣许可证|责令停产停业|"
    r"吊销许可证|没收违法所得|行政拘留|查封场所|扣押财物|冻结存款|加处罚款|代履行|检查次数|征收(?:次数|总金额)"
)
_STATS_HEADS = 4
_HEAD_LENGTH = 24
_NUMBER_CELLS = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document is, and why, in words (zh)."""

    decision: Decision
    kind: Kind | None
    reason: str


def decide(title: Title, marks: Marks, pages: Sequence[tuple[str, str]]) -> Verdict:
    """What titles and text together make of it; ``pages`` are the titles around it, each with where it stood."""
    reading = title.reading
    if marks.blanks >= _MANY_BLANKS:
        return Verdict(Decision.NOT_A_REPORT, None, f"正文有{marks.blanks}处空位（某县、XX、**），是模板")
    if reading.decision is Decision.REPORT:
        return _titled_as_report(title, marks, pages)
    if marks.news >= 2 and not (marks.opens_as_report and marks.sections >= 2):
        return Verdict(Decision.NOT_A_REPORT, None, f"标题不是报告，正文有{marks.news}种新闻标记（记者、编辑、供图等）")
    if reading.decision is Decision.OTHER_KIND:
        return Verdict(Decision.OTHER_KIND, None, reading.reason)
    strong = marks.opens_as_report and marks.sections >= 2 and marks.kind is not None and marks.han >= _ENOUGH_HAN
    if not strong:
        return Verdict(reading.decision, reading.kind, reading.reason)
    kind = marks.kind
    if reading.decision is Decision.UNSURE and reading.kind in (None, kind) and not is_draft(title.text):
        return Verdict(Decision.REPORT, kind, "标题不能确定，正文以“报告如下”开头并有报告各部分")
    return Verdict(Decision.UNSURE, kind, f"正文像年度报告，但标题不是（{reading.reason}）")


def _titled_as_report(title: Title, marks: Marks, pages: Sequence[tuple[str, str]]) -> Verdict:
    kind = title.reading.kind
    if marks.han < _ENOUGH_HAN:
        return Verdict(Decision.REPORT, kind, f"{title.reading.reason}；正文很短，可能只是附件的说明")
    contrary = next((page for where, page in pages if _speaks_against(page)), None) if title.where == "text" else None
    if marks.is_report:
        behind = "（在另一标题的页面里）" if contrary else ""
        return Verdict(Decision.REPORT, kind, f"{title.reading.reason}，正文有报告各部分{behind}")
    if contrary is not None:
        return Verdict(Decision.UNSURE, kind, f"正文引有报告标题，但页面标题是“{contrary[:30]}”")
    if marks.news >= 2:
        return Verdict(Decision.UNSURE, kind, "标题像年度报告，正文却有新闻标记而没有报告各部分")
    if kind is Kind.FAZHI_ANNUAL and not marks.tells:
        return Verdict(Decision.UNSURE, kind, ANOTHER_TEXT)
    return Verdict(Decision.REPORT, kind, title.reading.reason)


def or_unsure(verdict: Verdict, titles: Sequence[str], marks: Marks, text: Text) -> Verdict:
    """A person is asked before a paper that may be the yearly report is settled as another one.

    So where its title speaks of the subject and its text has a report's parts or is too short to tell, and where a
    text under any title opens as the report and has its parts, or holds the yearly tables of enforcement. Of what
    cannot be read, or repeats its title and says no more, only a title that names another paper says what it is.
    """
    if verdict.decision not in (Decision.OTHER_KIND, Decision.NOT_A_REPORT):
        return verdict
    if _says_only(titles, text) and any(judge_candidate(title, [Kind.FAZHI_ANNUAL]).fetch for title in titles):
        return Verdict(
            Decision.UNSURE, None, f"没有读到正文，标题也没有说明是别的文件，可能是年度报告（{verdict.reason}）"
        )
    if marks.blanks >= _MANY_BLANKS or (marks.news >= 2 and not marks.opens_as_report):
        return verdict
    if _holds_statistics(text):
        return Verdict(
            Decision.UNSURE, Kind.ENFORCEMENT_STATS, f"正文有行政执法统计表，标题不能确定（{verdict.reason}）"
        )
    speaks = marks.opens_as_report and marks.sections >= 2 and marks.kind is Kind.FAZHI_ANNUAL
    if any(map(may_stand_for_report, titles)):
        if not (marks.is_report or marks.han < _ENOUGH_HAN):
            return verdict
    elif any(map(tells_of_the_report, titles)):
        if not marks.is_report:
            return verdict
    elif verdict.decision is Decision.OTHER_KIND or not speaks:
        return verdict
    return Verdict(
        Decision.UNSURE, Kind.FAZHI_ANNUAL, f"可能就是法治政府建设年度报告，标题不能确定（{verdict.reason}）"
    )


def _says_only(titles: Sequence[str], text: Text) -> bool:
    """Whether a text is empty, or says its title and nothing more."""
    if len(text.text) > _WHOLE_TITLE:
        return False
    rest = text.text
    for title in filter(None, titles):
        rest = rest.replace(title, "")
    return han_count(rest) < _FEW_HAN


def _holds_statistics(text: Text) -> bool:
    """Whether tables of a text have the heads of the yearly statistics of enforcement, and numbers below them."""
    cells = [cell.text for block in text.blocks if block.kind is BlockKind.TABLE_ROW for cell in block.cells]
    if sum(cell.replace(".", "").isdigit() for cell in cells) < _NUMBER_CELLS:
        return False
    heads = {head for cell in cells if len(cell) <= _HEAD_LENGTH for head in _STATS_HEAD.findall(cell)}
    return len(heads) >= _STATS_HEADS


def speaks_for_its_government(verdict: Verdict, title: str, issuers: Sequence[Issuer]) -> bool:
    """Does a department alone sign what its title says of the whole county?"""
    if verdict.decision is not Decision.REPORT or verdict.kind is not Kind.FAZHI_ANNUAL or not issuers:
        return False
    return speaks_for_all(title) and all(issuer.cls is IssuerClass.DEPARTMENT for issuer in issuers)


def speaks_as_department(verdict: Verdict, basis: str, issuers: Sequence[Issuer], title: str, text: str) -> str:
    """The word by which a paper that nobody signed calls its author a department (我局; in a title 我镇 too), where
    only the section in which it stands says that it is a government's; "" for none."""
    if verdict.decision is not Decision.REPORT or verdict.kind is not Kind.FAZHI_ANNUAL or basis != "section":
        return ""
    speaker = SPEAKER.match(title)
    if speaker is not None:
        wanted = TOWNSHIPS if speaker["what"] in TOWNSHIP_WORDS else frozenset(IssuerClass) - _GOVERNMENTS
        return "" if any(issuer.cls in wanted for issuer in issuers) else speaker[0]
    if not any(issuer.cls in _GOVERNMENTS or issuer.organ.endswith(GOVERNMENT) for issuer in issuers):
        return ""
    own = _DEPARTMENTS_VOICE.findall(text)
    return own[0] if len(own) > len(_GOVERNMENTS_VOICE.findall(text)) else ""


def _speaks_against(page_title: str) -> bool:
    return parse_title(page_title).decision is Decision.NOT_A_REPORT


def as_decided(bundle: Bundle, verdict: Verdict, year: int | None, basis: str) -> tuple[Verdict, int | None, str]:
    """A person's decision before ours."""
    if bundle.decided is None:
        return verdict, year, basis
    kind = bundle.decided_kind or verdict.kind
    if bundle.decided is not Decision.REPORT:
        kind = bundle.decided_kind
    decided = Verdict(bundle.decided, kind, "人工决定")
    if bundle.decided_year is not None:
        return decided, bundle.decided_year, "decided"
    return decided, year, basis
