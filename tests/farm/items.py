"""What the farm's portals publish: invented counties, each with reports and with papers that look like reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from parsers.vocabulary import Decision, Kind

_NAMES = (
    "岚桉沂渌沣泾淇涞溱漪澧潞灞珲琅瑞祁祺秭稷筠箐绛缙翊芮苕茌荥莒菏蒗蓟蔚虞蠡褒谯"
    "豳邗邠郯郾鄄鄞酃铚隰雒霅靖颍饶骊鄜鲅鸠麟黟龛栎栾桓梓楠榆槐樟橡檀泓泸泽洛洮浏浔浦海涪涿淄"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a portal. ``decision``, ``kind`` and ``year`` are what it must be found to be.

    ``posted`` is the day that list, address and page show; it is on the portal from ``since`` (None: from its posting)
    until ``withdrawn`` and on the list until ``unlisted`` (each the first day without it). ``text`` is its markup,
    ``annex`` its text where the page is only the letter around it.
    """

    key: int
    title: str
    posted: date
    decision: Decision = Decision.NOT_A_REPORT
    kind: Kind | None = None
    year: int | None = None
    issuer: str = ""
    text: str = ""
    annex: str = ""
    since: date | None = None
    unlisted: date | None = None
    withdrawn: date | None = None

    @property
    def is_report(self) -> bool:
        return self.decision is Decision.REPORT

    def on_portal(self, day: date) -> bool:
        return (self.since or self.posted) <= day and (self.withdrawn is None or day < self.withdrawn)

    def on_list(self, day: date) -> bool:
        return self.on_portal(day) and (self.unlisted is None or day < self.unlisted)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one county's portal."""

    county: str
    items: tuple[Item, ...]

    @property
    def government(self) -> str:
        return f"{self.county}人民政府"

    def listed(self, day: date) -> tuple[Item, ...]:
        """What its list shows on a day, the newest first."""
        shown = [item for item in self.items if item.on_list(day)]
        return tuple(sorted(shown, key=lambda item: (item.posted, -item.key), reverse=True))

    def reports(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_report)

    def but(self, key: int, **changes: object) -> Column:
        """The column with one item changed."""
        items = (replace(item, **changes) if item.key == key else item for item in self.items)  # type: ignore[arg-type]
        return replace(self, items=tuple(items))

    def without(self, *keys: int) -> Column:
        return replace(self, items=tuple(item for item in self.items if item.key not in keys))


def county(number: int) -> str:
    """The name of an invented county: 青岚县, 青桉县 …, 白岚县 …"""
    return f"{'青白'[number // len(_NAMES)]}{_NAMES[number % len(_NAMES)]}县"


REPORT_2025, OFFICE_2025, REPORT_2024, REPORT_2023, DISCLOSURE_2025 = 0, 1, 2, 3, 4


def column(number: int, *, fillers: int = 6, more: Iterable[Item] = ()) -> Column:
    """A column as they are: reports of three years, those of others, look-alikes, and `fillers` rows of news."""
    name = county(number)
    items = [*_reports(name), *_look_alikes(name)]
    items += [_news(name, 100 + n, n) for n in range(fillers)]
    return Column(name, (*items, *more))


def report(name: str, key: int, year: int, posted: date, *, issuer: str = "人民政府", cases: int = 12) -> Item:
    """A yearly report of a county's government or department, with figures that tell it from all others."""
    word = "" if issuer == "人民政府" else "工作"
    return Item(
        key,
        f"{name}{issuer}{year}年度法治政府建设{word}情况报告",
        posted,
        Decision.REPORT,
        Kind.FAZHI_ANNUAL,
        year,
        f"{name}{issuer}",
        report_text(name, issuer, year, posted, cases + key),
    )


def report_text(name: str, issuer: str, year: int, posted: date, cases: int) -> str:
    signed = posted - timedelta(days=3)
    return (
        f"<p>　　{year}年，{name}{issuer}坚持以习近平法治思想为指导，扎实推进依法行政，各项工作平稳有序。"
        "现将有关情况报告如下：</p>\n"
        f"<p>　　一、主要举措和成效</p>\n<p>　　全年办理行政复议案件{cases}件，审结{cases - 1}件；开展执法人员培训3次，"
        f"覆盖{cases * 10}人次；行政机关负责人出庭应诉率100%。</p>\n"
        "<p>　　二、存在的不足和原因</p>\n<p>　　基层执法力量仍显薄弱，主要原因是人员流动较快，业务培训不够系统。</p>\n"
        "<p>　　三、党政主要负责人履行推进法治建设第一责任人职责情况</p>\n<p>　　主要负责人主持召开专题会议4次，"
        "研究部署法治政府建设重点工作，带头学法述法。</p>\n"
        "<p>　　四、下一年度主要安排</p>\n<p>　　继续完善制度，提升执法规范化水平，加强监督检查。"
        "（本文为测试而编写，并非真实报告。）</p>\n"
        f'<p style="text-align:right">{name}{issuer}</p>\n'
        f'<p style="text-align:right">{signed.year}年{signed.month}月{signed.day}日</p>'
    )


