"""Which rows are fetched: recall first, the plainly other ones left alone."""

import pytest

from parsers.pages.candidates import judge_candidate
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
    ],
)
def test_reports_are_fetched(title: str) -> None:
    assert judge_candidate(title, [FAZHI]).fetch


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
        ("中共青禾县委组织部…", ALL),
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
