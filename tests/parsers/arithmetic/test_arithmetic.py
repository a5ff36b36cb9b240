"""Identities inside a report, judged with charity."""

from __future__ import annotations

import time

import pytest

from parsers.arithmetic.identities import identities
from parsers.arithmetic.rates import fitting_numerator, nearest_base
from parsers.records import Block, Cell, Finding, Text
from parsers.vocabulary import BlockKind, IdentityVerdict, Method
from tests.parsers.figures.samples import findings, read, text_of

HOLDS, WRONG = IdentityVerdict.HOLDS, IdentityVerdict.DISAGREES


def test_identities_name_metrics_of_the_catalogue() -> None:
    assert {entry.id for entry in identities().sums} >= {"reconsideration_intake", "reconsideration_outcomes"}


UNCLEAR = IdentityVerdict.BASE_UNCLEAR


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("办结行政诉讼案件94件，其中胜诉87件、败诉17件。", WRONG),
        ("办结94件，其中胜诉87件、败诉17件。", WRONG),
        ("审结行政诉讼60件，胜诉50件，败诉15件。", WRONG),
        ("共审查文件30件，其中规章3件、规范性文件29件。", WRONG),
        ("共审查文件30件，其中政府规章草案3件，部门规范性文件39件。", WRONG),
        ("审核文件60件，包括合同40件、规范性文件15件、其他文件15件。", WRONG),
        ("征求意见建议60条，其中采纳45条、未采纳25条。", WRONG),
        ("评查案卷60卷，合格55卷，不合格15卷。", WRONG),
        ("抽查企业60家（合格55家、不合格15家）。", WRONG),
        ("答复申请60件，其中予以公开45件、不予公开25件。", WRONG),
        ("参加考试300人，其中通过280人、未通过30人。", WRONG),
        ("培训执法人员60人，其中男性45人、女性25人。", WRONG),
        ("收到投诉举报60件，其中受理50件、不予受理14件。", WRONG),
        ("审查合同25份，其中货物类5份、服务类26份。", WRONG),  # one alone is more than all
        ("经营主体总量42618户，其中企业12683户、个体工商户28326户、农民专业合作社1809户。", WRONG),
        ("登记市场主体500户，其中民营企业300户、个体工商户250户。", WRONG),
        # who is 优秀 may be told as 合格 again, and 28 of a grade that is not named
        ("评查案卷126份，其中优秀38份、合格85份、不合格13份。", UNCLEAR),
        ("评查案卷126份，优秀38份、合格85份、不合格13份，优秀率30.16%。", UNCLEAR),
        ("评查案卷126份，优秀38份、合格85份、不合格13份，合格率67.5%。", UNCLEAR),
        ("评查案卷126份，优秀38份、合格85份、不合格13份，不合格率10.3%。", UNCLEAR),
        ("评查案卷126份，其中优秀10份、良好20份、合格85份、不合格23份。", UNCLEAR),
        ("评查案卷126份，优秀38份、合格85份、不合格13份，合格率97.6%。", WRONG),  # of the 38 and the 85
        ("评查案卷126份，优秀38份、合格85份、不合格13份，合格率为89.7%。", WRONG),  # of all but the 13
        ("评查案卷126份，评定优秀38份、合格85份、不合格13份三个等次。", WRONG),
        ("评查案卷126份，其中优秀38份、合格85份、基本合格15份、不合格13份。", WRONG),
        ("评查案卷126份，其中优秀38份、合格30份、不合格70份。", WRONG),  # 38 are not among 30
        ("抽查案卷126卷，评定优秀38卷、良好40卷、合格45卷、不合格13卷。", WRONG),
        # the rate is of those concluded
        ("行政诉讼案件102件，审结91件，胜诉84件，败诉11件，胜诉率92.3%。", WRONG),
        # whose cases they are is not sure
        ("行政诉讼案件102件，审结91件，胜诉84件，败诉11件，胜诉率82.4%。", UNCLEAR),
        ("行政诉讼案件102件，审结91件，胜诉84件，败诉11件。", UNCLEAR),
        ("应诉行政诉讼案件94件，其中胜诉87件、败诉17件。", UNCLEAR),
        ("收到建议60件，办结50件，其中采纳45件、未采纳15件。", UNCLEAR),  # of the 60
        ("办结94件，其中胜诉87件、败诉7件。", HOLDS),
        ("办结94件，其中胜诉87件、败诉7件，负责人出庭30件。", HOLDS),
        ("办结94件，其中胜诉80件、败诉7件。", None),  # what is left may be anything
        ("办结94件，其中胜诉80件、败诉7件，负责人出庭30件。", None),
        ("办结94件（含上年结转10件），其中胜诉87件、败诉17件。", None),
        ("办结94件，其中胜诉87件、部分败诉17件。", None),
        ("办结94件，其中一审胜诉87件、二审败诉17件。", None),
        ("办结94件，其中胜诉87件、败诉17人次。", None),
        ("办结约94件，其中胜诉87件、败诉17件。", None),
        ("办结94件；胜诉87件、败诉17件。", None),
        ("办结94件，其中维持87件、撤销17件。", None),  # one decision may do both
        ("办结94件，其中胜诉87件、败诉17件（同一案件涉及多个诉求的重复计算）。", None),
        ("2023年办结94件，2024年胜诉87件、败诉17件。", None),
        ("收到申请60件，受理50件，不予受理14件。", None),
        ("审查合同40件，其中涉企30件、重大20件。", None),
        ("评查案卷50卷，其中优秀30卷、合格45卷。", None),  # 优秀 may be 合格, too
        ("收到申请60件，审查合同50件，其中货物类合同45件、服务类合同15件。", None),
        ("评查案卷126份，优秀38份、合格113份、不合格13份。", None),  # who is 优秀 passed, too
        ("评查案卷126份，优秀38份、合格100份。", None),
        ("抽查案卷126份，优秀38份、合格60份、不合格13份。", None),
        ("经营主体总量4.26万户，其中企业12683户、个体工商户28326户、农民专业合作社1809户。", None),
        ("检查经营主体500户次，涉及企业300户、个体工商户250户。", None),
        ("公布主题服务6件，其中退休一件事办理1827件、企业用工一件事办理493件。", None),
    ],
)
def test_kinds_that_shut_each_other_out_are_no_more_than_their_whole(
    sentence: str, verdict: IdentityVerdict | None
) -> None:
    found = findings(sentence).get("parts")
    assert (found and found.verdict) is verdict


