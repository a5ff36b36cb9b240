"""Acts, and what is only about acts: cases, files, reviews and records told by the acts that they concern."""

from __future__ import annotations

import pytest

from tests.parsers.figures.samples import figures_of, findings, read, stated

ABOUT_ACTS: list[tuple[str, dict[str, float]]] = [
    (
        "办理行政复议案件126件，涉及行政处罚61件（占48.4%）、行政许可9件、行政强制7件、行政确认12件、行政征收5件、行政检查3件。",
        {"reconsideration_received": 126},
    ),
    (
        "全年受理行政复议案件126件，审结118件，案件类型主要为行政处罚61件、行政强制措施7件。",
        {"reconsideration_accepted": 126, "reconsideration_closed": 118},
    ),
    (
        "全年办理行政复议案件126件。按行政行为分，行政处罚61件，行政许可9件，行政协议4件。",
        {"reconsideration_received": 126},
    ),
    (
        "审结行政诉讼案件78件，其中涉及行政处罚31件、行政许可6件、行政强制4件、行政协议7件、行政复议9件。",
        {"litigation_concluded": 78},
    ),
    ("全县发生行政诉讼案件78件，案件类型涉及行政登记12件、行政处罚31件。", {"litigation_cases": 78}),
    (
        "全年办理行政复议案件126件。从复议事项看，行政处罚61件，占48.4%，行政许可9件，占7.1%。",
        {"reconsideration_received": 126},
    ),
    (
        "全年受理行政复议案件96件，案件主要类型为治安管理行政处罚36件，交通管理行政处罚25件。",
        {"reconsideration_accepted": 96},
    ),
    ("受理行政复议案件126件，按案由分：行政处罚61件、行政许可9件、行政强制7件。", {"reconsideration_accepted": 126}),
    (
        "受理行政复议申请126件，其中不服行政处罚61件、不服行政许可9件、不服行政强制措施7件。",
        {"reconsideration_accepted": 126},
    ),
    ("全县行政诉讼案件21件，其中行政赔偿3件、行政协议4件、征地拆迁9件。", {"litigation_cases": 21}),
    ("全年新收行政复议案件126件，因行政处罚引发61件、因行政许可引发9件。", {"reconsideration_received": 126}),
    ("126件行政复议案件中，涉行政处罚61件、涉行政许可9件。", {"reconsideration_received": 126}),
    ("全年共办理行政复议案件126件（行政处罚61件、行政许可9件、行政强制7件）。", {"reconsideration_received": 126}),
    (
        "全年办理行政复议案件213件。涉及行政处罚98件，占46%；行政许可9件，占4.2%；行政强制14件，占6.6%。",
        {"reconsideration_received": 213},
    ),
    (
        "全年办理行政复议案件213件，审结198件。从领域看，公安96件、自然资源31件。从行为类型看，行政处罚98件、行政许可9件。",
        {"reconsideration_received": 213, "reconsideration_closed": 198},
    ),
    ("被申请行政复议的案件涉及的行政行为包括行政处罚61件、行政许可9件、行政征收7件。", {}),
    ("被申请人为县公安局的61件，其中行政处罚51件、行政强制7件。", {}),
    ("败诉案件8件，其中行政处罚3件、行政强制2件、行政许可1件。", {"litigation_lost": 8}),
    ("被纠错的12件案件中，涉及行政处罚7件、行政强制3件、行政许可2件。", {}),
    ("重大执法决定法制审核312件，其中行政处罚286件、行政许可21件、行政强制5件。", {}),
    ("评查各类案卷96件，其中行政处罚61件、行政许可27件、行政强制8件。", {"file_review_total": 96}),
    ("抽查行政执法案卷96份，其中行政处罚61份、行政许可27份。", {"file_review_total": 96}),
    ("收到检察建议21份，涉及行政处罚6份、行政许可4份。", {"procurator_advice_received": 21}),
    ("督察发现问题126个，涉及行政处罚31个、行政许可12个。", {}),
    ("12345热线受理群众诉求1.2万件，其中涉及行政处罚31件、行政许可12件。", {}),
    ("公示行政执法决定信息2.3万条，其中行政许可2.1万条、行政处罚0.2万条。", {"enforcement_notices_published": 23_000}),
    ("发布典型案例12件，其中行政处罚7件、行政许可3件。", {}),
    ("开展行政执法监督检查，抽查行政处罚案件126件。", {}),
    ("纠正违法行政处罚12件，撤销不当行政许可3件。", {}),
    ("办理行政处罚信用修复126件。", {}),
    ("随机抽取行政处罚61件、行政许可27件进行评查。", {}),
    ("对126件行政处罚案件、32件行政许可案件开展法制审核。", {}),
    ("审核重大行政处罚案件126件、重大行政许可12件。", {}),
    ("向社会公开行政处罚信息312件、行政许可信息1263件。", {}),
    ("开展行政处罚听证12件，行政许可听证3件。", {}),
    ("将36户市场主体移出经营异常名录。", {}),
    ("列入经营异常名录126户，歇业备案263户。", {}),
    ("依法吊销长期停业市场主体126户。", {}),
    ("帮助263家经营主体解决融资难题。", {}),
    ("对首次违法的263家经营主体免予处罚。", {"first_offence_waived_total": 263}),
    ("全县37个行政执法单位共梳理权责清单3216项。", {"enforcement_bodies": 37}),
]
ACTS: list[tuple[str, dict[str, float]]] = [
    (
        "全年办理行政处罚案件126件、行政许可9件、行政强制7件。",
        {"penalties_total": 126, "licences_granted": 9, "coercive_measures": 7},
    ),
    ("全县办理行政执法案件312件，其中行政处罚286件、行政许可21件。", {"penalties_total": 286, "licences_granted": 21}),
    (
        "全县行政执法案件总数312件，按类型分，行政处罚286件、行政许可21件。",
        {"penalties_total": 286, "licences_granted": 21},
    ),
    (
        "全年行政执法案件312件，案卷合格率100%，其中行政处罚286件、行政许可26件。",
        {"penalties_total": 286, "licences_granted": 26},
    ),
    (
        "全县共实施行政执法行为1263件，其中行政处罚286件、行政许可921件、行政强制56件。",
        {"penalties_total": 286, "licences_granted": 921, "coercive_measures": 56},
    ),
    (
        "全县行政执法机关共实施行政许可38.4万件、行政处罚41.6万件。",
        {"licences_granted": 384_000, "penalties_total": 416_000},
    ),
    (
        "全年共作出行政执法决定1263件，公示率100%，其中行政处罚286件、行政许可977件。",
        {"penalties_total": 286, "licences_granted": 977},
    ),
    ("立案查处各类违法案件312件，涉及行政处罚286件、行政强制26件。", {"penalties_total": 286, "coercive_measures": 26}),
    (
        "全年办理各类行政案件2312件，包括行政处罚2126件、行政强制186件。",
        {"penalties_total": 2126, "coercive_measures": 186},
    ),
    (
        "全年行政权力事项办理：行政许可9126件、行政处罚212件、行政强制12件。",
        {"licences_granted": 9126, "penalties_total": 212, "coercive_measures": 12},
    ),
    ("办理行政复议案件126件。全年作出行政处罚61件。", {"reconsideration_received": 126, "penalties_total": 61}),
    (
        "行政复议案件126件；行政处罚案件61件；行政许可案件912件。",
        {"reconsideration_received": 126, "penalties_total": 61, "licences_granted": 912},
    ),
    (
        "办理行政复议案件126件，审结118件；全年作出行政处罚61件、行政许可912件。",
        {
            "reconsideration_received": 126,
            "reconsideration_closed": 118,
            "penalties_total": 61,
            "licences_granted": 912,
        },
    ),
    ("化解行政争议126件，实施行政处罚2126件，行政许可9126件。", {"penalties_total": 2126, "licences_granted": 9126}),
    ("加强行政执法案卷评查，全县作出行政处罚决定286件。", {"penalties_total": 286}),
    (
        "组织案卷评查，评查案卷96份；全县行政执法机关作出行政处罚2126件，行政许可9126件。",
        {"file_review_total": 96, "penalties_total": 2126, "licences_granted": 9126},
    ),
    ("开展监督检查，发现问题126个，立案查处31件，作出行政处罚31件。", {"penalties_total": 31}),
    ("12345热线受理诉求1.2万件，执法部门据此作出行政处罚31件。", {"penalties_total": 31}),
    (
        "全年主动公示行政执法信息12638条；办理行政处罚2126件。",
        {"enforcement_notices_published": 12_638, "penalties_total": 2126},
    ),
    (
        "严格落实重大执法决定法制审核制度，全年作出行政处罚286件、行政许可921件。",
        {"penalties_total": 286, "licences_granted": 921},
    ),
    (
        "法治政府建设主要数据：行政复议案件213件，行政处罚案件2126件，行政许可案件9126件。",
        {"reconsideration_received": 213, "penalties_total": 2126, "licences_granted": 9126},
    ),
    (
        "全年办理行政处罚案件98件（其中简易程序61件、普通程序37件），行政强制14件。",
        {"penalties_total": 98, "penalties_simple": 61, "penalties_ordinary": 37, "coercive_measures": 14},
    ),
    (
        "全年作出行政处罚2126件，未引发行政复议和行政诉讼，涉及行政强制126件。",
        {"penalties_total": 2126, "coercive_measures": 126},
    ),
    ("依法撤销行政许可3件。", {"licences_revoked": 3}),
    ("依法审查行政许可申请9312件，准予行政许可9126件。", {"licences_applied": 9312, "licences_granted": 9126}),
    ("全县涉及行政许可事项312项。", {"licence_items": 312}),
    ("合法性审核事项312件，其中行政协议56件、规范性文件12件。", {"contract_review_total": 56}),
    ("法律顾问参与行政诉讼案件21件，主要工作为合同审查126件。", {"litigation_cases": 21, "contract_review_total": 126}),
    ("截至目前全县共有2.6万户市场主体。", {"market_entities_total": 26_000}),
    ("全县新登记市场主体1263户，年末实有市场主体2.6万户。", {"market_entities_total": 26_000}),
    ("全县37个行政执法单位共办理行政处罚2126件。", {"enforcement_bodies": 37, "penalties_total": 2126}),
]


