"""Which rows are fetched: recall first, the plainly other ones left alone."""

import pytest

from parsers.pages.candidates import judge_candidate, names_topic
from parsers.pages.titles import cut_titles
from parsers.vocabulary import Kind

ALL = tuple(Kind)
FAZHI, STATS, OPEN = ALL


@pytest.mark.parametrize(
    "title",
    [
        "青禾县人民政府2024年度法治政府建设情况报告",
        "青禾县2024年度法治政府建设 工作情况报告",
        "中共青禾县委 青禾县人民政府关于2025年度法治政府建设的报告",
        "关于印发《青禾县2024年度法治政府建设情况报告》的通知",
        "青禾县财政局2023年度依法行政工作总结",
        "青禾县司法局2024年度法治政府…",
        "青禾县人民政府2025年度法治政...",
        "青禾县人民政府20…",
        "青禾县住房和城乡建设局关于…",
        "青禾县人民政…",
        "县水利局２０２４年法治建设工作报告",
        "青禾县2015年推进依法行政工作情况及2016年工作打算",
        "青禾县依法治县工作2024年度报告",
        "2024年度报告",
        "关于2025年度情况的报告",
        "2024年法治政府建设年报",
        "青禾县交通运输局2024年党政主要负责人述法报告（推进法治政府建设）",
        "青禾县2024年度法治政府建设",
        "【工作总结】青禾县公安局关于2022年法治政府建设情况的报告",
        "公示",
        "青禾县人民政府公告",
        "青禾县人民政府2025年度法治",  # cut off without dots
        "青禾县人民政府2025年度法治政",
        "青禾县人民政府20",
        "关于青禾县人民政府2025年度",
        "青禾县司法局关于2025年",
        "青禾县2025年推进依法行",
        "2025年度 青禾县人民政府",
        "县公安局（2025年度）",
        "青政发〔2026〕3号",
        "青禾市自然资源和规划局关于2025年度…",  # whose name alone says 规划
        "青禾市财政局2025年度法治政…",
        "青禾经济开发区管理委员会关于2025年",
        "青禾县消防救援大队2025年度工作报告",
        "青禾县公安局关…",
        "青禾县人民政府关于报送2025…",
        "青禾高新技术产业开发区管…",
        "中共玉屏侗族自治县委 玉屏侗族自…",
        "中共青禾县委组织部…",  # right behind an issuer
    ],
)
def test_reports_are_fetched(title: str) -> None:
    assert judge_candidate(title, [FAZHI]).fetch


ISSUERS = (
    "湖南省生态环境厅",
    "青海省财政厅",
    "湖南省经济和信息化厅",
    "重庆市经济信息委",
    "青州经济技术开发区",
    "青禾市规划自然资源委",
    "青禾市消防救援总队",
    "青禾市气象台",
    "中共青禾市委宣传部",
    "青禾循环经济产业园",
    "青禾海关",
    "国家税务总局青禾市税务局",
    "青禾市监狱管理局",
    "青禾市供销合作社联合社",
    "青禾市信用办",
    "青禾市计划生育协会",
    "青禾市行政审批制度改革办",
    "青禾市乡村振兴局党组",
    "青禾市水资源管理处",
    "青禾市教学仪器站",
    "青禾市国防动员办公室",
    "青禾市质量技术监督局",
    "青禾市南河街道党工委",
    "青禾市环境监测总站",
    "青禾市规划展览馆",
    "青禾市住房公积金管理中心",
    "青禾市红十字会",
    "青禾市戒毒管理所",
    "省药品监督管理局",
    "中国证监会青禾监管局",
    "青禾市地方志编纂室",
)
FORMS = (
    "{}2025年度法治政府建设情况报告",
    "{}关于2025年度法治政府建设情况的报告",
    "{}关于公示2025年度法治政府建设情况报告的公告",
    "2025年度{}法治政府建设情况报告",
    "关于{}2025年度法治政府建设情况的报告",
    "关于印发《{}2025年度法治政府建设情况报告》的通知",
)


@pytest.mark.parametrize("issuer", ISSUERS)
def test_no_word_of_an_issuer_speaks_against_a_title_that_is_cut_off(issuer: str) -> None:
    for title in (form.format(issuer) for form in FORMS):
        for length in range(12, title.index("法治") + 2):
            assert judge_candidate(f"{title[:length]}…", [FAZHI]).fetch, title[:length]


@pytest.mark.parametrize("issuer", ["湖南省生态环境厅", "重庆市经济信息委", "青州经济技术开发区", "青禾市消防救援总队"])
def test_nor_against_a_bare_yearly_report_or_a_cut_without_dots(issuer: str) -> None:
    for end in ("2025年度", "关于2025年", "20", "2025年度工作报告", "（2025年度）"):
        assert judge_candidate(f"{issuer}{end}", [FAZHI]).fetch, end


