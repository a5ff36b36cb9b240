"""One body read from its name, and whether two names mean the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.issuers.full import full_name
from parsers.issuers.issuer import GOVERNMENT, OFFICE, PARTY, RULE_OF_LAW_OFFICE, Issuer, IssuerClass
from parsers.issuers.words import (
    CENTRAL,
    CITIES_WITHOUT_COUNTIES,
    DEPARTMENT,
    GOVERNMENT_WORD,
    LAW_OFFICE,
    NATIONAL,
    PARTY_TAIL,
    RANKS,
    RELATIVE,
    SHORT_ORGANS,
    SPACE,
    SUBDISTRICT,
    TOWN_UNIT,
    TOWNSHIP,
    UNIT_TAIL,
    VERTICAL,
    ZONE_UNIT,
)
from parsers.regions import (
    Level,
    Place,
    ancestor,
    chain,
    find_zones,
    official_name,
    read_place,
    region,
    short_names,
)
from parsers.vocabulary import COMMITTEE

_COUNTY = re.compile("(?<!乡)[县旗区]人民政府$")


def read_issuer(name: str, hints: Sequence[str] = (), year: int | None = None) -> Issuer:
    """What one body's name says; ``hints`` are region codes (the section's body, the site), best first."""
    return _read_issuer(name, tuple(hints), year)


@lru_cache(maxsize=8192)
def _read_issuer(name: str, hints: tuple[str, ...], year: int | None) -> Issuer:
    written = SPACE.sub("", name).strip("、，,；;：:")
    text = re.sub(r"[（(][^）)]{0,30}[）)]", "", written)
    party = text.startswith(("中共", "中国共产党"))
    text = text.removeprefix("中国共产党").removeprefix("中共")
    central = next((name for name in VERTICAL if text.startswith(name) and len(text) > len(name)), "")
    place = _place(text.removeprefix(central), hints, year)
    unit, rest, is_zone = _unit(place.rest)
    code = place.code
    if unit:
        code = _unit_region(place, unit, is_zone, hints)
    organ, cls = _organ(rest, unit, is_zone, party, place)
    if cls is None and organ == GOVERNMENT:
        cls = _government_class(code, unit, is_zone, place)
    if cls is IssuerClass.DEPARTMENT and not (unit or central) and place.rest == text:
        code = _bare_department(organ, hints)
    found = Issuer(written, written, cls, code, unit, organ)
    return Issuer(full_name(found, place, is_zone), written, cls, code, unit, organ)


def _place(text: str, hints: Sequence[str], year: int | None) -> Place:
    """The place before the organ; 市水务局 and 区政府 take theirs from the hints."""
    place = read_place(text, hints, year)
    if place.written and re.match(rf"{SUBDISTRICT}|{TOWNSHIP}", place.rest):
        place = Place(None, (), "", text)  # 城区街道 is no street of 城区
    if place.written:
        return place
    plain = re.sub(r"^[我本全]", "", text)
    match = RELATIVE.match(plain)
    if match is None:
        return place
    rest = plain[match.end() :]
    for hint in hints:
        for level in RANKS[match["rank"]]:
            entry = ancestor(hint, level)
            if entry is not None and entry.name.endswith(match["rank"]):
                return Place(entry.code, (entry.code,), "", rest)
    return Place(None, (), "", rest)


def _unit(rest: str) -> tuple[str, str, bool]:
    """Unit, what stands after it, and whether it is a zone: 人民政府东城街道办事处 -> 东城街道, 办事处."""
    body = rest.removeprefix(GOVERNMENT)
    match = TOWN_UNIT.match(body)
    if match is not None:
        return match["unit"], body[match.end("unit") :], False
    match = ZONE_UNIT.match(rest)
    if match is not None and not re.match(r"[一-鿿]?(?:管理局|建设局|建设办)", match["rest"]):
        return match["unit"], match["rest"], True
    return "", rest, False


def _unit_region(place: Place, unit: str, is_zone: bool, hints: Sequence[str]) -> str | None:
    """The county of a township, or the division a zone answers to."""
    if is_zone:
        if place.code is not None:
            return place.code
        zones = find_zones(unit)
        parents = {zone.parent for zone in zones}
        if len(parents) > 1:
            parents = {zone.parent for zone in zones for hint in hints[:1] if _related(zone.parent, hint)}
        return parents.pop() if len(parents) == 1 else None
    if place.written:
        return place.code
    return next((hint for hint in hints if holds_townships(hint)), None)


def _bare_department(organ: str, hints: Sequence[str]) -> str | None:
    """Where a department without any place in its name belongs: to the site it stands on (应急管理局)."""
    entry = next((found for hint in hints if (found := region(hint)) is not None), None)
    if entry is None or CENTRAL.match(organ):
        return None
    if organ.endswith("厅"):
        entry = ancestor(entry.code, Level.PROVINCE)
    return entry.code if entry else None


def _related(code: str, hint: str) -> bool:
    codes = {entry.code for entry in chain(hint)}
    return code in codes or any(entry.code == hint for entry in chain(code))


def holds_townships(code: str) -> bool:
    """Whether townships stand right under a division: a county, or one of the cities without counties."""
    entry = region(code)
    return entry is not None and (entry.level is Level.COUNTY or entry.code in CITIES_WITHOUT_COUNTIES)


def _organ(rest: str, unit: str, is_zone: bool, party: bool, place: Place) -> tuple[str, IssuerClass | None]:
    """The canonical organ and its class; the class of a government depends on its place and is left open."""
    if LAW_OFFICE.search(rest):
        return RULE_OF_LAW_OFFICE, IssuerClass.PARTY
    if party or re.fullmatch(r"委|[省市区县州旗镇乡]委|党委|党工委|工委|党组", rest):
        return _party_organ(rest), IssuerClass.PARTY
    if is_zone and (not rest or re.fullmatch(r"管理委员会|管委会", rest)):
        return COMMITTEE, IssuerClass.MANAGEMENT_ZONE
    if unit.endswith(SUBDISTRICT) and rest in ("", OFFICE):
        return OFFICE, IssuerClass.SUBDISTRICT_OFFICE
    if GOVERNMENT_WORD.fullmatch(rest) or (not rest and (unit or place.written)):
        return GOVERNMENT, None
    if unit and not is_zone and rest in ("委员会", "工作委员会"):
        return PARTY, IssuerClass.PARTY
    if rest in (COMMITTEE, "管委会"):
        return COMMITTEE, IssuerClass.MANAGEMENT_ZONE
    organ = rest.removeprefix(GOVERNMENT) if len(rest) > len(GOVERNMENT) else rest
    if organ == "国务院":
        return organ, None
    return organ_key(organ), IssuerClass.DEPARTMENT if DEPARTMENT.search(organ) else None


def _party_organ(rest: str) -> str:
    """A party committee, or an organ of one (区委组织部)."""
    match = PARTY_TAIL.search(rest)
    return PARTY if match is not None and len(rest) <= len("工作委员会") + 1 else organ_key(rest)


def _government_class(code: str | None, unit: str, is_zone: bool, place: Place) -> IssuerClass | None:
    if unit and not is_zone:
        return IssuerClass.TOWNSHIP_GOVERNMENT
    if unit:  # 高新区人民政府 is a government, whatever its place is called
        return IssuerClass.COUNTY_GOVERNMENT
    codes = (code,) if code else place.candidates
    levels = {entry.level for item in codes if (entry := region(item)) is not None}
    if len(levels) != 1:  # none known, or 吉林: a province and a city
        return None
    return {
        Level.PROVINCE: IssuerClass.PROVINCE,
        Level.PREFECTURE: IssuerClass.PREFECTURE_GOVERNMENT,
        Level.COUNTY: IssuerClass.COUNTY_GOVERNMENT,
    }[levels.pop()]


def organ_key(organ: str) -> str:
    """A department's name in its long form: 人社局 -> 人力资源和社会保障局."""
    if organ in SHORT_ORGANS:
        return SHORT_ORGANS[organ]
    return organ[:-1] + "委员会" if organ.endswith("委") and len(organ) > 2 else organ


