"""Which metric a figure is bound to, in the wordings of many authors; and which figures are none."""

from __future__ import annotations

import pytest

from parsers.vocabulary import Kind, Scope, ValueBasis
from tests.parsers.figures.samples import computed, plan_over, read, stated

RECONSIDERATION = [
    (
        "2024年共收到向县政府提出的行政复议申请162件,受理151件,受理率93.2 %,审结144件,结案率达88.89%。",
        {"received": 162, "accepted": 151, "acceptance_rate": 93.2, "closed": 144, "closure_rate": 88.89},
    ),
    (
        "县政府共收到行政复议申请1113件，较2023年558件增加了555件，同比增长99.5%。受理1033件，其中，决定维持435件，"
        "驳回申请136件。直接纠错236件，纠错率24.2%，以调解、和解等方式结案170件，调解率17.4%，综合化解率达到42%。",
        {
            "received": 1113,
            "accepted": 1033,
            "upheld": 435,
            "rejected": 136,
            "corrected": 236,
            "correction_rate": 24.2,
            "settled": 170,
            "settlement_rate": 17.4,
            "resolution_rate": 42,
        },
    ),
    (
        "全县各级行政复议机关新收行政复议案件31.5万件，同比增长17.1%；依法办结行政复议案件29.3万件。"
        "作出撤销、变更、确认违法和责令履行决定等纠错决定2.73万件，共制发行政复议意见书、建议书3800余份。",
        {"received": 315_000, "closed": 293_000, "corrected": 27_300, "opinions_issued": 3800},
    ),
    (
        "全年共受理行政复议案件五十六件，审结五十一件，审结率百分之九十一点一，其中维持三十件、驳回请求七件、"
        "撤销六件、确认违法三件、责令限期履行一件、终止四件。",
        {
            "accepted": 56,
            "closed": 51,
            "closure_rate": 91.1,
            "upheld": 30,
            "rejected": 7,
            "revoked": 6,
            "illegal": 3,
            "ordered": 1,
            "terminated": 4,
        },
    ),
    (
        "发挥行政复议主渠道作用，全年收案128件（含2023年结转12件），受理100件，不予受理16件，案前和解4件，未审结8件，集体讨论疑难案件9件次。",
        {
            "received": 128,
            "carried_in": 12,
            "accepted": 100,
            "not_accepted": 16,
            "premediated": 4,
            "pending": 8,
            "collective_reviews": 9,
        },
    ),
    (
        "行政复议案件审结92件，以调解、和解方式结案45件，占审结案件的48.9%，按期办结率100%。",
        {"closed": 92, "settled": 45, "settlement_rate": 48.9, "on_time_rate": 100},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), RECONSIDERATION)
def test_reconsideration(sentence: str, expected: dict[str, float]) -> None:
    assert stated(sentence) == {f"reconsideration_{key}": value for key, value in expected.items()}


LITIGATION = [
    (
        "上期结转和本期发生的以县政府为被告的行政诉讼案件共计21件，已审结15件，应诉率100%，胜诉率94%。"
        "在开庭审理的13件案子中，行政机关负责人出庭应诉率100%。",
        {
            "litigation_cases": 21,
            "litigation_concluded": 15,
            "litigation_response_rate": 100,
            "litigation_win_rate": 94,
            "litigation_hearings": 13,
            "head_appearance_rate": 100,
        },
    ),
    (
        "全县法院新收一审行政案件1245件，审结1180件，行政机关败诉86件，败诉率7.3%。",
        {
            "litigation_cases": 1245,
            "litigation_concluded": 1180,
            "litigation_lost": 86,
            "litigation_loss_rate": 7.3,
        },
    ),
    (
        "应由负责人出庭的412件行政诉讼案件中，实际出庭411件，出庭应诉率99.8%，败诉率为0。",
        {"head_appearances": 411, "head_appearance_rate": 99.8, "litigation_loss_rate": 0},
    ),
    ("收到司法建议3份、检察建议6份，回复率均为100%。", {
        "court_advice_received": 3,
        "procurator_advice_received": 6,
        "court_advice_reply_rate": 100,
    }),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), LITIGATION)
def test_litigation(sentence: str, expected: dict[str, float]) -> None:
    assert stated(sentence) == expected


