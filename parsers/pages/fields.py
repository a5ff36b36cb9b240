"""A detail page's own statements about itself: meta tags, labelled head table, 发布时间/来源 line, address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from parsers.pages.body import is_furniture
from parsers.pages.dates import Found, days_apart, read_date, read_moment, url_date
from parsers.pages.notes import Note
from parsers.pages.soup import Weights, ancestors, attribute, joined_text, names_of, tag_text
from parsers.pages.view import View, clean, strip_tags
from parsers.vocabulary import DateBasis

_UNIT = 600  # characters: text of an element this short is read as one line of labels
_MAX_VALUE = 300

_LABELS = [
    "索引号",
    "信息索引号",
    "发布机构",
    "发布机关",
    "公开机构",
    "发文机关",
    "发文单位",
    "制发机关",
    "制发单位",
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
    "文号",
    "发文字号",
    "文件编号",
    "发文日期",
    "发文时间",
    "成文日期",
    "成文时间",
    "生成日期",
    "生成时间",
    "发布日期",
    "发布时间",
    "公布日期",
    "公布时间",
    "公开日期",
    "公开时间",
    "信息公开日期",
    "上网日期",
    "更新日期",
    "更新时间",
    "修改时间",
    "主题分类",
    "信息分类",
    "体裁分类",
    "所属主题",
    "组配分类",
    "公开方式",
    "公开时限",
    "公开范围",
    "公开责任部门",
    "责任部门",
    "信息名称",
    "文件名称",
    "名称",
    "标题",
    "关键词",
    "主题词",
    "有效性",
    "效力状态",
    "统一登记号",
    "废止日期",
    "施行日期",
    "生效日期",
    "实施日期",
    "作者",
    "编辑",
    "责任编辑",
    "审核",
    "浏览次数",
    "点击数",
    "阅读次数",
    "访问量",
    "字体",
    "字号",
    "打印",
    "分享",
]
_SPACED = "|".join(r"\s{0,6}".join(label) for label in sorted(_LABELS, key=len, reverse=True))
# `发布时间：2025-02-28`, `文 号：`, `【来源】`, labels padded and split (索|引|号)
_LABEL = re.compile(rf"(?:^|(?<=[\s\]】）)|;；丨，,]))[\[【(（]?({_SPACED})[\]】)）]?\s{{0,5}}[:：]\s{{0,5}}")
_CELL_LABEL = re.compile(rf"[\[【]?({_SPACED})[\]】]?\s{{0,5}}[:：]?")

_BUTTONS = frozenset({"字体", "字号", "打印", "分享"})

PUBLISHED_LABELS = ("发布日期", "发布时间", "公开日期", "公开时间", "信息公开日期", "公布日期", "公布时间", "上网日期")
UPDATED_LABELS = ("更新日期", "更新时间", "修改时间")
ISSUED_LABELS = (
    "发文日期",
    "发文时间",
)  # mostly the posting day in head tables, at times the signing day: after the others
_SOURCE_LABELS = ("来源", "信息来源", "文章来源", "稿件来源")

_NOTHING = frozenset({"", "null", "undefined", "none", "无", "暂无", "-", "--", "/", "nan"})
_META_DATES = (
    "pubdate",
    "publishdate",
    "firstpublishedtime",
    "article:published_time",
    "publishtime",
    "others:pubdate",
)
# Names of elements that hold nothing but the posting time: `#ivs_date`, `.pubtime`, `span.date`
_DATE_NAME = re.compile(
    r"(?:^|[\W_])(?:ivs_date|pub(?:lish)?[-_]?(?:time|date)|fbsj|fbrq|(?:article|news|info)?[-_]?(?:date|time)|sj)(?:$|[\W_\d])"
)
_WRITTEN = re.compile(r"document\.write\(\s{0,5}([A-Za-z_]\w{0,40})\s{0,5}\)")
_VARIABLE = re.compile(r"\b(?:var|let|const)\s{1,5}(\w{1,40})\s{0,5}=\s{0,5}(?:'([^'\n]{0,300})'|\"([^\"\n]{0,300})\")")
_SITE_CODE = re.compile(r"(?:政府)?网站标识码\s{0,3}[:：]?\s{0,3}([a-z]{0,2}\d{8,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """When a page says it was posted, by what, and how the other evidence disagrees."""

    on: str | None
    basis: DateBasis
    notes: tuple[str, ...] = ()


def read_metas(soup: BeautifulSoup) -> dict[str, str]:
    """Meta tags by lower-case name, the first that says something; literal ``null`` says nothing."""
    metas: dict[str, str] = {}
    for tag in soup.find_all("meta", limit=400):
        name = (attribute(tag, "name") or attribute(tag, "property")).strip().lower()
        value = clean(strip_tags(attribute(tag, "content")))[:_MAX_VALUE]
        if name and value.lower() not in _NOTHING:
            metas.setdefault(name, value)
    return metas


def read_fields(soup: BeautifulSoup, weights: Weights, body: Tag | None, view: View) -> dict[str, str]:
    """Label -> value pairs as shown, from head tables, lists and lines outside the article's text.

    Inside the article's text only a table with three known labels counts as a head table.
    """
    variables = {name: one or two for name, one, two in _VARIABLE.findall(view.script_text[:200_000])}
    fields: dict[str, str] = {}
    for unit in _units(soup, weights, body):
        for row in _label_rows(unit):
            for label, value in _row_pairs(row, variables):
                fields.setdefault(label, value)
        for label, value in _line_pairs(tag_text(unit)):
            fields.setdefault(label, value)
    return {label: value for label, value in fields.items() if value.lower() not in _NOTHING and label not in _BUTTONS}


def _units(soup: BeautifulSoup, weights: Weights, body: Tag | None) -> Iterator[Tag]:
    """Elements of a line's length outside the article, and head tables wherever they stand; each text once."""
    around = ancestors(body)
    stack: list[Tag] = [soup.body or soup]
    while stack:
        tag = stack.pop()
        if tag is body:
            yield from (table for table in tag.find_all("table", limit=5) if is_head_table(table))
            continue
        if is_furniture(tag) and tag.name != "form":
            continue
        size = weights.length.get(id(tag), 0)
        if size == 0 and tag.find("script") is None:
            continue
        if size <= _UNIT and id(tag) not in around:
            yield tag
        else:
            stack.extend(child for child in reversed(list(tag.children)) if isinstance(child, Tag))


