"""A detail page's own statements about itself: meta tags, labelled head tables, lists and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from parsers.pages.labels import BUTTONS, CELL_LABEL, LABEL, SOURCES, holds_label
from parsers.pages.tree import Weights, attribute, inside, joined_text
from parsers.pages.view import Element, View, clean, strip_tags

_MAX_LINE = 600  # characters of a line of labels
_MAX_VALUE = 300
_PROSE = 40  # Hanzi in one line of the article's container: here its text begins

_NOTHING = frozenset({"", "null", "undefined", "none", "无", "暂无", "-", "--", "/", "nan"})
_WRITTEN = re.compile(r"document\.write\(\s{0,5}([A-Za-z_]\w{0,40})\s{0,5}\)")
_VARIABLE = re.compile(r"\b(?:var|let|const)\s{1,5}(\w{1,40})\s{0,5}=\s{0,5}(?:'([^'\n]{0,300})'|\"([^\"\n]{0,300})\")")
_SITE_CODE = re.compile(r"(?:政府)?网站标识码\s{0,3}[:：]?\s{0,3}([a-z]{0,2}\d{8,12})", re.IGNORECASE)
# What follows a value and is not part of it: an unknown label (`县司法局 点击排行：`), buttons (`字体[大 中 小]`)
_NEXT_LABEL = re.compile(
    r"\s[\[【(（]?[\u4e00-\u9fff]{2,6}\s?[\]】)）]?\s?[:：]|\s[\[【(（]?\s?(?:字体|字号|打印|分享|收藏|关闭)(?:大小|本页)?\s?(?:[\[【(（]|$)"
)


def read_metas(root: Element) -> dict[str, str]:
    """Meta tags by lower-case name, the first that says something; literal ``null`` says nothing."""
    metas: dict[str, str] = {}
    for tag in islice(root.iter("meta"), 400):
        name = (attribute(tag, "name") or attribute(tag, "property")).strip().lower()
        value = clean(strip_tags(attribute(tag, "content")))[:_MAX_VALUE]
        if name and value.lower() not in _NOTHING:
            metas.setdefault(name, value)
    return metas


def read_fields(weights: Weights, body: Element | None, view: View) -> dict[str, str]:
    """Label -> value pairs as shown, the first of each label: outside the article's text, in head tables, and in the
    lines before the text begins."""
    variables = {name: one or two for name, one, two in _VARIABLE.findall(view.script_text[:200_000])}
    fields: dict[str, str] = {}
    for label, value in _pairs(weights, body, variables):
        if value.lower() not in _NOTHING and label not in BUTTONS:
            fields.setdefault(label, value)
    return fields


def _pairs(weights: Weights, body: Element | None, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    in_tables = {tag for table in weights.heads for tag in inside(table)}
    for table in weights.heads:
        for row in islice(table.iter("tr"), 60):
            yield from _row_pairs([_cell_text(cell, variables) for cell in islice(row.iter("td", "th"), 20)])
    lines = [(block, text) for block, text in _lines(weights, body) if block not in in_tables]
    following = [text for _, text in lines[1:]] + [""]
    for (block, text), after in zip(lines, following, strict=False):
        alone = CELL_LABEL.fullmatch(text)
        if alone and (text[-1:] in ":：" or block.tag in ("dt", "th", "td")):
            if after and not CELL_LABEL.fullmatch(after) and len(after) <= _MAX_VALUE:
                yield _squeeze(alone.group(1)), after.lstrip(":： ")
        else:
            yield from _line_pairs(text)


def _lines(weights: Weights, body: Element | None) -> Iterator[tuple[Element, str]]:
    """Short lines outside furniture and outside the article's running text."""
    in_body = inside(body)
    begun = False
    for block, text in weights.lines:
        if block in in_body:
            begun = begun or (weights.prose.get(block, 0) >= _PROSE and not LABEL.match(text))
            if begun:
                continue
        if block not in weights.furniture and len(text) <= _MAX_LINE:
            yield block, text


def _row_pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    index = 0
    while index < len(texts):
        match = CELL_LABEL.match(texts[index])
        if match is not None and match.end() == len(texts[index]):
            if index + 1 < len(texts) and not CELL_LABEL.fullmatch(texts[index + 1]):
                yield _squeeze(match.group(1)), texts[index + 1][:_MAX_VALUE]
                index += 1
        elif match is not None:
            yield from _line_pairs(texts[index])
        index += 1


def _cell_text(cell: Element, variables: Mapping[str, str]) -> str:
    """A cell's text; where a script writes it (`document.write(fileNum)`), the variable's value."""
    script = next(cell.iter("script"), None)
    if script is None:
        return joined_text(cell)
    match = _WRITTEN.search(script.text or "")
    written = variables.get(match.group(1), "") if match else ""
    return clean(f"{joined_text(cell)} {written}")


def _line_pairs(line: str) -> Iterator[tuple[str, str]]:
    if not holds_label(line):
        return
    found = list(LABEL.finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=False):
        value = line[match.end() : end]
        if other := _NEXT_LABEL.search(value):
            value = value[: other.start()]
        if value := value.strip(" |丨;；,，[【(（"):
            yield _squeeze(match.group(1)), value[:_MAX_VALUE]


def _squeeze(label: str) -> str:
    return re.sub(r"\s+", "", label)


def read_source(metas: Mapping[str, str], fields: Mapping[str, str]) -> str | None:
    """Who the page names as its source."""
    if source := metas.get("contentsource"):
        return source
    return next((fields[label][:100] for label in SOURCES if label in fields), None)


def read_site_code(metas: Mapping[str, str], view: View) -> str | None:
    """The 政府网站标识码, from its meta tag or the page's foot."""
    if code := metas.get("siteidcode"):
        return code[:20]
    match = _SITE_CODE.search(view.visible_text) if "网站标识码" in view.text else None
    return match.group(1) if match else None
