"""The text of an invented body's yearly report: the five parts, and sentences with the numbers that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

# What a report says where the story names no other numbers: the same each year, so that nothing is news. Reports are
# short (fewer than thirty clauses), so that being alike is none either.
USUAL: Mapping[str, float] = {
    "received": 120, "accepted": 112, "closed": 104, "mediated": 640, "settled": 628, "aided": 310,
    "appeared": 12, "heard": 12,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """``numbers`` differ from the usual ones; ``without`` names what the report leaves out."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def with_numbers(self, numbers: Mapping[str, float]) -> Words:
        return replace(self, numbers={**self.numbers, **numbers})


def report_text(name: str, year: int, signed: date, words: Words) -> Iterator[str]:
    """The paragraphs of a report."""
    n = {**USUAL, **words.numbers}
    yield f"{year}年，我单位坚持以习近平法治思想为指导，扎实推进法治政府建设。现将有关情况报告如下："
    yield "一、主要举措和成效"
    yield "（一）健全依法决策机制。重大行政决策和规范性文件均经合法性审查和集体讨论，没有发生程序违法的情形。"
    yield (
        f"（二）依法办理行政复议。全年共收到行政复议申请{n['received']:g}件，受理{n['accepted']:g}件，"
        f"审结{n['closed']:g}件，多数案件在法定期限内办结。"
    )
    rate = 100 * n["appeared"] / n["heard"]
    yield (
        f"（三）规范行政应诉工作。全年行政诉讼案件开庭{n['heard']:g}件，行政机关负责人出庭应诉{n['appeared']:g}件，"
        f"行政机关负责人出庭应诉率{rate:.1f}%。"
    )
    rate = 100 * n["settled"] / n["mediated"]
    yield (
        f"（四）化解社会矛盾纠纷。各级人民调解组织共调解矛盾纠纷{n['mediated']:g}件，"
        f"调解成功{n['settled']:g}件，调解成功率{rate:.2f}%。"
    )
    yield f"（五）完善公共法律服务。全年共办理法律援助案件{n['aided']:g}件，为困难群众提供及时的法律帮助。"
    yield "二、存在的不足和原因"
    yield "一年来的工作还有不足：一是基层执法力量配备不够均衡，二是少数干部运用法治方式解决问题的本领不强。"
    if "causes" not in words.without:
        yield "原因主要是：基层法治人才引进渠道较窄，业务培训的针对性不强。"
    yield "三、党政主要负责人履行推进法治建设第一责任人职责情况"
    yield (
        "主要负责人切实履行推进法治建设第一责任人职责，先后四次主持召开会议专题研究法治建设重要问题，"
        "对行政执法突出问题作出批示并督促整改。"
    )
    yield f"四、{year + 1}年度主要安排"
    yield "（一）继续健全重大行政决策程序，完善专家论证和风险评估办法。"
    yield "（二）继续加强基层执法队伍建设，推动执法重心下移。"
    yield name
    yield f"{signed.year}年{signed.month}月{signed.day}日"
