"""The register of provinces, prefectures and counties (GB/T 2260), and how a name is matched to one code.

Names repeat (four 鼓楼区, two 朝阳区), so a name is never enough by itself unless it is the only one of its kind: the
rest is decided by a parent written before it, or by hints (the section's region, the first six digits of a site's
政府网站标识码, the region that a site's name shows). Data and sources: ``regions.csv`` and ``zones.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


class Level(StrEnum):
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Region:
    """One division; ``until`` is the year of the list that no longer has it, None for those that stand."""

    code: str
    name: str
    parent: str
    until: int | None = None
    successor: str = ""

    @property
    def level(self) -> Level:
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.PREFECTURE if self.code.endswith("00") else Level.COUNTY


@dataclass(frozen=True, slots=True)
class Zone:
    """A management or development zone without a GB code; ``parent`` is the GB code it answers to."""

    name: str
    parent: str
    located_in: str = ""
    stat_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The place names a text begins with. ``code`` is None when there is none or more than one could be meant."""

    code: str | None
    candidates: tuple[str, ...]
    written: str
    rest: str


_PEOPLES = (
    "维吾尔族|哈萨克族|柯尔克孜族|塔吉克族|乌孜别克族|俄罗斯族|塔塔尔族|达斡尔族|鄂温克族|鄂伦春族|土家族|蒙古族|"
    "朝鲜族|仡佬族|布依族|哈尼族|傈僳族|拉祜族|纳西族|景颇族|布朗族|阿昌族|普米族|德昂族|独龙族|基诺族|东乡族|"
    "撒拉族|保安族|裕固族|仫佬族|毛南族|锡伯族|高山族|赫哲族|各族|藏族|回族|苗族|彝族|壮族|满族|侗族|瑶族|白族|傣族|"
    "黎族|佤族|畲族|水族|土族|羌族|怒族|京族|门巴族|珞巴族|维吾尔|哈萨克|柯尔克孜|塔吉克|达斡尔|锡伯|蒙古"
)
# 湘西土家族苗族自治州 -> 湘西 + 州; 察布查尔锡伯自治县 -> 察布查尔 + 县; 广西壮族自治区 -> 广西
_AUTONOMOUS = re.compile(rf"(?P<core>[一-鿿]{{2,6}}?)(?:{_PEOPLES})+自治(?P<rank>[区州县旗])$")
_PLAIN = re.compile(r"(?P<core>[一-鿿]{2,8})(?P<rank>特别行政区|自治区|地区|林区|特区|[省市区县旗盟州])$")
_ZONE_FORMS = (
    ("高新技术产业开发区", "高新区"),
    ("高技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业区", "高新区"),
)
# A short name (株洲) counts as a place only before another place or a zone: 黄山 in 黄山路街道 does not.
_PLACE_WINDOW = 100
_ZONE_WORD = re.compile(r"[一-鿿]{0,12}?(?:高新|经开|经济|开发|管理区|园区|新区|新城|示范区|试验区|实验区|保税|度假)")


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = files("parsers").joinpath(name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def _register() -> tuple[Region, ...]:
    return tuple(
        Region(row["code"], row["name"], row["parent"], int(row["until"]) if row["until"] else None, row["successor"])
        for row in _rows("regions.csv")
    )


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Region]:
    """The division that has a code now, else the last one that had it."""
    chosen: dict[str, Region] = {}
    for entry in sorted(_register(), key=lambda entry: entry.until or 9999):
        chosen[entry.code] = entry
    return MappingProxyType(chosen)


@lru_cache(maxsize=1)
def _by_province() -> Mapping[str, tuple[Region, ...]]:
    """The divisions by the first two digits of their codes."""
    return _grouped((entry.code[:2], entry) for entry in _register())


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, tuple[Region, ...]]:
    """Names with their rank: 湘西土家族苗族自治州, 湘西州."""
    return _grouped((name, entry) for entry in _register() for name in (entry.name, *short_names(entry.name)[1:]))


@lru_cache(maxsize=1)
def _by_short_name() -> Mapping[str, tuple[Region, ...]]:
    return _grouped((short, entry) for entry in _register() for short in short_names(entry.name)[:1])


def _grouped(pairs: Iterable[tuple[str, Region]]) -> Mapping[str, tuple[Region, ...]]:
    groups: dict[str, list[Region]] = {}
    for name, entry in pairs:
        groups.setdefault(name, []).append(entry)
    return MappingProxyType({name: tuple(group) for name, group in groups.items()})