def test_numbers_stand_where_the_finding_says() -> None:
    sentence = "行政复议审结25件，其中维持8件，驳回8件，确认违法6件，和解终止4件。"
    finding = findings(sentence)["reconsideration_outcomes"]
    text = text_of(sentence).text
    assert [text[number.start : number.end] for number in finding.numbers] == ["25", "8", "8", "6", "4"]
    assert finding.numbers[0].metric == "reconsideration_closed"


@pytest.mark.parametrize(
    ("sentence", "rule", "verdict"),
    [
        ("行政复议收案128件（含2023年结转12件），受理100件，不予受理16件。", "reconsideration_intake", HOLDS),
        ("行政复议收案892件，受理768件，不予受理91件，作其他处理33件。", "reconsideration_intake", HOLDS),
        # what an intake leaves out may be anything: 58 = 52 + 4 + two that nobody names
        ("行政复议收案58件，受理52件，不予受理4件。", "reconsideration_intake", IdentityVerdict.UNCHECKABLE),
        ("行政复议收案58件，受理52件，不予受理14件。", "reconsideration_intake", WRONG),
        ("行政复议审结92件，维持53件，驳回5件，确认违法6件，责令履行5件，和解23件。",
         "reconsideration_outcomes", HOLDS),
        ("行政复议审结25件，其中维持8件，驳回8件，确认违法6件，和解终止4件。", "reconsideration_outcomes", WRONG),
        ("行政复议审结25件，其中维持8件，驳回8件。", "reconsideration_outcomes", IdentityVerdict.UNCHECKABLE),
        # 终止 and 和解 may be the same cases
        ("行政复议审结25件，维持8件，驳回8件，终止9件，和解4件。", "reconsideration_outcomes", HOLDS),
        ("行政复议审结1026件，其中维持385件，驳回172件，终止457件，其他方式结案16件。",
         "reconsideration_outcomes", WRONG),
        ("行政复议审结112件，维持52件，驳回16件，确认违法7件，终止27件（内含调解和解后撤回的25件）。",
         "reconsideration_outcomes", IdentityVerdict.UNCHECKABLE),
        ("行政复议审结112件，维持52件，驳回16件，确认违法7件，终止27件，调解和解25件。", "reconsideration_outcomes",
         WRONG),
        ("受理行政复议案件11件，审结9件，其余2件正在办理。", "reconsideration_pending", HOLDS),
        ("受理法援案件347件，其中民事案件146件、刑事案件193件、行政案件8件。", "legal_aid_parts", HOLDS),
        ("受理法律援助案件94件，其中刑事案件16件，民事案件16件，法律帮助案件62件。", "legal_aid_parts", HOLDS),
        ("受理法援案件340件，其中民事案件146件、刑事案件193件、行政案件8件。", "legal_aid_parts", WRONG),
        ("行政处罚案件28947件，其中简易程序26103件，普通程序2834件。", "penalty_procedures", WRONG),
        ("评查案卷135宗，90分以上案卷116件，良好案卷18件。", "file_review_bands", IdentityVerdict.UNCHECKABLE),
        ("行政诉讼案件21件，已审结15件，开庭审理13件。", "litigation_order", HOLDS),
        # a further kind behind them: the two procedures need not be all
        ("行政处罚案件1560件，其中简易程序980件，普通程序560件，重大行政处罚30件。", "penalty_procedures",
         IdentityVerdict.UNCHECKABLE),
        ("行政处罚案件1560件，其中简易程序980件，普通程序560件，罚没款30万元。", "penalty_procedures", WRONG),
        ("行政复议审结90件，维持50件，驳回20件，撤销15件，终止15件（含5件并案处理）。", "reconsideration_outcomes",
         IdentityVerdict.BASE_UNCLEAR),
        ("人民调解案件100件，调解成功110件。", "mediation_order", WRONG),
        ("人民调解案件1.2万件，调解成功12020件。", "mediation_order", HOLDS),  # 1.2万 may be 12,049
        # what was settled may be in it
        ("行政复议审结140件，直接纠错8件，调解和解后终止40件，综合纠错率34.3%。", "reconsideration_correction_rate",
         IdentityVerdict.UNCHECKABLE),
        ("行政复议审结140件，直接纠错8件，直接纠错率34.3%。", "reconsideration_correction_rate", WRONG),
        # of a part, which is no outcome of the whole: some number gives the rate
        ("人民调解案件2000件，成功率99%，其中诉前调解成功520件。", "mediation_success_rate", HOLDS),
        ("全年调解矛盾纠纷4926件，调解成功率98.9%。县矛调中心受理矛盾纠纷863件，调解成功812件，成功率94.1%。",
         "mediation_success_rate", HOLDS),
        ("全年调解矛盾纠纷4926件，调解成功率98.9%。诉前调解纠纷1926件，调解成功1408件。",
         "mediation_success_rate", HOLDS),
        ("审结行政诉讼案件59件，胜诉率91.5%。审结公益诉讼案件23件，胜诉20件。", "litigation_win_rate", HOLDS),
        ("调解矛盾纠纷4926件，调解成功812件，调解成功率98.9%。", "mediation_success_rate", WRONG),
        ("应出庭25件，行政机关负责人出庭23件、分管领导出庭2件，出庭应诉率100%。", "head_appearance_rate",
         IdentityVerdict.BASE_UNCLEAR),
        ("人民调解案件2000件，调解成功1520件，成功率99%，其中诉前520件。", "mediation_success_rate", WRONG),
        ("行政诉讼审结25件，其中胜诉26件。", "litigation_won_order", WRONG),
        ("行政诉讼审结25件，其中胜诉25件。", "litigation_won_order", HOLDS),
        ("行政诉讼一审审结25件；胜诉26件。", "litigation_won_order", IdentityVerdict.BASE_UNCLEAR),
        ("行政诉讼案件7件，已审结6件（1件为书面审理结案），在开庭审理的5件案子中负责人出庭4件。",
         "litigation_concluded_parts", HOLDS),
        ("共20个项目，包含9个开工项目(已完成3个),11个竣工项目(已完成6个)。", "parts", HOLDS),
        ("注册总量8.5万余户,其中企业1.6万余户,个体6.9万余户。", "parts", HOLDS),
        ("公示主体30个（其中部门22个，镇、街道8个）。", "parts", HOLDS),
        ("在评查的四份文件中，优秀文件一份，良好文件三份。", "parts", HOLDS),
        ("自查文书60卷，优秀33卷、良好24卷、合格3卷。", "parts", HOLDS),
        ("审查合同40份，其中货物类15份，服务类20份，工程类10份。", "parts", WRONG),
        ("审查合同45份，其中货物类15份，服务类20份，工程类10份。", "parts", HOLDS),
        ("办理行政复议案件56件，其中行政处罚类30件，行政许可类10件，信息公开类12件，行政不作为类8件。", "parts", WRONG),
        ("办理行政许可2.1万件，其中即办件1.2万件，承诺件0.95万件。", "parts", HOLDS),
        ("审查合同约40份，其中货物类15份，服务类20份，工程类6份。", "parts", HOLDS),
        ("评查合同25份，其中优秀合同26份。", "parts", WRONG),
        ("规范性文件16件，其中政府规范性文件5件、部门规范性文件13件（含联合发文1件）。", "parts", WRONG),
        ("行政复议审结92件，维持53件，驳回25件，确认违法16件（含前述驳回案件中的2件）。", "reconsideration_outcomes",
         IdentityVerdict.BASE_UNCLEAR),
    ],
)  # fmt: skip
def test_sums(sentence: str, rule: str, verdict: IdentityVerdict) -> None:
    assert findings(sentence)[rule].verdict is verdict


