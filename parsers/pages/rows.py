"""Which links of a page are the rows of its list?

No configuration: links are grouped by where they stand in the tree, and a group is a list of articles when its
links carry dates, look like article addresses and have titles of article length. All groups that qualify are
taken, best first: a row too many costs nothing, because candidates are chosen by title; a row too few may be
the report.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from statistics import median

from parsers.pages.candidates import names_topic
from parsers.pages.dates import Found, read_date, url_date
from parsers.pages.groups import Group, Member, apart, blocks_of
from parsers.pages.places import Places
from parsers.pages.rowtext import row_text, text_before
from parsers.pages.titles import better_title, date_in_title, is_generic, is_navigation
from parsers.pages.urls import site_of
from parsers.pages.view import Element, Link, View, clean
from parsers.records import Row
from parsers.vocabulary import Kind

# Article addresses seen on portals (dialects A-T of the survey), without those that also name columns. Behind a slash
# those of one beginning stand together, and the first character is asked for first: most addresses of menus end there.
# Each alternative begins with a plain character: then only the places where one stands are looked at.
ARTICLE_URL = re.compile(
    r"/(?=[\dacimpt])(?:20(?:\d\d-\d\d[-/]\d\d/|\d{6}/|\d{10,16}/|\d\d/\d{1,2}[-/]\d{1,2}/"
    r"|\d{4}/(?:\d\d/|(?:[0-9a-f]{16,32}|\d{2,})\.s?html?))|\d{12,}/index\.s?html?|t20\d{6}_\d+\.s?html?"
    r"|art(?:/20\d\d/|_\d+_\d+\.html|i[0-9a-z]+\.s?html?)|m?post_\d+\.html|info/\d+/\d+\.html?|i\d{4,}\.html"
    r"|c(?:ontent_\d+\.s?html?|\d+/content\.html)|p(?:ortal/article/\d+/|ublic/\d+/\d+\.html|nidpv\d+\.html))"
    r"|\?(?:wbnewsid|newsid|articlekey|infoid|articleid)=|&(?:wbnewsid|newsid|articlekey|infoid|articleid)="
    r"|\.(?:pdf|docx?|xlsx?|wps|ofd|et)(?:$|\?)",
    re.IGNORECASE,
)
_FEWEST_WORDS, _MOST_WORDS = 6, 160  # characters of what a row says beside its link
_FEWEST_UNDATED, _LONG = 3, 12  # links, and characters of their typical title
_MOST_NODES = 60  # elements of a row
_ALIKE = 0.6  # of the worth of known addresses, that of unknown ones of one shape


@lru_cache(maxsize=10_000)  # a site has the same menus on all its pages
def is_article(url: str) -> bool:
    """Is an address of a known dialect of articles?"""
    return ARTICLE_URL.search(url) is not None


def find_groups(view: View) -> list[Group]:
    """The groups of links on a page that look like lists of articles, best first; looked for once a page."""
    found: list[Group] | None = view.kept.get("groups")
    if found is None:
        found = view.kept["groups"] = _find_groups(view)
    return found


def _find_groups(view: View) -> list[Group]:
    links = [link for link in view.links if _may_be_row(link)]
    tree = Places(links, view.named)
    groups: dict[int, tuple[Group, list[Link]]] = {}
    site, origin = site_of(view.url), "/".join(view.url.split("/", 3)[:3]) + "/"
    for link in links:
        parent = link.element.getparent()
        if parent is None:
            continue
        place = tree.of(parent)
        like = groups.get(place.key)
        if like is None:
            like = groups[place.key] = (Group(place), [])
        like[1].append(link)
    kept, undated = [], []
    for group, members in groups.values():
        if not _is_hopeful(group, members, view) and not any(
            _is_hopeful(group, block, view) for block in blocks_of(members)
        ):
            continue
        group.members = [_member(link, tree, view.page.fetched_at) for link in members]
        _one_a_row(group)
        _dates_before(group, view.page.fetched_at)
        for part in apart(group, view.url):
            if _judge(part, origin, site):
                kept.append(part)
            elif _may_be_undated(part):
                undated.append(part)
    kept = kept or undated
    kept.sort(key=lambda group: -group.score)
    if kept and not kept[0].place.side:
        kept = [group for group in kept if not group.place.side]
    return kept


def rows_of(groups: Iterable[Group]) -> tuple[Row, ...]:
    """The rows of several groups, each address once; the year of a year-less date is taken from the address only
    if month and day agree with it."""
    rows: dict[str, Row] = {}
    for group in groups:
        for member in group.members:
            row = make_row(member.url, member.title, member.date)
            known = rows.get(row.url)
            if known is None or (known.date is None and row.date) or len(row.title) > len(known.title):
                rows[row.url] = row if known is None else _merged(known, row)
    return tuple(rows.values())


def make_row(url: str, title: str, found: Found | None) -> Row:
    """A row from its raw parts; a year-less date takes the year of an address that agrees with it to the day."""
    if found is None:
        return Row(url, title)
    iso = found.iso
    if iso is None and (hint := url_date(url).day):
        numbers = re.findall(r"\d{1,2}", found.raw)
        if len(numbers) == 2 and [int(number) for number in numbers] == [int(hint[5:7]), int(hint[8:10])]:
            iso = hint
    return Row(url, title, iso, found.raw)


def _merged(one: Row, other: Row) -> Row:
    title = max((one.title, other.title), key=len)
    dated = one if one.date or not other.date else other
    return Row(one.url, title, dated.date, dated.date_raw)


def _may_be_row(link: Link) -> bool:
    text = link.text or link.tip
    if link.url is None or not text or not _may_be_title(text):
        return False
    return not ("{{" in link.href or "%7B%7B" in link.url)  # a script's template row


@lru_cache(maxsize=5000)  # a site has the same menus on all its pages
def _may_be_title(text: str) -> bool:
    return not (is_navigation(text) or "{{" in text or "<?=" in text)


def _is_hopeful(group: Group, links: list[Link], view: View) -> bool:
    """Whether links may be articles at all, before anything is computed for them: menus have short texts, no dates."""
    if group.place.nav:
        return any(_has_number_beside(link, view) for link in links[:5])
    short = [link.text for link in links if len(link.text) < 8 and len(link.tip) < 8]
    if 10 * (len(links) - len(short) + sum(map(is_generic, short))) >= 3 * len(links):
        return True
    others = (link for link in links if not is_article(link.url or ""))
    return next(islice(others, len(links) // 2, None), None) is None  # half of them at most


def _has_number_beside(link: Link, view: View) -> bool:
    for ancestor in islice(link.element.iterancestors(), 3):
        text = view.words.of(ancestor)
        if len(text) > 300:
            return False
        if _has_digit(text) and _has_digit(text.replace(link.text, "", 1)):
            return True
    return False


@lru_cache(maxsize=500)
def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _member(link: Link, tree: Places, fetched_at: str | None) -> Member:
    row = tree.row(link.element)
    title, inner = date_in_title(link)
    rest = row_text(row, link)
    found = read_date(rest, fetched_at) if rest else None
    if (found is None or found.iso is None) and inner is not None:
        found = inner
    assert link.url is not None
    return Member(link, link.url, better_title(title, link.tip), row, found, is_article(link.url))


def _one_a_row(group: Group) -> None:
    """Of the links in one row the title stays; another article in the same row (two columns) stays too."""
    by_row: dict[Element, list[Member]] = {}
    for member in group.members:
        by_row.setdefault(member.row, []).append(member)
    kept = []
    for members in by_row.values():
        if len(members) == 1:
            kept += members
            continue
        best = max(
            members,
            key=lambda member: (
                not is_generic(member.title),
                member.article,
                min(len(member.title), 60),
            ),
        )
        kept.append(best)
        kept += [
            member
            for member in members
            if member.url != best.url and len(member.title) >= 10 and member.shape == best.shape
            and not is_generic(member.title)
        ]  # fmt: skip
    order = {id(member): index for index, member in enumerate(group.members)}
    seen: dict[str, Member] = {}
    for member in sorted(kept, key=lambda member: order[id(member)]):
        known = seen.setdefault(member.url, member)
        if known is not member and len(member.title) > len(known.title):
            known.title = member.title
    group.members = [member for member in seen.values() if not is_generic(member.title) or _named_by_row(member)]


def _named_by_row(member: Member) -> bool:
    """Takes the words of a row for the title of its only link, which says 下载 or 查看; False if there are none."""
    words = max(_pieces(member), key=len, default="")
    if _FEWEST_WORDS <= len(words) <= _MOST_WORDS and not is_navigation(words):
        member.title = words
    return not is_generic(member.title)


def _pieces(member: Member) -> Iterator[str]:
    """What the elements of a row say beside its link and its date: a cell, a span, words of the row itself."""
    own = set(member.link.element.iter())
    for node in islice(member.row.iter(), _MOST_NODES):
        said = (None if node in own else node.text, None if node is member.row else node.tail)
        for text in (clean(piece) for piece in said if piece and node.tag not in ("script", "style")):
            if text and not (len(text) <= 24 and read_date(text)):
                yield text


def _dates_before(group: Group, fetched_at: str | None) -> None:
    """Dates that stand before bare links (`<span>2025-01-01</span><a>…</a>`), where none stands after them."""
    if any(member.date for member in group.members[:-1]) or not group.members:
        return
    for member in group.members:
        if member.row.tag in ("li", "tr") or member.link.element.tag != "a":
            return
        before = read_date(text_before(member.row), fetched_at)
        member.date = before or (member.date if len(group.members) == 1 else None)


def _may_be_undated(group: Group) -> bool:
    """Is a group of links without dates, at addresses of no known dialect, still a list of articles?

    So `<li><a href="/content/188.html">…`: all addresses of one numbered shape, all titles of an article's length, and
    one at least about a subject that is watched for, as no box of news beside a list that a script loads would have.
    """
    if group.place.nav or group.place.side:
        return False
    return make_sense_undated([member.title for member in group.members], {member.shape for member in group.members})


def make_sense_undated(titles: Sequence[str], shapes: Collection[str]) -> bool:
    """Are titles of an article's length, one of them about our subjects, their addresses being all of these shapes?"""
    if len(titles) < _FEWEST_UNDATED or len(shapes) > 1 or "0" not in next(iter(shapes)):
        return False
    return median(map(len, titles)) >= _LONG and any(names_topic(title, tuple(Kind)) for title in titles)