@lru_cache(maxsize=1)
def _longest_name() -> int:
    return max(len(entry.name) for entry in _register())


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, tuple[Zone, ...]]:
    groups: dict[str, list[Zone]] = {}
    for row in _rows("zones.csv"):
        zone = Zone(row["name"], row["parent"], row["located_in"], row["stat_code"])
        key = zone_key(zone.name)
        for name in {key, _without_place(key, zone.parent)}:
            groups.setdefault(name, []).append(zone)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})


def _without_place(name: str, parent: str) -> str:
    """郑州经开区 -> 经开区: how it is written after its city's own name."""
    for entry in reversed(chain(parent)):
        for place in (entry.name, *short_names(entry.name)):
            if name.startswith(place) and len(name) > len(place) + 1:
                return name[len(place) :]
    return name


def short_names(name: str) -> tuple[str, ...]:
    """The shorter forms a division goes by: 湘西土家族苗族自治州 -> 湘西, 湘西州, 湘西自治州; 株洲市 -> 株洲."""
    match = _AUTONOMOUS.fullmatch(name)
    if match:
        return (match["core"], match["core"] + match["rank"], f"{match['core']}自治{match['rank']}")
    match = _PLAIN.fullmatch(name)
    return (match["core"],) if match else ()


def region(code: str | None) -> Region | None:
    """The division of a six-digit code (two- and four-digit codes are padded); None if there is none."""
    return _by_code().get((code or "").ljust(6, "0")[:6]) if code else None


def chain(code: str) -> tuple[Region, ...]:
    """A division and those above it, the province first; empty for an unknown code."""
    found: list[Region] = []
    entry = region(code)
    while entry is not None:
        found.insert(0, entry)
        entry = region(entry.parent) if entry.parent else None
    return tuple(found)


def descendants(code: str) -> frozenset[str]:
    """The names, with their rank, of all divisions that lie or lay inside one: 湘西土家族苗族自治州, 湘西州, 吉首市."""
    digits = code.rstrip("0") if code.endswith("00") else code
    digits = digits.ljust(2 if code.endswith("0000") else 4, "0")
    province = _by_province().get(code[:2], ())
    inside = [entry for entry in province if entry.code.startswith(digits) and entry.code != code]
    return frozenset(name for entry in inside for name in (entry.name, *short_names(entry.name)[1:]))


def full_name(code: str) -> str:
    """All names from the province down: 湖南省株洲市芦淞区, 上海市闵行区; "" for an unknown code."""
    return "".join(entry.name for entry in chain(code))


def official_name(code: str) -> str:
    """The name as an official title puts it: a district after its city (株洲市芦淞区), all others alone (赵县)."""
    entries = chain(code)
    if not entries:
        return ""
    last = entries[-1]
    is_district = last.level is Level.COUNTY and last.name.endswith("区") and len(entries) > 1
    return entries[-2].name + last.name if is_district and last.name != "神农架林区" else last.name


def ancestor(code: str, level: Level) -> Region | None:
    """The division of the given level that a code lies in (itself included)."""
    return next((entry for entry in chain(code) if entry.level is level), None)


def is_within(code: str, above: str) -> bool:
    """Whether a division is another one or lies inside it."""
    return any(entry.code == above for entry in chain(code))


def find_regions(name: str) -> tuple[Region, ...]:
    """All divisions of that full or short name, those that stand first."""
    found = _by_name().get(name) or _by_short_name().get(name) or ()
    return tuple(sorted(found, key=lambda entry: (entry.until is not None, entry.code)))


def resolve_region(name: str, hints: Sequence[str] = (), year: int | None = None) -> Region | None:
    """The one division a name means: unique by itself, or made so by the hints (codes, best first); else None.

    ``year`` is the report year: a former division may be meant up to the year it was replaced in.
    """
    return choose(find_regions(name), hints, year)


def choose(found: Sequence[Region], hints: Sequence[str] = (), year: int | None = None) -> Region | None:
    """The one of several divisions of the same name that hints and year leave; None when they leave more."""
    found = _of_its_time(found, year)
    if len(found) == 1:
        return found[0]
    for hint in hints:
        ranked = sorted(((_nearness(entry.code, hint), entry) for entry in found), key=lambda pair: -pair[0])
        if ranked and ranked[0][0] > 0 and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            return ranked[0][1]
    return None