@pytest.mark.parametrize(
    "sentence",
    [
        "培训30人，其中党员20人，女性15人。",  # parts that overlap
        "召开会议10次，其中专题会4次。",
        "培训10次，其中线上4次，覆盖3000次。",
        "组织培训10场，其中线上6场、线下5场。",
        "收到行政复议申请150件，其中以县政府为被申请人的12件，以县政府部门为被申请人的120件，以乡镇为被申请人的25件。",
        "开展执法检查1200次，其中日常检查800次，专项检查300次，联合检查200次。",
        "审查合同40份，其中货物类15份，服务类20份，工程类10份（同一合同按类别重复计算）。",
        # no sum, but by chance: one of a list and the others of it
        "行政复议审结90件，其中维持50件，驳回20件，撤销15件，终止15件。",
        "行政复议审结90件，维持50件，驳回20件，撤销15件，终止15件。",
        "新收案件25件，其中审结26件。",
        "收到申请60件，审结25件，其中申请公开的26件。",
        "规范性文件16件，其中政府规范性文件5件、部门规范性文件13件（含联合发文2件）。",  # 5 + 13 - 2
        "行政检查12486次，其中日常检查9120次、专项检查2410次、双随机检查1986次。",  # one may be two of these
        "审查合同25份，其中提出意见建议30份。",
        "应诉案件63件，已审结58件，其中部分败诉2件、全部败诉3件。",  # 63 by chance
    ],
)
def test_parts_that_may_overlap_or_be_incomplete_are_no_error(sentence: str) -> None:
    assert "parts" not in findings(sentence)