@pytest.mark.parametrize(("words", "values"), ABOUT_ACTS)
def test_what_is_about_acts_counts_none(words: str, values: dict[str, float]) -> None:
    assert stated(words) == values


@pytest.mark.parametrize(("words", "values"), ACTS)
def test_acts_are_counted(words: str, values: dict[str, float]) -> None:
    assert stated(words) == values


def test_a_list_of_kinds_does_not_hide_the_outcomes_behind_it() -> None:
    own = {
        "reconsideration_accepted": 126,
        "reconsideration_closed": 110,
        "reconsideration_upheld": 80,
        "reconsideration_revoked": 6,
    }
    assert stated("受理行政复议申请126件，涉及行政处罚61件、行政许可9件，审结110件，维持80件，撤销6件。") == own
    assert stated("全年受理行政复议申请126件，其中行政处罚61件、行政许可9件。审结110件，维持80件，撤销6件。") == own


def test_kinds_are_told_in_a_paragraph_of_their_own() -> None:
    kinds = "从案件类型看，行政处罚61件、行政许可9件。"
    assert stated("三、行政复议", "全年受理行政复议申请126件。", kinds) == {"reconsideration_accepted": 126}
    assert stated("全年办理行政执法案件312件。", kinds) == {"penalties_total": 61, "licences_granted": 9}
    assert stated("全年受理行政复议申请126件。", "执法数据如下：行政处罚61件。")["penalties_total"] == 61


def test_kinds_are_still_figures_and_summed() -> None:
    words = "评查各类案卷96件，其中行政处罚61件、行政许可27件、行政强制8件。"
    assert [figure.value for figure in figures_of(words)] == [96, 61, 27, 8]
    assert [figure.metric for figure in read(words)[0]] == ["file_review_total", None, None, None]
    assert findings(words)["parts"].verdict == "holds"
