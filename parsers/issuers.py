"""Issuers of official documents: what a name says of the body, and when two names mean the same one.

A name is read as place (the register's division), unit (township, subdistrict or zone) and organ (政府, 管委会, 党委,
依法治办, 司法局 …). Names are expanded only where the place is certain: 闵行区 becomes 上海市闵行区人民政府, 鼓楼区
without a hint stays as it is. Nothing is expanded by resemblance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parsers.regions import (
    Level,
    Place,
    Region,
    ancestor,
    chain,
    choose,
    find_regions,
    find_zones,
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
        return (self.region, unit_key(self.unit), self.organ)


_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_TOWNSHIP = r"(?:民族乡|镇|乡|苏木)"
_SUBDISTRICT = r"街道"
_ZONE = (
    r"(?:管理区|开发区|高新区|经开区|新区|新城|园区|产业园(?!区)|工业园(?!区)|度假区|保税区|示范区|试验区|实验区|合作区|风景名胜区|"
    r"风景区|自贸区|集聚区|聚集区|灌区|生态区|科学城|大学城|国际港务区|(?:化工|产业|能源)基地|港区|食品区|行政委员会)"
)
_ORGAN_START = r"(?=$|中共|人民政府|政府|管理委员会|管委会|办事处|党工委|党委|工作委员会|工委|委员会|人大)"
# 新田镇人民政府, 桃花源镇, 鹿城街道办事处
_TOWN_UNIT = re.compile(rf"(?P<unit>[一-鿿]{{1,10}}?(?:{_TOWNSHIP}|{_SUBDISTRICT})){_ORGAN_START}")
# 屈原管理区管理委员会, 高新区（新市区）人民政府, 万盛经开区机关事务中心
_ZONE_UNIT = re.compile(rf"(?P<unit>[一-鿿]{{0,20}}?{_ZONE})(?P<rest>.*)$")
_UNIT_TAIL = re.compile(rf"(?:{_TOWNSHIP}|{_SUBDISTRICT}|{_ZONE})$")
# Offices of central agencies are named after them: 国家税务总局六盘水市水城区税务局
_VERTICAL = (
    "国家税务总局",
    "国家统计局",
    "国家矿山安全监察局",
    "中华人民共和国",
    "国家金融监督管理总局",
    "中国人民银行",
)
_GOVERNMENT_WORD = re.compile(r"(?:人民政府|政府|行政公署)$")
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|署|部|中心|总队|支队|大队|队|分局|司|院|所|站|社|处|总会|联合会|档案馆|银行|公司|"
    r"集团|学校|学院|大学|医院|海关|监狱|协会|馆|场|总工会|妇联|部门)$"
)
# 区委全面依法治区委员会办公室, 中共株洲市委全面依法治市委员会办公室, 区委依法治区办, 依法治县办
_LAW_OFFICE = re.compile(r"依法治[国省市区县州旗镇理]{1,2}(?:委员会办公室|工作领导小组办公室|委办|办)$")
_PARTY_TAIL = re.compile(r"(?:委员会|工作委员会|党工委|工委|党委|党组|[省市区县州旗盟镇乡]委|委)$")
_RELATIVE = re.compile(
    r"(?P<rank>[省市区县州旗])(?=委|政府|人民政府|[一-鿿]{1,24}(?:局|委|厅|办|中心|队|社|所|会|院)$)"
)
_RANKS = {
    "省": (Level.PROVINCE,),
    "市": (Level.PREFECTURE, Level.COUNTY, Level.PROVINCE),
    "州": (Level.PREFECTURE,),
    "区": (Level.COUNTY, Level.PROVINCE),
    "县": (Level.COUNTY,),
    "旗": (Level.COUNTY,),
}
# Departments go by short names; the list holds the usual ones, always in the same sense.
_SHORT_ORGANS = {
    "人社局": "人力资源和社会保障局",
    "人力资源社会保障局": "人力资源和社会保障局",
    "人社厅": "人力资源和社会保障厅",
    "人力资源社会保障厅": "人力资源和社会保障厅",
    "发改委": "发展和改革委员会",
    "发展改革委": "发展和改革委员会",
    "发改局": "发展和改革局",
    "发展改革局": "发展和改革局",
    "卫健委": "卫生健康委员会",
    "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局",
    "住建局": "住房和城乡建设局",
    "住房城乡建设局": "住房和城乡建设局",
    "住建委": "住房和城乡建设委员会",
    "住房城乡建委": "住房和城乡建设委员会",
    "住建厅": "住房和城乡建设厅",
    "住房城乡建设厅": "住房和城乡建设厅",
    "自规局": "自然资源和规划局",
    "自然资源规划局": "自然资源和规划局",
    "市监局": "市场监督管理局",
    "市场监管局": "市场监督管理局",
    "应急局": "应急管理局",
    "城管局": "城市管理局",
    "教委": "教育委员会",
    "生态环境分局": "生态环境局分局",
    "科技局": "科学技术局",
    "工信局": "工业和信息化局",
    "国资委": "国有资产监督管理委员会",
    "医保局": "医疗保障局",
    "交通局": "交通运输局",
    "统计局": "统计局",
}


def read_issuer(name: str, hints: Sequence[str] = (), year: int | None = None) -> Issuer:
    """What one body's name says; ``hints`` are region codes (the section's body, the site), best first."""
    written = _SPACE.sub("", name).strip("、，,；;：:")
    text = re.sub(r"[（(][^）)]{0,30}[）)]", "", written)
    party = text.startswith(("中共", "中国共产党"))
    text = text.removeprefix("中国共产党").removeprefix("中共")
    central = next((name for name in _VERTICAL if text.startswith(name) and len(text) > len(name)), "")
    place = _place(text.removeprefix(central), hints, year)
    unit, rest, is_zone = _unit(place.rest)
    code = place.code
    if unit:
        code = _unit_region(place, unit, is_zone, hints)
    organ, cls = _organ(rest, unit, is_zone, party, place)
    if cls is None and organ == GOVERNMENT:
        cls = _government_class(code, unit, is_zone, place)
    found = Issuer(written, written, cls, code, unit, organ)
    return Issuer(_full(found, place, is_zone), written, cls, code, unit, organ)


def _place(text: str, hints: Sequence[str], year: int | None) -> Place:
    """The place before the organ; 市水务局 and 区政府 take theirs from the hints."""
    place = read_place(text, hints, year)
    if place.written and re.match(rf"{_SUBDISTRICT}|{_TOWNSHIP}", place.rest):
        place = Place(None, (), "", text)  # 城区街道 is no street of 城区
    if place.written:
        return place
    match = _RELATIVE.match(text.removeprefix("我").removeprefix("本").removeprefix("全"))
    if match is None:
        return place
    rest = text.removeprefix("我").removeprefix("本").removeprefix("全")[match.end() :]
    for hint in hints:
        for level in _RANKS[match["rank"]]:
            entry = ancestor(hint, level)
            if entry is not None and entry.name.endswith(match["rank"]):
                return Place(entry.code, (entry.code,), "", rest)
    return Place(None, (), "", rest)


def _unit(rest: str) -> tuple[str, str, bool]:
    """Unit, what stands after it, and whether it is a zone: 人民政府东城街道办事处 -> 东城街道, 办事处."""
    body = rest.removeprefix(GOVERNMENT)
    match = _TOWN_UNIT.match(body)
    if match is not None:
        return match["unit"], body[match.end("unit") :], False
    match = _ZONE_UNIT.match(rest)
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


def _related(code: str, hint: str) -> bool:
    codes = {entry.code for entry in chain(hint)}
    return code in codes or any(entry.code == hint for entry in chain(code))


def _holds_townships(code: str) -> bool:
    entry = region(code)
    return entry is not None and (entry.level is Level.COUNTY or entry.code in _CITIES_WITHOUT_COUNTIES)


_CITIES_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})  # 东莞 中山 儋州 嘉峪关


def _organ(rest: str, unit: str, is_zone: bool, party: bool, place: Place) -> tuple[str, IssuerClass | None]:
    """The canonical organ and its class; the class of a government depends on its place and is left open."""
    if _LAW_OFFICE.search(rest):
        return RULE_OF_LAW_OFFICE, IssuerClass.PARTY
    if party or re.fullmatch(r"委|[省市区县州旗镇乡]委|党委|党工委|工委|党组", rest):
        return _party_organ(rest), IssuerClass.PARTY
    if is_zone and (not rest or re.fullmatch(r"管理委员会|管委会", rest)):
        return COMMITTEE, IssuerClass.MANAGEMENT_ZONE
    if unit.endswith(_SUBDISTRICT) and rest in ("", OFFICE):
        return OFFICE, IssuerClass.SUBDISTRICT_OFFICE
    if _GOVERNMENT_WORD.fullmatch(rest) or (not rest and (unit or place.written)):
        return GOVERNMENT, None
    if unit and not is_zone and rest in ("委员会", "工作委员会"):
        return PARTY, IssuerClass.PARTY
    if rest in (COMMITTEE, "管委会"):
        return COMMITTEE, IssuerClass.MANAGEMENT_ZONE
    organ = rest.removeprefix(GOVERNMENT) if len(rest) > len(GOVERNMENT) else rest
    if organ == "国务院":
        return organ, None
    return organ_key(organ), IssuerClass.DEPARTMENT if _DEPARTMENT.search(organ) else None


def _party_organ(rest: str) -> str:
    """A party committee, or an organ of one (区委组织部)."""
    match = _PARTY_TAIL.search(rest)
    return PARTY if match is not None and len(rest) <= len("工作委员会") + 1 else organ_key(rest)


def _government_class(code: str | None, unit: str, is_zone: bool, place: Place) -> IssuerClass | None:
    if unit and not is_zone:
        return IssuerClass.TOWNSHIP_GOVERNMENT
    if unit:  # 高新区人民政府 is a government, whatever its place is called
        return IssuerClass.COUNTY_GOVERNMENT
    levels = {entry.level for entry in (region(item) for item in (code,) if item) if entry}
    if not levels:
        levels = {entry.level for entry in (region(item) for item in place.candidates) if entry}
    if len(levels) != 1:
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
    if issuer.region is None or issuer.cls is None or issuer.written.startswith(_VERTICAL):
        return issuer.written
    prefix = official_name(issuer.region)
    complete = bool(place.written) and len(place.candidates) == 1 and issuer.written.endswith(_complete(issuer))
    if complete and (issuer.cls is not IssuerClass.COUNTY_GOVERNMENT or issuer.unit):
        return issuer.written
    if issuer.organ == GOVERNMENT and not (is_zone and not place.written):
        return prefix + issuer.unit + GOVERNMENT
    if issuer.cls is IssuerClass.SUBDISTRICT_OFFICE:
        return prefix + ("" if issuer.written.endswith(OFFICE) else GOVERNMENT) + issuer.unit + OFFICE
    if is_zone:
        return _full_zone(issuer, place, prefix)
    if place.written and len(place.candidates) == 1:
        return issuer.written
    marked = issuer.written.startswith(("中共", "中国共产党"))
    tail = place.rest if not place.written or len(place.candidates) > 1 else issuer.written
    return ("中共" if marked else "") + prefix + tail


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


def organ_key(organ: str) -> str:
    """A department's name in its long form: 人社局 -> 人力资源和社会保障局."""
    if organ in _SHORT_ORGANS:
        return _SHORT_ORGANS[organ]
    return organ[:-1] + "委员会" if organ.endswith("委") and len(organ) > 2 else organ


