"""Why an expectation stands as it does, in one sentence. No day counts: the words change only when the matter does."""

from __future__ import annotations

from scheduler.judge.wording.sight import explain_sight
from scheduler.judge.wording.texts import clean

_ZH = {
    "exempt": "本年度免于公开：{why}",
    "published": "公开日期 {day}，在期限之内",
    "updated": "页面更新日期 {day}，在期限之内",
    "seen": "{day} 已检索到，在期限之内",
    "seen_before": "{day} 已检索到并存档，在期限之内；页面现标注 {now}，晚于此日，不作依据",
    "posted_before": "此前存档的页面标注公开日期 {day}，在期限之内；现页面标注 {now}，为重新发布或迁移所致，不作依据",
    "published_late": "公开日期 {day}，晚于期限",
    "alike_late": "公开日期 {day}，晚于期限；{years}年度的报告也标注同一日期，可能是集中补录时统一标注",
    "signed_late": "落款日期 {day}，晚于期限",
    "borderline": "公开日期 {day}，临界：正是规定“之前”所指之日",
    "undated": "已检索到；没有能证明何时公开的日期",
    "addressed": "已检索到；页面日期 {day} 与网址中的日期 {address} 不一致，不能证明何时公开",
    "redated": "已检索到；页面日期 {day} 与{years}年度的报告相同，应为改版或补录时统一标注，不能证明何时公开{signed}",
    "joint": "联合发布的《{title}》：{why}",
    "renamed": "以原名称或新名称发布的《{title}》：{why}",
    "not_yet_due": "未到期，尚未检索到",
    "missing": "期限之后各栏目均已完整读取，未检索到公开",
    "never_visited": "栏目 {section} 尚未读取",
    "not_since_due": "栏目 {section} 自期限之后尚未读取（最近一次 {since}）",
    "not_lately": "栏目 {section} 自 {since} 之后未再读取，不能断定现在的情况",
    "old_copy": "栏目 {section} 所得页面是 {since} 的缓存副本，不能断定此后的情况",
    "not_walked": "栏目 {section} 首页未变，但期限之后尚未逐页读取",
    "not_whole": "栏目 {section} 自 {since} 起未能完整读取{detail}",
    "blind": "栏目 {section} 自 {since} 起不能读取{detail}",
    "too_short": "栏目 {section} 的列表没有显示终点，或各行未按日期排列，"
    "只能证明 {since} 以来公开的都会列出，此前公开的可能已移出列表",
    "others_only": "栏目 {section} 只列有其他类别机构的报告（如“{issuer}”），从未列出本机构的报告，可能并非其公开之处",
    "document": "栏目 {section} 中有待判定的文件，可能就是该报告{detail}",
    "stray": "栏目 {section} 中有署名“{issuer}”的同年度报告，不属于已配置的机构，待判定，可能就是该报告{detail}",
}
_OF_VISITS = frozenset({"not_whole", "blind"})
_EN = {
    "exempt": "exempt this year: {why}",
    "published": "published {day}, in time",
    "updated": "page updated {day}, in time",
    "seen": "seen {day}, in time",
    "seen_before": "seen and archived {day}, in time; its page now says {now}, which is later and no proof",
    "posted_before": "its page archived before says published {day}, in time; the present one says {now}, "
    "posted again or moved, and is no proof",
    "published_late": "published {day}, after the due date",
    "alike_late": "published {day}, after the due date; the reports of {years} bear the same date, so they may have "
    "been added together later",
    "signed_late": "signed {day}, after the due date",
    "borderline": "published {day}, borderline: the very day that the rule's “before” names",
    "undated": "found; no date on it proves when it was published",
    "addressed": "found; its page says {day} and its address {address}: neither proves when it was published",
    "redated": "found; its page bears the date {day} as the reports of {years} do, so it was dated anew with them, and "
    "when it was published is not known{signed}",
    "joint": "joint report {title}: {why}",
    "renamed": "{title}, published under the body's former or later name: {why}",
    "not_yet_due": "not yet due, not found yet",
    "missing": "every section was read whole after the due date; not found",
    "never_visited": "section {section} was never read",
    "not_since_due": "section {section} was not read since the due date (last {since})",
    "not_lately": "section {section} was not read again after {since}; what it shows now is not known",
    "old_copy": "section {section} was answered with a cached copy of {since}; what it shows now is not known",
    "not_walked": "section {section} has an unchanged first page, but its other pages were not read since the due date",
    "not_whole": "section {section} could not be read whole since {since}{detail}",
    "blind": "section {section} could not be read since {since}{detail}",
    "too_short": "section {section} has a list that shows no end, or whose rows stand in no order of days: it surely "
    "shows what was published since {since} only; what was published before may have left it",
    "others_only": "section {section} lists reports of bodies of other kinds only (such as {issuer}) and never showed "
    "one of this body, so it may not be where this body publishes",
    "document": "section {section} holds an unsettled document that may be the report{detail}",
    "stray": "section {section} holds a report of that year by {issuer}, which is no configured body; undecided, "
    "it may be the report{detail}",
}


def reason(code: str, language: str, **values: str) -> str:
    """The sentence of a reason in zh-CN or en; a ``detail`` (of a visit, in words) follows after a colon."""
    english = language == "en"
    detail = clean(values.get("detail", ""))
    if code in _OF_VISITS:
        detail = explain_sight(detail, language)
    colon = ": " if english else "："
    if values.get("signed"):
        values["signed"] = (
            f"; signed {values['signed']}, in time" if english else f"；落款日期 {values['signed']} 在期限之内"
        )
    words = {**values, "detail": f"{colon}{detail}" if detail else ""}
    return (_EN if english else _ZH)[code].format(**words)
