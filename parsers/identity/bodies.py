"""Whose report it is: the issuers in full, with their places told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.decoding import decode_bytes
from parsers.frame import Frame, read_doc_number
from parsers.issuers import TOWNSHIP_WORDS, Issuer, IssuerClass, is_body_name, read_issuer, split_issuers, with_places
from parsers.records import Article, Bundle, TitleReading
from parsers.regions import read_place, site_region
from parsers.slips import is_short, is_slip

_PUBLISHER = ("发布机构", "发布机关", "发文机关", "发文单位", "制发机关", "发布单位", "公开主体", "信息来源")
_NUMBER_LABELS = ("文号", "发文字号", "文件编号", "发文文号", "文件号")
# 版权所有：沈阳市铁西区人民政府; <title>… - 平顺县人民政府门户网站</title>
_OWNER = re.compile(
    r"(?:(?:主办(?:单位)?|版权所有|承办(?:单位)?)[\s：:]{0,3}|<title>[^<]*[-_—|][\s]*)(?P<name>[一-鿿]{3,20}?人民政府)"
)
_BARE_ZONE = re.compile(
    r"(?:经济|高新|工业)?(?:技术)?(?:产业)?(?:开发|高新|经开|工业|产业|管理)?(?:区|园区)(?:管理委员会|管委会)?"
)
# 我局2024年…报告: who speaks, and no name
SPEAKER = re.compile(
    r"[我本](?P<what>[局委厅办院处所站会署]|镇|乡|街道|苏木|中心|支队|大队|单位|机关|部门)(?:党[组委]|人民政府|政府|办事处)?"
)


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
    if not any(codes) and (owner := _OWNER.search(page_words(bundle))):
        codes.append(read_place(owner["name"]).code)
    return tuple(dict.fromkeys(code for code in codes if code))


def find_issuers(
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
    in_zone = any(read_issuer(name).cls is IssuerClass.MANAGEMENT_ZONE for name in section)
    titled = tuple(name for name in reading.issuers if not SPEAKER.fullmatch(name))
    named = (titled, frame.signature, section, hints, year)
    if is_slip(*named) or is_short(*named):
        return _expanded(frame.signature, frame, hints, year), "signature"
    for names, basis in (
        (titled, "title"),
        (frame.signature, "signature"),
        (frame.letterhead, "letterhead"),
        (publishers, "page"),
        (section, "section"),
    ):
        if names and all(map(_BARE_ZONE.fullmatch, names)):  # 开发区, of which every city has one
            if not in_zone and _names_zone(frame.signature):
                return _expanded(frame.signature, frame, hints, year), "signature"
            names = section if in_zone else names
        if names:
            return _expanded(names, frame, hints, year), basis
    return (), ""


def _names_zone(names: Sequence[str]) -> bool:
    """Whether ``names`` are one zone that is called by its own name (鹤壁经济技术开发区管理委员会)."""
    zone = len(names) == 1 and read_issuer(names[0]).cls is IssuerClass.MANAGEMENT_ZONE
    return zone and _BARE_ZONE.fullmatch(names[0]) is None


def _expanded(names: Sequence[str], frame: Frame, hints: Sequence[str], year: int | None) -> tuple[Issuer, ...]:
    """The names in full; what one name, the signature or, last, the addressee says of the place helps the others.

    区委、区政府; 长春市人民政府： above a report of 朝阳区.
    """
    names = with_places(names)
    known = [read_issuer(name, (), year).region for name in (*names, *frame.signature, *frame.letterhead)]
    own = tuple(dict.fromkeys(code for code in known if code))
    found = [read_issuer(name, (*own, *hints), year) for name in names]
    above = [read_issuer(name, (), year).region for name in split_issuers(frame.addressee.rstrip("：:"))]
    if addressed := tuple(code for code in above if code):
        found = [_addressing(issuer, addressed, year) for issuer in found]
    return tuple({issuer.name: issuer for issuer in found}.values())


def _addressing(issuer: Issuer, addressed: Sequence[str], year: int | None) -> Issuer:
    """A body that writes to a government above it: its place is told apart by that, but is never made up of it."""
    if issuer.region is not None or not (issuer.unit or read_place(issuer.written).written):
        return issuer
    return read_issuer(issuer.written, addressed, year)


def page_words(bundle: Bundle) -> str:
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


def region_of(chief: Issuer | None) -> str | None:
    """The GB code of the chief issuer's division; a zone has none, and is never its host's."""
    if chief is None or chief.cls is IssuerClass.MANAGEMENT_ZONE or (chief.unit and not _is_township(chief)):
        return None
    return chief.region


def _is_township(issuer: Issuer) -> bool:
    return issuer.unit.endswith(TOWNSHIP_WORDS)


def find_doc_number(frame: Frame, article: Article | None) -> str | None:
    """The document number (屈报〔2025〕2号) under the title, else that of the page's label."""
    return frame.doc_number or read_doc_number(_label(article, _NUMBER_LABELS))