def unit_key(unit: str) -> str:
    """A township's or zone's name for comparing (民族乡 and 乡 stay apart; zones in their short form)."""
    return zone_key(unit)


def classify(name: str, hints: Sequence[str] = (), year: int | None = None) -> IssuerClass | None:
    """The class of a body by its name; None when the name does not show it."""
    return read_issuer(name, hints, year).cls


def expand(name: str, hints: Sequence[str] = (), year: int | None = None) -> str:
    """The full official name of a body, or the name as written where its place is not certain."""
    return read_issuer(name, hints, year).name


def same_body(first: str, second: str, hints: Sequence[str] = (), year: int | None = None) -> bool:
    """Whether two names mean one body: with or without province and city before it, 人民政府 or the place alone.

    A party office and the government of the same place are two. A name whose place is ambiguous without hints
    equals only itself, letter by letter.
    """
    if _SPACE.sub("", first) == _SPACE.sub("", second):
        return True
    left, right = read_issuer(first, hints, year), read_issuer(second, hints, year)
    if left.region is None or right.region is None or not left.organ:
        return False
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


# 中共沅陵县委沅陵县人民政府: the party's name ends at 委 or 委员会, and another body begins
_PARTY_NAME = re.compile(
    r"中共[一-鿿]{2,24}?(?:工作委员会|委员会|党工委|[省市区县州旗盟镇乡]委(?!员))(?=(?P<next>[一-鿿]{4,}))"
)


