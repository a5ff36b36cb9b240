"""Issuers of official documents: what a name says of the body, and when two names mean the same one.

A name is read as place (the register's division), unit (township, subdistrict or zone) and organ (政府, 管委会, 党委,
依法治办, 司法局 …). Names are expanded only where the place is certain: 闵行区 becomes 上海市闵行区人民政府, 鼓楼区
without a hint stays as it is. Nothing is expanded by resemblance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from parsers.issuer_words import (
    BARE_ORGAN,
    BODY_TAIL,
    CENTRAL,
    CITIES_WITHOUT_COUNTIES,
    DEPARTMENT,
    GOVERNMENT_WORD,
    LAW_OFFICE,
    NOT_A_BODY,
    ORGAN_TAIL,
    PARTY_AND_ADMINISTRATION,
    PARTY_NAME,
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
    long_zone_names,
    official_name,
    read_place,
    region,
    short_names,
    zone_key,
)


class IssuerClass(StrEnum):
    """What a body is: the seven classes that deadlines know, and the party's organs."""

    PROVINCE = "province"
    PREFECTURE_GOVERNMENT = "prefecture_government"
    COUNTY_GOVERNMENT = "county_government"
    TOWNSHIP_GOVERNMENT = "township_government"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    DEPARTMENT = "department"
    MANAGEMENT_ZONE = "management_zone"
    PARTY = "party"


GOVERNMENT = "人民政府"
_COUNTY = re.compile("(?<!乡)[县旗区]人民政府$")
COMMITTEE = "管理委员会"
OFFICE = "办事处"
PARTY = "委员会"
RULE_OF_LAW_OFFICE = "全面依法治理委员会办公室"


@dataclass(frozen=True, slots=True)
class Issuer:
    """One body as its name shows it.

    ``name`` is the full name where the place is certain, else the name as written. ``region`` is the GB code of the
    division it belongs to (of a zone: the one it answers to), None when unknown or ambiguous.
    """

    name: str
    written: str
    cls: IssuerClass | None
    region: str | None
    unit: str
    organ: str

    @property
    def key(self) -> tuple[str | None, str, str]:
        """What two names of one body have in common."""
        return (self.region, zone_key(self.unit), self.organ)


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
    return Issuer(_full(found, place, is_zone), written, cls, code, unit, organ)


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
    return next((hint for hint in hints if _holds_townships(hint)), None)


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


def _holds_townships(code: str) -> bool:
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


def _full(issuer: Issuer, place: Place, is_zone: bool) -> str:
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
    """The zone under its long name, where the document or its page (``said``) gives it one and only one.

    襄阳高新区管理委员会 is 襄阳高新技术产业开发区管理委员会 where 襄阳高新技术产业开发区 stands beside it.
    """
    if issuer.cls is not IssuerClass.MANAGEMENT_ZONE or issuer.organ != COMMITTEE:
        return issuer
    short = issuer.name.removesuffix(COMMITTEE)
    longer = long_zone_names(short)
    if not longer:
        return issuer
    words = said()
    given = [name for name in longer if name in words]
    return replace(issuer, name=given[0] + COMMITTEE) if len(given) == 1 else issuer


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


def split_issuers(text: str) -> tuple[str, ...]:
    """The bodies of a joint report, as written, in order: 中共X县委 X县人民政府 -> two."""
    pieces: list[str] = []
    for piece in re.split(r"[\s　、，,；;]+|(?<=[会委府局])(?:和|与|及)(?=[一-鿿])", text.strip()):
        if not piece:
            continue
        if pieces and _is_bare_place(pieces[-1]) and not _is_whole(piece):
            pieces[-1] += piece  # 株洲市 芦淞区人民政府 is one name
        else:
            pieces.append(piece)
    return tuple(part for piece in pieces for part in _split_joined(piece))


def _is_bare_place(text: str) -> bool:
    place = read_place(text)
    return bool(place.written) and not place.rest


def _is_whole(text: str) -> bool:
    """Whether a piece names a place of its own that no place before it holds (so it starts another body)."""
    return text.startswith("中共") or not read_place(text).written


def _split_joined(text: str) -> tuple[str, ...]:
    match = PARTY_NAME.match(text)
    if match is None:
        both = PARTY_AND_ADMINISTRATION.fullmatch(text)
        return both.groups() if both else (text,)
    following = match["next"]
    starts_body = read_place(following).written or TOWN_UNIT.match(following) or ZONE_UNIT.match(following)
    if not starts_body or following.startswith("全面依法"):
        return (text,)
    return (match.group(), *_split_joined(following))


def with_places(names: Sequence[str]) -> tuple[str, ...]:
    """A joint report's bodies, each with its place: 屈原管理区党工委、管委会 -> 屈原管理区党工委, 屈原管理区管委会."""
    whole: list[str] = []
    for name in names:
        before = ORGAN_TAIL.sub("", whole[-1]) if whole and BARE_ORGAN.fullmatch(name) else ""
        whole.append(before.removeprefix("中共") + name if whole and before != whole[-1] else name)
    return tuple(whole)


def is_body_name(text: str) -> bool:
    """Whether a phrase can be the name of a public body, judged by its words alone (unknown places too)."""
    if not 2 <= len(text) <= 50 or NOT_A_BODY.search(text.replace("全面依法治", "")):
        return False
    bare = re.sub(r"[（(][^）)]{0,30}[）)]$", "", text)
    return bool(BODY_TAIL.search(bare) or DEPARTMENT.search(bare) or _is_bare_place(bare))


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
