"""Which of two accounts of one matter is the issuer's own: 全市 beside 市政府本级, 全系统 beside 市局本级."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from parsers.figures.heads import is_issuers, is_wider
from parsers.figures.years import last
from parsers.metrics.choosing import Bound
from parsers.metrics.conditions import FROM_ABOVE
from parsers.metrics.matching import Match
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT, Scope

Groups = Mapping[tuple[str, Scope], list[Bound]]

_OPENING = r"(?:^|[，,；;。：:（(\n])\s?(?:其中[，,：:]?|(?:20\d\d年|今年|全年|年内|同期)[，,]?){0,2}"
_THOSE_BELOW = r"(?:县[（(]?[市区、]+[）)]?|区县|县区|旗县区?|市州|区市县?|市县区?)(?![级两])"
_BELOW = rf"(?:各|所辖|下辖|\d{{1,2}}个){_THOSE_BELOW}"
# opened by a set, so that the text between is passed over quickly
_TELLS_BELOW = re.compile(rf"[各辖个](?:(?<=各)|(?<=所辖)|(?<=下辖)|(?<=\d个)){_THOSE_BELOW}")
# 全县各级行政复议机构共收到412件，其中县政府收到163件，受理151件
_GOVERNMENT = r"(?:本)?[省市县区州旗]政府(?:行政复议(?:机构|机关|办公室))?(?=共?(?:收到|新收|接收|受理|审结|办结))"
# all bodies of one line of work, and no computer's
_SYSTEM = r"全(?:局|厅|[省市县区州旗盟][一-鿿]{0,10}?)?系统(?<!信息系统)(?<!办案系统)(?<!服务系统)(?<!应用系统)|系统内"
# 全系统移送132件，市局直接移送9件
_ITSELF = r"(?:我|本|自治区|[省市县区州旗盟])?[局厅委](?:直接|自身|自行)"
_LEVEL = re.compile(
    rf"{_OPENING}(?:(?P<own>[^，,；;。：:（(\n]{{0,6}}?(?:本级|[局厅委]机关(?![负各]))|{_ITSELF}|{_GOVERNMENT})|(?P<system>{_SYSTEM})|"
    rf"(?P<below>{_BELOW})|"
    r"(?P<area>全[省市县区州旗盟]|各级|[省市县区州、]{2,5}(?:[（(][市区、]+[）)])?[两三]级))"
)
# 各乡镇综合行政执法队办理案件386件；县直部门办理2328件: neither is the county's number, nor would the towns' be alone
_SOME = re.compile(
    rf"{_OPENING}(?:(?P<towns>(?P<together>全[省市县区州旗])?(?:各|所有|全部|\d{{1,3}}个)?(?:赋权)?(?:乡镇|镇街|街镇|乡|镇|街道|县[（(]?市[、]?区[）)]?|县区|区县)"
    r"(?:[（(](?:街道?|镇|乡)[）)])?(?:综合)?(?:行政)?(?:执法(?:[大中]?队|机构|办公室|所))?(?:共|全年|累计|赋权|年内)*"
    r"(?=作出|办理|办结|实施|查处|查办|开展|立案|处罚|行政(?:处罚|检查)|罚|检查|事项))|"
    r"(?P<bureaus>[省市县区州旗][直级](?:各)?(?:行政)?(?:执法)?(?:部门|单位|机关)(?:共|全年|累计)*(?=作出|办理|办结|实施|查处|开展|立案|处罚|检查))|"
    r"(?P<whole>(?:合计|共计|总计|全[省市县区州旗盟]|各级)))"
)
_TOWNS = re.compile(r"[乡镇街]|县区|区县|县[（(]?市、?区")  # of which one stands wherever `_SOME` finds the towns
_OWN_AGAIN = re.compile(
    r"(?:其中)?[省市县区州旗](?:政府本级|政府|本级)(?P<verb>收到|新收|接收|受理|审结|办结)?(?:申请|案件)?"
)
_TOLD_TWICE = frozenset({"行政复议", "行政应诉"})
_BY_OUTCOMES = "reconsideration_upheld"  # where it stands, the account is the one that is told in full
_OF_ONE_BODY = frozenset({"reconsideration_opinions_issued"})  # no rate stands on them: one account tells them all
# 评查局本级案卷100卷，优秀88卷；抽查街道案卷90卷，优秀率71.1%: of a bureau's own files, and of those below it
_FILES_OF = re.compile(
    r"(?P<own>(?:本级|[我本][局厅委]|机关|自办)[^，,；;。：:\d]{0,8}(?:案卷|卷宗))|"
    r"(?P<below>(?:街道|乡镇|镇街|街镇|镇[（(]街道[）)]|各镇|基层|分局|大队|中队|[县区旗][级（(]?)[^，,；;。：:\d]{0,10}(?:案卷|卷宗))"
)
# 全市清理文件1.13万件，废止821件；其中市政府规范性文件废止37件
_PAPERS_OF = re.compile(
    rf"{_OPENING}(?:[^，,；;。：:\d]{{0,4}}(?P<own>[省市县区州旗](?:政府|本级)[^，,；;。：:\d]{{0,12}}(?:文件|废止|宣布失效|清理))|"
    r"(?P<area>全[省市县区州旗盟]|各级))"
)
_MEDIATORS = re.compile(r"其中[，,：:]?[^，,；;。\d]{0,4}人民调解")
_PARTS = {  # the part of a wider count that alone is the metric
    "licences_granted": re.compile(r"其中[，,：:]?[^，,；;。\d]{0,4}准予"),
    "mediation_cases": _MEDIATORS,
    "mediation_success": _MEDIATORS,
    "mediation_success_rate": _MEDIATORS,
    "reconsideration_as_respondent": re.compile(r"(?:政府|管委会|本级|本机关)(?:作为|作|为)?被申请人"),
}

# 省司法厅组织的案卷评查中，我市抽评的30卷; 在全市案卷评查中，我局被抽取的10宗: beside what the issuer looked through
_THEIRS = re.compile(
    r"(?:全[国省市州]|[省市州](?:司法|依法|委)|自治区|国家|司法部|上级)[^，,；;。]{0,14}(?:评查|抽评)(?:活动|工作)?中[，,]?"
    rf"(?:我[省市县区州旗局镇厅委]|本[局市县区]|被|抽)|{FROM_ABOVE.pattern}"
)

# 中队全年作出行政处罚214件；镇政府本级未实施行政处罚: of what the issuer did none of itself, another's number is told
_NONE_ITSELF = re.compile(
    r"(?:[我本][镇乡局]|(?:[镇乡](?:人民)?政府|街道(?:办事处)?|办事处|[局厅委])(?:本级|自身|机关|本身)?|本级)(?:全年|尚|均|自身)*(?:未|没有|无)"
    r"(?:直接|单独|自行)?(?:实施|作出|开展|办理|查处|发生)?(?:过)?(?:行政)?(?P<what>处罚|强制|检查|许可)(?!不当|错误|决定被|案件被)"
)
_DISPATCHED = re.compile(
    r"(?:^|[，,])[^，,；;。\d]{0,16}(?:[中大支]队|执法队|分局|派出所|监管所|税务所|国土所|管理所)(?:全年|今年|年内|共|累计|依法|已|对[^，,；;。\d]{1,12})*"
    r"(?:作出|实施|开展|办理|查处|查办|立案|行政|处罚|罚款|采取)(?P<since>.*)$"
)
_OWN_SUBJECT = re.compile(r"[，,](?:其中)?(?:[我本][镇乡局街]|[镇乡]政府|街道办|本级|全[镇乡局])")
_NONE_REACH = 120  # characters behind a sentence, or before it, in which the issuer's own is told


def told_again(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
    """What the issuer's own number counts that is told beside a wider one: 全市收到申请154件，市本级收到67件."""
    figure = figures[place]
    again = _OWN_AGAIN.fullmatch(clean(figure.words[0])) if figure.kind is COUNT else None
    if again is None:
        return None
    for entry in reversed(bound[-4:]):
        whole = figures[entry.figure]
        if whole.start == figure.start and whole.unit == figure.unit and entry.match.metric.topic in _TOLD_TWICE:
            same = (again["verb"] or "") in whole.words[0] and whole.value >= figure.value
            return entry.match._replace(rank=BY_SENTENCE) if same else None
    return None


