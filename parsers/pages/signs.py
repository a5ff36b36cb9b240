"""Does a list go on although nothing was found that leads on? Whatever says so makes the list less than whole.

Asked only of a page that names no next one. What the page states in words (`共7条`, `1/1`) settles it; then what its
machinery counts; then the controls that stand there, dead or alive; then buttons for more. A list that is whole shows
none of these, or dead ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.boxes import boxed_counts
from parsers.pages.callbacks import called_back
from parsers.pages.clicked import Sign, next_of, stands_after
from parsers.pages.controls import Controls, Word, is_hidden, pagers, turning_controls
from parsers.pages.counters import Count, read_counts
from parsers.pages.forms import pressed
from parsers.pages.groups import Group
from parsers.pages.lacking import counted_in_heading, left_out, rest_counted
from parsers.pages.lasts import LastPage, asked_number, last_asks, last_by_script, later_file
from parsers.pages.lists import adds_up
from parsers.pages.more import FULL_PAGES, sign_of_more, undrawn_pagers
from parsers.pages.notes import Note, codes
from parsers.pages.older import older_at_the_foot
from parsers.pages.onward import onward
from parsers.pages.pager import script_pager
from parsers.pages.paging import not_here
from parsers.pages.positional import positional_counts
from parsers.pages.rows import find_groups
from parsers.pages.scripts import plain_script
from parsers.pages.stated import stated_totals
from parsers.pages.turning import asked_by
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View, text_of
from parsers.records import Listing, PageRequest

_SETTLED = frozenset({Note.DISPLAY_PAGES, Note.INLINE_PART, Note.PAGE_MISMATCH, Note.FAILED})
_NUMBERED = re.compile(r"第?\s?(\d{1,4})\s?(?:[页頁]|/\s?\d{1,4}[页頁]?)?")
_GOES_TO = re.compile(
    r"location(?:\.href)?\s{0,3}=\s{0,3}[\"']([^\"'\s<>]{0,300}[?&]\w{1,20}=)[\"']\s{0,3}\+\s{0,3}[A-Za-z_][\w.$]{0,30}\s{0,3}[;})\n]"
)
_MOST_TURNED = 6  # controls whose scripts are read
_MANY = 15  # numbers in a row; more are a calendar's days


def with_signs(listing: Listing, view: View) -> Listing:
    """The listing with what says that there is more: its address as the next page, else a note, and totals."""
    if listing.next is not None or listing.follow is not None or not listing.rows or codes(listing.notes) & _SETTLED:
        return listing
    page = _Page(view, listing)
    sign, older = page.sign(), older_at_the_foot(view, page.groups)
    sign, older = (sign, older) if sign is not None else (older, None)
    if sign is None:
        return listing
    total = listing.declared_total if listing.declared_total is not None else sign.total
    pages = listing.declared_pages if listing.declared_pages is not None else sign.pages
    found = replace(listing, declared_total=total, declared_pages=pages)
    if sign.address is not None:
        reason = f"{listing.reason}; next by {sign.why}"
        return replace(found, next=PageRequest(sign.address), lead=sign.lead, reason=reason)
    if request := page.turned(sign):
        return replace(found, next=request, reason=f"{listing.reason}; next by script, {sign.why}")
    if older is not None and older.address is not None:  # which is no page of the pager that nobody can read
        reason = f"{listing.reason}; next by {older.why}"
        found = replace(found, next=PageRequest(older.address), lead=older.lead, reason=reason)
    note = Note.PAGER_UNREADABLE.of(sign.why)
    return found if note in found.notes else replace(found, notes=(*found.notes, note))


class _Page:
    """One page that names no next one, and what of it may be asked."""

    def __init__(self, view: View, listing: Listing) -> None:
        self.view = view
        self.listing = listing
        self.groups: list[Group] = find_groups(view)
        self.rows: list[Element] = [member.row for group in self.groups for member in group.members]
        self.pagers = pagers(view, self.rows)
        marked = [group.current for group in self.pagers if group.is_pager]
        self.current = view.position or next((number for number in marked if number), None) or 1

    def sign(self) -> Sign | None:
        """The first thing that says that the list goes on; None if nothing does, or the page says that it ends."""
        stated = stated_totals(self.view)
        current = max(stated.current or 0, self.view.position or 0) or self.current
        if stated.pages is not None and (stated.pages > 1 or stated.total is None or self._shows(stated.total)):
            if stated.pages <= current:
                return None
            why = f"page {current} of {stated.pages}"
            return Sign(why, self._address(stated.pages), stated.total, stated.pages, current)
        if stated.total is not None and self._is_first:
            if self._shows(stated.total):
                return None
            if stated.total <= len(self.listing.rows):
                return Sign(f"{stated.total} rows are stated, the list shows {self._main}", self._address())
        scripted = script_pager(self.view)
        if scripted is not None and scripted.pages and (scripted.current or 0) >= scripted.pages:
            return None
        counts = [*read_counts(self.view), *boxed_counts(self.view), *positional_counts(self.view)]
        known = [count for count in counts if count.known]
        if more := next((count for count in known if self._goes_on(count)), None):
            address = self._address(more.all_pages) or self._scripted_address(more)
            return Sign(_words(more), address, more.total, more.pages, max(more.current or 0, self.current))
        if any(self._ends(count) for count in known):
            return None
        found = self._clicked() or self._chosen() or self._ended() or self._offered() or self._led_on()
        return found or self._unknown(counts) or self._undrawn() or self._lacking()

    def turned(self, sign: Sign) -> PageRequest | None:
        """The next page as the page's own script would ask for it: by a control's handler, or a plugin's callback."""
        current = max(sign.current or 0, self.view.position or 0) or self.current
        for control in islice(turning_controls(self.pagers, current), _MOST_TURNED):
            if request := asked_by(self.view, control.script, control.element):
                return request
        for group in self.pagers:
            for control in group.of(Word.NEXT) if group.is_pager else ():
                if not (control.off or control.script) and (request := pressed(self.view, control.element)):
                    return request
        if request := last_asks(self.view, self.pagers, current):
            return request
        return called_back(self.view, current + 1) if sign.total is not None or sign.pages is not None else None

    # --- counts ------------------------------------------------------------------------------------------------

    @property
    def _is_first(self) -> bool:
        return (self.view.position or self.current) == 1

    @property
    def _main(self) -> int:
        return len(self.groups[0].members) if self.groups else len(self.listing.rows)

    def _shows(self, total: int) -> bool:
        """Are there so many rows on the page?"""
        others = [len(group.members) for group in self.groups[1:]]
        return total == len(self.listing.rows) or adds_up(total, self._main, others)

    def _goes_on(self, count: Count) -> bool:
        if count.total is not None and self._is_first and self._shows(count.total):
            return False
        pages = count.all_pages
        if pages is not None:
            return pages > max(count.current or 0, self.current)
        return (count.total or 0) > 1 and self._is_first  # one row, or one page by the name of rows, is one page

    def _ends(self, count: Count) -> bool:
        pages = count.all_pages
        if pages is not None:
            return pages <= max(count.current or 0, self.current)
        return count.total is not None and self._is_first and self._shows(count.total)

    def _unknown(self, counts: Sequence[Count]) -> Sign | None:
        """A pager whose numbers only its script knows; a browser's page shows what the script made of them."""
        if self.view.page.rendered:
            return None
        count = next((count for count in counts if not count.known), None)
        return Sign(f"{count.what}, whose numbers only the script knows") if count else None

    def _undrawn(self) -> Sign | None:
        boxes = undrawn_pagers(self.view) if self._main in FULL_PAGES and self.rows else ()
        box = next((name for element, name in boxes if stands_after(element, self.rows[-1])), None)
        return Sign(f"an empty box of a pager ({box}) behind {self._main} rows") if box else None

    def _lacking(self) -> Sign | None:
        if not self.rows or not self._is_first:
            return None
        if total := counted_in_heading(self.rows[0], len(self.listing.rows)):
            return Sign(f"the heading counts {total} rows", None, total)
        why = rest_counted(self.view, self.rows) or left_out(self.view, self.rows[0], self.groups[0].members[-1].row)
        return Sign(why) if why else None

    def _led_on(self) -> Sign | None:
        return onward(self.view, self.groups, self.pagers, self.view.position or self.current)

    def _offered(self) -> Sign | None:
        found = sign_of_more(self.view, self.groups, self.view.position or self.current)
        return Sign(*found) if found else None

    # --- controls ----------------------------------------------------------------------------------------------

    def _address(self, pages: int | None = None) -> str | None:
        """Where the page after this one is, if a control says so."""
        sign = self._clicked() or self._filed(pages)
        return sign.address if sign else None

    def _scripted_address(self, count: Count) -> str | None:
        """Where a script goes with a page's number that it counts from 1: `location.href="?p="+o.curr`."""
        current = self.view.position or self.current
        found = set(_GOES_TO.findall(plain_script(self.view)))
        target = join_url(self.view.base, f"{found.pop()}{current + 1}") if len(found) == 1 else None
        if target is None or count.current not in (None, current):
            return None
        same = urlsplit(target).path == urlsplit(self.view.url).path  # a search has another
        return not_here(self.view, target) if same else None

    def _filed(self, pages: int | None = None) -> Sign | None:
        current = max(self.view.position or 0, self.current)
        last = later_file(self.view, set(self.rows), current, pages)
        return _sign_of(last) if last else None

    def _ended(self) -> Sign | None:
        """What names no next page, but the last one, a later one, or a field for its number."""
        if last := last_by_script(self.pagers, max(self.view.position or 0, self.current)):
            return _sign_of(last)
        asked = asked_number(self.view)
        return self._filed() or (_sign_of(asked) if asked else None)

    def _clicked(self) -> Sign | None:
        for group in self.pagers:
            current = max(self.view.position or 0, group.current or 0) or 1
            if (sign := next_of(group, current, self.view) or self._number_of(group, current)) is not None:
                return sign
        return None

    def _number_of(self, group: Controls, current: int) -> Sign | None:
        if any(control.off for control in group.of(Word.NEXT)):
            return None
        numbers = {control.number: control for control in group.of(Word.NUMBER) if control.number and not control.off}
        following = numbers.get(current + 1)
        if following is None or len(numbers) > _MANY or any(number > 1000 for number in numbers):
            return None
        if following.address is not None and (group.is_pager or self._is_below(group)):
            return Sign(f"number {following.number}", following.address)
        if following.own_address:
            return None
        in_a_row = current in numbers or current + 2 in numbers
        if group.is_pager and (following.acts or in_a_row):
            return Sign(f"page number {following.number} has no address")
        if following.acts and in_a_row and self._is_below(group):
            return Sign(f"page number {following.number} has no address")
        return None

    def _is_below(self, group: Controls) -> bool:
        last = self.groups[0].members[-1].row if self.groups else None
        return last is not None and stands_after(group.members[0].element, last)

    def _chosen(self) -> Sign | None:
        """A select box of page numbers behind which there is only a script."""
        for select in self.view.root.iter("select"):
            options = list(select.iter("option"))[:2000]
            texts = [text_of(option) for option in options]
            numbers = [int(match[1]) for text in texts if (match := _NUMBERED.fullmatch(text))]
            names = " ".join(select.get(name) or "" for name in ("name", "id", "class", "onchange"))
            paged = any("页" in text for text in texts) or re.search(r"page|jump|goto|fenye", names, re.IGNORECASE)
            if numbers != list(range(1, len(options) + 1)) or not paged or is_hidden(select):
                continue
            at = next((n for n, option in enumerate(options, 1) if option.get("selected") is not None), 1)
            if max(at, self.view.position or 1) < len(options):
                return Sign(f"select box of {len(options)} pages", None, None, len(options))
        return None


def _sign_of(last: LastPage) -> Sign:
    return Sign(last.why, last.address, None, last.pages)


def _words(count: Count) -> str:
    total = f"{count.total} rows" if count.total is not None else ""
    size = f"{count.size} a page" if count.size else ""
    pages = f"{count.pages} pages" if count.pages is not None else ""
    return f"{count.what}: {', '.join(part for part in (total, pages, size) if part)}"
