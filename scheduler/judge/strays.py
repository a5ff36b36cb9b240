"""Reports in a body's own sections that count for an issuer nobody knows: could they be the body's own?"""

from __future__ import annotations

from collections.abc import Iterator

from db.records import BodyFacts, DocumentFact
from parsers.issuers import Issuer, IssuerClass, is_national, read_issuer
from parsers.regions import region
from parsers.titles import parse_title
from parsers.vocabulary import Kind

_SECRETARIAT = "办公室"


def may_be_strays(facts: BodyFacts, kind: Kind, year: int) -> Iterator[DocumentFact]:
    """The strays of this kind and year that may be the body's own report: a slip in its name, a new name, its office.

    Not those of an issuer that is certainly another body (`_is_another`): a government's column lists its departments'
    and towns' reports, too.
    """
    for stray in facts.strays:
        if stray.kind == kind and stray.year == year and not _is_another(facts, stray):
            yield stray


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
    return issuer.cls is not None and facts.cls is not None and issuer.cls != facts.cls


def _is_elsewhere(facts: BodyFacts, issuer: Issuer) -> bool:
    """Whether it belongs to another division, one that was not dissolved: a former name is still a body's own."""
    place = region(issuer.region) if issuer.region and issuer.cls is not None else None
    return place is not None and place.until is None and facts.region is not None and place.code != facts.region


def _has_its_own_beside(facts: BodyFacts, stray: DocumentFact) -> bool:
    own = {report.year for report in facts.reports if report.kind == stray.kind}
    given = {other.year for other in facts.strays if (other.reason, other.kind) == (stray.reason, stray.kind)}
    return bool(own & given)
