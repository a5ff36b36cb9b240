"""The words around a number: its sentence, and the head before or after it that says what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parsers.figures.quantities import Quantity
from parsers.vocabulary import DURATION, Qualifier

MAX_SENTENCE = 1200  # longer stretches without a full stop are cut at softer marks
MAX_HEAD = 80
_STOP = re.compile(r"[。！？!?\n][。！？!?\n]*[”’」』）)]?")  # opened by a set, which is searched for quickly
_SOFT = re.compile(r"[；;，,、\s]")
_CUT = re.compile(r"[，,；;：:。]")
_CUT_AFTER = re.compile(r"[，,；;：:。（()）]")
_MOVED_TO = re.compile(
    r"(?:大幅|稳步|再次|进一步)?(?:提升|提高|上升|增长|增加|扩大|下降|降低|减少|缩减|缩短|压缩|压减|"
    r"精简|调整|核减|整合|归并|扩展|拓展|扩充|优化|更新|攀升|跃升|发展|降|增|升)(?:到|至|为|成)了?"
    r"(?:(?:(?:19|20)\d\d\s?年|今年|本年|当年|目前|现在|当前|如今)(?:度|底|末)?的?)?"
)
# 由2022年的93.4%、2023年的98.1%提升至…: a further year of what the first number is of
_YEAR_ALONE = re.compile(r"(?:(?:19|20)\d\d\s?年|去年|上年|前年)度?的?")
# 对43份重大项目合同（总金额21.4亿元）进行审查
_GOES_ON = re.compile(
    r"[^，,；;。（()）\d]{2,24}[（(][^（()）。]{1,40}[）)](?P<does>(?:进行|开展|予以|作出|均)[^，,；;。（()）\d]{2,12})"
)
_HELD = re.compile(r"(?:均|都|一直|始终|稳定)?(?:保持|达到?|稳定|维持|为|实现)[为在了]?")
# "出庭应诉率由2022年的" and "从去年同期的" tell what it was, not what it is of
_FROM = re.compile(r"(?:由|从)(?:原来?|年初|过去|此前|去年|上年|上一年度?|前年|(?:19|20)\d\d\s?年度?)?(?:同期|底)?的?$")
_FROM_ENDS = frozenset("由从原来初去前年度期底的")
# The last character of every word that ties a number to the one before it, or to what the clause before says; "" where
# no word stands between. Most numbers have words of their own.
_TIES = frozenset(("", *"到至为成了年前在今度底末的达是持定现计、和及"))
_NOW = r"(?:现|今年|全年|总量|总数|已|上升|下降|增加|减少|增长|[升降])*(?:为|达到?|是|至|到)"
_IS_NOW = re.compile(_NOW)
_GROWN = re.compile(rf"(?P<told>[^，,；;。]{{4,}}?[一二两三四五六七八九]成[半多]?){_NOW}")
_HEDGES = frozenset(("多", "余", "以上", "左右"))  # 增长两倍多，达到274件
# 83件常务会、专题会议题和41份重大合同通过审查: where the number stands first, what is listed behind it is its own
_NUMBER_FIRST = re.compile(r"(?:其中|[共对将把有为的])*")
_NUMBER_FIRST_ENDS = frozenset(("", *"中共对将把有为的"))
_LISTED_NOUN = re.compile(r"(?P<noun>[^，,；;：:。（()）\d]{2,40}?)(?:以及|[和及与])")
_MOVED = re.compile(
    r"(?:^|[，,；;：:])(?P<what>[^，,；;：:]{2,24}?)(?:(?<!次)(?<!人)(?<!件)数|量|数量)?(?:同比|持续|稳步|明显|大幅|逐年|有所|连年|双|"
    r"(?:较|比)(?:上年|去年|上一年|前年|同期|(?:19|20)\d\d年)(?:同期)?)*"
    r"(?:翻(?:了)?[一两]?番|翻倍|激增|创(?:历史)?新高|上升|提升|提高|增长|增加|下降|降低|减少|回落)(?:了|近|约)*(?:[一二两三四五六七八九]成[半多]?)?$"
)
_MOVES = re.compile(r"(?:同比|环比|净|大幅)*(?:上升|提升|提高|增长|增加|下降|降低|减少|多|少|增|降)了?")
_COMPARISON = re.compile(r"(?:数量?)?(?:同比|环比|(?:较|比)(?:去年|上年|上一年|前年|同期|(?:19|20)\d\d))")
_JOINING = re.compile(r"^[\s、]*(?:以及|(?:和|及|与)(?![解谐其时会格]))?\s*")
_JOINING_STARTS = frozenset("、以和及与")
_ASIDE = re.compile(r"[（(][^（()）\d，,；;]{1,10}[）)](?=[^，,；;：:。（()）])")
_BRACKET = re.compile(r"[（()）]")
_PAREN = re.compile(r"[（(][^（()）]{0,60}[）)]")


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block, without the blanks around them; none is longer than `MAX_SENTENCE`."""
    position = start
    while position < end:
        stop = _STOP.search(text, position, min(end, position + MAX_SENTENCE))
        if stop:
            finish = stop.end()
        elif end - position <= MAX_SENTENCE:
            finish = end
        else:
            finish = _soft_cut(text, position, position + MAX_SENTENCE)
        first, last = position, finish
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        position = finish