OTHERS = [
    (
        "全县人民调解委员会共调解案件812件，调解成功790件，成功率达97.3%，重大疑难纠纷调解9起，调解成功率100%。",
        {
            "mediation_cases": 812,
            "mediation_success": 790,
            "mediation_success_rate": 97.3,
            "mediation_major_cases": 9,
            "mediation_major_success_rate": 100,
        },
    ),
    (
        "全年受理法援案件347件，其中民事案件146件、刑事案件193件、行政案件8件，解答法律咨询3215人次。",
        {
            "legal_aid_cases": 347,
            "legal_aid_civil": 146,
            "legal_aid_criminal": 193,
            "legal_aid_administrative": 8,
            "legal_consultations": 3215,
        },
    ),
    (
        "全年办理行政许可12.3万件、行政处罚3567件、行政强制215件，开展行政检查2.8万次，罚没金额2356万元，移送公安机关案件7件。",
        {
            "licences_granted": 123_000,
            "penalties_total": 3567,
            "coercive_measures": 215,
            "inspections": 28_000,
            "penalty_amount": 23_560_000,
            "transferred_to_police": 7,
        },
    ),
    (
        "评查案卷135宗，其中，90分以上案卷116件（其中行政许可类10件），占比85.93%；80分（不含）至90分的18件，占比13.33%。",
        {
            "file_review_total": 135,
            "file_review_score_90_plus": 116,
            "file_review_90_plus_rate": 85.93,
            "file_review_score_80_90": 18,
            "file_review_80_90_rate": 13.33,
        },
    ),
    (
        "对23份提交县政府常务会议的议案进行合法性审查，出具书面审核意见9份，提供法律意见12条；"
        "审核拟签订各类合同、协议19件，涉及标的额23.95亿元，出具法律意见8条。",
        {
            "legality_review_agenda_items": 23,
            "legality_review_written_opinions": 9,
            "legality_review_advice_items": 12,
            "contract_review_total": 19,
            "contract_review_amount": 2_395_000_000,
            "contract_review_advice_items": 8,
        },
    ),
    (
        "制定行政规范性文件6件，报备率100%，备案审查乡镇规范性文件23件，废止11件，现行有效规范性文件61件。",
        {
            "normative_docs_issued": 6,
            "normative_docs_filing_rate": 100,
            "normative_docs_filed": 23,
            "normative_docs_repealed": 11,
            "normative_docs_in_force": 61,
        },
    ),
    (
        "全县785名领导、干部参加如法网考试，通过率100%。",
        {"law_exam_participants": 785, "law_exam_pass_rate": 100},
    ),
    (
        "86名执法人员全部参加全省综合法律知识考试，合格率98.84%。",
        {"enforcement_exam_participants": 86, "enforcement_exam_pass_rate": 98.84},
    ),
    (
        "今年“双随机、一公开”任务39项,完成35项,公示率85.29%;部门联合“双随机、一公开”任务47项,完成任务27项,公示率56.8%。",
        {
            "dual_random_tasks": 39,
            "dual_random_done": 35,
            "dual_random_publicity_rate": 85.29,
            "dual_random_joint_tasks": 47,
            "dual_random_joint_done": 27,
            "dual_random_joint_publicity_rate": 56.8,
        },
    ),
    ("全县公职律师由年初的21名增加到26名，持证执法人员达到1356人。", {
        "public_lawyers": 26,
        "enforcement_officers": 1356,
    }),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), OTHERS)
def test_other_topics(sentence: str, expected: dict[str, float]) -> None:
    assert stated(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "12345热线受理群众诉求23456件，办结率99.8%。",  # another matter's verbs
        "办理信访案件56件，办结53件，办结率94.6%。",
        "公证处受理公证事项120件，办结118件。",
        "与湘潭市签署合作协议12份。",
        "主持县政府常务会议研究法治议题17个。",  # not a legality review
        "新增公职律师5名。",  # a part, not the stock
        "减轻、免予处罚163件。",  # covers more than the metric
        "开展涉企行政检查300次。",
        "仍有2个部门行政机关败诉率高于20%。",  # a bound, not a level
        "对12件涉企规范性文件进行公平竞争审查，其中继续有效7件。",
        "“一村一法律顾问”覆盖全县197个行政村。",
        "审查土地流转合同53份。",
    ],
)
def test_what_is_no_metric(sentence: str) -> None:
    assert stated(sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年受理行政复议案件80件。",
        "近三年调解成功率均在98%以上。",
        "2020年以来共培训执法人员3200人次。",
        "全省受理行政复议申请2300件。",
        "力争行政机关负责人出庭应诉率达到100%。",
        "行政复议案件同比增长12%。",
    ],
)
def test_what_gives_no_value_of_the_year(sentence: str) -> None:
    assert stated(sentence) == {}


