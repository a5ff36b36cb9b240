"""Of whom a clause speaks by the words it opens with: the wordings of `subject_words`, asked in order.

All wordings that can hold in one kind of issuer's reports are one pattern, so that a clause is asked once rather than
wording by wording; those that may begin with any word at all are left out where no word stands that each of them needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from parsers.issuers import IssuerClass
from parsers.metrics.subject_words import (
    BODIES_SUED,
    BY_KIND,
    CAMPAIGN,
    CASE,
    COURTS,
    DISPUTE_CENTRE,
    EACH_BRANCH,
    EACH_TOWN,
    EACH_TOWN_HERE,
    EXAMPLE,
    LOWER,
    LOWER_MAKES,
    NAMED_MEDIATORS,
    OF_A_FIELD,
    OF_A_KIND,
    OF_A_SORT,
    OF_DOMAINS,
    ORGANS,
    PERSON,
    POINT,
    ROUND_OFFICE,
    SEASON,
    SEVERAL,
    SPECIAL_MEDIATORS,
    THESE_ALONE,
    THESE_BUREAUS,
    TRIAL,
    VAGUE,
    WHOLE,
)


class Subject(Enum):
    """Of whom a clause speaks."""

    OWN = auto()  # the issuer, or all of its area
    PART = auto()  # a place, a few of many, a trial
    FEW = auto()  # 个别单位: of its own clause only
    BUREAU = auto()
    PERSON = auto()  # 县长研究疑难复议案件3次: what a principal did
    ORGAN = auto()  # 人大, 工会: what they inspect or settle is their own
    OFFICE = auto()  # 司法所 review the contracts of their townships
    POINT = auto()  # 司法所代收: applications that came in by one way of several
    CAMPAIGN = auto()
    CASE = auto()  # 查办的“…案”罚款80万元
    KIND = auto()  # 按领域分: what follows are kinds of the whole
    SORT = auto()  # 自然资源领域15件: of one sort of cases, where the issuer's own are of every sort
    BELOW = auto()  # 6个县（市）区和市直部门制定规范性文件36件: all below the issuer
    SEASON = auto()  # 春节期间: of some weeks
    COURT = auto()  # 法院特邀调解组织: what courts settle is no people's mediation
    CENTRE = auto()  # 行政争议调处中心
    BODIES = auto()  # 各部门、乡镇应诉: the cases of those below the issuer


GOVERNMENTS = frozenset(  # and committees that have bureaus below them
    {
        IssuerClass.PROVINCE,
        IssuerClass.PREFECTURE_GOVERNMENT,
        IssuerClass.COUNTY_GOVERNMENT,
        IssuerClass.MANAGEMENT_ZONE,
    }
)
TOWNS = frozenset({IssuerClass.TOWNSHIP_GOVERNMENT, IssuerClass.SUBDISTRICT_OFFICE})
_UPPER = frozenset({IssuerClass.PROVINCE, IssuerClass.PREFECTURE_GOVERNMENT})
_BUREAUS = frozenset({IssuerClass.DEPARTMENT})
_NOT_TOWNS = frozenset({None, *IssuerClass}) - TOWNS


class _Rule(NamedTuple):
    subject: Subject
    wording: re.Pattern[str]
    signs: str = ""  # words of which one stands in all that it matches; none: it opens with a word of its own
    of: frozenset[IssuerClass | None] | None = None  # in whose reports it holds; None: in all


_FIRST_RULES = (
    _Rule(Subject.PART, LOWER, of=_UPPER),
    _Rule(Subject.FEW, VAGUE),
    _Rule(Subject.FEW, OF_DOMAINS, "简易 普通 一般", GOVERNMENTS),
    _Rule(Subject.PART, TRIAL, "试点"),
    _Rule(Subject.PART, EXAMPLE, "为例 事件 一案 某"),
    _Rule(Subject.CASE, CASE, "案 某 单"),
    _Rule(Subject.PART, THESE_ALONE, "两 三 四 五 六 个"),
    _Rule(Subject.KIND, BY_KIND),
    _Rule(Subject.KIND, OF_A_KIND, "涉 件中"),
    _Rule(Subject.KIND, OF_A_FIELD, "领域", GOVERNMENTS),
    _Rule(Subject.BODIES, BODIES_SUED, of=GOVERNMENTS),
    _Rule(Subject.BUREAU, THESE_BUREAUS, "等", GOVERNMENTS),
    _Rule(Subject.CENTRE, DISPUTE_CENTRE),
    _Rule(Subject.COURT, COURTS, "法院 察院"),
    _Rule(Subject.COURT, NAMED_MEDIATORS, "室 队"),
    _Rule(Subject.COURT, SPECIAL_MEDIATORS, "委 室 组织 中心", GOVERNMENTS),
    _Rule(Subject.PERSON, PERSON, "主要 主任 长"),
    _Rule(
        Subject.ORGAN,
        ORGANS,
        "人大 政协 纪委 监委 纪检 工会 妇联 团委 消费 消委 消协 商会 仲裁 生院 医院",
    ),
    _Rule(Subject.PART, EACH_TOWN_HERE, of=TOWNS),
    _Rule(Subject.PART, EACH_BRANCH, of=_BUREAUS),
    _Rule(Subject.POINT, POINT, "法所 点 站 线上 网上 线下 邮寄 程序"),
    _Rule(Subject.OFFICE, ROUND_OFFICE, "法所 机构", _NOT_TOWNS),
    _Rule(Subject.BELOW, EACH_TOWN),
    _Rule(Subject.SEASON, SEASON, "期间 前后 前夕"),
    _Rule(Subject.SORT, OF_A_SORT, "涉 领域 被申 纠纷 争议"),
    _Rule(Subject.OWN, WHOLE),
)
# after the issuer's own name
_LAST_RULES = (
    _Rule(Subject.BELOW, LOWER_MAKES, of=_UPPER),
    _Rule(Subject.PART, SEVERAL, "两 三 四 五 六 七 八 等"),
    _Rule(Subject.CAMPAIGN, CAMPAIGN, "行动 整治 攻坚 战役 期间 中 轮 波"),
)
RULES = (*_FIRST_RULES, *_LAST_RULES)
_SIGNS = re.compile("|".join(sorted({sign for rule in RULES for sign in rule.signs.split()})))


class _Asked(NamedTuple):
    """Rules as one pattern: its group that matched last is the place of the first rule that holds, from 1."""

    pattern: re.Pattern[str]
    subjects: Sequence[Subject]
    first: int  # how many of them come before the issuer's own name


class Openings:
    """The wordings that hold in the reports of one class of issuers."""

    def __init__(self, cls: IssuerClass | None) -> None:
        self._all = _asked(cls, wandering=True)
        self._fixed = _asked(cls, wandering=False)

    def subject(self, words: str, own: tuple[str, ...]) -> Subject | None:
        """Of whom a clause speaks that opens with ``words``, where ``own`` are the issuer's names; None: of nobody."""
        asked = self._fixed if _SIGNS.search(words) is None else self._all
        found = asked.pattern.match(words)
        place = found.lastindex if found is not None else None
        of_itself = found is not None and found[0] in own  # 县局, in the report of a county's bureau
        if (place is None or place > asked.first or of_itself) and words.startswith(own):
            return Subject.OWN
        return None if place is None else asked.subjects[place - 1]


def _asked(cls: IssuerClass | None, *, wandering: bool) -> _Asked:
    first, last = (
        [rule for rule in rules if (rule.of is None or cls in rule.of) and (wandering or not rule.signs)]
        for rules in (_FIRST_RULES, _LAST_RULES)
    )
    rules = first + last
    pattern = re.compile("|".join(f"(?:{rule.wording.pattern})()" for rule in rules))
    return _Asked(pattern, [rule.subject for rule in rules], len(first))


@cache
def openings(cls: IssuerClass | None) -> Openings:
    """The wordings for this class of issuers."""
    return Openings(cls)
