"""Report texts for large databases: Chinese of the usual wording, with figures whose places are known.

Nothing in them is real; sentences are put together from parts, so that searching meets a realistic mixture of common
and rare words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from parsers.vocabulary import PartForm, PartRole


def _words(text: str) -> list[str]:
    return text.split()


_WHERE = _words("""
    行政执法 行政复议 行政应诉 政务服务 营商环境 基层治理 公共法律服务 市场监管 生态环境 城市管理
    安全生产 劳动保障 食品药品 自然资源 交通运输 文化旅游 乡村振兴 矛盾纠纷化解 普法宣传 合法性审查
    重大行政决策 规范性文件管理 政府合同管理 府院联动 数字政府建设 信用体系建设 涉企执法 未成年人保护
    养老服务 社会救助 应急管理 卫生健康 教育督导 住房保障 水利建设 林业管护 渔业执法 知识产权保护
    招商引资
""")
_DID = _words("""
    持续深化 全面推进 稳步实施 着力完善 严格落实 创新开展 统筹抓好 扎实做好 加快构建 不断规范
    有效提升 认真组织 积极探索 进一步健全 切实加强 有序推动 重点整治 常态化开展
""")
_WHAT = _words("""
    制度体系 工作机制 队伍能力建设 全过程记录制度 法制审核流程 监督检查 专项整治行动 案卷评查
    示范创建 执法协作 信息共享平台 柔性执法清单 领导干部学法 法律顾问制度 公平竞争审查 政务公开
    投诉举报办理 行政裁量基准 综合执法改革 一网通办 证明事项告知承诺制 多元解纷网络 执法人员资格管理
    跨部门联合检查 社会矛盾排查
""")
_TAIL = _words("""
    群众满意度明显提高 依法行政水平稳步提升 形成齐抓共管的工作格局 为经济社会高质量发展提供有力法治保障
    取得阶段性成效 营造了良好的法治氛围 基层负担有效减轻 执法行为更加规范 企业获得感不断增强
    相关做法被上级推广 短板弱项加快补齐 责任链条进一步压实 政务诚信建设得到加强 权力运行更加公开透明
    矛盾纠纷就地化解率提高 服务效能显著改善
""")
_LACK = _words("""
    能力有待提高 责任落实不够到位 专业力量较为薄弱 制度执行存在偏差 宣传形式较为单一 协同机制不够顺畅
""")
_EVENT = _words("""
    法治宣讲 执法培训 联合检查 法律咨询 案卷评查 旁听庭审 以案释法 走访调研 专题研讨 应急演练
""")

HEADINGS = (
    (PartRole.RESULTS, "一、主要工作和成效", 34),
    (PartRole.SHORTCOMINGS, "二、存在的不足", 7),
    (PartRole.CAUSES, "三、不足的原因", 4),
    (PartRole.LEADERSHIP, "四、党政主要负责人履行推进法治建设第一责任人职责情况", 7),
    (PartRole.PLAN, "五、下一年度主要安排", 8),
)


@cache
def clauses() -> tuple[str, ...]:
    """What is done: some seventeen thousand clauses."""
    return tuple("".join(words) for words in product(_WHERE, _DID, _WHAT))


@cache
def lacks() -> tuple[str, ...]:
    return tuple(f"{where}{what}{lack}" for where, what, lack in product(_WHERE, _WHAT, _LACK))


@dataclass(frozen=True, slots=True)
class Placed:
    """A number in the text: its sentence and itself, as offsets; ``name`` is what it counts."""

    name: str
    value: float
    unit: str
    quote: str
    start: int
    end: int
    at_start: int
    at_end: int
    part: PartRole


@dataclass
class Draft:
    """A text as it grows."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    placed: list[Placed] = field(default_factory=list)
    parts: list[tuple[PartRole, str, PartForm, int, int]] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        self.pieces.append(sentence)
        self.length += len(sentence)

    def count(self, lead: str, items: Sequence[tuple[str, float, str]], part: PartRole) -> None:
        """One sentence that tells several numbers: "全年法律援助案件351件，办结率90.5%。"."""
        start, at, pieces, spots = self.length, self.length + len(lead), [lead], []
        for name, value, unit in items:
            number = f"{value:.2f}" if unit == "%" else f"{value:.0f}"
            at += len(name)
            spots.append((name, float(number), unit, at, at + len(number)))
            at += len(number) + len(unit) + 1
            pieces.append(f"{name}{number}{unit}，")
        quote = "".join(pieces)[:-1] + "。"
        self.say(quote)
        for name, value, unit, low, high in spots:
            self.placed.append(Placed(name, value, unit, quote, start, start + len(quote), low, high, part))

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def compose(
    chance: random.Random, title: str, numbers: Sequence[tuple[str, float, str]], others: int, *, causes: bool
) -> Draft:
    """A report of about 5,000 characters with these numbers and as many ``others``, with the part on causes or not."""
    draft = Draft()
    draft.say(f"{title}\n")
    for role, heading, sentences in HEADINGS:
        if role is PartRole.CAUSES and not causes:
            draft.parts.append((role, "", PartForm.ABSENT, 0, 0))
            continue
        start = draft.length
        draft.say(f"{heading}\n")
        pool = lacks() if role in (PartRole.SHORTCOMINGS, PartRole.CAUSES) else clauses()
        for _ in range(sentences):
            first, second = chance.choice(pool), chance.choice(pool)
            draft.say(f"{first}，{second}，{chance.choice(_TAIL)}。")
        if role is PartRole.RESULTS:
            _tell(draft, chance, numbers, others, role)
        draft.say("\n")
        draft.parts.append((role, heading, PartForm.PRESENT, start, draft.length))
    return draft


def _tell(
    draft: Draft, chance: random.Random, numbers: Sequence[tuple[str, float, str]], others: int, part: PartRole
) -> None:
    for index in range(0, len(numbers), 2):
        draft.count("全年", numbers[index : index + 2], part)
        draft.say("\n" if index % 8 == 0 else "")
    for _ in range(others // 3):
        event = chance.choice(_EVENT)
        draft.count(
            "组织开展",
            [
                (event, chance.randint(2, 90), "场次"),
                ("覆盖", chance.randint(50, 9000), "人次"),
                ("发放资料", chance.randint(100, 20000), "份"),
            ],
            part,
        )