@pytest.mark.parametrize(
    ("sentence", "metric", "verdict"),
    [
        ("人民调解案件812件，调解成功790件，成功率达97.3%。", "mediation_success_rate", HOLDS),
        ("人民调解案件766件，调解成功756件，成功率达98.6%。", "mediation_success_rate", IdentityVerdict.TRUNCATION),
        ("人民调解案件766件，调解成功756件，成功率达97.6%。", "mediation_success_rate", WRONG),
        ("共收到行政复议申请162件，受理151件，审结144件，结案率达88.89%。", "reconsideration_closure_rate", HOLDS),
        ("行政诉讼案件21件，已审结15件，胜诉率94%。", "litigation_win_rate", WRONG),
        ("行政诉讼案件17件，已审结15件，胜诉率93.3%。", "litigation_win_rate", HOLDS),
        ("行政诉讼案件17件，胜诉率93.3%。", "litigation_win_rate", IdentityVerdict.UNCHECKABLE),
        ("重大疑难纠纷调解9起，调解成功率100%。", "mediation_major_success_rate", IdentityVerdict.UNCHECKABLE),
        ("政务服务群众满意率98.5%。", "service_satisfaction_rate", IdentityVerdict.UNCHECKABLE),
        ("“双随机、一公开”任务39项，完成35项，公示率85.29%。", "dual_random_publicity_rate",
         IdentityVerdict.BASE_UNCLEAR),
        ("187人次参加行政执法考试，合格率83.8%。", "enforcement_exam_pass_rate", IdentityVerdict.BASE_UNCLEAR),
        ("人民调解案件812件。调解成功率超过97%。", "mediation_success_rate", IdentityVerdict.UNCHECKABLE),
        # disputes found are more than those mediated
        ("调解成功率98.7%，共排查矛盾纠纷3210件，化解3150件。", "mediation_success_rate", IdentityVerdict.BASE_UNCLEAR),
        ("调解成功率98.7%，共调解矛盾纠纷3210件，成功3150件。", "mediation_success_rate", WRONG),
        # 76 is of the 80
        ("评查案卷120份，优秀率85%，其中行政处罚案卷80份，优秀76份，优秀率95%。", "file_review_90_plus_rate", HOLDS),
        # what the sentence sets aside is no part of the base
        ("行政诉讼结案40件，胜诉30件，部分败诉5件，胜诉率85.7%（剔除准予撤诉案件5件）。", "litigation_win_rate", HOLDS),
        ("行政诉讼结案40件，胜诉30件，部分败诉5件，胜诉率85.7%。", "litigation_win_rate", WRONG),
        ("行政诉讼结案40件，胜诉30件，胜诉率88.2%（以生效判决计）。", "litigation_win_rate",
         IdentityVerdict.BASE_UNCLEAR),
        ("收到行政复议申请100件，受理94件，1件正在补正，受理率95%。", "reconsideration_acceptance_rate", HOLDS),
        ("收到行政复议申请100件，受理94件，1件正在补正，受理率97%。", "reconsideration_acceptance_rate", WRONG),
        # who should have come is no base, and two other counts give the rate
        ("执法人员考试应考1032人，实考987人，合格846人，合格率85.71%。", "enforcement_exam_pass_rate",
         HOLDS),
        # round numbers prove nothing within what they round
        ("调解矛盾纠纷1.2万余件，调解成功率99.1%，成功调解1.19万件。", "mediation_success_rate",
         IdentityVerdict.UNCHECKABLE),
        ("调解矛盾纠纷1.2万件，成功调解1.19万件，成功率99.5%。", "mediation_success_rate", IdentityVerdict.UNCHECKABLE),
        # a rate of several kinds that one list names
        ("化解行政争议146件，行政争议实质性化解率58.4%，审结行政复议案件128件、行政诉讼案件122件。",
         "reconsideration_resolution_rate", IdentityVerdict.BASE_UNCLEAR),
        ("化解行政争议146件，行政争议实质性化解率58.4%，审结行政复议案件128件。", "reconsideration_resolution_rate",
         WRONG),
        # the 57 are of the 80
        ("执法案卷评查抽取案卷460卷，优秀案卷率62.4%；厅属单位抽取80卷，优秀57卷。", "file_review_90_plus_rate",
         HOLDS),
        # told in another sentence, it may be of another matter
        ("全年评查案卷260卷，优秀率36.9%。优秀案卷61卷。", "file_review_90_plus_rate", IdentityVerdict.BASE_UNCLEAR),
        # of the 4126, perhaps
        ("调解4126件纠纷，其中重大疑难纠纷126件，调解成功119件，成功率98.5%。", "mediation_major_success_rate",
         IdentityVerdict.BASE_UNCLEAR),
        # a base that only its sentence names
        ("行政机关负责人应出庭20件，实际出庭18件，出庭应诉率100%。", "head_appearance_rate", WRONG),
        ("行政机关负责人应出庭20件，实际出庭18件，出庭应诉率90%。", "head_appearance_rate", HOLDS),
        ("行政机关负责人应出庭20件，实际出庭18件，其余2件经法院同意委托他人，出庭应诉率100%。",
         "head_appearance_rate", HOLDS),
        ("行政机关负责人出庭应诉率达105%。", "head_appearance_rate", WRONG),
        ("新收行政复议案件120件，上年结转15件，审结118件，结案率87.4%。", "reconsideration_closure_rate", HOLDS),
        ("受理行政复议案件88件（其中上年结转10件），审结80件，结案率90.9%。", "reconsideration_closure_rate", HOLDS),
    ],
)  # fmt: skip
def test_rates(sentence: str, metric: str, verdict: IdentityVerdict) -> None:
    finding = findings(sentence)[metric]
    assert finding.verdict is verdict
    assert finding.metric == metric


