"""When was a page posted, by its own evidence?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.pages import labels
from parsers.pages.dates import Found, days_apart, read_date, read_moment, url_date
from parsers.pages.notes import Note
from parsers.pages.tree import Weights, ancestors, names_of, tag_text
from parsers.pages.view import Element
from parsers.vocabulary import DateBasis

_NEAR = 60  # elements after the title where an unlabelled date may stand
_DISAGREE = 3  # days: two dates further apart are noted

_METAS = ("pubdate", "publishdate", "firstpublishedtime", "article:published_time", "publishtime", "others:pubdate")
# Names of elements that hold nothing but the posting time: `#ivs_date`, `.pubtime`, `span.date`
_DATE_NAME = re.compile(
    r"(?:^|[\W_])(?:ivs_date|pub(?:lish)?[-_]?(?:time|date)|fbsj|fbrq|(?:article|news|info)?[-_]?(?:date|time)|sj)"
    r"(?:$|[\W_\d])"
)
_SOURCE = re.compile(r"来源\s?[:：]")
_OTHER_DATE = re.compile(r"更新|成文|生成|发文|施行|印发|今天是")
_MONTH = re.compile(r"\D{0,3}(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?\D{0,3}")


@dataclass(frozen=True, slots=True)
class Published:
    """When a page says it was posted, by what, and how other evidence disagrees."""

    on: str | None
    basis: DateBasis
    notes: tuple[str, ...] = ()


def read_published(
    metas: Mapping[str, str], fields: Mapping[str, str], bare: Found | None, url: str, *, trust_metas: bool = True
) -> Published:
    """The posting date by the order meta, label, 更新 label, address; disagreements over three days are noted.

    A meta date that is later than the label of the posting is that of a page made anew: then the label counts.
    lastmodified and generation times never count; 成文日期 is the signing, not the posting; a month is no day. Order
    and meta names: 政府网站发展指引 (国办发〔2017〕47号) as portals follow it.
    """
    notes: list[str] = []
    evidence: list[tuple[DateBasis, str, str]] = []
    if trust_metas:
        evidence += _stated(metas, _METAS, DateBasis.META, notes)
    evidence += _stated(fields, labels.PUBLISHED, DateBasis.LABEL, notes)
    if bare is not None and bare.iso:
        evidence.append((DateBasis.LABEL, "date beside the title", bare.iso))
    evidence += _stated(fields, labels.ISSUED, DateBasis.LABEL, notes)
    evidence += _stated(fields, labels.UPDATED, DateBasis.UPDATED_LABEL, notes)
    hint = url_date(url)
    if hint.day:
        evidence.append((DateBasis.URL, "address", hint.day))
    if not evidence:
        if hint.month:
            notes.append(Note.MONTH_ONLY.of(f"address says {hint.month}"))
        return Published(None, DateBasis.NONE, tuple(notes))
    labelled = next((item for item in evidence if item[0] is DateBasis.LABEL and item[1] in labels.PUBLISHED), None)
    if labelled and labelled[2] < evidence[0][2] and days_apart(labelled[2], evidence[0][2]) > _DISAGREE:
        evidence.sort(key=lambda item: item is not labelled)
    basis, what, on = evidence[0]
    for _, other, day in evidence[1:]:
        if days_apart(on, day) > _DISAGREE:
            notes.append(Note.DATES_DISAGREE.of(f"{what} {on}, {other} {day}"))
    return Published(on, basis, tuple(notes))


def _stated(
    values: Mapping[str, str], names: tuple[str, ...], basis: DateBasis, notes: list[str]
) -> list[tuple[DateBasis, str, str]]:
    found = []
    for name in names:
        if (value := values.get(name)) is None:
            continue
        date = read_moment(value) if basis is DateBasis.META else read_date(value[:40])
        if date is not None and date.iso:
            found.append((basis, name, date.iso))
        elif _MONTH.fullmatch(value):
            notes.append(Note.MONTH_ONLY.of(f"{name} {value}"))
        elif date is not None:
            notes.append(Note.IMPOSSIBLE_DATE.of(f"{name} {value[:40]}"))
    return found


def bare_date(weights: Weights, title: Element | None, body: Element | None) -> Found | None:
    """An unlabelled date between title and text that can only be the posting: in an element so named, or beside 来源.

    A date in the page's head is today's, not the article's, and is never taken.
    """
    if title is None:
        return None
    start = weights.order.get(title, 0)
    end = weights.order.get(body, start) if body is not None else start
    around = ancestors(body)
    for tag in weights.tags[start + 1 : max(end, start + _NEAR)]:
        if not 6 <= weights.length.get(tag, 0) <= 200 or tag in around or tag in weights.furniture:
            continue
        named = any(_DATE_NAME.search(name) for name in names_of(tag))
        if not named and not len(tag) and "源" not in (tag.text or ""):
            continue  # a paragraph, mostly: no text need be put together for it
        text = tag_text(tag)
        named = named and len(text) <= 40
        if (named or _SOURCE.search(text)) and not _OTHER_DATE.search(text):
            found = read_date(_SOURCE.split(text)[0]) or read_date(text)
            if found is not None and found.iso:
                return found
    return None