def is_head_table(table: Tag) -> bool:
    """Whether a table is the head of an information page: three known labels in few characters."""
    cells = [joined_text(cell) for cell in table.find_all(["td", "th"], limit=40)]
    return sum(_CELL_LABEL.match(cell) is not None for cell in cells if len(cell) < 100) >= 3


def _label_rows(unit: Tag) -> list[Tag]:
    rows = unit.find_all(["tr", "dl"], limit=60)
    return rows or ([unit] if unit.name in ("tr", "dl") else [])


def _row_pairs(row: Tag, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    cells = row.find_all(["td", "th", "dt", "dd"], recursive=False) or row.find_all(["td", "th", "dt", "dd"], limit=20)
    texts = [_cell_text(cell, variables) for cell in cells]
    index = 0
    while index < len(texts):
        match = _CELL_LABEL.match(texts[index])
        if match is None:
            index += 1
        elif match.end() == len(texts[index]):
            if index + 1 < len(texts) and not _CELL_LABEL.fullmatch(texts[index + 1]):
                yield _squeeze(match.group(1)), texts[index + 1][:_MAX_VALUE]
                index += 1
            index += 1
        else:
            yield from _line_pairs(texts[index])
            index += 1


def _cell_text(cell: Tag, variables: Mapping[str, str]) -> str:
    """A cell's text; where a script writes it (`document.write(fileNum)`), the variable's value."""
    text = joined_text(cell)
    script = cell.find("script")
    if script is not None and (match := _WRITTEN.search(script.get_text())):
        written = variables.get(match.group(1), "")
        text = clean(text.replace(clean(script.get_text()), ""))
        return clean(f"{text} {written}")
    return text


def _line_pairs(line: str) -> Iterator[tuple[str, str]]:
    found = list(_LABEL.finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=False):
        value = line[match.end() : end].strip(" |丨;；,，[【(（")
        if value:
            yield _squeeze(match.group(1)), value[:_MAX_VALUE]


def _squeeze(label: str) -> str:
    return re.sub(r"\s+", "", label)


def read_source(metas: Mapping[str, str], fields: Mapping[str, str]) -> str | None:
    """Who the page names as its source."""
    if source := metas.get("contentsource"):
        return source
    return next((fields[label][:100] for label in _SOURCE_LABELS if label in fields), None)


def read_site_code(metas: Mapping[str, str], page_text: str) -> str | None:
    """The 政府网站标识码, from its meta tag or the page's foot."""
    if code := metas.get("siteidcode"):
        return code[:20]
    match = _SITE_CODE.search(page_text)
    return match.group(1) if match else None


def read_published(
    metas: Mapping[str, str], fields: Mapping[str, str], bare: Found | None, url: str, *, trust_metas: bool = True
) -> Published:
    """The posting date by the order meta, label, 更新 label, address; disagreements over three days are noted.

    lastmodified and generation times never count; 成文日期 is the signing, not the posting; a month is no day.
    """
    evidence: list[tuple[DateBasis, str, Found]] = []
    notes: list[str] = []
    if trust_metas:
        evidence += _of_labels(metas, _META_DATES, DateBasis.META, notes)
    evidence += _of_labels(fields, PUBLISHED_LABELS, DateBasis.LABEL, notes)
    if bare is not None:
        evidence.append((DateBasis.LABEL, "date beside the title", bare))
    evidence += _of_labels(fields, ISSUED_LABELS, DateBasis.LABEL, notes)
    evidence += _of_labels(fields, UPDATED_LABELS, DateBasis.UPDATED_LABEL, notes)
    hint = url_date(url)
    if hint.day:
        evidence.append((DateBasis.URL, "address", Found(hint.day, hint.day)))
    dated = [(basis, what, found.iso) for basis, what, found in evidence if found.iso]
    if not dated:
        if hint.month:
            notes.append(Note.MONTH_ONLY.of(f"address says {hint.month}"))
        return Published(None, DateBasis.NONE, tuple(notes))
    basis, what, on = dated[0]
    for _, other, day in dated[1:]:
        if days_apart(on, day) > 3:
            notes.append(Note.DATES_DISAGREE.of(f"{what} {on}, {other} {day}"))
    return Published(on, basis, tuple(notes))


def _of_labels(
    values: Mapping[str, str], labels: tuple[str, ...], basis: DateBasis, notes: list[str]
) -> list[tuple[DateBasis, str, Found]]:
    found = []
    for label in labels:
        if (value := values.get(label)) is None:
            continue
        date = read_moment(value) if basis is DateBasis.META else read_date(value[:40])
        if date is not None and date.iso:
            found.append((basis, label, date))
        elif re.fullmatch(r"\D{0,3}(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?\D{0,3}", value):
            notes.append(Note.MONTH_ONLY.of(f"{label} {value}"))
    return found


def bare_date(weights: Weights, title: Tag | None, body: Tag | None) -> Found | None:
    """An unlabelled date between title and text that can only be the posting: in an element so named, or beside 来源.

    A date in the page's head is today's, not the article's, and is never taken.
    """
    if title is None:
        return None
    start = weights.order.get(id(title), 0)
    end = weights.order.get(id(body), start + 60) if body is not None else start + 60
    around = ancestors(body)
    for tag in weights.tags[start + 1 : max(end, start + 1)][:200]:
        if not 6 <= weights.length.get(id(tag), 0) <= 200 or id(tag) in around:
            continue
        text = tag_text(tag)
        named = any(_DATE_NAME.search(name) for name in names_of(tag))
        if (named and len(text) <= 40) or re.search(r"来源\s?[:：]", text):
            found = read_date(re.split(r"来源\s?[:：]", text)[0] if not named else text) or read_date(text)
            if found is not None and found.iso and not re.search(r"更新|成文|生成|发文|施行|今天是", text):
                return found
    return None