def test_the_nearest_base_is_offered() -> None:
    finding = findings("行政诉讼案件21件，已审结15件，胜诉率94%。")["litigation_win_rate"]
    assert (finding.expected, finding.nearest, finding.severity) == ("93.33", "15/16 = 93.75", "notice")
    assert fitting_numerator(94, 15, 1) is None
    assert fitting_numerator(94, 16, 1) == 15
    assert nearest_base(94, 15, 1) == "15/16 = 93.75"


def test_a_base_in_another_sentence_is_not_certain() -> None:
    finding = findings("人民调解案件766件，调解成功756件。", "调解成功率达97.6%。")["mediation_success_rate"]
    assert finding.verdict is IdentityVerdict.BASE_UNCLEAR


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("行政应诉案件536件，同比下降12.0%（上年为609件）。", HOLDS),
        ("收到申请118件，比上年的96件增长22.92%。", HOLDS),
        ("收到申请118件，比上年的96件增长22.91%。", IdentityVerdict.TRUNCATION),
        ("收到申请118件，比上年的96件增长32.92%。", WRONG),
        ("收到申请118件，审结90件，比上年的96件增长32.92%。", IdentityVerdict.BASE_UNCLEAR),
        ("收到申请118件，比上年的约96件增长32.92%。", IdentityVerdict.BASE_UNCLEAR),
        ("收到申请118件，比上年的96件增长32.92%（按可比口径）。", IdentityVerdict.BASE_UNCLEAR),
        ("处罚38宗，较2023年的45宗减少7宗。", HOLDS),
        ("行政诉讼案件由2023年的86件增至143件，增长66.3%。", HOLDS),
        ("行政诉讼案件由2023年的86件增至143件，增长56.3%。", WRONG),
        ("行政诉讼案件由86件增至143件，增长56.3%。", WRONG),
        ("行政诉讼案件由86件增至143件，升幅56.3%。", WRONG),
        ("行政诉讼案件由上年的143件降至86件，降幅达到49.9%。", WRONG),
        ("行政诉讼案件由上年的143件降至86件，降幅达到39.9%。", HOLDS),
        ("行政诉讼案件由86件增至143件，同比增长56.3%。", IdentityVerdict.BASE_UNCLEAR),  # the 86 of which year
        ("行政诉讼案件由86件增至143件，审结120件，增长56.3%。", IdentityVerdict.BASE_UNCLEAR),
        ("行政机关负责人出庭应诉率由上年的86.5%上升至95.2%，同比上升7.7个百分点。", WRONG),
        ("败诉率由8.5%降至5.2%，下降4.3个百分点。", WRONG),
        ("败诉率5.2%，上年8.5%，同比下降3.3个百分点。", HOLDS),
        ("败诉率5.2%，上年8.5%，同比下降3.4个百分点。", HOLDS),  # of 5.16 and 8.54, perhaps
        ("败诉率由上年的8.53%降至5.2%，下降3.3个百分点。", HOLDS),
        ("败诉率5.2%，上年8.5%，同比下降3.5个百分点。", IdentityVerdict.BASE_UNCLEAR),
        ("败诉率5.2%，纠错率11.4%，上年8.5%，同比下降2.3个百分点。", IdentityVerdict.BASE_UNCLEAR),
        ("行政诉讼由2023年的86件增至2024年的143件，增长56.3%；败诉由7件降至5件，下降28.6%。", WRONG),
        ("收案143件（2023年86件），同比增长66.3%；诉讼58件（2023年71件），同比下降18.3%。", HOLDS),
        ("收案143件，比上年的86件增长56.3%；审结120件，比上年的80件增长50%。", WRONG),
    ],
)
def test_changes(sentence: str, verdict: IdentityVerdict) -> None:
    first = next(finding for finding in read(sentence)[2] if finding.rule == "year_on_year")
    assert first.verdict is verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("行政复议案件由2022年的52件增至2024年的143件，增长175%。", HOLDS),
        ("2024年行政复议案件143件，较2022年的52件增长165%。", WRONG),
        ("行政复议案件由2023年的86件上升为143件，同比增加56.3%。", WRONG),
        ("行政复议案件由2022年的52件增至2024年的143件，年均增长65.8%。", None),
        ("行政复议案件由2022年的52件增至2024年的143件，平均每年增长65.8%。", None),
        ("行政复议案件由2022年的52件增至2024年的143件，同比增长66.3%。", None),
        ("2024年行政复议案件143件，同比增长66.3%，2022年为52件。", None),
        ("2024年行政复议案件143件，较2019年52件翻一番，同比增长66.3%。", None),
        ("行政复议案件由2023年的86件增至143件，占比增长6.3%。", None),
        ("行政复议案件由2023年的86件增至143件，人均办案量增长20%。", None),
        ("行政复议案件由2023年的86件增至143件，同期全省增长20%。", None),
        ("行政复议案件由2023年的86件增至143件，月均增长5%。", None),
        ("行政复议案件由2023年上半年的86件增至143件，同比增长20%。", UNCLEAR),
        ("行政复议案件由86件增至143件，五年间增长20%。", None),
        ("行政复议案件由86件增至143件，办结率提高20%。", None),
        ("败诉率由上年的8.5%降至5.2%，较前年下降14.3个百分点。", None),
        ("一审败诉率由上年的8.5%降至5.2%，二审败诉率下降4.3个百分点。", None),
        ("出庭应诉率95.2%，比全省平均水平86.5%高7.7个百分点。", None),
        ("败诉率由8.5%降至5.2%，降幅38.8%。", None),
    ],
)
def test_growth_is_of_what_it_says(sentence: str, verdict: IdentityVerdict | None) -> None:
    found = findings(sentence).get("year_on_year")
    assert (found and found.verdict) is verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("反馈问题36个，整改完成35个，整改率97.2%。", HOLDS),
        ("反馈问题36个，整改完成35个，整改率80.2%。", None),  # what was fed back last year may be fixed too
        ("参加考试200人，合格180人，合格率95%。", WRONG),
        ("参加考试200人，合格190人，合格率95%。", HOLDS),
        ("参加行政执法资格考试200人，合格150人，合格率85%。", WRONG),  # 170 is not what it says
        ("参加考试200人，合格180人，合格率95%（缺考人员不计入）。", None),
        ("参加考试200人，其中新申领60人，合格180人，合格率95%。", None),
        ("报名考试200人，合格180人，合格率95%。", None),
        ("参加考试约200人，合格180人，合格率95%。", None),
        ("参加考试200人，合格180人，优秀率95%。", None),
    ],
)
def test_shares_are_doubted_only_where_nothing_else_is_spoken_of(
    sentence: str, verdict: IdentityVerdict | None
) -> None:
    found = findings(sentence).get("share")
    assert (found and found.verdict) is verdict