def _soft_cut(text: str, start: int, end: int) -> int:
    for mark in ("；;", "，,", "、 "):
        best = max(text.rfind(char, start + MAX_SENTENCE // 2, end) for char in mark)
        if best > start:
            return best + 1
    return end


class Head(NamedTuple):
    """What stands around one number: ``before`` and ``after`` in its own clause, ``lead`` in the clause before."""

    before: str
    after: str
    lead: str


def read_heads(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Head]:
    """One head for each quantity of the sentence ``text[start:end]``."""
    parens = _open_parens(text, start, end)
    heads: list[Head] = []
    previous_end = start
    stood_first: object = None  # whether nothing but 其中, 共 and the like stood before the last number
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1].start if index + 1 < len(quantities) else end
        raw = _words_between(text, previous_end, quantity.start, parens)
        last_mark = _CUT.search(raw[::-1])  # the last one is near the end
        cut = len(raw) - last_mark.start() if last_mark else 0
        before, lead = raw[cut:], raw[:cut].strip("，,；;：:。、 ") if cut else ""
        first = before[:1]
        if first in _JOINING_STARTS or first.isspace():
            before = _JOINING.sub("", before)
        stop = quantity.end + MAX_HEAD
        after = _after(text, quantity.end, following if following < stop else min(stop, len(text)))
        lead = "" if lead in _HEDGES else lead
        ties = before.strip()[-1:] in _TIES
        if ties and (grown := _GROWN.fullmatch(before.strip())):  # 法律援助案件增长三成达到523件
            before = _what_moved(grown["told"]) or before
        if ties and lead and _IS_NOW.fullmatch(before.strip()):  # 收案量较上年翻一番，达到286件
            before = _what_moved(lead) or before
        if "对" in before[-4:] and (goes_on := _GOES_ON.match(text, quantity.end)):
            after += goes_on["does"]
        if ties and heads and not lead:
            before = _tied(before, raw, quantity, quantities[index - 1], heads)
        before = before.strip()
        if before[-1:] in _FROM_ENDS:
            before = _FROM.sub("", before)
        if before[-1:] in _NUMBER_FIRST_ENDS and _NUMBER_FIRST.fullmatch(before):
            listed = _LISTED_NOUN.fullmatch(text, quantity.end, following)
            after = listed["noun"] if listed else after
        if stood_first and not lead:
            told = _LISTED_NOUN.fullmatch(text, previous_end, quantity.start)
            before = "" if told and told["noun"] == heads[-1].after else before
        head = Head(before[-MAX_HEAD:], after.strip(), lead[-MAX_HEAD:])
        stood_first = head.after and head.before[-1:] in _NUMBER_FIRST_ENDS and _NUMBER_FIRST.fullmatch(head.before)
        heads.append(head)
        previous_end = max(previous_end, quantity.end)
    return heads


def _open_parens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(place, matching close) of every parenthesis of the sentence, outermost first; an unclosed one ends with it."""
    if text.find("（", start, end) < 0 and text.find("(", start, end) < 0:
        return []
    stack: list[int] = []
    pairs = []
    for match in _BRACKET.finditer(text, start, end):
        place = match.start()
        if text[place] in "（(":
            stack.append(place)
        elif stack:
            pairs.append((stack.pop(), place))
    pairs.extend((place, end) for place in stack)
    return sorted(pairs)


def _words_between(text: str, previous_end: int, start: int, parens: Sequence[tuple[int, int]]) -> str:
    """The words between a number and the one before it, without parentheses; inside one only its own."""
    begin = max(previous_end, start - 2 * MAX_HEAD)
    opened = -1
    for place, close in parens:
        if place < start < close:
            opened = place
    if opened < 0:
        raw = text[begin:start]
        if ("）" in raw or ")" in raw) and not _PAREN.search(raw):  # what is left of a parenthesis with figures in it
            raw = raw[raw.rfind("）" if "）" in raw else ")") + 1 :]
    elif opened >= previous_end and not text[opened + 1 : start].strip(" 约近达为共"):
        # "应出尽出（100%）": the number alone stands in the parenthesis, its head before it
        raw = text[begin:opened] + text[opened + 1 : start]
    else:
        raw = text[max(begin, opened + 1) : start]
    return _PAREN.sub("", raw) if "）" in raw or ")" in raw else raw


def _tied(before: str, raw: str, quantity: Quantity, last: Quantity, heads: Sequence[Head]) -> str:
    """The words of a number that goes on with the one before it (``last``, the last of ``heads``) in its clause."""
    previous = heads[-1]
    if _MOVED_TO.fullmatch(before.strip()):  # 由2022年的91%提升至98%: both numbers have one head
        before = _subject_of_change(heads) or previous.before or _what_moved(previous.lead)
    if last.unit == quantity.unit and _YEAR_ALONE.fullmatch(before):
        before = previous.before
    held = last.kind is DURATION and previous.before.endswith("连续")
    if held and (not before or _HELD.fullmatch(before)):
        before = previous.before.removesuffix("连续") + before  # 出庭应诉率连续四年保持100%
    if _IS_NOW.fullmatch(before.strip()):
        bound = last.qualifier is Qualifier.GT and last.unit == quantity.unit
        before = (previous.before if bound else _subject_of_change(heads)) or before  # 突破6万户，达到60216户
    if (
        last.unit != quantity.unit
        and before.strip() in ("", "计", "共计", "合计")
        and raw.strip() in ("", "、", "和", "及", "计", "共计", "合计")
    ):
        before = previous.before  # 涉及1032人、4386.2万元
    return before


def _what_moved(lead: str) -> str:
    """What the clause before says that moved (行政诉讼案件发案量下降，由112件降为87件); "" where it says nothing."""
    told = _MOVED.search(lead)
    return told["what"] if told else ""


def _subject_of_change(heads: Sequence[Head]) -> str:
    """What a change just told was of: 受理数同比上升46.2%，达到215件 -> 受理数; "" where none was told."""
    for head in reversed(heads[-2:]):
        compared = _COMPARISON.search(head.before)
        if compared and compared.start():
            return head.before[: compared.start()]
        if compared is None and (moved := _what_moved(head.before)):  # 行政复议案件增长两倍达到274件
            return moved
        if head.before and not _MOVES.fullmatch(head.before):  # 败诉率由11.2%降至7.9%: its own subject, not one before
            return ""
    return ""


def _after(text: str, start: int, end: int) -> str:
    """The words behind a number, up to the next mark or number.

    A 、 ends them only where the next number stands in the same clause (146件、刑事案件193件; not 785名领导、干部).
    """
    stop = _CUT_AFTER.search(text, start, end)
    words = text[start : stop.start() if stop else end]
    while stop and stop[0] in "（(" and (aside := _ASIDE.match(text, stop.start(), end)):  # 8名乡镇（街道）负责人
        stop = _CUT_AFTER.search(text, aside.end(), end)
        words += text[aside.end() : stop.start() if stop else end]
    comma = words.find("、")
    return words if comma < 0 or (comma > 0 and stop is not None) else words[:comma]