def _reports(name: str) -> list[Item]:
    disclosure = Item(
        DISCLOSURE_2025,
        f"{name}人民政府2025年政府信息公开工作年度报告",
        date(2026, 1, 26),
        Decision.REPORT,
        Kind.DISCLOSURE_ANNUAL,
        2025,
        f"{name}人民政府",
        f"<p>　　根据《中华人民共和国政府信息公开条例》，编制{name}人民政府2025年政府信息公开工作年度报告。</p>"
        "<p>　　一、总体情况</p><p>　　全年主动公开政府信息812条，收到依申请公开21件，均按时答复。</p>"
        "<p>　　二、存在的主要问题及改进情况</p><p>　　公开内容的时效性仍需提高，将加强对各单位的指导。</p>",
    )
    return [
        report(name, REPORT_2025, 2025, date(2026, 3, 12)),
        report(name, OFFICE_2025, 2025, date(2026, 2, 27), issuer="司法局"),
        report(name, REPORT_2024, 2024, date(2025, 3, 28)),
        report(name, REPORT_2023, 2023, date(2024, 3, 29)),
        disclosure,
    ]


def _look_alikes(name: str) -> list[Item]:
    """DOMAIN's list of what must not count as the report; the words are those of real titles."""
    news = (
        f"<p>　　本报讯（全媒体记者 李某 通讯员 王某）近日，{name}持续推进法治政府建设，群众满意度不断提升。</p>"
        "<p>　　“现在办事方便多了。”家住城东的市民张女士说。全县行政负责人出庭应诉率达到100%，短视频超8000万次。</p>"
        "<p>　　责任编辑：赵某　美术编辑：钱某　校对：孙某</p>"
    )
    notice = "<p>各乡镇人民政府，县直各单位：</p><p>　　为做好有关工作，现将事项通知如下，请按时完成。</p>" * 4
    return [
        Item(10, f"关于印发《{name}2026年法治政府建设工作要点》的通知", date(2026, 3, 16), text=notice),
        Item(11, f"{name}召开2026年法治政府建设推进会", date(2026, 3, 3), text=news),
        Item(
            12,
            f"{name}2025年行政复议和行政应诉工作年度报告",
            date(2026, 3, 2),
            Decision.OTHER_KIND,
            text="<p>　　2025年，全县共办理行政复议案件57件，审结51件，行政应诉案件33件，现将情况报告如下。</p>" * 4,
        ),
        Item(
            13,
            f"{name}法治政府建设五年工作总结报告（2021—2025年）",
            date(2026, 1, 20),
            Decision.OTHER_KIND,
            text="<p>　　五年来，全县扎实推进法治政府建设，各项任务基本完成，现将五年工作总结报告如下。</p>" * 4,
        ),
        Item(14, f"关于做好2025年度{name}法治政府建设情况报告报送工作的通知", date(2026, 1, 12), text=notice),
        Item(15, f"让法治成为发展的底色——{name}推进法治政府建设纪实", date(2025, 9, 6), text=news),
        Item(
            16,
            "某县人民政府2025年度法治政府建设情况报告（范文）",
            date(2025, 12, 30),
            text="<p>　　2025年，某县人民政府坚持以习近平法治思想为指导，××××，现将有关情况报告如下。</p>" * 4,
        ),
        Item(17, f"{name}法治督察工作方案", date(2025, 6, 18), text=notice),
        Item(18, f"{name}全国法治政府建设示范创建工作有序推进", date(2025, 5, 20), text=news),
    ]


def _news(name: str, key: int, n: int) -> Item:
    day = date(2025, 12, 20) - timedelta(days=11 * n % 700)
    text = "<p>　　县领导先后来到项目现场，详细了解建设进度，要求有关单位主动服务、压实责任，确保项目早日建成。</p>" * 3
    return Item(key, f"{name}领导调研重点项目建设进展（{n + 1}）", day, text=text)