def test_a_stated_count_is_not_set_aside_for_one_that_fits() -> None:
    found = findings("参加行政执法资格考试200人，其中新申领60人，合格150人，合格率85%。")["enforcement_exam_pass_rate"]
    assert found.verdict is IdentityVerdict.BASE_UNCLEAR
    found = findings("参加行政执法资格考试200人，其中新申领60人，合格170人，合格率85%。")["enforcement_exam_pass_rate"]
    assert found.verdict is HOLDS


def test_shares_of_one_whole_are_no_more_than_it() -> None:
    assert findings("行政诉讼败诉率为8%，胜诉率为95%。")["litigation_win_rate"].verdict is IdentityVerdict.BASE_UNCLEAR
    found = findings("行政诉讼败诉率为8%，胜诉率为92%。")["litigation_win_rate"]
    assert found.verdict is IdentityVerdict.UNCHECKABLE


def table(*rows: tuple[str, ...]) -> Text:
    """A table whose first row heads its columns and whose first column heads its rows."""
    blocks, parts, start = [], [], 0
    for number, row in enumerate(rows):
        line, cells, place = "\t".join(row), [], start
        for column, cell in enumerate(row):
            heads = {"column_head": rows[0][column], "row_head": row[0] if column else ""} if number else {}
            cells.append(Cell(cell, place, place + len(cell), **heads))
            place += len(cell) + 1
        blocks.append(Block(BlockKind.TABLE_ROW, start, start + len(line), cells=tuple(cells)))
        parts.append(line)
        start += len(line) + 1
    return Text("\n".join(parts), tuple(blocks), Method.HTML, 1.0)