def _split_joined(text: str) -> tuple[str, ...]:
    match = _PARTY_NAME.match(text)
    if match is None:
        return (text,)
    following = match["next"]
    starts_body = read_place(following).written or _TOWN_UNIT.match(following) or _ZONE_UNIT.match(following)
    if not starts_body or following.startswith("全面依法"):
        return (text,)
    return (match.group(), *_split_joined(following))


_NOT_A_BODY = re.compile(
    r"召开|举行|举办|审议|听取|发布|印发|公布|通过|启动|推进|我[省市区县]|[！？!?“”\"《》：:，。]|落实|关于|加强|全面|"
    r"学习|解读|命名|获评|荣获|入选|做好|报送"
)
_BODY_TAIL = re.compile(
    rf"(?:政府|行政公署|管委会|委员会|办事处|{_SUBDISTRICT}|{_TOWNSHIP}|{_ZONE}|[省市区县旗州盟委]|林区|地区|自治区|国务院|法院|"
    r"检察院|兵团|师|团|农场|林场|工会|团委|[一-鿿]行)$"
)


def is_body_name(text: str) -> bool:
    """Whether a phrase can be the name of a public body, judged by its words alone (unknown places too)."""
    if not 2 <= len(text) <= 50 or _NOT_A_BODY.search(text.replace("全面依法治", "")):
        return False
    bare = re.sub(r"[（(][^）)]{0,30}[）)]$", "", text)
    return bool(_BODY_TAIL.search(bare) or _DEPARTMENT.search(bare) or _is_bare_place(bare))


