"""The notes a listing or an article may carry: a code, a colon, the particulars. Who acts on notes compares codes."""

from __future__ import annotations

from enum import StrEnum


class Note(StrEnum):
    """What was odd about a page that was nevertheless read."""

    CAPPED = "capped"  # a round number of rows (500, 1000): older ones live on unlisted
    NO_ROWS = "no_rows"  # nothing on the page looks like a row
    UNREADABLE_TITLES = "unreadable_titles"  # rows whose titles say nothing: ????, mojibake, pictures
    HIDDEN_ROWS = "hidden_rows"  # rows that readers do not see: display:none, <noscript>, <template>
    NO_ADDRESS = "no_address"  # titles in the list's data that lead nowhere
    NEWEST_ONLY = "newest_only"  # the page says that it shows the newest rows alone
    REPORT_BESIDE = "report_beside_rows"  # the page names a yearly report that is none of its rows
    LIST_ELSEWHERE = "list_elsewhere"  # a script, a frame or a tab shows the list, and the rows are of another box
    AN_ARTICLE = "an_article"  # the column opens one of its articles: 上一篇, 下一篇
    GIVEN_UP = "given_up"  # the page says that the column has ended or moved (本栏目已停止更新)
    NO_DATES = "no_dates"  # rows without dates
    PAGE_MISMATCH = "page_mismatch"  # the answer is another page than the one asked for
    PAGER_UNREADABLE = "pager_unreadable"  # there are more pages, but only a script or a session knows where
    OTHER_YEARS = "other_years"  # the page is one year's column, and the site's menu has those of other years
    TOTALS_DISAGREE = "totals_disagree"  # declared rows and declared pages cannot both be right
    TRUNCATED = "truncated"  # the back-end counts more rows than it hands out
    SEVERAL_LISTS = "several_lists"
    SEVERAL_UNITS = "several_units"  # page units besides the one that is followed
    DISPLAY_PAGES = "display_pages"  # all rows are in the page; its pager only hides them
    INLINE_PART = "inline_part"  # the page carries only the first display pages as data
    CUT = "cut"  # too large or too deep to be read to the end
    FAILED = "failed"  # the answer says itself that it failed
    FRAME = "frame"  # the rows are in a frame
    UNSEEN = "unseen"  # the family's markup was never seen on a real page
    DATES_DISAGREE = "dates_disagree"
    MONTH_ONLY = "month_only"
    IMPOSSIBLE_DATE = "impossible_date"
    META_DISTRUSTED = "meta_distrusted"  # the meta block is another page's
    SITE_MISMATCH = "site_mismatch"  # SiteDomain names another site
    IMAGE_BODY = "image_body"  # the body is pictures
    INLINE_IMAGE = "inline_image"  # pictures inside the markup itself (data:)
    NO_BODY = "no_body"

    def of(self, particulars: str) -> str:
        """The note as it is written: ``capped: 500 rows``."""
        return f"{self.value}: {particulars}"


# What says that there are rows beyond those that a page shows, or that those are not the list: it proves no absence.
DOUBTFUL = frozenset(
    {
        Note.CAPPED,
        Note.TRUNCATED,
        Note.PAGER_UNREADABLE,
        Note.OTHER_YEARS,
        Note.PAGE_MISMATCH,
        Note.INLINE_PART,
        Note.CUT,
        Note.FAILED,
        Note.UNREADABLE_TITLES,
        Note.HIDDEN_ROWS,
        Note.NO_ADDRESS,
        Note.REPORT_BESIDE,
        Note.LIST_ELSEWHERE,
        Note.AN_ARTICLE,
        Note.GIVEN_UP,
    }
)


def codes(notes: tuple[str, ...]) -> frozenset[str]:
    """The codes of written notes."""
    return frozenset(note.split(":", 1)[0] for note in notes)