def test_totals_of_a_table() -> None:
    text = table(
        ("单位名称", "行政许可（件）", "行政处罚（件）", "罚没金额（万元）"),
        ("县公安局", "21", "12", "3.5"),
        ("县水利局", "4", "/", "1.2"),
        ("合计", "25", "12", "4.7"),
    )
    _, values, found = read(text=text)
    totals = [finding for finding in found if finding.rule == "table_total"]
    assert [(total.verdict, total.numbers[0].value) for total in totals] == [(HOLDS, 25), (HOLDS, 47_000)]
    assert {value.metric: value.value for value in values if value.figure is not None} == {
        "licences_granted": 25,
        "penalties_total": 12,
        "penalty_amount": 47_000,
    }


def test_many_numbers_cost_bounded_time() -> None:
    started = time.process_time()
    read("，".join(f"行政复议审结{number}件，其中维持{number}件" for number in range(3000)) + "。")
    assert time.process_time() - started < 10


def test_each_finding_is_one_chinese_sentence() -> None:
    _, _, found = read(
        "行政复议收案128件（含2023年结转12件），受理100件，不予受理16件，审结92件，维持53件。",
        "行政诉讼案件21件，已审结15件，胜诉率94%，应诉率100%。",
        "人民调解案件766件，调解成功756件，成功率达98.6%，群众满意率99%。",
    )
    assert len(found) > 6
    for finding in found:
        assert isinstance(finding, Finding)
        assert finding.text.endswith("。")
        assert finding.text.count("。") == 1


