"""Portal families: code only for what the generic path cannot do.

A module holds ``SEEN`` (whether its markup was seen on a real page or made from notes), ``matches(view)`` (why the
page is of this family, or ""), and, where needed, ``listing(view)`` and ``article(view)``; these return None where
the generic path does.
"""

from __future__ import annotations

from types import ModuleType

from parsers.pages.families import (
    aspnet,
    ci,
    epoint,
    frames,
    gkmlpt,
    jcms_directory,
    jpaas,
    jpage,
    longxun,
    script_data,
    trs,
    trs_search,
    ucap,
    vsb,
)
from parsers.pages.view import View

# The order of detection: transports that only one family uses first, addresses that many share last.
_ORDER = (
    jpaas,
    jpage,
    jcms_directory,
    gkmlpt,
    epoint,
    ucap,
    script_data,
    longxun,
    trs_search,
    trs,
    vsb,
    aspnet,
    ci,
    frames,
)
FAMILIES: dict[str, ModuleType] = {module.__name__.rsplit(".", 1)[-1]: module for module in _ORDER}

NAMES = ("generic", *FAMILIES)


_LISTS_ONLY = frozenset({"frames"})


def detect(view: View, *, article: bool = False) -> tuple[str, str]:
    """The family of a page and what shows it; ("generic", "") where nothing does. ``article``: of a detail page."""
    for name, module in FAMILIES.items():
        if article and name in _LISTS_ONLY:
            continue
        why: str = module.matches(view)
        if why:
            return name, why
    return "generic", ""
