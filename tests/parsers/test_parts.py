"""The required parts by form and substance: the four real reports, and invented texts in other styles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.parts import REQUIRED, part_at, read_parts
from parsers.records import Part, Text
from parsers.vocabulary import PartForm, PartRole
from tests.parsers.texts import L22, L24, L25, Q24, seed, text_of

P, E, A = PartForm.PRESENT, PartForm.EMBEDDED, PartForm.ABSENT
RESULTS, SHORT, CAUSES, LEAD, PLAN = REQUIRED


def forms(text: Text) -> dict[PartRole, PartForm]:
    return {part.role: part.form for part in read_parts(text)}


def part(text: Text, role: PartRole) -> Part:
    return next(part for part in read_parts(text) if part.role is role)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (L25, {RESULTS: P, SHORT: P, CAUSES: A, LEAD: E, PLAN: P}),
        (L24, {RESULTS: P, SHORT: P, CAUSES: E, LEAD: E, PLAN: P}),
        (L22, {RESULTS: P, SHORT: P, CAUSES: E, LEAD: A, PLAN: P}),
        (Q24, {RESULTS: P, SHORT: P, CAUSES: A, LEAD: P, PLAN: P}),
    ],
)
def test_the_real_reports(number: str, expected: dict[PartRole, PartForm]) -> None:
    assert forms(seed(number)) == expected


def test_where_the_real_parts_stand() -> None:
    text = seed(L24)
    causes = part(text, CAUSES)
    assert text.text[causes.start : causes.end].startswith("产生这些问题的原因主要是")
    lead = part(text, LEAD)
    assert lead.heading.startswith("党政主要负责人切实履行推进法治建设第一责任人职责")
    assert text.text[lead.start : lead.end].endswith("书面述法全覆盖。")
    plan = part(text, PLAN)
    assert (plan.heading, text.text[plan.start : plan.end][-5:]) == ("下一步举措", "法治队伍。")


def test_a_heading_with_nothing_under_it_is_absent_and_shown() -> None:
    causes = part(seed(Q24), CAUSES)
    assert (causes.form, causes.heading) == (A, "2024 年度推进法治政府建设存在的不足和原因")


def test_a_place_in_the_text_belongs_to_its_innermost_part() -> None:
    text = seed(L24)
    parts = read_parts(text)
    for words, role in (
        ("受理法援案件553件", RESULTS),
        ("现场述法人数6人", LEAD),
        ("基层法治建设机制不够健全", SHORT),
        ("基层法律专业人才较少", CAUSES),
        ("三年行动计划", PLAN),
        ("株洲市芦淞区人民政府2024年法治政府建设情况报告", None),
        ("2025年2月27日", None),
    ):
        assert part_at(parts, text.text.index(words)) is role, words


# --- invented styles -------------------------------------------------------------------------------------------

TITLE = "赵县2024年度法治政府建设情况报告\n2024年，我县扎实推进法治政府建设。现将有关情况报告如下：\n"
WORK = (
    "全年开展执法检查三百次，办理行政处罚案件一百二十件，办理行政复议案件三十件，"
    "开展普法宣传五十场，各项工作取得明显成效。\n"
)
LACK = "基层执法力量仍然薄弱，执法程序不够规范，普法形式不够多样，部分干部法治意识不强。\n"
NEXT = "继续加强组织领导，规范行政执法行为，深化普法宣传教育，不断提高依法行政水平。\n"


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        ("第一部分 主要工作和成效", "第二部分 存在的主要问题", "第三部分 下一步工作打算"),
        ("一、2024年法治政府建设工作开展情况", "二、存在问题", "三、2025年工作思路"),
        ("一、2024年重点工作", "二、存在的困难", "三、2025年重点工作"),
        ("（一）工作情况。", "（二）不足之处。", "（三）努力方向。"),
        ("1.主要做法", "2.存在的短板", "3.下步计划"),
        ("一、强化对行政权力的制约和监督", "二、存在的不足", "三、下一步打算"),
        ("主要举措和成效", "存在的主要问题", "下一步工作安排"),  # bold lines without numbers
        ("【工作成效】", "【存在不足】", "【下年度安排】"),
    ],
)
def test_headings_of_all_kinds(one: str, two: str, three: str) -> None:
    text = text_of(f"{TITLE}{one}\n{WORK}{two}\n{LACK}{three}\n{NEXT}赵县人民政府\n2025年2月3日")
    found = forms(text)
    assert (found[RESULTS], found[SHORT], found[PLAN]) == (P, P, P)
    assert (found[CAUSES], found[LEAD]) == (A, A)
    parts = read_parts(text)
    for words, role in (("一百二十件", RESULTS), ("力量仍然薄弱", SHORT), ("深化普法", PLAN)):
        assert part_at(parts, text.text.index(words)) is role


def test_a_heading_may_run_into_its_paragraph() -> None:
    text = text_of(f"{TITLE}一、工作成效。{WORK}二、存在问题。{LACK}三、下步打算。{NEXT}")
    found = forms(text)
    assert (found[RESULTS], found[SHORT], found[PLAN]) == (P, P, P)


def test_headings_by_theme_are_the_results() -> None:
    text = text_of(
        f"{TITLE}一、坚持高位推动\n{WORK}二、规范行政执法\n{WORK}三、化解矛盾纠纷\n{WORK}四、存在的问题\n{LACK}五、下一步打算\n{NEXT}"
    )
    results = part(text, RESULTS)
    assert (results.form, results.heading) == (P, "坚持高位推动")
    assert part_at(read_parts(text), text.text.index("三、化解")) is RESULTS


def test_a_report_without_any_heading() -> None:
    text = text_of(
        f"{TITLE}{WORK}{WORK}一年来工作取得一定成绩，但仍存在执法力量薄弱、程序不规范等问题，需要认真加以解决。\n"
        f"2025年，我县将继续加强组织领导，规范执法行为。\n赵县人民政府\n2025年1月3日"
    )
    found = forms(text)
    assert (found[RESULTS], found[SHORT], found[PLAN]) == (E, E, E)
    assert part_at(read_parts(text), text.text.index("规范执法行为")) is PLAN


def test_one_heading_for_shortcomings_and_plan() -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}二、存在的问题及下一步打算\n{LACK}下一步，我县将{NEXT}")
    parts = read_parts(text)
    assert forms(text)[SHORT] is P
    assert forms(text)[PLAN] is P
    assert part_at(parts, text.text.index("力量仍然薄弱")) is SHORT
    assert part_at(parts, text.text.index("深化普法")) is PLAN


@pytest.mark.parametrize("heading", ["二、存在的问题\n三、下一步打算\n", "二、存在的问题\n无。\n三、下一步打算\n"])
def test_empty_shortcomings_are_absent(heading: str) -> None:
    assert forms(text_of(f"{TITLE}一、工作成效\n{WORK}{heading}{NEXT}"))[SHORT] is A


@pytest.mark.parametrize(
    ("words", "short", "causes"),
    [
        ("二、存在的问题\n一是执法力度不够。二是培训不足。", P, A),
        ("二、主要困难\n基层力量薄弱。", P, A),
        ("二、需要改进的方面\n少数干部法治意识不强，主要原因是基层人员力量不足。", P, E),
        ("二、制约因素\n基层执法力量不足，与群众期待还有差距。", P, A),
        ("二、反思与检视\n法治政府建设仍有一些薄弱环节，执法队伍建设有待加强。", P, A),
        ("虽然取得了一定成绩，但离上级要求仍有差距：一是执法不够规范。这主要是因为经费保障不足。", E, E),
        ("当然，不足也摆在面前。基层执法力量薄弱，不会办的事还不少。", E, A),
        ("回头看，工作也有明显短板：执法经验不足，纠纷反复率较高。", E, A),
        ("二、存在的差距。基层力量薄弱。造成上述问题的原因，主要是编制少、待遇低。", P, E),
        (
            "二、存在的不足和原因\n（一）存在的不足。办案质量不高。（二）原因分析。林区人员老化，装备陈旧，近年来补充的新人太少。",
            P,
            P,
        ),
        ("二、存在问题及原因\n力量不足。上述问题的产生，既有机构改革的客观因素，也有主观因素。", P, P),
    ],
)
def test_shortcomings_in_few_or_other_words(words: str, short: PartForm, causes: PartForm) -> None:
    found = forms(text_of(f"{TITLE}一、工作成效\n{WORK}{words}\n三、下一步打算\n{NEXT}"))
    assert (found[SHORT], found[CAUSES]) == (short, causes)


def test_problems_told_of_others_are_not_the_reports_shortcomings() -> None:
    told = "企业代表就现阶段存在的问题畅所欲言，相关部门进行了现场解答，未发现乱作为问题。\n"
    text = text_of(f"{TITLE}一、工作成效\n{WORK}{told}二、下一步打算\n{NEXT}")
    assert forms(text)[SHORT] is A


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("主要原因是业务培训不够，编制不足。", E),
        ("原因主要是编制有限。", E),
        ("究其根源，在于重视程度不够、责任没有压实。", E),
        ("因业务培训未能及时跟上，个别镇街案卷质量不高。", E),
        ("受机构编制限制，法制审核人员仅有三名。", E),
        ("主要是年龄结构老化、业务骨干集中在机关所致。", E),
        ("这与边关工作地处偏远、人才引进难有直接关系。", E),
        ("因此，必须下大力气解决，确保整改到位。", A),
        ("被撤销的一件即因证据不足，办案质量不高。", A),
        ("在案件事实认定、证据意识等方面有待加强。", A),
        ("少数干部因循守旧，工作方法不多。", A),
    ],
)
def test_causes_are_words_that_name_one(words: str, form: PartForm) -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}二、存在的问题\n{LACK}{words}\n三、下一步打算\n{NEXT}")
    assert forms(text)[CAUSES] is form


def test_a_cause_told_among_the_results_does_not_count() -> None:
    text = text_of(
        f"{TITLE}一、工作成效\n由于措施得力，案件明显下降。{WORK}二、存在的问题\n{LACK}三、下一步打算\n{NEXT}"
    )
    assert forms(text)[CAUSES] is A


def test_causes_with_a_heading_of_their_own() -> None:
    text = text_of(
        f"{TITLE}一、工作成效\n{WORK}二、存在的问题\n{LACK}三、原因分析\n一是思想认识不到位，二是工作力量不足。\n四、下一步打算\n{NEXT}"
    )
    assert forms(text)[CAUSES] is P


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("县政府主要负责人主持召开常务会议专题研究法治政府建设工作五次，作出批示十九次。", E),
        ("党政主要负责人带头履行法治建设职责，对重要工作亲自部署。", E),
        ("县委书记、县长切实履行推进法治建设第一责任人职责，听取汇报六次。", E),
        ("印发《党政主要负责人履行推进法治建设第一责任人职责清单》，抓好落实。", A),
        ("县政府主要领导主动出庭应诉，提升了全县干部的法治意识。", A),
        ("镇长切实担起法治政府建设第一责任人职责，研究法治工作五次。", E),
        ("区长作为推进法治建设第一责任人，与各部门签订责任书。", E),
        ("关长签批法治专报16期，市长就行政应诉批示38次。", E),
        ("压实第一责任人责任。", A),
        ("企业主要负责人履行安全生产第一责任人职责，全年检查一百二十次。", A),
    ],
)
def test_leadership_needs_a_head_who_does_something(words: str, form: PartForm) -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}{words}\n二、存在的问题\n{LACK}三、下一步打算\n{NEXT}")
    assert forms(text)[LEAD] is form


def test_a_duty_promised_in_the_plan_is_not_leadership() -> None:
    text = text_of(
        f"{TITLE}一、工作成效\n{WORK}二、问题\n{LACK}三、下一步打算\n党政主要负责人要切实履行第一责任人职责，亲自部署。\n"
    )
    assert forms(text)[LEAD] is A


def test_other_matters_are_a_part_of_their_own() -> None:
    text = text_of(
        f"{TITLE}一、工作成效\n{WORK}二、存在的问题\n{LACK}三、下一步打算\n{NEXT}四、其他需要报告的情况\n{WORK}"
    )
    other = part(text, PartRole.OTHER)
    assert other.heading == "其他需要报告的情况"
    assert not text.text[part(text, PLAN).start : part(text, PLAN).end].endswith("成效。")


LINES = st.sampled_from(
    [
        "一、工作成效",
        "二、存在的问题和原因",
        "三、下一步打算",
        "（一）党政主要负责人履职",
        WORK.strip(),
        LACK.strip(),
        NEXT.strip(),
        "下一步，我县将努力。",
        "主要原因是人少。",
        "第一责任人",
        "2024年",
        "赵县人民政府",
        "2025年2月3日",
        "存在问题",
        "原因",
        "1.",
        "一、",
        "。",
    ]
)


@given(st.lists(LINES, max_size=30))
def test_spans_lie_in_the_text_and_absent_parts_claim_nothing(lines: list[str]) -> None:
    text = text_of("\n".join(lines))
    parts = read_parts(text)
    assert [part.role for part in parts][:5] == list(REQUIRED)
    for found in parts:
        assert 0 <= found.start <= found.end <= len(text.text)
        if found.form is not A:
            assert text.text[found.start : found.end].strip()
    for offset in range(0, len(text.text), 7):
        role = part_at(parts, offset)
        assert role is None or any(p.role is role and p.start <= offset < p.end for p in parts if p.form is not A)


@given(st.text(alphabet="一二、（）1.。；\n存在问题原因下步党政主要负责人亲自由于年", max_size=200))
def test_any_text_has_parts(plain: str) -> None:
    read_parts(text_of(plain))


@pytest.mark.parametrize(
    "said",
    [
        "执法力量薄弱。原因主要是人少。",
        "执法力量薄弱。主要原因是编制不足、人员流动大。",
        "执法力量薄弱，说到底是重视不够。",
        "执法力量薄弱，症结在于保障不足。",
        "执法力量薄弱，归根到底是编制不足。",
        "执法力量薄弱，这主要是因编制太少。",
        "一是执法力量薄弱（主要原因是人员编制少）。",
        "一是执法力量薄弱。原因：编制少。",
    ],
)
def test_a_cause_behind_what_lacks_is_embedded(said: str) -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}二、存在的问题\n{said}\n三、下一步打算\n{NEXT}")
    assert forms(text)[CAUSES] is E


@pytest.mark.parametrize(
    "said",
    [
        "对出现问题的原因分析不够。",
        "对行政败诉原因剖析不深入。",
        "不明原因的投诉较多。",
        "败诉原因分析制度不健全。",
        "执法人员对法律适用原因说明不充分。",
        "未能及时查明原因并整改到位。",
    ],
)
def test_what_is_said_of_causes_names_none(said: str) -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}二、存在的问题\n{said}\n三、下一步打算\n{NEXT}")
    assert forms(text)[CAUSES] is A


@pytest.mark.parametrize(
    "said",
    [
        "基层执法力量薄弱。原因主要是编制不足。",
        "但仍存在基层执法力量薄弱等问题。\n原因主要是编制不足。",
        "但仍存在基层执法力量薄弱等问题。究其原因，编制不足。",
    ],
)
def test_a_cause_shows_what_lacks_where_no_heading_does(said: str) -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}{said}\n2025年，我县将{NEXT}赵县人民政府\n2025年2月3日")
    found = forms(text)
    assert (found[SHORT], found[CAUSES]) == (E, E)


def test_a_cause_of_what_was_done_shows_no_shortcoming() -> None:
    text = text_of(f"{TITLE}一、工作成效\n{WORK}投诉下降。原因主要是服务优化。\n二、下一步打算\n{NEXT}")
    found = forms(text)
    assert (found[SHORT], found[CAUSES]) == (A, A)