def own_accounts(
    groups: Groups, figures: Sequence[Figure], text: str, blocks: Sequence[int], *, department: bool, apart: bool
) -> Groups:
    """The values of each metric that the issuer's own account gives, where the report tells a wider one too.

    A bureau's own are those of its 本级, not of 全系统; a government's reconsiderations those of the account whose
    outcomes it tells (全市新收617件…；市政府本级收到286件，审结262件，其中维持138件). ``blocks`` are the starts of the
    text's blocks; ``apart``: the bureau's branches are not its own. Of files looked through, those that others looked
    at yield, and to a bureau's own those of the bodies below it.
    """

    known: dict[int, str | None] = {}
    levels_of: dict[int, list[re.Match[str]]] = {}

    def level(entry: Bound) -> str | None:
        if entry.figure not in known:
            known[entry.figure] = find_level(entry)
        return known[entry.figure]

    def find_level(entry: Bound) -> str | None:
        figure = figures[entry.figure]
        if entry.in_table:
            columns = figure.label.removeprefix(figure.words[2]).split()
            if any(map(is_issuers, (figure.words[2], *columns))):
                return "own"
            return ("system" if department else "area") if any(map(is_wider, columns)) else None
        block = max(0, bisect_right(blocks, figure.start) - 1)
        if block not in levels_of:  # a block of a thousand figures is looked through once
            end = blocks[block + 1] if block + 1 < len(blocks) else len(text)
            levels_of[block] = list(_LEVEL.finditer(text, max(0, blocks[block] - 1), end))
        at = figure.at[0]
        told = (found for found in reversed(levels_of[block]) if found.end() <= at and not _is_over(text, found, at))
        return last.lastgroup if (last := next(told, None)) else None

    side = (
        None
        if department
        else _side(
            {key: [level(e) for e in groups[key, scope]] for key, scope in groups if _is_case(groups[key, scope])}
        )
    )
    of_itself = apart and _tells_of_itself(
        [(entry.match.metric.key, level(entry)) for entries in groups.values() for entry in entries if _is_told(entry)]
    )
    own_files = department and any(
        _side_of_files(figures[entry.figure], text) == "own"
        for (key, _), entries in groups.items()
        if key == "file_review_total"
        for entry in entries
    )
    several = any(len(entries) > 1 for entries in groups.values())
    tells_below = not department and several and _TELLS_BELOW.search(text) is not None
    # 厅本级作出26件；各市县机构作出5216件，移送41件: beside what a bureau did itself, what those below it did
    tells_own = department and any(
        _is_told(entry) and level(entry) == "own" for entries in groups.values() for entry in entries
    )
    found: dict[tuple[str, Scope], list[Bound]] = {}
    for (key, scope), entries in groups.items():
        if tells_own:
            entries = [entry for entry in entries if not (_is_told(entry) and level(entry) == "below")]
            if not entries:
                continue
        kept = entries
        topic = entries[0].match.metric.topic
        if side is not None and _is_case(entries) and key not in _OF_ONE_BODY:
            levels = [level(entry) for entry in entries]
            kept = [entry for entry, told in zip(entries, levels, strict=True) if told in (side, None)]
            if side in levels:
                kept = [entry for entry, told in zip(entries, levels, strict=True) if told == side]
        elif topic == "行政执法" and department and len(entries) > 1:
            levels = [level(entry) for entry in entries]
            if "own" in levels and ("system" in levels or of_itself):
                kept = [entry for entry, told in zip(entries, levels, strict=True) if told == "own"]
        elif topic == "行政执法" and not department:
            kept = [entry for entry in entries if entry.in_table or not _is_of_some(figures[entry.figure])]
        if len(kept) > 1 and tells_below:  # 市本级收到94件，各区县收到206件: of those below only beside a whole
            levels = [level(entry) for entry in kept]
            if "own" in levels and "below" in levels:
                kept = [entry for entry, told in zip(kept, levels, strict=True) if told != "below"]
        if topic == "案卷评查" and len(entries) > 1:
            kept = [entry for entry in entries if not _is_part(_THEIRS, figures[entry.figure], text)] or kept
        if topic == "案卷评查" and own_files:
            kept = [entry for entry in kept if _side_of_files(figures[entry.figure], text) != "below"]
        if key == "normative_docs_repealed" and not department and len(kept) > 1:
            levels = [_of_papers(figures[entry.figure], text) for entry in kept]
            if "own" in levels and "area" in levels:
                kept = [entry for entry, told in zip(kept, levels, strict=True) if told == "own"]
        if department and topic == "行政执法":
            kept = [entry for entry in kept if entry.in_table or not _is_dispatched(entry, figures, text)]
        if key in _PARTS and len(entries) > 1:
            kept = [entry for entry in entries if _is_part(_PARTS[key], figures[entry.figure], text)] or kept
        if kept:
            found[key, scope] = kept
    return found


