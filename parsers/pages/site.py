"""Whose page is it? The site's own marks: SiteName, SiteDomain, SiteIDCode (国办发〔2017〕47号, 网页设计规范).

A host may answer as another place: its name was given to somebody else, or one server holds several counties and
picked the wrong one. Such a page looks like a list as good as any.
"""

from __future__ import annotations

import re

from parsers.pages.urls import site_of
from parsers.pages.view import View, clean
from parsers.records import Page, Site
from parsers.regions import chain, is_within, read_place, short_names, site_region

_PARTS = re.compile(r"[-—_|｜–]+")  # 法治政府建设-芦淞区人民政府
_NOTHING = frozenset({"", "null", "undefined"})


def read_site(view: View) -> Site | None:
    """The marks of a page's site, each "" where there is none; None where there is none at all."""
    found: dict[str, str] = {}
    for meta in view.root.iter("meta"):
        name, value = (meta.get("name") or "").strip().lower(), clean(meta.get("content") or "")
        if name in ("sitename", "sitedomain", "siteidcode") and value.lower() not in _NOTHING:
            found.setdefault(name, value[:100])
    if not found:
        return None
    return Site(found.get("sitename", ""), _domain(found.get("sitedomain", "")), found.get("siteidcode", ""))


def _domain(text: str) -> str:
    """`http://www.lusong.gov.cn/` -> lusong.gov.cn"""
    return site_of(text if "//" in text else f"http://{text}") if text else ""


def of_another_site(site: Site | None, page: Page, earlier: Page | None, region: str | None) -> str:
    """What says that a page with these marks is another place's; "" for nothing.

    ``earlier`` is what was last seen at its address, ``region`` the division it is watched for, where they are known.
    """
    before = read_site(View(earlier)) if earlier else None
    if before is not None or earlier is not None:
        return another_site(site, before) if site and before else ""
    return another_place(site, region, page) if region else ""


def another_site(now: Site, before: Site) -> str:
    """What says that a page is another site's than one seen at its address before; "" for nothing.

    The code is worth most: names are reworded and domains renewed.
    """
    if now.code and before.code:
        return f"SiteIDCode {now.code} instead of {before.code}" if now.code != before.code else ""
    if now.domain and before.domain:
        return f"SiteDomain {now.domain} instead of {before.domain}" if now.domain != before.domain else ""
    if now.name and before.name and now.name != before.name:
        return f"SiteName {now.name} instead of {before.name}"
    return ""


def another_place(site: Site | None, region: str, page: Page) -> str:
    """What says that a page is of another place than the division it is watched for (six digits); "" for nothing.

    The site's code says whose it is, without one its name, else the government in the page's title. A column may lie on
    the site of a place above or below. Meta blocks are copied from other sites, so a page that shows the division's
    name is not called another's.
    """
    view = View(page)
    code, shown = _place(site, view)
    if code is None or not chain(region) or is_within(code, region) or is_within(region, code):
        return ""
    name = chain(region)[-1].name
    if (short_names(name) or (name,))[0] in view.title + view.visible_text:
        return ""
    return f"{shown} is not of {region}"


def _place(site: Site | None, view: View) -> tuple[str | None, str]:
    """The division that a page says it is of, and the words that say so."""
    if site is not None and (code := site_region(site.code)):
        return code, f"SiteIDCode {site.code} ({site.name or 'no SiteName'})"
    if site is not None and (code := read_place(site.name).code):
        return code, f"SiteName {site.name}"
    for name in _PARTS.split(view.title):
        if "政府" in name and (code := read_place(name.strip()).code):
            return code, f"title {name.strip()[:40]}"
    return None, ""
