"""Which rows does a list page show, and where does the list go on?"""

from __future__ import annotations

from dataclasses import replace

from parsers.pages.embedded import DataList, read_answer, script_lists, wrapped_markup
from parsers.pages.families import FAMILIES, detect
from parsers.pages.notes import Note
from parsers.pages.pager import Pager, find_pager
from parsers.pages.rows import find_groups, rows_of
from parsers.pages.view import View
from parsers.records import Listing, Page


def parse_listing(page: Page, family: str = "auto") -> Listing:
    """The rows of a list page in order, the page after it, and the totals it declares.

    ``family`` is a family's name, or ``auto``: then marks on the page decide, and the generic path where there are
    none. ``next`` is None on the last page and never the page itself. Raises ValueError for an unknown family.
    """
    if family not in ("auto", "generic", *FAMILIES):
        raise ValueError(f"unknown family {family!r}")
    view = View(page)
    name, why = detect(view) if family == "auto" else (family, "configured")
    module = FAMILIES.get(name)
    own = getattr(module, "listing", None)
    listing: Listing | None = own(view) if own is not None else None
    if listing is None:
        listing = generic_listing(view)
    reason = "; ".join(part for part in (why, listing.reason) if part)
    return _finish(replace(listing, family=name, reason=reason), view)


def generic_listing(view: View) -> Listing:
    """The list of any page without knowledge of its family: markup, data answers, data and markup inside scripts."""
    answer = read_answer(view)
    if answer is not None:
        return data_listing(answer, view)
    pager = find_pager(view)
    groups = find_groups(view)
    rows = rows_of(groups)
    why = groups[0].why if groups else "no group of links looks like a list of articles"
    notes = list(pager.notes)
    if not rows and (markup := wrapped_markup(view.text)):
        groups = find_groups(View.of_fragment(markup, view.page))
        rows, why = rows_of(groups), "rows unwrapped from CDATA"
    if (scripted := script_lists(view)) is not None and len(scripted.rows) > len(rows):
        rows, why = scripted.rows, "rows in script data"
        pager = replace(pager, total=pager.total or scripted.total, pages=pager.pages or scripted.pages)
    if len(groups) > 1:
        notes.append(Note.SEVERAL_LISTS.of(str(len(groups))))
    return make_listing(rows, pager, why, tuple(notes))


def data_listing(answer: DataList, view: View) -> Listing:
    """The list of a JSON answer: its own rows, or those in the markup it carries."""
    notes = (Note.FAILED.of(answer.failed),) if answer.failed else ()
    pager = Pager(None, answer.pages, answer.total)
    if answer.html:
        inner = View.of_fragment(answer.html, view.page)
        groups = find_groups(inner)
        found = find_pager(inner)
        pager = replace(found, pages=found.pages or answer.pages, total=found.total or answer.total)
        return make_listing(rows_of(groups), pager, "markup in a JSON answer", notes)
    return make_listing(answer.rows, pager, "rows in a JSON answer", notes)


def make_listing(rows: tuple, pager: Pager, why: str, notes: tuple[str, ...] = ()) -> Listing:  # type: ignore[type-arg]
    """A listing out of rows and what the pager says."""
    reason = f"{why}; next by {pager.why}" if pager.next and pager.why else why
    return Listing(
        family="generic",
        reason=reason,
        rows=rows,
        next=pager.next,
        declared_total=pager.total,
        declared_pages=pager.pages,
        notes=tuple(dict.fromkeys((*notes, *pager.notes))),
    )


def _finish(listing: Listing, view: View) -> Listing:
    """Notes that hold for every family."""
    notes = list(listing.notes)
    if view.cut:
        notes.append(Note.CUT.of("page not read to its end"))
    if not listing.rows and listing.follow is None:
        notes.append(Note.NO_ROWS.of("nothing looks like a row"))
    elif listing.rows and sum(row.date is not None for row in listing.rows) * 2 < len(listing.rows):
        notes.append(Note.NO_DATES.of(f"{sum(row.date is None for row in listing.rows)} of {len(listing.rows)} rows"))
    return replace(listing, notes=tuple(dict.fromkeys(notes)))