def government_of(issuers: Sequence[Issuer]) -> Issuer | None:
    """The body a joint report counts for: the government or committee among its issuers, else the first."""
    if not issuers:
        return None
    return next((issuer for issuer in issuers if issuer.cls not in (None, IssuerClass.PARTY)), issuers[0])


def region_by_name(name: str, hints: Sequence[str] = ()) -> Region | None:
    """The division that a government's name or a bare place name means."""
    issuer = read_issuer(name, hints)
    return region(issuer.region) if issuer.region else choose(find_regions(name), hints)


def place_names(issuers: Sequence[str], code: str | None = None) -> tuple[str, ...]:
    """All forms of the issuers' own names, the longest first: 株洲市芦淞区, 芦淞区, 芦淞, 株洲市, 株洲."""
    codes = [code] if code else []
    forms: set[str] = set()
    for name in issuers:
        issuer = read_issuer(name)
        codes += [issuer.region] if issuer.region else []
        forms |= {issuer.unit, _UNIT_TAIL.sub("", issuer.unit)}
    for item in codes:
        forms.add(official_name(item))
        for entry in chain(item):
            forms |= {entry.name, *short_names(entry.name)}
    return tuple(sorted((form for form in forms if len(form) >= 2), key=lambda form: (-len(form), form)))
