"""A judgement in words: title and explanation, from the templates of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context as TemplateContext

from db.records import Judgement
from db.vocabulary import Rule
from scheduler.judge.package_data import read_package_yaml
from scheduler.judge.wording.names import Names
from scheduler.judge.wording.rule_texts import rule_texts
from scheduler.judge.wording.sight import explain_sight
from scheduler.judge.wording.texts import amount, clean, number

_MOST_QUOTES = 6
_LONGEST_QUOTE = 400
_PART = "\x1e"
_ROUNDING = 0.5  # percentage points: reports round rates to whole percents


@dataclass(frozen=True, slots=True)
class Worded:
    """``title`` is one line. ``explanation`` is paragraphs parted by one newline each, fit to be read by itself."""

    title: str
    explanation: str


@dataclass(frozen=True)
class Language:
    """One language's templates and words."""

    code: str
    words: Mapping[str, Any]
    sources: Mapping[Rule, str]  # of each rule's template: title, what and advice in one, parted by _PART


def word(judgement: Judgement, language: str, names: Names) -> Worded:
    """Say a judgement in zh-CN or en. Text from portals in it is data: it cannot break a line or hide one."""
    spoken = _language("en" if language == "en" else "zh")
    values = _values(judgement, spoken, names)
    body, words = names.body(judgement.body_id), spoken.words["words"]
    template = _template(spoken.code, judgement.rule)
    # As `render`, without its copies of the values.
    rendered = "".join(template.root_render_func(template.new_context(values, shared=True)))
    title, what, advice = rendered.split(_PART)
    prefix = words["with_year"] if judgement.year else words["without_year"]
    paragraphs = _paragraphs(judgement, spoken, names, what, advice)
    return Worded(
        title=clean(prefix.format(who=body.short, year=judgement.year, what=title)),
        explanation="\n".join(line for line in paragraphs if line),
    )


def _values(judgement: Judgement, spoken: Language, names: Names) -> dict[str, Any]:
    return {
        "now": {"last_good": None},
        **judgement.data,
        "year": judgement.year,
        "kind": _kind(judgement, spoken),
        "_names": names,
        "_spoken": spoken,
    }


def _kind(judgement: Judgement, spoken: Language) -> str:
    return str(spoken.words["kinds"][judgement.kind]) if judgement.kind else ""


def _paragraphs(judgement: Judgement, spoken: Language, names: Names, what: str, advice: str) -> Iterator[str]:
    words = spoken.words["words"]
    body = names.body(judgement.body_id)
    head = words["head"] if judgement.year else words["head_without_year"]
    code = words["code"].format(code=body.code) if body.code else ""
    yield clean(head.format(full=body.full, code=code, year=judgement.year, kind=_kind(judgement, spoken)))
    yield from (line.strip() for line in what.splitlines())
    yield from _remarks(judgement, spoken)
    yield from _quotes(judgement, spoken)
    yield _rule_line(spoken.code, judgement.rule)
    yield _basis(judgement, spoken)
    if url := judgement.data.get("url"):
        yield words["page"].format(url=clean(str(url)))
    yield words["advice"].format(text=clean(advice))
    yield words["closing"]


def _remarks(judgement: Judgement, spoken: Language) -> Iterator[str]:
    remarks, data = spoken.words["remarks"], judgement.data
    if data.get("recognised"):
        yield remarks["recognised"]
    if data.get("step", 1) > 1:
        yield remarks["step"].format(step=data["step"])
    if scope := spoken.words["scopes"].get(data.get("scope", "")):
        yield remarks["scope"].format(scope=scope)
    duty = data.get("duty")
    if data.get("unverified") or (duty and duty["status"] == "unverified"):
        yield remarks["capped"]


def _quotes(judgement: Judgement, spoken: Language) -> Iterator[str]:
    words, quotes = spoken.words["words"], judgement.data.get("quotes", [])
    for quote in quotes[:_MOST_QUOTES]:
        text = clean(quote["text"])
        if len(text) > _LONGEST_QUOTE:
            text = text[:_LONGEST_QUOTE] + "…"
        yield words["quote"].format(year=quote["year"], text=text, url=clean(quote["url"]))
    if len(quotes) > _MOST_QUOTES:
        yield words["more_quotes"].format(count=len(quotes) - _MOST_QUOTES)


def _basis(judgement: Judgement, spoken: Language) -> str:
    """The duty's own basis where the judgement stands on one, else the rule's."""
    duty = judgement.data.get("duty")
    if not duty or rule_texts()[judgement.rule].certainty == "method":
        return _own_basis(spoken.code, judgement.rule)
    basis = duty["basis_en"] if spoken.code == "en" else duty["basis"]
    certainty = spoken.words["certainty"][duty["status"]]
    return str(spoken.words["words"]["basis"].format(basis=clean(basis), certainty=certainty))


