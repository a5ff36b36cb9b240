"""Head and foot of documents: the four real reports, and invented hard cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.frame import read_doc_number, read_frame, tidy_title
from tests.parsers.texts import L22, L24, L25, NEWS, Q24, seed, text_of

BODY = "2024年以来，我县认真贯彻落实上级关于法治政府建设的决策部署，各项工作取得新成效。现将有关情况报告如下。\n"


def test_the_real_frames() -> None:
    frame = read_frame(seed(L25))
    assert frame.letterhead == frame.signature == ("株洲市芦淞区人民政府",)
    assert frame.signed_on == "2026-02-10"
    frame = read_frame(seed(L24))
    assert (frame.signature, frame.signed_on) == (("株洲市芦淞区人民政府",), "2025-02-27")
    assert (frame.label_date, frame.label_is_update) == ("2025-02-28", True)
    frame = read_frame(seed(L22))
    office = ("中共株洲市芦淞区委全面依法治区委员会办公室",)
    assert (frame.letterhead, frame.signature, frame.signed_on) == (office, office, "2023-02-15")
    frame = read_frame(seed(Q24))
    assert frame.doc_number == "屈报〔2025〕2号"
    assert frame.addressee == "中共岳阳市委、市人民政府："
    assert (frame.signature, frame.signed_on) == ((), None)
    frame = read_frame(seed(NEWS))
    assert (frame.title, frame.doc_number, frame.signed_on) == ("", None, None)


def test_the_body_lies_between_head_and_foot() -> None:
    text = seed(L24)
    frame = read_frame(text)
    assert text.text[frame.body_start :].startswith("2024年以来")
    assert text.text[: frame.body_end].rstrip().endswith("高素质专业化法治队伍。")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("屈报〔2025〕2号", "屈报〔2025〕2号"),
        ("芦政函[2025]12号", "芦政函〔2025〕12号"),
        ("芦政函【2025】 12 号", "芦政函〔2025〕12号"),
        ("芦政函（2025）第12号", "芦政函〔2025〕12号"),
        ("芦政函(2025)12号", "芦政函〔2025〕12号"),
        ("（芦政发〔2025〕3号）", "芦政发〔2025〕3号"),
        ("屈报〔2025〕2号 签发人：某人", "屈报〔2025〕2号"),
        ("签发人：张三　屈报〔2025〕2号", "屈报〔2025〕2号"),
        ("发文字号：岐政字〔2026〕6号", "岐政字〔2026〕6号"),
        ("根据《办法》（株政办发〔2015〕24号）文件精神", None),
        ("株政办发〔2015〕24号文件要求", None),
        ("2025年第2号", None),
    ],
)
def test_document_numbers(line: str, number: str | None) -> None:
    assert read_doc_number(line) == number


def test_a_number_cited_in_the_text_is_not_the_documents() -> None:
    assert (
        read_frame(
            text_of("赵县人民政府\n关于2024年度法治政府建设情况的报告\n" + BODY + "一、成效\n赵政发〔2024〕5号\n")
        ).doc_number
        is None
    )


def test_a_title_over_four_lines_with_joint_issuers() -> None:
    text = text_of(
        "中共屈原管理区委文件\n屈报〔2025〕2号\n签发人：某人\n中共屈原管理区委员会\n屈原管理区管理委员会\n"
        "关于屈原管理区2024年度法治政府建设\n工作情况报告\n中共岳阳市委、市人民政府：\n" + BODY
    )
    title = tidy_title(read_frame(text).title)
    assert title == "中共屈原管理区委员会 屈原管理区管理委员会关于屈原管理区2024年度法治政府建设工作情况报告"


def test_a_title_whose_line_runs_on_into_the_text() -> None:
    title = "赵县人民政府关于2024年度法治政府建设情况的报告"
    glued = f"赵县人民政府文件\n{title}2024年，我县扎实推进法治政府建设，现将情况报告如下：\n一、成效\n"
    assert read_frame(text_of(glued)).title == title
    assert read_frame(text_of(f"本报讯\n{title}在会上获得通过，现将其要点摘编如下。\n")).title == ""


def test_a_letterhead_joined_to_the_title_is_parted() -> None:
    text = text_of(
        "中共株洲市芦淞区委全面依法治区委员会办公室文件株洲市芦淞区人民政府2022年推进法治政府建设\n工作情况报告\n"
        + BODY
    )
    frame = read_frame(text)
    assert frame.letterhead == ("中共株洲市芦淞区委全面依法治区委员会办公室",)
    assert tidy_title(frame.title) == "株洲市芦淞区人民政府2022年推进法治政府建设工作情况报告"


@pytest.mark.parametrize(
    ("foot", "names", "signed_on"),
    [
        ("赵县人民政府\n2025年2月27日", ("赵县人民政府",), "2025-02-27"),
        ("赵县人民政府\n二〇二五年二月二十七日", ("赵县人民政府",), "2025-02-27"),
        ("赵县人民政府　2025年2月27日", ("赵县人民政府",), "2025-02-27"),
        ("中共赵县委员会\n赵县人民政府\n2025年2月27日", ("中共赵县委员会", "赵县人民政府"), "2025-02-27"),
        ("各项工作有序推进。赵县人民政府 2025年2月27日", ("赵县人民政府",), "2025-02-27"),
        ("（2025年2月27日）", (), "2025-02-27"),
        ("赵县人民政府\n2O25年2月2 7日\n· 3 ·", ("赵县人民政府",), "2025-02-27"),
        ("赵县人民政府\n2025年2月27日\n办公室", ("赵县人民政府",), "2025-02-27"),
        (
            "赵县人民政府\n2025年2月27日\n抄送：市司法局\n赵县人民政府办公室 2025年3月3日印发",
            ("赵县人民政府",),
            "2025-02-27",
        ),
        (
            "赵县人民政府\n2025年2月27日\n（此件公开发布）\n上一篇：赵县2023年报告2024-03-01",
            ("赵县人民政府",),
            "2025-02-27",
        ),
        ("相关信息\n赵县人民政府关于2023年法治政府建设情况的报告2024-03-25", (), None),
        ("赵县人民政府", ("赵县人民政府",), None),
        ("赵县人民政府\n2025-02-27", ("赵县人民政府",), "2025-02-27"),
        ("赵县人民政府\n2025/2/27\n- 3 -", ("赵县人民政府",), "2025-02-27"),
        ("赵县人民政府\n2025年2月", ("赵县人民政府",), None),
        ("赵县人民政府\n二〇二五年二月", ("赵县人民政府",), None),
        ("中共赵县委员会\n赵县人民政府\n（2025年3月）", ("中共赵县委员会", "赵县人民政府"), None),
        ("工作有序推进。\n2025年2月", (), None),
        ("赵县城市管理局（公章）\n2025年2月27日", ("赵县城市管理局",), "2025-02-27"),
        ("赵县城市管理局(盖章)　2025年2月27日", ("赵县城市管理局",), "2025-02-27"),
        ("赵县高新区（新市区）人民政府（章）\n2025年2月27日", ("赵县高新区（新市区）人民政府",), "2025-02-27"),
        ("全年召开会议，最后一次在2024年12月30日召开，取得实效。", (), None),
    ],
)
def test_signatures(foot: str, names: tuple[str, ...], signed_on: str | None) -> None:
    text = text_of(
        "赵县2024年度法治政府建设情况报告\n" + BODY + "一、成效\n全年工作扎实。\n二、问题\n仍有不足。\n" + foot
    )
    frame = read_frame(text)
    assert (frame.signature, frame.signed_on) == (names, signed_on)


def test_a_date_under_the_title_serves_when_the_foot_has_none() -> None:
    frame = read_frame(text_of("陇南市2014年度依法行政工作情况报告\n陇南市人民政府\n(2015年1月10日)\n" + BODY))
    assert frame.signed_on == "2015-01-10"


@pytest.mark.parametrize(
    ("line", "signed_on"),
    [
        ("赵县人民政府　2025年1月9日", "2025-01-09"),
        ("赵县新寨店镇人民政府 2025年1月9日", "2025-01-09"),
        ("（赵县司法局 2025年1月9日）", "2025-01-09"),
        ("2025年1月9日　赵县人民政府", "2025-01-09"),
        ("中共赵县委员会 赵县人民政府 2025年1月9日", "2025-01-09"),
        ("赵县人民政府　二〇二五年一月九日", "2025-01-09"),
        ("赵县人民政府 2025-01-09", None),  # the page's own line
        ("来源：赵县人民政府 2025年1月9日", None),
        ("发布机构：赵县司法局　发布日期：2025年1月9日", None),
        ("赵县人民政府 2025年1月", None),
        ("赵县第十八届人民代表大会第五次会议 2025年1月9日通过", None),
        ("统计期间：2024年1月1日至2024年12月31日", None),
        ("记者 李明 2025年1月9日", None),
    ],
)
def test_a_name_and_a_date_under_the_title(line: str, signed_on: str | None) -> None:
    frame = read_frame(text_of(f"赵县2024年法治政府建设工作报告\n{line}\n{BODY}一、成效\n全年工作扎实。\n"))
    assert frame.signed_on == signed_on


def test_a_report_behind_its_notice() -> None:
    text = text_of(
        "关于印发《赵县2024年度法治政府建设情况报告》的通知\n赵政办发〔2025〕3号\n各乡镇人民政府：\n"
        "经县政府同意，现将《赵县2024年度法治政府建设情况报告》印发给你们。\n赵县人民政府办公室\n2025年3月1日\n"
        "赵县2024年度法治政府建设情况报告\n" + BODY * 10
    )
    frame = read_frame(text)
    assert frame.title == "赵县2024年度法治政府建设情况报告"
    assert text.text[frame.body_start :].startswith("2024年以来")


def test_related_links_are_not_a_report_behind_a_notice() -> None:
    text = text_of(
        "关于公布先进名单的通知\n" + "现将名单公布如下，请各单位认真学习。\n" * 8 + "赵县2023年度法治政府建设情况报告\n"
    )
    assert read_frame(text).title == ""


@given(
    st.lists(st.text(alphabet="赵县人民政府2025年2月日〔〕号。：关于法治建设报告 \u3000文件", max_size=30), max_size=25)
)
def test_any_text_has_a_frame_within_its_bounds(lines: list[str]) -> None:
    text = text_of("\n".join(lines))
    frame = read_frame(text)
    assert 0 <= frame.body_start <= len(text.text)
    assert 0 <= frame.body_end <= len(text.text)