def _is_told(entry: Bound) -> bool:
    return entry.match.metric.topic == "行政执法" and not entry.in_table


def _tells_of_itself(told: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a bureau's enforcement is told of itself (省本级…) rather than of all its area, for which it has a table.

    ``told`` are metrics in sentences, each with the level that its number is of: the account that tells more of them is
    the report's, else all that it tells of both would be mixed.
    """
    own, area = ({key for key, level in told if level == side} for side in ("own", "area"))
    return bool(own) and len(own) >= len(area)


def _is_case(entries: Sequence[Bound]) -> bool:
    return entries[0].match.metric.topic == "行政复议"


def _side(levels: Mapping[str, Sequence[str | None]]) -> str | None:
    """The level whose account of reconsiderations is taken, where some number is told of two; None: it is one account.

    ``levels`` are those of each metric's numbers. The one with outcomes is told in full, else the one with more
    numbers: to take some from each would make rates of two bodies' cases.
    """
    told = {side: {key for key, found in levels.items() if side in found} for side in ("own", "area")}
    if told["own"].isdisjoint(told["area"]):
        return None
    if _BY_OUTCOMES in told["own"] ^ told["area"]:
        return "own" if _BY_OUTCOMES in told["own"] else "area"
    return "own" if len(told["own"]) > len(told["area"]) else "area"


def _is_over(text: str, level: re.Match[str], place: int) -> bool:
    """Whether a level that is only told of a part (其中市本级1318件; in a bracket) ends before ``place``."""
    bracket = re.search("[（()）]", text[level.end() : place])
    if bracket is not None and bracket[0] in ")）":
        return True
    if re.search("[；;。]", text[level.end() : place]) is None:
        return False
    start = 1 + max(text.rfind(mark, 0, level.start()) for mark in "；;。\n")
    return "其中" in text[start : level.end()]


def _side_of_files(figure: Figure, text: str) -> str | None:
    """Whose files its sentence spoke of last before a number: the bureau's ``own``, those ``below`` it, or nobody's."""
    behind = re.match(r"[^，,；;。\d]{0,12}", text[figure.at[1] : figure.end])
    told = last(_FILES_OF, text[figure.start : figure.at[1] + (behind.end() if behind else 0)])
    return told.lastgroup if told else None


def _of_papers(figure: Figure, text: str) -> str | None:
    """Whose papers a number counts: the government's ``own``, or those of the whole ``area``."""
    told = last(_PAPERS_OF, text[figure.start : figure.at[0]])
    return told.lastgroup if told else None


def _is_of_some(figure: Figure) -> bool:
    """Whether an enforcement count is of the towns alone, or of the bureaus beside whom the towns' stands."""
    if _TOWNS.search(figure.quote) is None:
        return False
    part = figure.quote[: figure.at[0] - figure.start]
    part = part[max(part.rfind(mark) for mark in "；;。") + 1 :]
    told = last(_SOME, part)
    if told is None or told.lastgroup == "whole":
        return False
    if told.lastgroup == "towns" and not told["together"]:
        return True
    beside = "bureaus" if told.lastgroup == "towns" else "towns"  # 全县18个乡镇共办理326件: all there is, if alone
    return any(other.lastgroup == beside for other in _SOME.finditer(figure.quote))


def _is_dispatched(entry: Bound, figures: Sequence[Figure], text: str) -> bool:
    """Whether a squad's or branch's number is told beside the issuer's own none: 中队处罚214件；镇政府未实施处罚."""
    figure = figures[entry.figure]
    before = text[figure.start : figure.at[0]]
    told = _DISPATCHED.search(before[max(before.rfind(mark) for mark in "；;。") + 1 :])
    if told is None or _OWN_SUBJECT.search(told["since"]) is not None:
        return False
    around = text[max(0, figure.start - _NONE_REACH) : figure.end + _NONE_REACH]
    return any(none["what"] in entry.match.metric.contexts for none in _NONE_ITSELF.finditer(around))


def _is_part(part: re.Pattern[str], figure: Figure, text: str) -> bool:
    start = 1 + max(text.rfind(mark, figure.start, figure.at[0]) for mark in "；;。")
    return part.search(text, max(figure.start, start), figure.at[0]) is not None
