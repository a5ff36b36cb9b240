"""Pages whose end was not seen (`parsers.pages.ending`): cut off, or written so by their portal?

A template ends all its pages alike. So a page without an end is believed when another page of the same column, which
shows other things, ends with the very same bytes; and one that lacks only the mark of its transfer when a later night
brings the same end. Until then a list is partial, and a document is fetched again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from crawler.known import Library
from parsers.pages.ending import OpenEnd, open_end, tail_of
from parsers.records import Page
from parsers.vocabulary import Role


@dataclass(frozen=True, slots=True)
class _Met:
    end: OpenEnd
    tail: bytes
    digest: str


@dataclass(slots=True)
class Endings:
    """The open ends that a visit met in one role. ``run_id`` is this crawl's: what it archived vouches for nothing."""

    library: Library
    section_id: str
    run_id: int
    role: Role
    _met: dict[str, _Met] = field(default_factory=dict)
    _vouched: dict[str, bool] = field(default_factory=dict)

    def take(self, url: str, page: Page | None) -> str:
        """Why a page that was just received may have been cut off; "" if it was not, or is believed."""
        end = open_end(page) if page is not None else None
        if page is None or end is None:
            return ""
        self._met[url] = _Met(end, tail_of(page), hashlib.sha256(page.body).hexdigest())
        return self.doubts().get(url, "")

    def doubts(self) -> dict[str, str]:
        """The pages that may have been cut off, with the reason, by address."""
        return {url: met.end.why for url, met in self._met.items() if not self._is_believed(url, met)}

    def _is_believed(self, url: str, met: _Met) -> bool:
        if any(other.tail == met.tail and other.digest != met.digest for other in self._met.values()):
            return True
        if url not in self._vouched:
            earlier = self.library.earlier(self.section_id, self.role, before_run=self.run_id)
            self._vouched[url] = any(_vouches(page, url, met) for page in earlier)
        return self._vouched[url]


def _vouches(page: Page, url: str, met: _Met) -> bool:
    if tail_of(page) != met.tail:
        return False
    return hashlib.sha256(page.body).hexdigest() != met.digest or (met.end.balanced and page.url == url)
