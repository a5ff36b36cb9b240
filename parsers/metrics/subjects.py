"""Whose number it is: who a clause speaks of, and whether that is a part of the issuer's area or another body.

The subject of a clause stands where the clause opens (板桥镇、岩桥镇…, 县公安局…, 个别单位…, 试点期间…) and governs
what follows up to the next subject or semicolon; words for the whole (全县, 各部门, 我局) bring the issuer back. What a
part does is the issuer's own where it alone does the work for all (县司法局 reviews contracts), so that some subjects
count for some topics only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from parsers.issuers import IssuerClass, likely_class
from parsers.metrics.catalogue import Metric
from parsers.metrics.clause_subjects import GOVERNMENTS, TOWNS, Subject, openings
from parsers.metrics.scopes import is_respondent
from parsers.metrics.subject_words import (
    ASIDE,
    BRANCH,
    BUREAU,
    CLAUSE,
    COUNTED,
    DEPARTMENT,
    JOINED,
    LEADS,
    NAME_SIGNS,
    NO_LAWYERS,
    NO_TOWN,
    NO_VILLAGE,
    OTHER_BUREAU,
    TOWNSHIP,
    VILLAGE,
    YEAR_AGAIN,
)
from parsers.regions import descendants
from parsers.regions import region as division
from parsers.vocabulary import COUNT, RATE

_OF_SORTS = frozenset({"行政复议", "行政应诉", "人民调解", "法律援助"})
# The topics of which a subject's numbers are not the issuer's; of the others that are not OWN, all.
_TOPICS = {
    Subject.BUREAU: frozenset({"行政执法", "行政应诉", "人民调解"}),
    Subject.COURT: frozenset({"人民调解"}),
    Subject.CENTRE: frozenset({"人民调解", "行政复议"}),
    Subject.PERSON: frozenset({"行政复议"}),
    Subject.ORGAN: frozenset({"行政执法", "案卷评查", "人民调解", "规范性文件", "法律援助"}),
    Subject.OFFICE: frozenset({"合法性审查"}),
    Subject.POINT: frozenset({"行政复议"}),
    Subject.CAMPAIGN: frozenset({"行政执法"}),
    Subject.CASE: frozenset({"行政执法"}),
    Subject.KIND: frozenset({"行政执法", *_OF_SORTS}),
    Subject.SORT: _OF_SORTS,
    Subject.BODIES: frozenset({"行政应诉"}),
}
_OWN_BY_RANK: Mapping[IssuerClass | None, tuple[str, ...]] = {
    IssuerClass.DEPARTMENT: ("局",),  # 局执法支队
    IssuerClass.TOWNSHIP_GOVERNMENT: ("镇", "乡"),
    IssuerClass.SUBDISTRICT_OFFICE: ("街道",),
}
_WHILES = frozenset({Subject.CAMPAIGN, Subject.CASE, Subject.SEASON})
_COME_IN = frozenset({"reconsideration_received", "reconsideration_accepted", "reconsideration_not_accepted"})
_PARTLY = frozenset({Subject.KIND, Subject.SORT, Subject.POINT})
# 审结643件，涉及公安、自然资源等领域，纠错率5.1%: says what the whole is about
_DESCRIBES = re.compile(r"(?:主要|大多|案件|类型)*(?:涉及|集中[在于]|分布[在于])[^\d]*(?:领域|类型|方面|行业|等)")
_COUNT = re.compile(r"(\d[\d,]*)\s?[件起宗]")
_OF_EACH = frozenset({"行政复议", "行政应诉", "案卷评查"})
_MADE_BY_EACH = frozenset({"normative_docs_issued"})  # what each body below makes for itself is not the issuer's
# 自然资源、人社等部门办结行政调解2317件: who else would
_SETTLED_BY_BUREAUS = frozenset({"administrative_mediation_cases", "administrative_mediation_success"})
_REVIEWED_BY_EACH = frozenset({"合法性审查"})  # 各乡镇法律顾问审查合同284份
_ACCEPTED_FROM_OTHERS = frozenset({"transferred_to_police"})  # 公安机关受理行政执法机关移送案件64宗


class Told(NamedTuple):
    """What one clause says of whom it speaks."""

    words: str  # behind 其中, 今年 and the like
    subject: Subject | None
    again: bool  # it brings the whole year back (全年, 累计)


KnownSubjects = dict[str, Told]  # of the clauses already asked about


class Subjects(NamedTuple):
    """What an issuer's own name makes of others' names: ``within`` are the places inside its area, by length."""

    cls: IssuerClass | None
    issuer: str
    own: tuple[str, ...]
    within: Mapping[int, frozenset[str]]
    called: tuple[str, ...]  # how it calls itself at the head of a clause
    respondent: bool  # it answers reconsiderations: the cases of its own field are its whole

    def is_others(self, metric: Metric, value: float, told: str, known: KnownSubjects) -> bool:
        """Whether ``value`` behind ``told`` (its sentence so far) is somebody else's than the issuer's, or of a part.

        ``known`` keeps the subjects of the clauses already asked about, for the numbers behind them.
        """
        if metric.topic == "法律援助" and self.cls is IssuerClass.DEPARTMENT and NO_LAWYERS.search(self.issuer):
            return True  # a bureau beside whose window lawyers are assigned
        part = told[max(told.rfind("；"), told.rfind(";"), told.rfind("。")) + 1 :]
        if "（" in part or "(" in part:
            part = ASIDE.sub("", part)
        back = False
        clauses = CLAUSE.split(part)[::-1]
        for behind, clause in enumerate(clauses):
            if not clause:
                continue
            asked = known.get(clause)
            if asked is None:
                asked = known[clause] = self._told(clause)
            words, subject, again = asked
            if not words:
                continue
            if not behind and metric.kind is RATE and metric.topic in _OF_EACH and COUNTED.match(words):
                return True
            if behind and subject in _PARTLY and _DESCRIBES.fullmatch(words):
                continue
            if subject is Subject.POINT and metric.key not in _COME_IN:
                subject = None
            if subject is None or (behind and subject is Subject.FEW):
                back = back or again
                continue
            if subject in _WHILES and back:
                return False
            if subject in _PARTLY and metric.topic in _OF_SORTS:
                place = part.rindex(clause)
                in_passing = 0 < behind < len(clauses) - 1
                if in_passing and clause[-1] in "件宗起" and "其中" in part[: place + len(clause)]:
                    continue  # 受理151件，其中涉企案件46件、涉农案件31件，审结144件: the whole is spoken of again
                if back or _is_outgrown(part[place:], value if metric.kind is COUNT else 0.0):
                    return False
            if subject is Subject.BUREAU and metric.key in _ACCEPTED_FROM_OTHERS:
                return False
            if subject is Subject.BUREAU and "分别" in clause:
                return True  # 县公安局、县城管局评查案卷分别为30件、26件
            if subject is Subject.BUREAU and "等" in clause and metric.key in _SETTLED_BY_BUREAUS:
                return False
            if subject is Subject.BELOW:
                each = metric.topic in _REVIEWED_BY_EACH and metric.kind is COUNT
                return each or metric.key in _MADE_BY_EACH
            topics = _TOPICS.get(subject)
            return subject is not Subject.OWN and (topics is None or metric.topic in topics)
        return False

    def _told(self, clause: str) -> Told:
        lead = LEADS.match(clause)
        words = clause[lead.end() :] if lead else clause
        subject = self.subject(words) if words else None
        if subject is Subject.SORT and self.respondent:
            subject = None
        return Told(words, subject, YEAR_AGAIN.search(clause) is not None)

    def subject(self, words: str) -> Subject | None:
        """Of whom a clause speaks that opens with ``words``; None where it names nobody."""
        opening = openings(self.cls)
        if "被申请人" in words:  # whose cases they are, not who acts
            return opening.subject(words, self.called) or self._named(words)
        return self._named(words) or opening.subject(words, self.called)

    def _named(self, words: str) -> Subject | None:
        """The subject of a list of names, or of one, that ``words`` open with."""
        signs = NAME_SIGNS.search(words) is not None
        if not signs and not self.within:
            return None
        found, place = None, 0
        while place < len(words):
            subject, end = self._name(words, place, signs=signs)
            if subject is None:
                break
            found = subject
            joint = JOINED.match(words, end)
            if joint is None:
                break
            place = joint.end()
        return found

    def _name(self, words: str, place: int, *, signs: bool) -> tuple[Subject | None, int]:
        """The subject whose name stands at ``place``, and its end; without ``signs`` only places have names here."""
        start = place
        for own in self.own:
            if words.startswith(own, place):
                start = place + len(own)
                break
        for length, names in self.within.items():
            if words[start : start + length] in names:
                return Subject.PART, start + length
        if not signs:
            return None, place
        if self.cls not in TOWNS:
            town = TOWNSHIP.match(words, place)
            if town is not None and not NO_TOWN.search(town["name"] or town["sub"]):
                return Subject.PART, town.end()
        if self.cls in GOVERNMENTS:
            bureau = BUREAU.match(words, place) or DEPARTMENT.match(words, place)
            if bureau is None or (self.cls is IssuerClass.MANAGEMENT_ZONE and "综合" in bureau[0]):
                return None, place  # a zone's one enforcing bureau is the zone's
            return Subject.BUREAU, bureau.end()
        if self.cls is IssuerClass.DEPARTMENT:
            branch = BRANCH.match(words, place)
            if branch is not None and branch[0] not in self.issuer:
                return Subject.PART, branch.end()
            other = OTHER_BUREAU.match(words, place)
            if other is not None and other["organ"][:2] not in self.issuer:
                return Subject.BUREAU, other.end()
        if self.cls in TOWNS:
            other = OTHER_BUREAU.match(words, place)
            if other is not None and "司法" not in other["organ"]:
                return Subject.BUREAU, other.end()
            village = VILLAGE.match(words, place)
            if village is not None and not NO_VILLAGE.search(village[0][:-1]):
                return Subject.PART, village.end()
        return None, place


@lru_cache(maxsize=256)
def subjects_of(issuer: str | None, region: str | None) -> Subjects:
    """How the clauses of this issuer's report are told apart by their subjects."""
    cls = likely_class(issuer) if issuer else None
    names = descendants(region) if region and cls not in TOWNS else ()
    within: dict[int, set[str]] = {}
    for name in names:
        within.setdefault(len(name), set()).add(name)
    lengths = sorted(within, reverse=True)
    own = [(issuer or "").removesuffix("人民政府")] if issuer else []
    place = division(region)
    if cls is IssuerClass.DEPARTMENT and place is not None:
        own += [place.name[-1] + "局", place.name[-1] + "厅"]  # 各县区局办理263件，市局办理312件
    return Subjects(
        cls=cls,
        issuer=issuer or "",
        own=tuple(own),
        within={length: frozenset(within[length]) for length in lengths},
        called=(*own, *_OWN_BY_RANK.get(cls, ())),
        respondent=is_respondent(issuer),
    )


def _is_outgrown(since: str, value: float) -> bool:
    """Whether the cases of one sort, the first that ``since`` counts, are fewer than a number behind: the whole's."""
    counts = [float(count.replace(",", "")) for count in _COUNT.findall(since)]
    return bool(counts) and max(*counts, value) > counts[0]
