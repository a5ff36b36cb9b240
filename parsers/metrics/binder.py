"""Which catalogue metric each figure of a report is of, asked of them in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from parsers.figures.levels import levels_of
from parsers.metrics.about import is_about, is_class
from parsers.metrics.accounts import told_again
from parsers.metrics.agendas import is_unreviewed, reviewed_of, without_deliberated
from parsers.metrics.beside import RECONSIDERATION, companion, is_listed_before, listed_up_to, without_others
from parsers.metrics.borrowed import count_of_rate, in_list, own_of, time_cut, with_carried_in
from parsers.metrics.choosing import Bound
from parsers.metrics.conditions import under_conditions
from parsers.metrics.contracts import is_of_all_listed, is_one_sort, is_only_signed, reviewed_contracts
from parsers.metrics.licensing import holds_licences, speaks_of_licences
from parsers.metrics.matching import LOOSELY, Match, Setting, matcher
from parsers.metrics.naming import Stretch, clause_start, is_no_level, named_metric
from parsers.metrics.own_words import OwnWords
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.scopes import is_decided, is_of_whole, is_respondent, scope_of
from parsers.metrics.shares import is_only_some, share_of
from parsers.metrics.spoken import Spoken
from parsers.metrics.subjects import KnownSubjects, subjects_of
from parsers.metrics.told import Told
from parsers.metrics.totals import total_of, total_row, without_kinds
from parsers.metrics.trainings import names_exam, only_came
from parsers.metrics.wording import clean, mend
from parsers.records import Figure, Report, Text
from parsers.vocabulary import AMOUNT, COUNT, RATE, BlockKind, Kind, PartRole, Scope

_NONE: frozenset[str] = frozenset()
_BINDABLE = frozenset({COUNT, RATE, AMOUNT})
_SHORTCOMINGS = PartRole.SHORTCOMINGS
# 结果维持 in a disclosure report is no outcome of the body's reconsiderations at large.
_SILENT_TOPICS = {Kind.DISCLOSURE_ANNUAL: frozenset({RECONSIDERATION, "行政应诉"})}
_IN_LIST = re.compile(r"[、和及][^，,；;。：:、\d]{2,20}$")
_DISCLOSURE = "公开"
_PREVENTED = frozenset(("防止", "避免", "预防"))
_BODIES = frozenset(("个", "家", "人", "名", "位"))
_LOOKED_AT = frozenset({"file_review_units", "supervision_units"})
# 永平、威远2个重点镇作出行政处罚56件: of places no cases are counted
_PLACES = re.compile(
    r"\s?个?(?:重点|试点|示范|赋权|中心|建制|基层|行政|执法|派驻|市辖|县直|区直|市直)?(?:乡镇|镇|乡|街道|县|区|市|领域|行业|部门|单位|执法队|中队|司法所|社区|村)"
)
_OF_CASES = frozenset(("件", "起", "次", "份", "件次", "条"))
_TRAINING = frozenset({"执法培训"})
_CLOSED, _CASES = (
    frozenset(("审结", "办结")),
    frozenset({"litigation_cases", "reconsideration_accepted", "reconsideration_received"}),
)
_TAKEN_IN = re.compile(r"收|受理|办理|应诉|立案")
_CONTRACTS = "contract_review_total"
_AHEAD_WORDS = 4  # what shorter wordings name (受理, 事项) many matters may
_AHEAD = 48  # characters behind a number in which its sentence names what it speaks of
_LICENCES, _SERVICES = frozenset({"许可"}), frozenset({"政务服务"})


def _is_in_list(text: str, figure: Figure) -> bool:
    return _IN_LIST.search(text, max(figure.start, figure.at[0] - 28), figure.at[0]) is not None


class Binder:
    """One pass over a report's figures in order: each is bound with what the sentence has spoken of before it."""

    def __init__(self, figures: Sequence[Figure], text: Text, report: Report) -> None:
        self.figures, self.text = figures, text.text
        self.matcher = matcher()
        self.cues = self.matcher.cues.index(mend(text.text))
        self.blocks = [block.start for block in text.blocks] or [0]
        self.rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
        self.silent = _SILENT_TOPICS.get(report.kind, frozenset()) if report.kind else frozenset()
        self.respondent = is_respondent(report.issuer)
        self.defends = bool(report.issuer and report.issuer.endswith(("司法局", "司法厅")))
        self.decides = False  # and decides some of them too
        self.levels = levels_of(report.issuer, report.region)
        self.apart = self.levels is not None and self.levels.apart
        self.subjects = subjects_of(report.issuer, report.region)
        self.known_subjects: KnownSubjects = {}
        self.bound: list[Bound] = []
        self.listed: dict[str, list[Bound]] = {}  # parts that only their sum is a value of
        self.spoken = Spoken()
        self.anew = 0  # where the number before ends
        self.enforces = bool(report.issuer and "执法" in report.issuer)
        self.licensing = False  # the sentence is of licences, whatever its bureau's window is called

    def bind(self) -> list[Bound]:
        told = iter(self.matcher.prepare([figure for figure in self.figures if figure.kind in _BINDABLE]))
        previous_end, sentence, block = 0, -1, 0
        for place, figure in enumerate(self.figures):
            if figure.start != sentence:
                block = self.blocks[max(0, bisect_right(self.blocks, figure.start) - 1)]
                sentence, self.spoken = figure.start, self.spoken.next(block)
                self.licensing = self.respondent and speaks_of_licences(figure.quote)
            self.anew, start, previous_end = previous_end, clause_start(self.text, figure, previous_end), figure.at[1]
            if figure.start not in self.rows and not self.text.endswith(figure.words[0], 0, figure.at[0]):
                start = figure.at[0]  # 受理、审结案件分别为132件、118件: dealt out, its subject stands elsewhere
            if figure.kind not in _BINDABLE:
                continue
            own = next(told)
            if figure.kind is COUNT and not figure.value.is_integer():
                continue
            setting, part = self._setting(figure, own, start, block), self.spoken.part_too(figure)
            match = self._match(place, figure, own, setting)
            in_prose = figure.start not in self.rows
            divides = is_class(figure) if match is None else is_about(match, self.figures, place, self.text, block)
            if in_prose and divides:
                self.spoken.pass_over(start, figure)
                continue
            match = self._beside_whole(match, figure, own)
            if match is not None and in_prose:
                match = under_conditions(
                    match, figure, Told(self.text, block, own.before, self.respondent, self.defends)
                )
            if match is None or match.metric.topic not in self.silent:
                self._note(figure, own, match, start, block)
                if match is not None:
                    self._keep(place, figure, match)
                    if part and match.metric.topic not in self.silent:
                        self._keep_of_part(place, figure, match, setting._replace(bound=part))
        respondent = self.respondent and not self.decides
        return without_others(self.bound, self.figures, respondent=respondent)

    def _setting(self, figure: Figure, own: OwnWords, start: int, block: int) -> Setting:
        """What is known of a figure besides its own words."""
        spoken = self.spoken
        strong, weak, where = self.cues.before(start, block)
        far = where < figure.start
        if far:
            strong = spoken.subject(self.text, where) or strong
        if spoken.contexts and spoken.words[0] <= where < spoken.words[1]:
            strong = spoken.contexts  # 行政调解各类纠纷326件，调解成功率…: the words were read as one matter
        barred, bound = spoken.barred_for(figure), spoken.of(figure)
        if bound and self.anew < where < figure.at[0] and "；" in self.text[self.anew : where]:
            bound = _NONE  # 培训780人次；组织执法资格考试，参加39人: behind the mark another matter is named
        if _DISCLOSURE in figure.words[0]:  # 因信息公开被申请行政复议2件
            barred = barred | own.bars
        if far and own.trains and self._trains(figure):
            strong = _TRAINING
        decided = self.respondent and is_decided(figure, self.text)
        self.decides = self.decides or decided
        licensing = self.licensing and not holds_licences(self.text, figure)
        if licensing:
            strong, bound = strong - _SERVICES or _LICENCES, bound - _SERVICES
            barred = barred | _SERVICES if figure.unit in _OF_CASES else barred
        return Setting(
            strong,
            weak,
            bound,
            Stretch(self.text, figure),
            self.respondent and not decided,
            barred,
            own.points_back,
            figure.part is _SHORTCOMINGS,
            far,
            _SERVICES if licensing else _NONE,
        )

    def _is_part_of_list(self, before: Figure | None, figure: Figure, match: Match) -> bool:
        """Whether the number before it, bound to the same metric, only lists with it: 6个区局、1个分局案卷."""
        if before is None or figure.unit not in _BODIES or not self.bound:
            return False
        last = self.bound[-1]
        same = last.match.metric is match.metric and self.figures[last.figure] is before
        return same and is_listed_before(before, figure)

    def _trains(self, figure: Figure) -> bool:
        """Whether a training that says no more is one in enforcement: by its exam, or as the body does nothing else."""
        return self.enforces or names_exam(figure.quote)

    def _match(self, place: int, figure: Figure, own: OwnWords, setting: Setting) -> Match | None:
        """The metric of a figure: as a share, by its words, or by what stands beside it."""
        spoken, figures = self.spoken, self.figures
        share = share_of(self.text, figure, spoken.previous) if figure.kind is RATE else None
        if share is not None or is_no_level(self.text, figure):
            return share
        match = reviewed_of(figures, place, self.bound) or self._named(place, figure, setting)
        closed = match is not None and spoken.verb in _CLOSED and match.metric.key in _CASES
        if closed and _is_in_list(self.text, figure) and not _TAKEN_IN.search(own.before):
            return self._closed(place, figure, setting)  # 审结复议案件128件、诉讼案件122件
        if match is not None and match.metric.key == _CONTRACTS and own.part and is_one_sort(figures, place):
            return None
        match = match or self._named_ahead(place, figure, own, setting)
        to_others = spoken.trains_others and not own.cues
        if match is not None and only_came(match.metric.key, own.before, to_others=to_others):
            return None
        of_cases = match is not None and match.metric.unit in _OF_CASES
        if of_cases and figure.unit in _BODIES and _PLACES.match(figure.words[1]):
            return None
        match = match or in_list(self.text, figures, place, spoken.verb, setting)
        if match is None and figure.start in self.rows:
            match = total_row(figures, place, self.bound)
        elif match is None:
            match = total_of(figures, place, self.bound, setting)
        if match is None:
            match = (
                own_of(figures, place, setting)
                or told_again(figures, place, self.bound)
                or time_cut(figures, place, setting)
                or count_of_rate(figures, place, setting)
                or reviewed_contracts(figure, setting)
            )
        if match is None:
            return None
        if spoken.verb in _PREVENTED and _is_in_list(self.text, figure):
            return None  # 防止矛盾纠纷激化23件、群体性事件6起
        behind_part = setting.points_back and spoken.previous is None
        if is_only_some(self.text, figures, place, match, self.levels, behind_part=behind_part):
            return None
        if is_of_all_listed(figures, place, self.bound, match):
            return None
        return with_carried_in(match, figure, self.text)

    def _beside_whole(self, match: Match | None, figure: Figure, own: OwnWords) -> Match | None:
        """``match``, or None where the count that the figure divides is of another matter."""
        spoken = self.spoken
        whole = spoken.divides(self.text, figure, own)
        if match is None or whole is None or whole.metric.topic == match.metric.topic:
            return match
        if spoken.owner is not None and holds_licences(self.text, spoken.owner[1]):
            return match
        if (whole.rank < LOOSELY and not whole.alias.fallback) or match.rank > 0:
            return None  # 评查卷宗223件（处罚168件、许可55件）
        self.bound = [entry for entry in self.bound if entry.match is not whole]
        return match  # 涉诉案件5件，其中行政复议3件、行政诉讼2件

    def _closed(self, place: int, figure: Figure, setting: Setting) -> Match | None:
        """What a later item of a list counts whose cases are closed."""
        match = in_list(self.text, self.figures, place, self.spoken.verb, setting)
        if match is None:
            return None
        words = self.spoken.verb + clean(figure.words[0])
        return under_conditions(match, figure, Told(self.text, figure.start, words, self.respondent))

    def _named(self, place: int, figure: Figure, setting: Setting) -> Match | None:
        following = self.figures[place + 1] if place + 1 < len(self.figures) else None
        before = self.figures[place - 1] if place else None
        return named_metric(
            figure,
            setting,
            shared=following is not None and following.words[0] == figure.words[1] and following.start == figure.start,
            listed=self.spoken.previous is not None,
            in_table=figure.start in self.rows,
            tail=before.words[1] if before is not None and before.start == figure.start else "",
        )

    def _named_ahead(self, place: int, figure: Figure, own: OwnWords, setting: Setting) -> Match | None:
        """The metric of a sentence's first figures by what it speaks of behind them: 结转13件，新收行政复议申请92件."""
        if not setting.far or setting.bound or figure.start in self.rows or own.cues:
            return None
        if self.bound and self.figures[self.bound[-1].figure].start == figure.start:
            return None
        ahead = self.cues.ahead(figure.at[1], min(figure.end, figure.at[1] + _AHEAD))
        if not ahead or ahead & (setting.strong | setting.barred):
            return None
        match = self._named(place, figure, setting._replace(strong=ahead, weak=frozenset(), only_sure=True))
        sure = match is not None and match.rank < LOOSELY and match.alias.length >= _AHEAD_WORDS
        return match if sure else None

    def _note(self, figure: Figure, own: OwnWords, match: Match | None, start: int, block: int) -> None:
        """What the sentence has spoken of, for the figures behind this one."""
        spoken = self.spoken
        if spoken.verb != own.verb and not _is_in_list(self.text, figure):
            spoken.verb = own.verb
        if match is not None and spoken.divides(self.text, figure, own) is None:
            spoken.owner = match, figure
        spoken.note(figure, own, match, block)
        spoken.words = (start, figure.at[0]) if match is not None else (0, 0)

    def _keep(self, place: int, figure: Figure, match: Match) -> None:
        before = self.figures[place - 1] if place else None
        row = figure.start in self.rows
        if is_unreviewed(figure, match, self.figures, self.bound) or is_only_signed(match, figure.quote):
            return
        self.bound = without_deliberated(self.bound, self.figures, figure, match)
        self.bound = without_kinds(self.bound, self.figures, place, match)
        if match.metric.key in _LOOKED_AT and before is not None and is_listed_before(before, figure):
            self.bound = self.bound[:-1] if self.bound and self.bound[-1].figure == place - 1 else self.bound
            parts = [Bound(other, match, Scope.BODY) for other in listed_up_to(self.figures, place)]
            self.listed[match.metric.key] = parts  # 对31个执法部门和18个乡镇进行案卷评查: 49, and neither alone
            return
        if match.around and self._is_part_of_list(before, figure, match):
            self.bound = self.bound[:-1]
            return
        if before is not None and not row and not (self.bound and self.bound[-1].figure == place - 1):
            leads = figure.unit in _BODIES and (match.around or (match.after and not figure.words[0]))
            if leads and is_listed_before(before, figure):
                return
            leading = companion(place - 1, before, figure, match, respondent=self.respondent)
            self.bound.extend(
                entry
                for entry in leading
                if entry.match.metric.topic not in self.silent
                and not only_came(entry.match.metric.key, clean(before.words[0]))
                and not self._is_others(entry.match, before)
            )
        if row or not self._is_others(match, figure):
            told = self.text[figure.start : figure.at[0]]
            scope = scope_of(match.metric, told, figure, respondent=self.respondent)
            self.bound.append(Bound(place, match, scope, row))

    def _keep_of_part(self, place: int, figure: Figure, match: Match, setting: Setting) -> None:
        """A rate of the whole and of its part alike: 完成38项，其中部门联合14项，公示率均为100%."""
        other = self._named(place, figure, setting)
        if other is not None and other.metric is not match.metric and other.rank <= BY_SENTENCE:
            scope = scope_of(other.metric, figure.words[0], figure, respondent=self.respondent)
            self.bound.append(Bound(place, other, scope))

    def _is_others(self, match: Match, figure: Figure) -> bool:
        told = self.text[figure.start : figure.at[0]]
        of_whole = is_of_whole(match.metric, told)
        if of_whole is not None:
            return not of_whole
        return self.subjects.is_others(match.metric, figure.value, told, self.known_subjects)
