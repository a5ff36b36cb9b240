"""The list of any page, without knowledge of its family."""

from __future__ import annotations

from dataclasses import replace

from parsers.pages.embedded import DataList, read_answer, wrapped_markup
from parsers.pages.lists import lengths, own_lists
from parsers.pages.notes import Note
from parsers.pages.pager import find_pager
from parsers.pages.paging import Pager, paged_by_query
from parsers.pages.rows import find_groups, rows_of
from parsers.pages.scripted import scripted
from parsers.pages.signs import with_signs
from parsers.pages.view import View
from parsers.records import Listing, Row


def generic_listing(view: View, *, paged: bool = False) -> Listing:
    """The list of any page without knowledge of its family: markup, data answers, data and markup inside scripts.

    ``paged``: the page's script data is its list, as a script tells how many pages it has.
    """
    answer = read_answer(view)
    if answer is not None:
        return data_listing(answer, view)
    pager = find_pager(view)
    groups = find_groups(view)
    lists = own_lists(view, groups)
    rows, others = rows_of(lists), rows_of(group for group in groups if group not in lists)
    why = groups[0].why if groups else "no group of links looks like a list of articles"
    notes = list(pager.notes)
    if not rows and (markup := wrapped_markup(view.text)):
        groups = find_groups(View.of_fragment(markup, view.page))
        lists, rows, why = groups, rows_of(groups), "rows unwrapped from CDATA"
    shares = lengths(lists)
    held = scripted(view, groups, rows, pager, paged=paged)
    others = (*others, *held.beside)
    if (data := held.data) is not None:
        others = (*others, *rows)
        rows, why, shares = data.rows, "rows in script data", ()
        pager = replace(pager, total=pager.total or data.total, pages=pager.pages or data.pages)
    if len(lists) > 1:
        notes.append(Note.SEVERAL_LISTS.of(str(len(lists))))
    if held.doubt:
        notes.append(Note.LIST_ELSEWHERE.of(held.doubt))
    known = {row.url for row in rows}
    beside = tuple({row.url: Row(row.url, row.title) for row in others if row.url not in known}.values())
    return replace(make_listing(rows, pager, why, tuple(notes)), beside=beside, lists=shares if len(shares) > 1 else ())


def data_listing(answer: DataList, view: View) -> Listing:
    """The list of a JSON answer: its own rows, or those in the markup it carries."""
    notes = (Note.FAILED.of(answer.failed),) if answer.failed else ()
    if answer.unaddressed:
        notes = (*notes, Note.NO_ADDRESS.of(f"{answer.unaddressed} titles, or addresses without one"))
    pager = Pager(None, answer.pages, answer.total)
    if answer.html:
        inner = View.of_fragment(answer.html, view.page)
        groups = find_groups(inner)
        found = find_pager(inner)
        pager = replace(found, pages=found.pages or answer.pages, total=found.total or answer.total)
        return with_signs(make_listing(rows_of(groups), pager, "markup in a JSON answer", notes), inner)
    pager = paged_by_query(view, pager, len(answer.rows))
    if answer.more and pager.next is None:
        pager = replace(pager, notes=(*pager.notes, Note.PAGER_UNREADABLE.of(f"the answer says {answer.more}")))
    return make_listing(answer.rows, pager, "rows in a JSON answer", notes)


def make_listing(rows: tuple[Row, ...], pager: Pager, why: str, notes: tuple[str, ...] = ()) -> Listing:
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


def with_pager(listing: Listing, pager: Pager) -> Listing:
    """A listing whose pages a family's own pager tells better than the generic one."""
    notes = [note for note in listing.notes if not note.startswith(Note.PAGER_UNREADABLE)]
    return replace(
        listing,
        next=pager.next,
        reason=f"{listing.reason}; next by {pager.why}" if pager.next and pager.why else listing.reason,
        declared_total=pager.total if pager.total is not None else listing.declared_total,
        declared_pages=pager.pages if pager.pages is not None else listing.declared_pages,
        notes=tuple(dict.fromkeys((*notes, *pager.notes))),
    )
