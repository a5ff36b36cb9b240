"""The detail page of any family: title, fields, posting date, attachments, text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.attachments import find_attachments
from parsers.pages.body import clean_body, find_body
from parsers.pages.continued import next_part
from parsers.pages.fields import read_fields, read_metas, read_site_code, read_source
from parsers.pages.notes import Note
from parsers.pages.posting import bare_date, read_published
from parsers.pages.titles import MAX_TITLE, is_cut
from parsers.pages.tree import Weights, attribute, make_tree, names_of, tag_text, weigh
from parsers.pages.urls import site_of
from parsers.pages.view import Element, View, clean
from parsers.records import Article

_TITLED = frozenset({"div", "p", "h2", "h3", "span", "td"})
_LITTLE_PROSE = 300  # Hanzi: with less, the pictures of the body may be the report
_TITLE_NAME = re.compile(
    r"(?:^|[\W_])(?:ivs_title|(?:article|news|con|content|info|xl|detail|wz|main)?[-_]?(?:title|tit|bt|biaoti))(?:$|[\W_\d])"
)
_SEPARATORS = re.compile(r"\s{0,3}(?:[_|｜]|--+|—+|\s-\s|-(?=[\u4e00-\u9fff]))\s{0,3}")
_CRUMBS = re.compile(r"当前位置|您的位置|您现在的位置|所在位置|现在位置|当前栏目")
_CRUMB_ENDS = frozenset({"正文", "详情", "内容", "信息详情", "文章详情", "查看", ""})


def read_article(view: View, family: str = "generic") -> Article:
    """The article of any page without knowledge of its family."""
    root = make_tree(view)
    weights = weigh(root)
    metas = read_metas(root)
    heading = _heading(weights)
    body = find_body(root, weights, heading)
    shown = tag_text(heading) or ""
    trusted, notes = _judge_metas(metas, shown, view)
    title = _title(metas if trusted else {}, shown, view.title, metas)
    fields = read_fields(weights, body, view)
    published = read_published(metas, fields, bare_date(weights, heading, body), view.url, trust_metas=trusted)
    prose = weights.prose.get(body, 0) if body is not None else 0
    attachments = find_attachments(weights, body, heading, view, images=prose < _LITTLE_PROSE)
    notes += list(published.notes)
    notes += _body_notes(body, prose)
    column = metas.get("columnname") if trusted else None
    column = column or _last_crumb(weights)
    site_code = read_site_code(metas, view)
    return Article(
        title=title,
        fields=fields,
        published_on=published.on,
        published_basis=published.basis,
        source=read_source(metas if trusted else {}, fields),
        site_name=metas.get("sitename"),
        site_code=site_code,
        column=column,
        attachments=attachments,
        body_html=clean_body(body, view.base) if body is not None else "",
        family=family,
        notes=tuple(dict.fromkeys(notes)),
        goes_on=next_part(view, view.url),
    )


def _heading(weights: Weights) -> Element | None:
    """The element that shows the title: ucaptitle, h1, an element so named, h2."""
    best: tuple[int, Element] | None = None
    for tag in weights.tags:
        rank = _heading_rank(tag)
        if rank is None or (best is not None and rank >= best[0]):
            continue
        if 4 <= weights.length.get(tag, 0) <= 200 and tag not in weights.furniture:
            best = (rank, tag)
    return best[1] if best else None


def _heading_rank(tag: Element) -> int | None:
    rank = {"ucaptitle": 0, "h1": 1}.get(tag.tag)
    if rank is None and tag.tag in _TITLED and any(_TITLE_NAME.search(name) for name in names_of(tag)):
        return 2
    return 3 if rank is None and tag.tag == "h2" else rank


def _title(metas: Mapping[str, str], shown: str, page_title: str, all_metas: Mapping[str, str]) -> str:
    """ArticleTitle, else the heading, else the page's title without the names of site and column."""
    named = metas.get("articletitle", "")
    if named and not (is_cut(named) and len(shown) > len(named)):
        return named[:MAX_TITLE]
    cleaned = clean_page_title(page_title, all_metas)
    if shown and (not cleaned or _overlap(shown, cleaned) >= 0.5 or len(shown) >= 8):
        return shown[:MAX_TITLE]
    return (cleaned or shown)[:MAX_TITLE]


def clean_page_title(page_title: str, metas: Mapping[str, str]) -> str:
    """A page's title element without the site's and the column's name (`标题_法治政府建设_某区人民政府`)."""
    names = {metas.get(name, "") for name in ("sitename", "columnname")} - {""}
    parts = [part.strip() for part in _SEPARATORS.split(page_title) if part.strip()]
    kept = [
        part for part in parts if part not in names and not re.search(r"(?:门户网站|政府网站?|信息公开网?|官网)$", part)
    ]
    if not kept:
        return parts[0] if parts else ""
    return max(kept[:2], key=len) if len(kept) > 1 and len(kept[0]) < 8 else kept[0]


def _judge_metas(metas: Mapping[str, str], shown: str, view: View) -> tuple[bool, list[str]]:
    """Whether the page's meta block is its own, and notes: blocks are copied from other sites and list pages."""
    notes = []
    domain = metas.get("sitedomain", "")
    foreign = False
    if domain:
        host = urlsplit(domain if "//" in domain else f"//{domain}").hostname or ""
        foreign = bool(host) and site_of(f"http://{host}/") != site_of(view.url)
        if foreign:
            notes.append(Note.SITE_MISMATCH.of(f"SiteDomain {host}"))
    named = metas.get("articletitle", "")
    evidence = [text for text in (shown, view.title) if len(text) >= 6]
    if named and evidence and all(_overlap(named, text) < 0.4 for text in evidence):
        notes.append(Note.META_DISTRUSTED.of(f"ArticleTitle {named[:60]!r} is not on the page"))
        return False, notes
    if foreign and not named:
        notes.append(Note.META_DISTRUSTED.of("another site's meta block"))
        return False, notes
    return True, notes


def _overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that the longer one has."""
    short, long = sorted((re.sub(r"\W+", "", one), re.sub(r"\W+", "", other)), key=len)
    pairs = {short[index : index + 2] for index in range(len(short) - 1)}
    return sum(pair in long for pair in pairs) / len(pairs) if pairs else float(short in long)


def _body_notes(body: Element | None, prose: int) -> list[str]:
    if body is None:
        return [Note.NO_BODY.of("no text of its own")]
    notes = []
    pictures = list(islice(body.iterdescendants("img"), 50))
    if pictures and prose < 60:
        notes.append(Note.IMAGE_BODY.of(f"{len(pictures)} pictures, hardly any text"))
    inline = [
        tag for tag in pictures if attribute(tag, "src").startswith("data:") and len(attribute(tag, "src")) > 5000
    ]
    if inline:
        notes.append(Note.INLINE_IMAGE.of(f"{len(inline)} pictures inside the markup"))
    return notes


def _last_crumb(weights: Weights) -> str | None:
    """The column in the breadcrumb: the last link after 当前位置, or the last name but 正文."""
    for tag, text in weights.lines:
        if len(text) > 300 or not _CRUMBS.search(text):
            continue
        holder = tag if next(tag.iterdescendants("a"), None) is not None else tag.getparent()
        names = [tag_text(link) for link in islice((tag if holder is None else holder).iterdescendants("a"), 12)]
        if len(names) < 2:
            names = [clean(part) for part in re.split(r">>|[>›»＞]", text)[1:]]
        named = [name for name in names if name not in _CRUMB_ENDS and len(name) <= 30]
        return named[-1] if named else None
    return None