def classify(name: str, hints: Sequence[str] = (), year: int | None = None) -> IssuerClass | None:
    """The class of a body by its name; None when the name does not show it."""
    return read_issuer(name, hints, year).cls


def likely_class(name: str) -> IssuerClass | None:
    """The class of a body, by how its name ends where its place is not known: a county that has since been merged."""
    return classify(name) or (IssuerClass.COUNTY_GOVERNMENT if _COUNTY.search(name) else None)


def expand(name: str, hints: Sequence[str] = (), year: int | None = None) -> str:
    """The full official name of a body, or the name as written where its place is not certain."""
    return read_issuer(name, hints, year).name


def same_body(first: str, second: str, hints: Sequence[str] = (), year: int | None = None) -> bool:
    """Whether two names mean one body: with or without province and city before it, 人民政府 or the place alone.

    A party office and the government of the same place are two. A name whose place is ambiguous without hints
    equals only itself, letter by letter.
    """
    if SPACE.sub("", first) == SPACE.sub("", second):
        return True
    left, right = read_issuer(first, hints, year), read_issuer(second, hints, year)
    if left.region is None or right.region is None or not left.organ:
        return left.key == right.key and CENTRAL.match(left.organ) is not None
    return left.key == right.key


def is_national(issuer: Issuer) -> bool:
    """Whether it is the State Council, or one of its ministries or bureaus."""
    return issuer.region is None and NATIONAL.fullmatch(issuer.organ) is not None


def government_of(issuers: Sequence[Issuer]) -> Issuer | None:
    """The body a joint report counts for: the government or committee among its issuers, else the first."""
    if not issuers:
        return None
    return next((issuer for issuer in issuers if issuer.cls not in (None, IssuerClass.PARTY)), issuers[0])


def place_names(issuers: Sequence[str], code: str | None = None) -> tuple[str, ...]:
    """All forms of the issuers' own names, the longest first: 株洲市芦淞区, 芦淞区, 芦淞, 株洲市, 株洲."""
    codes = [code] if code else []
    forms: set[str] = set()
    for name in issuers:
        issuer = read_issuer(name)
        codes += [issuer.region] if issuer.region else []
        forms |= {issuer.unit, UNIT_TAIL.sub("", issuer.unit)}
    for item in codes:
        forms.add(official_name(item))
        for entry in chain(item):
            forms |= {entry.name, *short_names(entry.name)}
    return tuple(sorted((form for form in forms if len(form) >= 2), key=lambda form: (-len(form), form)))
