"""Others' reports in a body's own sections: could they be the body's own, and does its own stand beside them?"""

from __future__ import annotations

from collections.abc import Iterator

from db.records import Bearer, BodyFacts, DocumentFact, SectionFact
from parsers.issuers import Issuer, IssuerClass, is_national, likely_class, read_issuer
from parsers.regions import region
from parsers.titles import parse_title
from parsers.vocabulary import Kind

_SECRETARIAT = "办公室"
_COLUMN: dict[str, str] = {IssuerClass.SUBDISTRICT_OFFICE: IssuerClass.TOWNSHIP_GOVERNMENT}  # 乡镇（街道）年度报告


def may_be_strays(facts: BodyFacts, kind: Kind, year: int) -> Iterator[DocumentFact]:
    """The strays of this kind and year that may be the body's own report: a slip in its name, a new name, its office.

    Not those of an issuer that is certainly another body (`_is_another`): a government's column lists its departments'
    and towns' reports, too.
    """
    for stray in facts.strays:
        if stray.kind == kind and stray.year == year and not _is_another(facts, stray):
            yield stray


def kept_for_others(facts: BodyFacts, section: SectionFact, kind: Kind) -> str:
    """One of the bodies for whose reports alone a section seems to be kept; "" if it is not.

    A list that never showed this body's report, and shows those of bodies of other classes only, does not prove its
    absence: a portal keeps its departments' reports behind one tab, and its government's behind another.
    """
    others = [other for other in section.others if other.kind == kind]
    if not others or any(report.kind == kind for report in (*facts.joint, *facts.succeeded)):
        return ""
    return "" if any(_is_like(facts, other) for other in others) else others[0].name


def _is_like(facts: BodyFacts, other: Bearer) -> bool:
    """Whether two bodies' reports may well stand in one column: of one class and one county, or city."""
    cls, theirs = (_COLUMN.get(of or "", of) for of in (facts.cls, other.cls or likely_class(other.name)))
    near = not (facts.region and other.region) or facts.region[:6] == other.region[:6]
    return cls is not None and cls == theirs and near


def _is_another(facts: BodyFacts, stray: DocumentFact) -> bool:
    """Whether the title names the issuer, and that is another body: of another class, of another division that exists,
    or one that gave a report for a year for which the body gave its own.

    A signature alone decides nothing: an office or a department signs for its government.
    """
    if not parse_title(stray.title).issuers:
        return False
    issuer = read_issuer(stray.reason, (facts.region,) if facts.region else (), stray.year)
    if is_national(issuer):  # posted again from above
        return True
    return _is_of_another_kind(facts, issuer) or _is_elsewhere(facts, issuer) or _has_its_own_beside(facts, stray)


def _is_of_another_kind(facts: BodyFacts, issuer: Issuer) -> bool:
    """Whether it is a body of another class, and none of those that write the government's report for it."""
    writes_for_it = issuer.cls is IssuerClass.PARTY or issuer.organ == _SECRETARIAT
    if issuer.region == facts.region and writes_for_it:
        return False
    cls = issuer.cls or likely_class(issuer.name)
    return cls is not None and facts.cls is not None and cls != facts.cls


def _is_elsewhere(facts: BodyFacts, issuer: Issuer) -> bool:
    """Whether it belongs to another division, one that was not dissolved: a former name is still a body's own."""
    place = region(issuer.region) if issuer.region and issuer.cls is not None else None
    return place is not None and place.until is None and facts.region is not None and place.code != facts.region


def _has_its_own_beside(facts: BodyFacts, stray: DocumentFact) -> bool:
    own = {report.year for report in facts.reports if report.kind == stray.kind}
    given = {other.year for other in facts.strays if (other.reason, other.kind) == (stray.reason, stray.kind)}
    return bool(own & given)