def test_the_plan_gives_no_value() -> None:
    sentence = "受理行政复议案件35件，行政机关负责人出庭应诉率100%。"
    assert stated(sentence, parts=plan_over(sentence)) == {}
    figures, _, _ = read(sentence, parts=plan_over(sentence))
    assert [figure.metric for figure in figures] == ["reconsideration_accepted", "head_appearance_rate"]


def test_the_heading_says_what_is_spoken_of() -> None:
    assert stated("（四）发挥行政复议主渠道作用", "全年受理100件，审结92件。") == {
        "reconsideration_accepted": 100,
        "reconsideration_closed": 92,
    }


def test_a_bureau_answers_reconsiderations() -> None:
    sentence = "全年发生行政复议案件5件，行政诉讼案件3件。"
    bureau = stated(sentence, issuer="芷江县交通运输局")
    assert bureau == {"reconsideration_as_respondent": 5, "litigation_cases": 3}
    assert "reconsideration_as_respondent" not in stated(sentence)


def test_outcomes_of_others_cases_are_not_the_bodys_own() -> None:
    assert stated("以我局为被申请人的行政复议案件5件，维持4件，终止1件。", issuer="芷江县交通运输局") == {
        "reconsideration_as_respondent": 5
    }


def test_scope_of_the_principal_heads() -> None:
    _, values, _ = read("行政机关负责人出庭应诉率达99.36%，其中正职负责人出庭应诉率31.5%。")
    assert {(value.scope, value.value) for value in values} == {(Scope.BODY, 99.36), (Scope.HEAD, 31.5)}


def test_scope_of_the_departments() -> None:
    _, values, _ = read("县政府负责人出庭应诉率100%，县直部门和乡镇负责人出庭应诉率99.3%。")
    assert {(value.scope, value.value) for value in values} == {(Scope.BODY, 100), (Scope.DEPARTMENTS, 99.3)}
    _, values, _ = read("以县政府为被告的行政诉讼案件23件，以县政府部门及乡镇为被告的案件79件。")
    assert {(value.scope, value.value) for value in values} == {(Scope.BODY, 23), (Scope.DEPARTMENTS, 79)}


@pytest.mark.parametrize(
    ("sentence", "flag"),
    [
        ("全年收案128件（含2023年结转12件）。行政复议受理100件。", True),
        ("共收到行政复议申请35件。", False),
        ("本期发生行政诉讼案件17件。", False),
        ("上期结转和本期发生行政诉讼案件共计7件。", True),
        ("行政诉讼案件7件。", None),
    ],
)
def test_whether_last_years_cases_are_included(sentence: str, flag: bool | None) -> None:
    _, values, _ = read("加强行政复议。" + sentence)
    first = next(value for value in values if value.metric in ("reconsideration_received", "litigation_cases"))
    assert first.includes_carried_in is flag


def test_parts_of_one_metric_are_summed_not_stated() -> None:
    sentence = "违规设置户外广告案首违免罚47件，擅自处置建筑垃圾案首违免罚27件，损坏市政设施案首违免罚31件次。"
    assert stated(sentence) == {}
    total = computed(sentence)["first_offence_waived_total"]
    assert (total.value, total.basis, len(total.figures)) == (105, ValueBasis.COMPUTED, 3)


def test_one_value_a_metric_the_total_before_its_part() -> None:
    assert stated("全年审结行政复议案件1521件。其中县本级行政复议机构审结438件。") == {"reconsideration_closed": 1521}