@cache
def _own_basis(code: str, rule: Rule) -> str:
    text, spoken = rule_texts()[rule], _language(code)
    certainty = spoken.words["certainty"][text.certainty]
    return str(spoken.words["words"]["basis"].format(basis=text.basis(code), certainty=certainty))


@cache
def _rule_line(code: str, rule: Rule) -> str:
    return str(_language(code).words["words"]["rule"].format(sentence=rule_texts()[rule].sentence(code)))


@cache
def _language(code: str) -> Language:
    document = read_package_yaml(f"{code}.yaml", "scheduler.judge.wording")
    sources = {
        Rule(rule): _PART.join(fields[name] for name in ("title", "what", "advice"))
        for rule, fields in document.pop("rules").items()
    }
    return Language(code, document, sources)


@cache
def _template(code: str, rule: Rule) -> Template:
    """A rule's template, made when it is asked for first: a check after one new report needs few of them."""
    return _environment().from_string(_language(code).sources[rule])


@cache
def _environment() -> Environment:
    # Plain text: escaping is the mail's own task, and would show as &amp; here.
    environment = Environment(undefined=StrictUndefined, autoescape=False, finalize=_one_line)
    environment.globals.clear()  # the templates use none, and each rendering would copy them
    environment.filters.update(
        m=_metric_name,
        v=_with_unit,
        bare=_without_unit,
        plain=lambda value: number(value) if isinstance(value, (int, float)) else str(value),
        figure=lambda value: "—" if value is None else number(value, places=4),
        day=_day,
        chance=_chance,
        probability=_probability,
        recomputed=_recomputed,
        role=_role,
        topic=_topic,
        body=_body,
        body_full=_body_full,
        sight=_sight,
        kinds=_kinds,
    )
    return environment


def _one_line(value: object) -> object:
    """Whatever a template puts in: text from portals must neither break a line nor hide one."""
    return clean(value) if isinstance(value, str) else value


@pass_context
def _metric_name(context: TemplateContext, key: str | None) -> str:
    return context["_names"].metric(key, context["_spoken"].code) if key else ""


@pass_context
def _with_unit(context: TemplateContext, value: float, metric: str) -> str:
    return amount(value, context["_names"].unit(metric), context["_spoken"].code)


@pass_context
def _without_unit(context: TemplateContext, value: float, metric: str) -> str:
    """The first of two values that share a unit: 553→347件. Amounts keep theirs, since 万 and 亿 may differ."""
    unit = context["_names"].unit(metric)
    return amount(value, unit, context["_spoken"].code) if unit in ("元", "%") else number(value)


@pass_context
def _day(context: TemplateContext, value: str) -> str:
    """2026年3月31日 for 2026-03-31, in Chinese."""
    if context["_spoken"].code == "en":
        return value
    year, month, day = value.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _recomputed(compared: Mapping[str, Any]) -> bool:
    """Does a report give another percentage for what is compared? Whoever looks it up there must not be surprised."""
    sides = (compared["old"], compared["new"])
    return any(side["stated"] is not None and abs(side["stated"] - side["value"]) > _ROUNDING for side in sides)


def _probability(p: float) -> str:
    """p = 0.0133, or p < 0.0001 for what rounding would make nothing."""
    return f"p = {p:.4f}" if p >= 0.0001 else "p < 0.0001"


@pass_context
def _chance(context: TemplateContext, p: float) -> str:
    """A probability as people say it: 约为1.3%, 不到0.1%."""
    english = context["_spoken"].code == "en"
    if p < 0.001:
        return "less than 0.1 %" if english else "不到0.1%"
    return f"about {p:.1%}" if english else f"约为{p:.1%}"


@pass_context
def _role(context: TemplateContext, role: str) -> str:
    return str(context["_spoken"].words["roles"][role])


@pass_context
def _topic(context: TemplateContext, topic: str) -> str:
    return str(context["_spoken"].words["topics"].get(topic, topic))


@pass_context
def _body(context: TemplateContext, body_id: str) -> str:
    return str(context["_names"].body(body_id).short)


@pass_context
def _body_full(context: TemplateContext, body_id: str) -> str:
    return str(context["_names"].body(body_id).full)


@pass_context
def _sight(context: TemplateContext, reason: str) -> str:
    return explain_sight(reason, context["_spoken"].code)


@pass_context
def _kinds(context: TemplateContext, kinds: Sequence[str]) -> str:
    """What a section is watched for: 法治政府建设年度报告、行政执法年度数据."""
    spoken = context["_spoken"]
    return (", " if spoken.code == "en" else "、").join(spoken.words["kinds"][kind] for kind in kinds)
