"""Which rows does a list page show, and where does the list go on?"""

from __future__ import annotations

from dataclasses import replace

from parsers.pages.beside import reports_beside, shared_addresses
from parsers.pages.bodies import called_by_bodies, with_bodies
from parsers.pages.choices import chosen_by_form
from parsers.pages.elsewhere import loaded_elsewhere, reports_kept_beside
from parsers.pages.embedded import read_answer
from parsers.pages.face import read_face
from parsers.pages.families import FAMILIES, detect
from parsers.pages.folders import year_folders
from parsers.pages.generic import generic_listing
from parsers.pages.lists import stand_in_boxes
from parsers.pages.notes import Note, codes
from parsers.pages.openings import links_beside
from parsers.pages.pieces import with_piece
from parsers.pages.rows import find_groups
from parsers.pages.signs import with_signs
from parsers.pages.site import read_site
from parsers.pages.soundness import with_soundness
from parsers.pages.stated import stated_limit
from parsers.pages.view import MAX_LINKS, View
from parsers.pages.years import kept_elsewhere, sister_years
from parsers.records import Listing, Page


def parse_listing(page: Page | View, family: str = "auto", *, position: int | None = None) -> Listing:
    """The rows of a list page in order, the page after it, and the totals it declares.

    ``family`` is a family's name, or ``auto``: then marks on the page decide, and the generic path where there are
    none. ``position`` is the page's number from 1, known to whoever walked there: on a page alone, «page 2 of 3» may be
    the second or, counted from 0, the third. ``next`` is None on the last page and never the page itself. A view that
    was judged before is read on. Raises ValueError for an unknown family.
    """
    if family not in ("auto", "generic", *FAMILIES):
        raise ValueError(f"unknown family {family!r}")
    view = View.of(page)
    view.position = position
    name, why = detect(view) if family == "auto" else (family, "configured")
    module = FAMILIES.get(name)
    own = getattr(module, "listing", None)
    listing: Listing | None = own(view) if own is not None else None
    if listing is None:
        listing = generic_listing(view)
    if read_answer(view) is None:
        listing = with_signs(with_bodies(listing, view), view)
    if own is None:
        listing = with_piece(listing, view)
    reason = "; ".join(part for part in (why, listing.reason) if part)
    return _finish(replace(listing, family=name, reason=reason), view)


def _elsewhere(view: View, listing: Listing) -> str:
    if read_answer(view) is not None or {Note.DISPLAY_PAGES, Note.INLINE_PART} & codes(listing.notes):
        return ""  # the rows are what its script hands out
    drawn = "script data" in listing.reason or "CDATA" in listing.reason
    return ("" if drawn else loaded_elsewhere(view)) or reports_kept_beside(view)


def _finish(listing: Listing, view: View) -> Listing:
    """What holds for every family: notes, whose page it is, by what it is known, and the years it keeps apart."""
    listing = with_soundness(listing, view)
    notes = list(listing.notes)
    if view.cut or len(view.links) >= MAX_LINKS:
        notes.append(Note.CUT.of("page not read to its end"))
    if not listing.rows and listing.follow is None:
        notes.append(Note.NO_ROWS.of(called_by_bodies(view) or "nothing looks like a row"))
    elif listing.rows and sum(row.date is not None for row in listing.rows) * 2 < len(listing.rows):
        notes.append(Note.NO_DATES.of(f"{sum(row.date is None for row in listing.rows)} of {len(listing.rows)} rows"))
    if listing.rows and (limit := stated_limit(view)):
        notes.append(Note.NEWEST_ONLY.of(limit))
    if Note.SEVERAL_LISTS not in codes(listing.notes) and stand_in_boxes(find_groups(view), listing.rows):
        notes.append(Note.SEVERAL_LISTS.of("boxes of one make"))
    paged = listing.next is not None
    folders = year_folders(view) or chosen_by_form(view, listing.rows, paged=paged)
    if listing.rows and listing.follow is None:
        listing = _with_links_beside(listing, view)
    opened = {row.url for row in listing.beside} | ({listing.next.url} if listing.next else set())
    if listing.rows and not folders and (why := kept_elsewhere(view, listing.rows, opened, paged=paged)):
        notes.append(Note.PAGER_UNREADABLE.of(why))
    if listing.rows and not folders and (years := sister_years(view, listing.rows)):
        notes.append(Note.OTHER_YEARS.of(years))
    if listing.rows and listing.follow is None:
        notes += [Note.REPORT_BESIDE.of(title) for title in reports_beside(view, (*listing.rows, *listing.beside))]
        if elsewhere := _elsewhere(view, listing):
            notes.append(Note.LIST_ELSEWHERE.of(elsewhere))
        if shared := shared_addresses(view, listing.rows):
            notes.append(Note.UNREADABLE_TITLES.of(shared))
    face = read_face(view, listing.rows)
    return replace(listing, notes=tuple(dict.fromkeys(notes)), site=read_site(view), face=face, folders=folders)


def _with_links_beside(listing: Listing, view: View) -> Listing:
    """The listing with what else may be opened; a row that is only called by its body is given its heading too."""
    found = {row.url: row for row in links_beside(view, (*listing.rows, *listing.beside))}
    rows = tuple(replace(row, title=found.pop(row.url).title) if row.url in found else row for row in listing.rows)
    others = tuple(row for row in listing.beside if row.url not in found)
    return replace(listing, rows=rows, beside=(*others, *found.values()))