@pytest.mark.parametrize(
    "title",
    [
        "关于印发青禾县安全生产三年行动方案的通知",
        "关于召开2026年全县教育工作会议的通知",
        "关于公开征求《青禾县养犬管理办法》意见的公告",
        "关于表彰2025年度先进集体的决定",
        "关于青禾县2025年国民经济和社会发展计划执行情况的报告",
        "青禾县财政局关于2025年财政预算执行情况的报告",
        "青禾县卫生健康局2025年度部门预算公开说明",
        "青禾县人民政府办公室关于调整县政府领导分工的通知",
        "青禾市生态环境局关于拟批准建设项目环境影响评价文件的公示",
        "青禾县自然资源局国有建设用地使用权出让公告",
        "青禾市市场监督管理局行政处罚决定书",
        "青禾县教育局2025年工作要点和任务",
        "2025年度青禾县部门决算公开说明",
        "青禾县2025年第四季度环境空气质量状况",
        "青禾县2025年政务公开工作要点",
        "青禾县2025年中央财政衔接推进乡村振兴补助资金项目公示",
        "青禾县公开招聘教师公告及岗位一览",
        "青禾县召开全县经济工作会议部署全年任务",
        "青禾市住建局开展建筑施工安全检查",
        "县领导深入乡镇督导秋收工作",
        "青禾县扎实推进高标准农田建设",
        "青禾县开展送法进校园活动",
        "青禾县消防救援大队走进企业开展消防培训",
        "“三下乡”活动走进青禾县",
        "青禾县地震局组织地震应急演练活动",
        "春风送岗位 就业暖民心",
        "青禾县城区供水管网改造工程施工停水的温馨提示",
        "青禾县不动产登记中心关于不动产权证书作废的公告",
        "关于青禾县2025年度耕地地力保护补贴发放的公示",
        "青禾县交通运输局关于国道养护施工的通告",
    ],
)
def test_cut_titles_of_other_papers_are_left_alone(title: str) -> None:
    length = min(20, len(title) - 1)
    assert not judge_candidate(f"{title[:length]}…", [FAZHI]).fetch


@pytest.mark.parametrize(
    "title",
    [
        "青禾县人民政府文件",
        "青禾市委办公厅文件",
        "青禾县人民政府办公室文件",
        "青禾市政府办公厅文件",
        "中共青禾县委文件",
        "中共青禾县委办公室文件",
        "青禾县白河镇人民政府文件",
        "青禾县人民政府红头文件",
        "青禾县人民政府文件 青政发〔2026〕5号",
        "青政发〔2026〕5号 青禾县人民政府文件",
        "政府文件（青政函〔2026〕12号）",
        "青政办发[2026]3号（青禾县人民政府办公室文件）",
        "2026年第5号文件",
        "青禾县司法局文件：青司发〔2026〕8号",
    ],
)
def test_the_head_of_a_bodys_papers_is_opened_but_says_nothing_of_its_list(title: str) -> None:
    assert judge_candidate(title, [FAZHI]).fetch
    assert not names_topic(title, [FAZHI])
    assert not judge_candidate(title, [Kind.ENFORCEMENT_STATS]).fetch


@pytest.mark.parametrize(
    "title",
    [
        "青禾县司法局",
        "青禾县人民政府",
        "政府文件",
        "县政府文件",
        "人民政府",
        "县人民政府",
        "青禾县人民政府办公室",
        "青禾县人民政府网站",
        "青禾县政府领导",
        "规范性文件",
        "上级文件",
        "青禾县人民政府领导调研重点项目",
    ],
)
def test_names_of_menus_are_not(title: str) -> None:
    assert not judge_candidate(title, [FAZHI]).fetch


def test_a_title_cut_inside_its_issuer_says_nothing_of_its_list() -> None:
    assert judge_candidate("青禾县城市管理和综合行政…", [FAZHI]).fetch
    assert not names_topic("青禾县城市管理和综合行政…", [FAZHI])
    assert names_topic("青禾县人民政府2025年度…", [FAZHI])


