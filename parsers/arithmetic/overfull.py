"""Listed kinds that come to more than their whole though no case can be two of them: 办结94件，其中胜诉87件、败诉17件.

Only kinds that shut each other out by their words are summed: one is the other's denial (采纳, 未采纳), or both are of
one set (胜诉 and 败诉; 规章 and 规范性文件), or one is called 其他. A list ends before the first that is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.arithmetic.charity import counts_otherwise, same_breath
from parsers.metrics.rounding import fits
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, COUNT, EQ, IdentityVerdict

# Sets of words of which a case, a document, a person bears one; what stands before a kind of things narrows it only
_KINDS = re.compile(
    r"(?:(?P<law>法规)|(?P<rule>规章)|(?P<norm>规范性文件)|(?P<contract>合同|协议))(?:[（(]?草案[）)]?)?$"
    r"|(?P<firm>企业)$|(?P<self>个体(?:工商户|户|经营户))$|(?P<coop>专业合作社)$"
    r"|^(?:(?P<men>男)|(?P<women>女))性?(?:干部|人员|职工|队员|学员)?$"
)
_OUTCOMES = re.compile(r"(?:(?P<won>胜诉)|(?P<lost>败诉))(?:的|案件)?$|(?P<done>成功)$|(?P<failed>失败)$")
_SETS = (
    {"law", "rule", "norm", "contract"},
    {"firm", "self", "coop"},
    {"men", "women"},
    {"won", "lost"},
    {"done", "failed"},
)
_GRADE = re.compile(r"(?:[评定为]{1,3})?(?P<grade>优秀|良好|基本合格|不合格|合格)(?:案卷|卷宗|等[次级])?")
_BETTER = frozenset({"优秀", "良好"})  # some authors call these 合格, too
_ALL_GRADES = re.compile(r"其[余他它][^，,；;。]{0,8}(?:均|都|全部)?[为是]|[两二三四五][个档]?(?:等[次级]|档次|档)")
_PASS_RATE = re.compile(r"(?<!不)合格率[为达到是]*\s?$")
_OTHER = re.compile(r"其[他它余]")
_ASSENTS = re.compile(r"^(?:准予|予以|给予|已经?)")
_DENIES = re.compile(r"^(?:不予以?|未予|不能|没有|尚未|不|未|非)")
_JOINED = re.compile(r"[件宗起份本例个卷条项篇户家次名人]{0,2}\s?(?:[、，,和与及]|以及)[^，,；;。：:、（）()\d]{1,16}")
# 94件，其中胜诉; 94件：合格; 94件（胜诉
_BEHIND = re.compile(r"[件宗起份本例个卷条项篇户家次名人]{0,2}\s?[，,：:（(]{0,2}\s?[^，,；;。：:、（）()\d]{1,20}")
_NAMED = re.compile(r"其中|包[括含]|分[为别]|[（(]")
# What may make two of one, or bring in what the whole does not hold
_DOUBT = re.compile(
    r"结转|上年|往年|历年|去年|此前|遗留|存量|并案|合并|附带|同时|兼|交叉|重[复叠]|[多再两]次|(?<!包)含|另[有外]|部分|涉及|累计|"
    r"近[两三二]年"
)
# A whole whose outcomes are all its own, no older case's: what was closed, looked through or asked
SETTLED = re.compile(
    r"办结|审结|结案|终结|判决|裁[判决]|宣判|生效|抽查|抽检|检查|评查|检测|考[核试评]|测试|审[查核]|验收|评估|征[求集]|听取|答复"
)


def listed(whole: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """The first of ``parts`` that stand in one list right behind ``whole`` and shut each other out: none or several."""
    found: list[Figure] = []
    for part in parts:
        shut_out = all(_shut_out(before.label, part.label) for before in found)
        if not shut_out or not _follows(whole, found, part):
            break
        found.append(part)
    return found if len(found) > 1 else []


def _follows(whole: Figure, found: Sequence[Figure], part: Figure) -> bool:
    """Whether a plain count goes on a list of a plain whole, whose parts so far are ``found``."""
    if not _plain(whole) or not _plain(part) or part.unit != whole.unit or not same_breath(whole, part):
        return False
    joint = _JOINED.fullmatch(_between(found[-1], part)) if found else _BEHIND.fullmatch(_between(whole, part))
    return joint is not None


def graded(whole: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """The first of ``parts`` that grade ``whole``, down to those that failed, and come to it neither way: who is 优秀
    told as 合格 again, or not."""
    found = _grades(whole, parts)
    again = sum(part.value for grade, part in found.items() if grade not in _BETTER)
    if not {"合格", "不合格"} <= found.keys() or _BETTER.isdisjoint(found) or again == whole.value:
        return []
    return [*found.values()]


def _grades(whole: Figure, parts: Sequence[Figure]) -> dict[str, Figure]:
    """The first of ``parts`` that are grades in one list behind ``whole``, each once."""
    found: dict[str, Figure] = {}
    for part in parts:
        grade = _GRADE.fullmatch(part.label)
        if grade is None or grade["grade"] in found or not _follows(whole, [*found.values()], part):
            break
        found[grade["grade"]] = part
    return found


def _leaves_grades_open(whole: Figure, parts: Sequence[Figure], rates: Sequence[Figure]) -> bool:
    """Whether who is 优秀 may be told as 合格 again, and those of a grade that is not named (基本合格) be left out.

    Not where fewer are 合格 than 优秀 and 良好, nor where the words, the grades or the rate of who passed tell of all.
    """
    found = _grades(whole, parts)
    better = sum(part.value for grade, part in found.items() if grade in _BETTER)
    passed, failed = found.get("合格"), found.get("不合格")
    if not better or passed is None or failed is None or passed.value < better:
        return False
    if "基本合格" in found or _ALL_GRADES.search(whole.quote, whole.at[0] - whole.start):
        return False
    all_but_failed = (passed.value + better, whole.value - failed.value)
    return not any(
        _PASS_RATE.search(rate.words[0]) and same_breath(whole, rate) and _is_share(rate, all_but_failed, whole.value)
        for rate in rates
    )


def _is_share(rate: Figure, counts: Sequence[float], whole: float) -> bool:
    return rate.step > 0 and any(fits(rate.value, 100 * count / whole, rate.step) for count in counts)


def judge(
    whole: Figure, parts: Sequence[Figure], before: Sequence[Figure], rates: Sequence[Figure] = ()
) -> IdentityVerdict | None:
    """Whether a list's parts (`listed`) that come to more than ``whole`` are a slip; None where nothing can be said.

    ``before``: the sentence's counts before the whole, of which they may be as well, but where one of its ``rates`` is
    a part's share of the whole. Where no word of the list (其中) calls them its parts, only outcomes of what was
    settled are.
    """
    words = whole.quote[: parts[-1].at[1] - whole.start]
    summed = sum(part.value for part in parts)
    if summed <= whole.value or counts_otherwise(whole.quote) or _DOUBT.search(words[_opening(words) :]):
        return None
    kinds = all(_KINDS.search(part.label) or _OTHER.match(part.label) for part in parts)
    named = _NAMED.search(_between(whole, parts[0])) is not None
    settled = SETTLED.search(whole.words[0]) is not None
    if parts[0].label.endswith("受理"):  # what came in is taken in or not: no older case is
        settled = "收" in whole.words[0] and named
    if not named and (kinds or not settled):
        return None
    larger = [f for f in before if f.unit == whole.unit and f.value >= summed and same_breath(f, whole)]
    sure = (kinds or settled) and (not larger or any(_proves(rate, whole, parts, larger) for rate in rates))
    sure = sure and not _leaves_grades_open(whole, parts, rates)
    return IdentityVerdict.DISAGREES if sure else IdentityVerdict.BASE_UNCLEAR


def _proves(rate: Figure, whole: Figure, parts: Sequence[Figure], larger: Sequence[Figure]) -> bool:
    """Whether a rate is the share of a part in the whole, and in no larger count."""
    if not whole.value or rate.qualifier is not EQ or rate.step <= 0 or not 0 < rate.value < 100:
        return False
    if not same_breath(whole, rate):
        return False
    shares = [[100 * part.value / base.value for part in parts] for base in (whole, *larger)]
    own, *others = [any(fits(rate.value, share, rate.step) for share in kinds) for kinds in shares]
    return own and not any(others)


def side_by_side(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether all parts are kinds (类) of the whole's things, or named like them, and set in a row by 、 right behind
    其中, so that none can be of another whole."""
    if not all(part.label.endswith(("类", whole.label[-2:])) for part in parts):
        return False
    behind = _between(whole, parts[0])
    gaps = [_between(one, other) for one, other in pairwise(parts)]
    row = all("、" in gap and _JOINED.fullmatch(gap) for gap in gaps)
    return row and "其中" in behind and _BEHIND.fullmatch(behind) is not None