def test_what_comes_in_goes_out_or_stays() -> None:
    text = "收到行政复议申请484件，受理455件，不予受理29件，上年结转38件；审结431件，尚在审理62件。"
    found = findings(text)["reconsideration_stock"]
    assert found.verdict is IdentityVerdict.HOLDS
    assert {number.value for number in found.numbers} == {38, 455, 431, 62}
    assert findings(text.replace("62", "60"))["reconsideration_stock"].verdict is IdentityVerdict.BASE_UNCLEAR


def test_counts_beside_a_full_rate_show_that_it_holds() -> None:
    found = findings("反馈问题24个，整改完成24个，整改率100%。")
    assert found["share"].verdict is IdentityVerdict.HOLDS
    assert "share" not in findings("开庭审理24件，行政机关负责人出庭应诉率100%。")


def test_licences_granted_and_refused_are_those_accepted() -> None:
    found = findings("受理行政许可申请130件，准予许可127件，不予许可3件。")
    assert found["licences_decided"].verdict is IdentityVerdict.HOLDS


@pytest.mark.parametrize(
    "sentence",
    [
        "上年结转行政复议案件25件，受理行政复议申请320件，审结331件，审结率95.9%，结转下年14件。",
        "上年结转25件，受理行政复议申请320件，审结331件，其中维持160件，结转下年14件。",
        "新收行政复议申请392件，不予受理5件，受理387件，上年结转31件，其他处理12件，审结331件，未审结87件。",
    ],
)
def test_no_base_is_unclear_where_the_stock_holds(sentence: str) -> None:
    found = findings(sentence)
    assert found["reconsideration_stock"].verdict is HOLDS
    assert {finding.verdict for finding in found.values()} <= {HOLDS, IdentityVerdict.UNCHECKABLE}


def test_all_is_no_rounded_share() -> None:
    _, _, found = read("应考5147人，实考5126人，参考率99.59%，全部合格，合格率100%。")
    assert [finding.text for finding in found if finding.rule == "share"] == ["参考率99.59%＝5126/5147＝99.59%，相符。"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("审结行政复议案件131件，维持150件。", True),
        ("收到行政复议申请112件，受理98件，审结131件，维持150件。", True),
        ("审结行政复议案件131件，依法撤销150件。", True),
        ("审结行政复议案件131件，其中确认违法150件。", True),
        ("评查案卷126份，优秀案卷138份。", True),
        ("审结行政复议案件131件，维持131件。", False),
        ("审结行政复议案件131件；维持150件。", False),
        ("审结行政复议案件131件。维持150件。", False),
        ("审结行政复议案件131件，近三年维持150件。", False),
        ("审结行政复议案件131件，连同上年结转的共维持150件。", False),
        ("审结行政复议案件131件，调解和解终止150件。", False),  # some were never taken in
        ("审结行政复议案件131件，法院维持150件。", False),
        ("评查案卷126份，汇编优秀案卷138份。", False),
        ("办理法律援助案件312件，民事案件412件。", False),  # of lawyers' cases, perhaps
        ("受理行政许可申请130件，准予许可140件。", False),  # last year's applications among them
        ("受理行政许可申请130件，准予许可127件，不予许可13件。", False),
    ],
)
def test_an_outcome_is_no_more_than_what_was_settled(sentence: str, told: bool) -> None:
    _, _, found = read(sentence)
    assert len([finding for finding in found if finding.verdict is WRONG]) == told


@pytest.mark.parametrize(
    ("sentence", "verdict", "says"),
    [
        ("受理行政复议申请79件，上年结转11件，审结81件。", HOLDS, "79＋上年结转复议案件数11"),
        ("受理行政复议申请79件，上年结转11件，审结95件。", UNCLEAR, "口径不明"),
        ("受理行政复议申请79件（含上年结转10件），审结81件。", UNCLEAR, "口径不明"),
        ("受理行政复议申请79件，审结81件。", UNCLEAR, "是否含上年结转"),
        ("受理行政复议申请81件，上年结转11件，审结79件。", HOLDS, "79 ≤ 行政复议受理数81，"),
    ],
)
def test_what_was_closed_may_have_been_carried_in(sentence: str, verdict: IdentityVerdict, says: str) -> None:
    found = findings(sentence)["reconsideration_closed_order"]
    assert found.verdict is verdict
    assert says in found.text


def test_more_appearances_than_hearings_may_be_counted_by_persons() -> None:
    found = findings("开庭审理62件，行政机关负责人出庭68件，出庭率100%。")["head_appearances_order"]
    assert found.verdict is UNCLEAR
    assert "人次" in found.text
