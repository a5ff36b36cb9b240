"""A page as the parsers see it, in plain data: what `doctor` shows and what fixtures expect."""

from __future__ import annotations

from typing import Any

from parsers.pages.article import parse_article
from parsers.pages.listing import parse_listing
from parsers.pages.media import sniff_type
from parsers.pages.verdict import judge_page, stub_target
from parsers.records import Article, Listing, Page, PageRequest
from parsers.vocabulary import Role, Verdict


def describe_page(page: Page, role: Role, *, row_title: str = "", family: str = "auto") -> dict[str, Any]:
    """Verdict, and what follows from it: a list, an article, a stub's target, a media type. JSON-ready.

    Reasons are left out of lists and articles: they explain, and may be reworded.
    """
    verdict = judge_page(page, role, row_title=row_title).verdict
    name = page.final_url or page.url
    described: dict[str, Any] = {"verdict": str(verdict)}
    if verdict is Verdict.REDIRECT_STUB:
        described["target"] = stub_target(page)
    media_type = sniff_type(page.body, page.headers.get("content-type"), name)
    if role is Role.ATTACHMENT or not media_type.startswith(("text/", "application/json")):
        described["media_type"] = media_type
    elif verdict is Verdict.OK and role is Role.LIST:
        described["listing"] = _listing(parse_listing(page, family))
    elif verdict is Verdict.OK:
        described["article"] = _article(parse_article(page, family))
    return described


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "family": listing.family,
        "rows": [{"url": row.url, "title": row.title, "date": row.date, "raw": row.date_raw} for row in listing.rows],
        "next": _request(listing.next),
        "follow": _request(listing.follow),
        "declared_total": listing.declared_total,
        "declared_pages": listing.declared_pages,
        "notes": list(listing.notes),
    }


def _request(request: PageRequest | None) -> dict[str, Any] | None:
    if request is None:
        return None
    described: dict[str, Any] = {"url": request.url, "method": request.method}
    if request.body:
        described["body"] = request.body.decode("utf-8")
    return described


def _article(article: Article) -> dict[str, Any]:
    return {
        "family": article.family,
        "title": article.title,
        "fields": dict(article.fields),
        "published_on": article.published_on,
        "published_basis": str(article.published_basis),
        "source": article.source,
        "site_name": article.site_name,
        "site_code": article.site_code,
        "column": article.column,
        "attachments": [{"url": a.url, "label": a.label, "where": a.where} for a in article.attachments],
        "body_html": article.body_html,
        "notes": list(article.notes),
    }