def _alike(members: list[Member]) -> float:
    """The share of the commonest shape of addresses."""
    return Counter(member.shape for member in members).most_common(1)[0][1] / len(members)


def _judge(group: Group, origin: str, site: str) -> bool:
    """Scores a group and says whether it is a list of articles."""
    members = group.members
    if not members:
        return False
    count = len(members)
    dated = sum(member.date is not None for member in members) / count
    article = sum(member.article for member in members) / count
    fit = sum(8 <= len(member.title) <= 120 for member in members) / count
    alike = _alike(members) if article < _ALIKE and count > 2 else 0.0  # which counts for no more than that
    same = sum(member.url.startswith(origin) or site_of(member.url) == site for member in members[:20]) / min(count, 20)
    group.dated = dated
    group.score = math.log2(1 + count) * (0.2 + 1.5 * dated + 0.8 * max(article, _ALIKE * alike) + 0.7 * fit)
    group.score *= (0.25 if group.place.nav else 1.0) * (0.5 if group.place.side else 1.0) * (0.6 + 0.4 * same)
    typical = median(len(member.title) for member in members)
    group.why = f"{count} links, {dated:.0%} dated, {article:.0%} article addresses, median title {typical:.0f}"
    if group.place.nav:
        return dated >= 0.6 and fit >= 0.6  # menus have no dates
    return (dated >= 0.5 or not group.place.side) and looks_like_list(dated, article, fit)


def looks_like_list(dated: float, article: float, fit: float) -> bool:
    """Is it a list of articles, by the shares of its rows that have a day, such an address, a title of such length?"""
    if dated >= 0.5:
        return fit >= 0.5 or article >= 0.5
    return article >= 0.6 and fit >= 0.6