def _of_its_time(found: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    """Standing divisions before former ones, unless the year says that a former one still stood."""
    standing = tuple(entry for entry in found if entry.until is None)
    if year is None:
        return standing or tuple(found)
    then = tuple(entry for entry in found if entry.until is not None and year < entry.until)
    renamed = {entry.successor for entry in then}
    return (*(entry for entry in standing if entry.code not in renamed), *then) or tuple(found)


def _nearness(code: str, hint: str) -> int:
    """How close two codes lie: 3 the same or one inside the other, 2 the same prefecture, 1 the same province."""
    if not region(hint):
        return 0
    if is_within(code, hint) or is_within(hint, code):
        return 3
    own, other = ancestor(code, Level.PREFECTURE), ancestor(hint, Level.PREFECTURE)
    if own is not None and other is not None and own.code == other.code:
        return 2
    return int(code[:2] == hint[:2])


def read_place(text: str, hints: Sequence[str] = (), year: int | None = None) -> Place:
    """Which division a text begins with: 湖南省株洲市芦淞区人民政府 -> 430203, rest 人民政府.

    Each further name must lie inside the one before it, so 北京市朝阳区 is not 长春's.
    """
    at, found = _names_at_start(text[:_PLACE_WINDOW])
    chosen = choose(found, hints, year) if found else None
    return Place(chosen.code if chosen else None, tuple(entry.code for entry in found), text[:at], text[at:])


@lru_cache(maxsize=4096)
def _names_at_start(text: str) -> tuple[int, tuple[Region, ...]]:
    """How far the place names at the start reach, and what the last of them may mean (the same few texts recur)."""
    at, found = 0, ()  # type: tuple[int, tuple[Region, ...]]
    while True:
        size, names = _next_name(text[at : at + _longest_name() + 1], text[at:], found)
        if not size:
            return at, found
        at, found = at + size, names


def _next_name(window: str, rest: str, above: tuple[Region, ...]) -> tuple[int, tuple[Region, ...]]:
    """Length and divisions of the longest name that the window begins with and that lies inside ``above``."""
    for size in range(min(_longest_name(), len(window)), 1, -1):
        inside = _inside(_by_name().get(window[:size], ()), above)
        if inside:
            return size, inside
    for size in range(min(6, len(window)), 1, -1):
        inside = _inside(_by_short_name().get(window[:size], ()), above)
        inside = tuple(entry for entry in inside if entry.level is not Level.COUNTY)
        after = rest[size : size + 40]
        if inside and after and (_starts_with_name(after, inside) or _is_zone_after(after)):
            return size, inside
    return 0, ()


def _inside(found: Sequence[Region], above: Sequence[Region]) -> tuple[Region, ...]:
    if not above:
        return tuple(found)
    codes = {entry.code for entry in above}
    return tuple(
        entry for entry in found if entry.code not in codes and any(is_within(entry.code, code) for code in codes)
    )


def _starts_with_name(text: str, above: tuple[Region, ...]) -> bool:
    return any(_inside(_by_name().get(text[:size], ()), above) for size in range(2, _longest_name() + 1))


def _is_zone_after(text: str) -> bool:
    return text[0] not in "省市区县镇乡街村路" and _ZONE_WORD.match(text) is not None


def zone_key(name: str) -> str:
    """A zone's name in its short form, for comparing: 郑州经济技术开发区 -> 郑州经开区."""
    for long, short in _ZONE_FORMS:
        name = name.replace(long, short)
    return name.removeprefix("国家级")


def long_zone_names(name: str) -> tuple[str, ...]:
    """The long names that a zone's short one may stand for: 襄阳高新区 -> 襄阳高新技术产业开发区 and its like."""
    forms = [(long, short) for long, short in _ZONE_FORMS if name.endswith(short)]
    return tuple(name.removesuffix(short) + long for long, short in forms)


def find_zones(name: str, parent: str | None = None) -> tuple[Zone, ...]:
    """Known zones of that name, in full or short form, those of ``parent`` only when it is given."""
    found = _zones().get(zone_key(name), ())
    return tuple(zone for zone in found if parent is None or is_within(zone.parent, parent))


def site_region(site_code: str | None) -> str | None:
    """The division in a 政府网站标识码 (its first six digits, e.g. 4302030001); None for ministries and bad codes."""
    digits = site_code or ""
    return digits[:6] if digits[:6].isdigit() and region(digits[:6]) else None