def test_a_disclosure_report_has_no_reconsiderations_of_its_own() -> None:
    sentence = "行政复议维持5件。收到政府信息公开申请65件。"
    assert stated(sentence, kind=Kind.DISCLOSURE_ANNUAL) == {"disclosure_applications": 65}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a rate right behind a part is the whole's
        (
            "开展“双随机、一公开”抽查任务112项，其中部门联合抽查34项，抽查结果公示率96.15%。",
            {"dual_random_tasks": 112, "dual_random_joint_tasks": 34, "dual_random_publicity_rate": 96.15},
        ),
        # a count in front of another takes its subject from it
        (
            "对全县23家行政执法单位的115份案卷进行评查，优秀率42.6%，良好率51.3%。",
            {
                "file_review_units": 23,
                "file_review_total": 115,
                "file_review_90_plus_rate": 42.6,
                "file_review_80_90_rate": 51.3,
            },
        ),
        # what is said of a count behind its comma
        ("全县行政执法人员1563人，全部持证上岗。", {"enforcement_officers": 1563}),
        ("街道行政执法人员共28名，持证率达100%。", {"enforcement_officers": 28}),
        ("现有执法队员41人，持证33人。", {"enforcement_officers": 33}),
        # the weaker wording yields
        ("全年排查纠纷12,563件，调解纠纷11,896件。", {"mediation_cases": 11_896}),
        ("排查矛盾纠纷87件，已化解85件。", {"mediation_cases": 87, "mediation_success": 85}),
        # papers that are counted are named in brackets
        ("行政复议机构制发《行政复议意见书》6份。", {"reconsideration_opinions_issued": 6}),
        # disputes over disclosure are not all disputes
        (
            "信息公开行政复议5件，其中维持4件、结果纠正1件，行政诉讼2件。",
            {"disclosure_reconsidered_corrected": 1},
        ),
        ("坚持每月排查1次矛盾纠纷，政务大厅日均办件860件。", {}),
        ("行政复议申请由2022年的58件增长到2024年的176件。", {"reconsideration_received": 176}),
        ("行政机关负责人出庭应诉率高于全市平均水平92%，达100%。", {"head_appearance_rate": 100}),
        ("行政机关负责人出庭应诉率低于全市平均水平98%，为92%。", {"head_appearance_rate": 92}),
        ("行政处罚案件涉及8名乡镇（街道）负责人现场述法。", {"law_report_onsite_persons": 8}),
    ],
)
def test_sentences_that_say_it_around_corners(sentence: str, expected: dict[str, float]) -> None:
    assert stated(sentence) == expected


def test_outcomes_of_cases_against_the_issuer_are_not_its_decisions() -> None:
    sentence = "我局共办理行政复议案件26件，其中维持15件，撤销2件；行政诉讼案件48件，其中胜诉41件。"
    found = stated(sentence, issuer="芷江县水利局")
    assert found == {"reconsideration_as_respondent": 26, "litigation_cases": 48, "litigation_won": 41}


def test_new_cases_hold_none_carried_in() -> None:
    sentence = "行政复议机关共办理行政复议案件2136件，其中新收1975件，上年结转161件；审结1893件。"
    assert stated(sentence)["reconsideration_received"] == 1975
    assert "reconsideration_received" not in computed(sentence)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("县公安局办理行政处罚案件860件；县市场监管局办理行政处罚案件210件。", {}),
        ("全县办理行政处罚案件860件。", {"penalties_total": 860}),
        ("省政府行政复议机构受理涉我县案件15件，审结14件。", {}),
        (
            "全市法院受理行政诉讼案件4000件，其中我县28件，审结25件，败诉2件。",
            {"litigation_cases": 28, "litigation_concluded": 25, "litigation_lost": 2},
        ),
    ],
)
def test_a_county_that_the_register_does_not_know_is_a_county(sentence: str, values: dict[str, float]) -> None:
    assert stated(sentence, issuer="洪山县人民政府", region=None) == values


@pytest.mark.parametrize(
    ("sentence", "won"),
    [
        ("行政诉讼案件60件，审结60件，其中一审40件，胜诉38件，二审20件，胜诉19件。", (57, "computed")),
        ("行政诉讼审结60件，胜诉57件，其中一审胜诉38件，二审胜诉19件。", (57, "stated")),
        ("行政诉讼审结60件，一审胜诉38件，二审胜诉19件，共胜诉57件。", (57, "stated")),
        ("行政诉讼审结60件，其中一审胜诉38件，二审胜诉19件。", None),  # the same cases, perhaps
    ],
)
def test_a_count_of_one_instance_is_not_that_of_all(sentence: str, won: tuple[float, str] | None) -> None:
    _, values, _ = read(sentence)
    found = {value.metric: (value.value, value.basis.value) for value in values}
    assert found.get("litigation_won") == won
    assert found.get("litigation_win_rate") == ((95.0, "computed") if won else None)