def _opening(words: str) -> int:
    return max(words.rfind("；"), words.rfind(";")) + 1


def _plain(figure: Figure) -> bool:
    return figure.kind is COUNT and figure.tense is ACTUAL and figure.qualifier is EQ and figure.step == 1


def _between(one: Figure, other: Figure) -> str:
    return one.quote[one.at[1] - one.start : other.at[0] - one.start]


def _shut_out(one: str, other: str) -> bool:
    """Whether nothing can be of both kinds, by their labels."""
    if _OTHER.match(other) or _OTHER.match(one):
        return _OTHER.match(one) is None or _OTHER.match(other) is None
    if _denies(one, other) or _denies(other, one):
        return True
    for pattern in (_KINDS, _OUTCOMES):
        first, second = pattern.search(one), pattern.search(other)
        if first is None or second is None:
            continue
        names = {first.lastgroup, second.lastgroup}
        alike = pattern is _KINDS or other[: second.start()] in ("", one[: first.start()])
        return len(names) == 2 and alike and any(names <= same for same in _SETS)
    return False


def _denies(one: str, other: str) -> bool:
    """不予公开 of 予以公开, 未采纳 of 采纳, 不合格案卷 of 合格案卷."""
    denied = _DENIES.match(one)
    bare = _ASSENTS.sub("", other)
    return denied is not None and len(bare) >= 2 and one[denied.end() :] == bare
