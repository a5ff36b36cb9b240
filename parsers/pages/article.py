"""What does a detail page say of itself, and where is its text?"""

from __future__ import annotations

from parsers.pages.detail import read_article
from parsers.pages.families import FAMILIES, detect
from parsers.pages.view import View
from parsers.records import Article, Page


def parse_article(page: Page, family: str = "auto") -> Article:
    """A detail page's fields, attachments and its own text container.

    The posting date comes from meta tags, then labels, then the address; its basis is kept and disagreements over
    three days are noted. ``body_html`` is "" where the page carries no text of its own. Raises ValueError for an
    unknown family.
    """
    if family not in ("auto", "generic", *FAMILIES):
        raise ValueError(f"unknown family {family!r}")
    view = View(page)
    name = detect(view, article=True)[0] if family == "auto" else family
    own = getattr(FAMILIES.get(name), "article", None)
    article: Article | None = own(view) if own is not None else None
    return article if article is not None else read_article(view, name)
