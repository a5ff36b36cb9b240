"""What a sentence has spoken of so far, by the figures bound in it: the subject that authors leave out later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from parsers.metrics.catalogue import OTHER, catalogue
from parsers.metrics.matching import Match, matcher
from parsers.metrics.own_words import OwnWords
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT, RATE

# 组织法治副校长培训1期，参训76人: no training in enforcement, nor those who came to it
_TRAINS_OTHERS = re.compile(r"(?<!执法)(?:培训|轮训|讲座|宣讲)(?:班|会)?$")
_TRAINING = frozenset({"执法培训", "执法人员"})
_MATTERS = re.compile(r"(?:案件|申请|事项|纠纷|线索|件|争议)$")
# 新收297件，首次超过一审行政诉讼案件: what a number is compared with is not what is spoken of next
_COMPARED_WITH = re.compile(r"(?:超过|高于|低于|多于|少于|相比|[比较与同])[^，,；;。]{0,16}$")
_COMPARISON = 18  # characters, the longest of these words
_PERSONS = frozenset(("人", "名", "位", "人次"))


# 作为被申请人的案件45宗，已审结40宗: what follows is how others decided, unless applications came in before it
_RESPONDENT = frozenset({"被复议"})
_OWN_CASES = frozenset({"复议"})
_TAKES_IN = re.compile(r"作为(?:行政)?复议机关|(?:收到|新收|接到|接收|收)[^，,；;。]{0,8}复议(?:申请|案件)")
_AS_DECIDER = re.compile(r"(?:作|政府)为(?:行政)?复议机关")
_TAKEN_IN = frozenset({"reconsideration_received", "reconsideration_accepted"})
_TAKES_PART = re.compile(r"[；;][^；;]{0,16}参[加与][^，,；;\d]{0,12}复议(?:案件)?$")


class _Carried(NamedTuple):
    contexts: frozenset[str]
    start: int  # where its last number ends
    end: int  # where its sentence ends
    block: int


@dataclass(slots=True)
class Spoken:
    """What a sentence has spoken of so far, by the figures bound in it."""

    contexts: frozenset[str] = frozenset()  # of the figure bound last
    whole: frozenset[str] = frozenset()  # of the count of which the figure bound last is a part (其中…)
    barred: frozenset[str] = frozenset()  # of what the sentence does not speak any more
    previous: Match | None = None
    words: tuple[int, int] = (0, 0)  # the place of the words before the last figure
    verb: str = ""  # that governs the list (审查合同73份、信息公开答复39份)
    answers: bool = False  # the sentence has told of cases that others decide
    trains_others: bool = False  # the number before was of a training in something else
    decides: bool = False  # the sentence has told of applications that came in: outcomes in it are the body's own
    owner: tuple[Match, Figure] | None = None  # the count that 其中 or a bracket behind it divides
    carried: _Carried | None = None  # what the sentence before it spoke of
    aside: tuple[int, int] = (0, 0)  # the place of the words of the last figure that only divided what was spoken of

    def of(self, figure: Figure) -> frozenset[str]:
        """The contexts for the next figure: a rate behind a part is the whole's (抽查12项，其中联合3项，公示率…).

        So is what stands behind the semicolon that ends a part (受理476件，其中疑难18件；协议金额1365万元).
        """
        if self.answers and _AS_DECIDER.search(figure.words[0]):
            return _OWN_CASES
        return self.whole if self.whole and (figure.kind is RATE or _opens_anew(figure)) else self.contexts

    def part_too(self, figure: Figure) -> frozenset[str]:
        """The contexts of the part before a rate that is told of the whole and of it alike (均为); else none."""
        both = figure.kind is RATE and self.whole and "均" in figure.words[0][-4:]
        return self.contexts if both else frozenset()

    def barred_for(self, figure: Figure) -> frozenset[str]:
        """The contexts of which the figure does not speak: not those of cases that came in, if it is of them."""
        if self.trains_others and "执法" not in figure.words[0] + figure.words[1]:
            return self.barred | _TRAINING
        if self.answers and _TAKES_IN.search(figure.words[0]) and "被申请人" not in figure.words[0]:
            return self.barred - _OWN_CASES
        return self.barred

    def divides(self, text: str, figure: Figure, own: OwnWords) -> Match | None:
        """The match of the count that the figure is a part of, by 其中 or a bracket; None where it stands alone."""
        if self.owner is None or figure.unit != self.owner[1].unit or figure.unit in _PERSONS:
            return None  # 执证人员53人，其中公职律师4人: of persons anything may be counted
        part = own.part or _is_opened(text[self.owner[1].at[1] : figure.at[0]])
        return self.owner[0] if part else None

    def next(self, block: int) -> Spoken:
        """What is spoken of where a new sentence begins, in the same block or another."""
        carried = self.carried if self.carried is not None and self.carried.block == block else None
        return Spoken(carried=carried, aside=self.aside)

    def subject(self, text: str, where: int) -> frozenset[str]:
        """What the sentence before spoke of, where the cue at ``where`` in it only divides it or is compared."""
        carried = self.carried
        if carried is not None and self.aside[0] <= where < self.aside[1]:
            return carried.contexts
        if carried is None or not carried.start <= where < carried.end:
            return frozenset()
        start = max(carried.start, where - _COMPARISON)
        return carried.contexts if _COMPARED_WITH.search(text, start, where) else frozenset()

    def pass_over(self, start: int, figure: Figure) -> None:
        """Takes in a figure that only divides what is spoken of, whose words stand from ``start``."""
        self.previous, self.words = None, (start, figure.at[0])
        self.aside = self.words

    def note(self, figure: Figure, own: OwnWords, match: Match | None, block: int) -> None:
        """Takes in a figure, what its words say by themselves, and what it was bound to."""
        self.previous = match
        named, contexts = own.telling, catalogue().contexts
        if self.answers and _AS_DECIDER.search(figure.words[0]):  # 提交答复书11份，作为复议机关审理74件
            self.answers, self.decides, self.barred = False, True, self.barred - _OWN_CASES
            self.contexts = _OWN_CASES
        if self.decides:
            named = named - _RESPONDENT
        if named:
            self.barred = self.barred.union(*[contexts[name].bars for name in named])
        if match is None:
            turned = _turned(self.contexts, own.before)
            if named:  # 因信息公开被诉11件，其中结果纠正1件: no metric, yet what is spoken of
                self.contexts = named
            elif turned:  # 因信息公开被复议7件，纠错0件，被诉2件，纠错0件
                self.contexts = turned
            self.trains_others = "执法" not in own.before and _TRAINS_OTHERS.search(own.before) is not None
            if not self.contexts and _introduces(figure):
                self.contexts = frozenset({OTHER})
            return
        self.trains_others = False
        of = frozenset(match.metric.contexts[:1])
        part = own.part and figure.kind is COUNT
        if part:
            self.whole = self.contexts
        elif self.whole:
            ahead = figure.quote[: figure.at[0] - figure.start].removesuffix(figure.words[0])
            self.whole = self.whole if ahead.endswith("、") else frozenset()
        self.contexts = of if match.alias.respondent or (part and of) else match.contexts | of
        if match.alias.respondent:  # 维持 and 撤销 behind it are how others decided
            self.barred = self.barred | own.contexts - of
        self.decides = self.decides or match.metric.key in _TAKEN_IN
        if not of.isdisjoint(_RESPONDENT) and _TAKES_PART.search(figure.quote[: figure.at[0] - figure.start]):
            self.decides = False  # 收到申请87件，审结76件；县政府参加行政复议3件，被维持2件
        if self.decides:
            of = of - _RESPONDENT
            self.barred = self.barred - _OWN_CASES if self.answers else self.barred
        self.answers = not self.decides and (self.answers or not of.isdisjoint(_RESPONDENT))
        for name in of:
            self.barred = self.barred.union(contexts[name].bars)
        before = self.carried
        start = before.start if before is not None and not before.contexts.isdisjoint(self.contexts) else figure.at[1]
        self.carried = _Carried(self.contexts, start, figure.end, block)


def _opens_anew(figure: Figure) -> bool:
    """Whether a semicolon stands right before the figure's own words."""
    return figure.quote[: figure.at[0] - figure.start].removesuffix(figure.words[0]).rstrip().endswith("；")


def _is_opened(between: str) -> bool:
    """Whether a bracket is opened in these words that none of them closes."""
    return between.count("（") + between.count("(") > between.count("）") + between.count(")")


def _turned(contexts: frozenset[str], words: str) -> frozenset[str]:
    """What the words of a figure of no metric turn to where ``contexts`` are spoken of; empty where to nothing."""
    found = {
        context for name in contexts for word, context in catalogue().contexts[name].turns.items() if word in words
    }
    return frozenset(found) if len(found) == 1 else frozenset()


def _introduces(figure: Figure) -> bool:
    """Whether an unbound count brings in matters of its own, so that 办结 and 维持 after it are theirs."""
    words = clean(figure.words[0] or figure.words[1])
    return bool(_MATTERS.search(words)) and not matcher().cues.find(words)