@pytest.mark.parametrize(
    "title",
    [
        "青禾县2024年度行政执法数据表",
        "青禾县文物局2024年度行政执法统计年报",
        "2024年行政许可、行政处罚实施情况统计表",
        "青禾县城管局行政执法总体情况（2024年度）",
        "青禾县应急局2024年执法工作情况报告",
    ],
)
def test_yearly_figures_of_enforcement_are_fetched(title: str) -> None:
    assert judge_candidate(title, [STATS]).fetch


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("关于印发青禾县2025年法治政府建设工作要点的通知", [FAZHI]),
        ("青禾县召开2025年法治政府建设推进会议", [FAZHI]),
        ("青禾县入选第二批全国法治政府建设示范名单公示", [FAZHI]),
        ("青禾县2024年国民经济和社会发展统计公报", ALL),
        ("青禾县2024年度部门决算报告", ALL),
        ("青禾县2025年财政预算…", ALL),
        ("青禾县召开全县春耕生产…", ALL),
        ("青禾县人民政府", ALL),
        ("中共青禾县委 全体会议决…", ALL),
        ("青禾县财政局2025年度部门预算", ALL),
        ("青禾县财政局2025年度部门预算…", ALL),
        ("青禾县审计局2025年度审计整改情况的报告", [FAZHI]),
        ("青禾县召开2025年度总结", ALL),
        ("青禾县教育局关于开展培训…", ALL),
        ("青禾县2024年度环境质量年报", [FAZHI]),
        ("行政处罚决定书（青市监罚〔2025〕12号）", ALL),
        ("关于张某某行政许可的告知书统计", [STATS]),
        ("青禾县2025年双随机抽查计划", [STATS]),
        ("首届文化节开幕", ALL),
        ("", ALL),
        ("   ", ALL),
    ],
)
def test_plainly_other_rows_are_not(title: str, kinds: list[Kind]) -> None:
    assert not judge_candidate(title, kinds).fetch


def test_plain_reports_of_another_kind_are_fetched_too() -> None:
    other = judge_candidate("青禾县2024年政府信息公开工作年度报告", [FAZHI])
    assert other.fetch
    assert "another kind" in other.reason
    assert judge_candidate("青禾县人民政府2024年度法治政府建设情况报告", [OPEN]).fetch


def test_every_judgement_has_a_reason() -> None:
    for title in ("", "首届文化节开幕", "青禾县2024年度法治政府建设情况报告", "2024年度报告", "法治政府建设示范公示"):
        assert judge_candidate(title, ALL).reason


def test_titles_that_a_template_cuts_are_those_of_one_greatest_length() -> None:
    cut = {"青禾县人民政府2025年度法", "青禾县人民政府2024年度法", "青禾县召开推进会部署全年重点"}
    assert {len(title) for title in cut} == {14}
    assert cut_titles([*cut, "青禾县春耕", "青禾县召开大会"]) == cut
    assert cut_titles([*list(cut)[:2], "青禾县春耕"]) == cut_titles(["公示", "公告", "通报"]) == frozenset()
    bytewise = {"青禾县人民政府2025年度法", "青禾县水利局三年行动情况", "青禾县司法局召开全县大会"}
    assert cut_titles([*bytewise, "青禾县春耕"]) == bytewise  # of one width


@pytest.mark.parametrize("title", ["无标题文档", "未命名文档1", "新建网页", "通知公告", "公示公告"])
def test_a_row_that_nobody_named_is_opened(title: str) -> None:
    assert judge_candidate(title, [FAZHI]).fetch


@pytest.mark.parametrize("title", ["青禾县晒出2025法治答卷", "2025，法治青禾步履铿锵", "数说青禾法治2025"])
def test_a_headline_of_law_and_a_year_is_opened_but_says_nothing_of_its_list(title: str) -> None:
    assert judge_candidate(title, [FAZHI]).fetch
    assert not names_topic(title, [FAZHI])


@pytest.mark.parametrize(
    "title",
    [
        "2025年法治宣传月活动方案",
        "关于开展2025年法治培训的通知",
        "法治护航发展",
        "青禾县2025年法治讲座预告",
        "2025年工作要点",
    ],
)
def test_other_headlines_are_not(title: str) -> None:
    assert not judge_candidate(title, [FAZHI]).fetch


@pytest.mark.parametrize(
    "form",
    [
        "行政许可{:03}",
        "法治动态第{:03}期",
        "行政许可{}",
        "张三等违法建设案{:03}",
        "食品经营许可（{:03}）",
        "行政检查2025-{:03}",
        "2026年行政许可公示第{:03}号",
        "关于受理行政许可事项第{:03}号的公告",
        "青禾县法治工作简报{:05}",
        "NO.{:04}法治政府建设专刊",
    ],
)
def test_numbered_titles_are_not_cut(form: str) -> None:
    assert not cut_titles(form.format(number) for number in range(1, 400))


@pytest.mark.parametrize(
    "form",
    [
        "青禾县人民政府{}年度法",
        "青禾县公安局关于{}年法",
        "关于{}年度青禾县法治",
        "青禾县{}年度依法行政工",
        "中共青禾县委关于{}年",
    ],
)
def test_titles_that_differ_in_their_years_may_be_cut(form: str) -> None:
    titles = {form.format(year) for year in range(2019, 2026)}
    assert cut_titles([*titles, "放假通知"]) == titles
