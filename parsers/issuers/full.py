"""The full official name of a body whose place is certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from parsers.issuers.issuer import GOVERNMENT, OFFICE, Issuer, IssuerClass
from parsers.issuers.words import VERTICAL
from parsers.regions import Place, long_zone_names, official_name, read_place, region
from parsers.vocabulary import COMMITTEE


def full_name(issuer: Issuer, place: Place, is_zone: bool) -> str:
    """The full name, where the place is certain; a complete and unambiguous name stays as it is written."""
    if is_zone and issuer.organ == COMMITTEE and issuer.written.endswith("管委会"):
        return issuer.written.removesuffix("管委会") + COMMITTEE
    if is_zone and issuer.organ == COMMITTEE and issuer.region is None and issuer.written.endswith(issuer.unit):
        return issuer.written + COMMITTEE
    if issuer.region is None or issuer.cls is None or issuer.written.startswith(VERTICAL):
        return issuer.written
    prefix = official_name(issuer.region)
    complete = bool(place.written) and len(place.candidates) == 1 and issuer.written.endswith(_complete(issuer))
    named = issuer.organ == GOVERNMENT or issuer.cls is IssuerClass.DEPARTMENT
    shortened = named and _shortened(issuer)
    complete = complete and not shortened
    if complete and (issuer.cls is not IssuerClass.COUNTY_GOVERNMENT or issuer.unit):
        return issuer.written
    if issuer.organ == GOVERNMENT and not (is_zone and not place.written):
        return prefix + issuer.unit + GOVERNMENT
    if issuer.cls is IssuerClass.SUBDISTRICT_OFFICE:
        return prefix + ("" if issuer.written.endswith(OFFICE) else GOVERNMENT) + issuer.unit + OFFICE
    if is_zone:
        return _full_zone(issuer, place, prefix)
    if place.written and len(place.candidates) == 1 and not shortened:
        return issuer.written
    marked = issuer.written.startswith(("中共", "中国共产党"))
    tail = place.rest if shortened or not place.written or len(place.candidates) > 1 else issuer.written
    return ("中共" if marked else "") + prefix + tail


def _shortened(issuer: Issuer) -> bool:
    """Whether a division goes by a short name here: 恩施州人民政府, 文山州交通运输局."""
    entry = region(issuer.region)
    return entry is not None and not issuer.unit and entry.name not in issuer.written


def _complete(issuer: Issuer) -> tuple[str, ...]:
    if issuer.organ == GOVERNMENT:
        return (GOVERNMENT, "行政公署")
    if issuer.organ == COMMITTEE:
        return (COMMITTEE,)
    return (OFFICE,) if issuer.organ == OFFICE else ("",)


def _full_zone(issuer: Issuer, place: Place, prefix: str) -> str:
    if issuer.organ != COMMITTEE or issuer.written.endswith(COMMITTEE):
        return issuer.written
    return (place.written or prefix) + issuer.unit + COMMITTEE


def spelled_out(issuer: Issuer, said: Callable[[], str]) -> Issuer:
    """The zone or street office under its long name, where the document or its page (``said``) gives it one and only
    one.

    襄阳高新区管理委员会 is 襄阳高新技术产业开发区管理委员会 where 襄阳高新技术产业开发区 stands beside it;
    澄江街道办事处 is 江阴市人民政府澄江街道办事处 where that does.
    """
    if issuer.cls is IssuerClass.SUBDISTRICT_OFFICE and issuer.unit and GOVERNMENT not in issuer.name:
        return _office_spelled_out(issuer, said())
    if issuer.cls is not IssuerClass.MANAGEMENT_ZONE or issuer.organ != COMMITTEE:
        return issuer
    short = issuer.name.removesuffix(COMMITTEE)
    longer = long_zone_names(short)
    if not longer:
        return issuer
    words = said()
    given = [name for name in longer if name in words]
    return replace(issuer, name=given[0] + COMMITTEE) if len(given) == 1 else issuer


def _office_spelled_out(issuer: Issuer, words: str) -> Issuer:
    long = re.compile(rf"(?<![一-鿿])(?P<place>[一-鿿]{{2,16}}?){GOVERNMENT}{issuer.unit}{OFFICE}")
    hints = (issuer.region,) if issuer.region else ()
    places = [read_place(name, hints) for name in dict.fromkeys(match["place"] for match in long.finditer(words))]
    codes = {place.code for place in places if place.code is not None and not place.rest}
    if len(codes) != 1 or (code := codes.pop()) != (issuer.region or code):
        return issuer
    return replace(issuer, name=official_name(code) + GOVERNMENT + issuer.unit + OFFICE, region=code)
