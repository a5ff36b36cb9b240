"""What a document is, of which year, whose, and when: the five real documents, and invented hard cases."""

import dataclasses
import re

import pytest

from parsers.identity import read_report
from parsers.reading import read_bundle
from parsers.records import Bundle, Report, Source, Text
from parsers.vocabulary import DateBasis, Decision, Kind, Method, Role
from tests.parsers.texts import L22, L24, L25, NEWS, Q24, article, bundle, seed, text_of


def of_seed(number: str) -> Report:
    return read_report(seed(number), bundle())


def test_the_real_reports() -> None:
    for number, year, signed_on in ((L25, 2025, "2026-02-10"), (L24, 2024, "2025-02-27"), (L22, 2022, "2023-02-15")):
        report = of_seed(number)
        assert (report.decision, report.kind) == (Decision.REPORT, Kind.FAZHI_ANNUAL)
        assert (report.year, report.year_basis) == (year, "title")
        assert report.issuer == "株洲市芦淞区人民政府"
        assert (report.issuers, report.issuers_basis) == (("株洲市芦淞区人民政府",), "title")
        assert report.region == "430203"
        assert report.signed_on == signed_on
        assert report.doc_number is None


def test_the_zones_joint_report() -> None:
    report = of_seed(Q24)
    assert (report.decision, report.kind, report.year) == (Decision.REPORT, Kind.FAZHI_ANNUAL, 2024)
    assert report.issuers == ("中共屈原管理区委员会", "屈原管理区管理委员会")
    assert report.issuer == "屈原管理区管理委员会"
    assert report.region is None  # a zone has no GB code, and is not 汨罗's
    assert report.doc_number == "屈报〔2025〕2号"
    assert report.signed_on is None
    assert (report.published_on, report.published_basis) == (None, DateBasis.NONE)
    assert report.title == "中共屈原管理区委员会 屈原管理区管理委员会关于屈原管理区2024年度法治政府建设工作情况报告"


def test_the_letterhead_does_not_outrank_the_title() -> None:
    report = of_seed(L22)
    assert report.issuer == "株洲市芦淞区人民政府"
    assert any("区委全面依法治区委员会办公室" in note for note in report.notes)


def test_an_update_label_is_called_so() -> None:
    report = of_seed(L24)
    assert (report.published_on, report.published_basis) == ("2025-02-28", DateBasis.UPDATED_LABEL)


def test_the_newspaper_feature_is_refused_with_its_marks() -> None:
    report = of_seed(NEWS)
    assert report.decision is Decision.NOT_A_REPORT
    assert "新闻" in report.reason
    assert (report.kind, report.issuer, report.issuers) == (None, None, ())


# --- invented cases --------------------------------------------------------------------------------------------

PARTS = """一、主要举措和成效
（一）坚持高位推动。县委常委会会议专题研究法治政府建设工作三次，县政府常务会议会前学法六次，推动责任落实。
（二）规范行政执法。全年办理行政处罚案件三百余件，开展案卷评查两次，组织执法人员培训四期，不断提升执法水平。
（三）化解矛盾纠纷。畅通行政复议渠道，办理行政复议案件三十余件，行政机关负责人出庭应诉率百分之百，成效明显。
（四）加强普法宣传。落实普法责任制，开展宪法宣传周活动，推进法律进乡村、进学校、进企业，培育乡村法律明白人五百余名。
二、存在的问题
基层执法力量还比较薄弱，少数干部运用法治思维解决问题的能力有待提高，普法宣传的针对性和实效性还不够强。
三、下一步工作打算
继续加强组织领导，强化行政执法监督，推进数字法治政府建设，不断提高依法行政水平，为高质量发展提供法治保障。
"""
OPENING = "{year}年，我县认真贯彻落实法治政府建设各项部署，成效明显。现将{year}年度法治政府建设情况报告如下：\n"


def report_text(title: str = "", year: int = 2024, foot: str = "") -> Text:
    return text_of(f"{title}\n{OPENING.format(year=year)}{PARTS}{foot}")


def test_a_title_without_names_takes_them_from_the_signature() -> None:
    text = report_text("关于2024年度法治政府建设情况的报告", foot="中共灵丘县委\n灵丘县人民政府\n2025年3月1日")
    report = read_report(text, bundle("关于2024年度法治政府建设情况的报告"))
    assert report.issuers == ("中共灵丘县委", "灵丘县人民政府")
    assert (report.issuer, report.issuers_basis, report.region) == ("灵丘县人民政府", "signature", "140224")


@pytest.mark.parametrize(
    ("titled", "signed", "whose"),
    [
        ("株洲市芦凇区", "株洲市芦淞区人民政府", "株洲市芦淞区人民政府"),
        ("芦凇区人民政府", "芦淞区人民政府", "株洲市芦淞区人民政府"),
        ("株洲市芦凇区", "株洲市芦凇区人民政府", "株洲市芦凇区"),  # no name that is known
        ("株洲市天元区", "株洲市芦淞区人民政府", "株洲市天元区人民政府"),  # no slip
        ("株洲市芦凇区", "株洲市石峰区人民政府", "株洲市芦凇区"),  # not whose section it is
    ],
)
def test_a_slip_in_the_title_is_set_right_by_the_signature(titled: str, signed: str, whose: str) -> None:
    title = f"{titled}2025年法治政府建设情况报告"
    listed = bundle(title, body_name="株洲市芦淞区人民政府", body_region="430203")
    text = report_text(title, year=2025, foot=f"{signed}\n2026年2月20日")
    assert read_report(text, listed).issuer == whose


@pytest.mark.parametrize(
    ("titled", "signed", "whose"),
    [
        ("青岚县政府", "青岚县人民政府", "青岚县人民政府"),
        ("县政府", "青岚县人民政府", "青岚县人民政府"),
        ("青岚县", "青岚县人民政府", "青岚县人民政府"),
        ("青岚县人民政府", "青岚县人民政府", "青岚县人民政府"),
        ("白岚县政府", "青岚县人民政府", "白岚县政府"),  # another place
        ("市政府", "青岚县人民政府", "市政府"),
        ("青岚县政府", "青岚县司法局", "青岚县政府"),  # another body signed
        ("县政府", "白岚县人民政府", "县政府"),  # not whose section it is
        ("青岚县政府办公室", "青岚县人民政府", "青岚县政府办公室"),
        ("青岚县司法局", "青岚县人民政府", "青岚县司法局"),
        ("白河镇政府", "青岚县人民政府", "白河镇政府"),
    ],
)
def test_a_short_name_is_the_one_that_signed_in_full(titled: str, signed: str, whose: str) -> None:
    title = f"{titled}2025年法治政府建设情况报告"
    text = report_text(title, year=2025, foot=f"{signed}\n2026年2月20日")
    assert read_report(text, bundle(title, body_name="青岚县人民政府")).issuer == whose


def test_then_from_the_letterhead_the_page_and_the_section() -> None:
    title = "关于2024年度法治政府建设情况的报告"
    letterhead = text_of(f"灵丘县司法局文件\n灵司发〔2025〕3号\n{title}\n{OPENING.format(year=2024)}{PARTS}")
    assert read_report(letterhead, bundle()).issuers_basis == "letterhead"
    plain = report_text(title)
    page = article(title, fields={"发 布 机 构": "灵丘县水务局"})
    assert read_report(plain, bundle(), page).issuers == ("灵丘县水务局",)
    section = bundle(title, body_name="灵丘县人民政府", body_region="140224")
    found = read_report(plain, section)
    assert (found.issuer, found.issuers_basis) == ("灵丘县人民政府", "section")
    assert read_report(plain, bundle(title)).issuer is None


@pytest.mark.parametrize(
    ("said", "body", "decision"),
    [
        ("2025年，我局认真落实依法行政各项要求。局长主持会议4次。", "灵丘县人民政府", Decision.UNSURE),
        ("2025年，县政府要求从严执法，我局认真落实，本局、局党组多次研究。", "灵丘县人民政府", Decision.UNSURE),
        (
            "2025年，我县认真落实各项要求。县人民政府常务会议听取汇报，县公安局局长述法。",
            "灵丘县人民政府",
            Decision.REPORT,
        ),
        ("2025年，我局认真落实依法行政各项要求。", "青禾县人民政府", Decision.UNSURE),  # a place that no table knows
        ("2025年，我局认真落实依法行政各项要求。", "灵丘县公安局", Decision.REPORT),
        ("2025年，全县认真落实依法行政各项要求。", "灵丘县人民政府", Decision.REPORT),
    ],
)
def test_who_speaks_as_a_department_is_not_taken_for_the_government(said: str, body: str, decision: Decision) -> None:
    text = text_of(
        f"2025年依法行政工作总结\n现将有关情况报告如下：\n{said}\n一、主要做法\n加强学习。\n二、存在的问题\n力量薄弱。"
    )
    found = read_report(text, bundle("2025年依法行政工作总结", body_name=body, body_region="140224"))
    assert (found.decision, found.issuers_basis) == (decision, "section"), found.reason
    assert ("我局" in found.reason) is (decision is Decision.UNSURE)


@pytest.mark.parametrize(
    ("title", "body", "decision"),
    [
        ("我局2024年法治政府建设情况报告", "灵丘县公安局", Decision.REPORT),
        ("关于我局2024年度法治政府建设情况的报告", "灵丘县公安局", Decision.REPORT),
        ("我镇2024年法治政府建设情况报告", "灵丘县武灵镇人民政府", Decision.REPORT),
        ("我局2024年法治政府建设情况报告", "灵丘县人民政府", Decision.UNSURE),
        ("本镇2024年法治政府建设情况报告", "灵丘县人民政府", Decision.UNSURE),
        ("我局2024年法治政府建设情况报告", "灵丘县武灵镇人民政府", Decision.UNSURE),
    ],
)
def test_who_speaks_of_itself_in_a_title_is_the_body_of_its_section(title: str, body: str, decision: Decision) -> None:
    found = read_report(report_text(title), bundle(title, body_name=body, body_region="140224"))
    assert found.decision is decision, found.reason
    assert found.issuers == (body,)
    signed = report_text(title, foot="灵丘县财政局（公章）\n2025年2月27日")
    assert read_report(signed, bundle(title, body_region="140224")).issuers[0].startswith("灵丘县")


def test_the_day_of_making_in_the_head_table_stands_where_the_text_has_none() -> None:
    title = "灵丘县2024年法治政府建设情况报告"
    page = article(title, fields={"成文日期": "2025-02-20", "发布日期": "2025-02-28"})
    assert read_report(report_text(title), bundle(title), page).signed_on == "2025-02-20"
    signed = report_text(title, foot="灵丘县人民政府\n2025年2月18日")
    assert read_report(signed, bundle(title), page).signed_on == "2025-02-18"
    assert read_report(report_text(title), bundle(title), article(title)).signed_on is None


def test_a_fuller_page_title_completes_the_texts_own() -> None:
    text = report_text("2024年度法治政府建设情况报告")
    report = read_report(text, bundle(), article("灵丘县2024年度法治政府建设情况报告"))
    assert (report.issuer, report.title) == ("灵丘县人民政府", "灵丘县2024年度法治政府建设情况报告")


@pytest.mark.parametrize(
    ("site_code", "body_region", "region", "name"),
    [
        ("3501020001", None, "350102", "福州市鼓楼区人民政府"),
        (None, "320106", "320106", "南京市鼓楼区人民政府"),
        (None, "410200", "410204", "开封市鼓楼区人民政府"),
        (None, None, None, "鼓楼区人民政府"),
        (None, "430203", None, "鼓楼区人民政府"),
    ],
)
def test_same_names_are_told_apart_by_site_and_section(
    site_code: str | None, body_region: str | None, region: str | None, name: str
) -> None:
    title = "鼓楼区2024年度法治政府建设情况报告"
    found = read_report(report_text(title), bundle(title, body_region=body_region), article(title, site_code=site_code))
    assert (found.region, found.decision) == (region, Decision.REPORT)
    assert found.issuers == ((name,) if region else ("鼓楼区",))


def test_a_departments_report_on_the_governments_page_is_the_departments() -> None:
    title = "灵丘县司法局2024年度法治政府建设情况报告"
    report = read_report(report_text(title), bundle(title, body_name="灵丘县人民政府", body_region="140224"))
    assert report.issuer == "灵丘县司法局"


@pytest.mark.parametrize("named", ["开发区", "经济技术开发区管理委员会", "高新区管委会"])
def test_a_zone_without_a_name_is_the_sections(named: str) -> None:
    title = f"{named}2024年法治政府建设年度报告"
    zone = "株洲经济开发区管理委员会"
    assert read_report(report_text(title), bundle(title, body_name=zone)).issuers == (zone,)
    other = read_report(report_text(title), bundle(title, body_name="株洲市人民政府", body_region="430200"))
    assert zone not in other.issuers


def test_a_zone_without_a_name_in_its_title_is_the_one_that_signed() -> None:
    text = report_text("开发区管委会2024年度法治政府建设情况报告", foot="鹤壁经济技术开发区管理委员会\n2025年1月10日")
    report = read_report(text, bundle())
    assert (report.issuer, report.issuers_basis) == ("鹤壁经济技术开发区管理委员会", "signature")


@pytest.mark.parametrize(
    "page",
    [
        "<title>东寺头乡2024年度法治政府建设情况报告 - 平顺县人民政府门户网站</title>",
        "<div>主办：平顺县人民政府 承办：平顺县行政审批局</div>",
    ],
)
def test_a_township_takes_its_county_from_the_owner_of_its_page(page: str) -> None:
    source = Source(Role.DETAIL, "http://a.test/1.html", page.encode(), media_type="text/html")
    text = report_text("东寺头乡人民政府2024年度法治政府建设情况报告")
    report = read_report(text, dataclasses.replace(bundle(), sources=(source,)))
    assert (report.issuer, report.region) == ("平顺县东寺头乡人民政府", "140425")


def test_a_township_takes_its_county_from_the_site() -> None:
    title = "内湖镇2024年法治政府建设年度报告"
    report = read_report(report_text(title), bundle(title), article(title, site_code="4415810001"))
    assert (report.issuer, report.region) == ("陆丰市内湖镇人民政府", "441581")


@pytest.mark.parametrize(
    ("title", "above", "foot", "name"),
    [
        ("朝阳区2024年度法治政府建设情况报告", "长春市人民政府：", "", "长春市朝阳区人民政府"),
        ("朝阳区2024年度法治政府建设情况报告", "株洲市人民政府：", "", "朝阳区"),  # not of that city
        ("水务局2024年度法治政府建设情况报告", "长春市人民政府：", "", "水务局"),  # nobody's place is made up
        (
            "澄江街道办事处2024年度法治政府建设情况报告",
            "",
            "江阴市人民政府澄江街道办事处",
            "江阴市人民政府澄江街道办事处",
        ),
        (
            "金水区花园路街道办事处2024年度法治政府建设情况报告",
            "",
            "金水区人民政府花园路街道办事处",
            "郑州市金水区人民政府花园路街道办事处",
        ),
        ("澄江街道办事处2024年度法治政府建设情况报告", "", "澄江街道办事处", "澄江街道办事处"),
    ],
)
def test_the_document_says_more_of_its_issuer(title: str, above: str, foot: str, name: str) -> None:
    text = report_text(f"{title}\n{above}", foot=f"{foot}\n2025年2月28日")
    assert read_report(text, bundle()).issuers == (name,)


def _statistics(title: str, heads: str) -> Report:
    cells = "".join(f"<td>{head}</td>" for head in heads.split())
    rows = "".join(f"<tr><td>第{k}大队</td>{'<td>12</td>' * len(heads.split())}</tr>" for k in range(3))
    page = f"<html><body><h1>{title}</h1><div><p>公示如下：</p><table><tr><td>单位</td>{cells}</tr>{rows}</table></div>"
    source = Source(Role.DETAIL, "http://x.invalid/a.html", page.encode(), "text/html; charset=utf-8")
    return read_bundle(Bundle(source.url, (source,))).report


def test_whole_tables_of_enforcement_are_not_thrown_away_for_their_title() -> None:
    heads = "申请数量（宗） 受理数量（宗） 许可数量（宗） 不予许可数量（宗） 撤销许可数量（宗）"
    found = _statistics("灵丘县公开2024年行政执法信息", heads)
    assert (found.decision, found.kind) == (Decision.UNSURE, Kind.ENFORCEMENT_STATS), found.reason
    assert _statistics("灵丘县公开2024年行政执法信息", "罚款 罚没金额 编号 文号").decision is Decision.NOT_A_REPORT


# --- years


@pytest.mark.parametrize(
    ("foot", "row_date", "year", "basis"),
    [
        ("灵丘县人民政府\n2025年3月1日", None, 2024, "signed_on"),
        ("灵丘县人民政府\n2024年12月28日", None, 2024, "signed_on"),
        ("", "2025-03-03", 2024, "published_on"),
        ("", "2024-12-30", 2024, "published_on"),
        ("", "2025-08-03", None, ""),
        ("", None, None, ""),
    ],
)
def test_without_a_year_in_words_dates_say_it(foot: str, row_date: str | None, year: int | None, basis: str) -> None:
    title = "灵丘县法治政府建设年度报告"
    text = text_of(f"{title}\n一年来，我县扎实推进各项工作。现将法治政府建设情况报告如下：\n{PARTS}{foot}")
    report = read_report(text, bundle(title, row_date))
    assert (report.year, report.year_basis) == (year, basis)
    assert report.decision is (Decision.REPORT if year else Decision.UNSURE)


def test_the_opening_says_the_year_when_the_title_does_not() -> None:
    report = read_report(report_text("灵丘县法治政府建设年度报告", 2023, "2024年2月3日"), bundle())
    assert (report.year, report.year_basis, report.decision) == (2023, "text", Decision.REPORT)


@pytest.mark.parametrize(
    ("title_year", "text_year", "foot"),
    [
        (2024, 2023, "灵丘县人民政府\n2024年2月28日"),  # the title has the year of publication
        (2025, 2025, "灵丘县人民政府\n2025年2月28日"),
        (2024, 2023, ""),
    ],
)
def test_years_that_contradict_each_other_are_for_a_person(title_year: int, text_year: int, foot: str) -> None:
    title = f"灵丘县{title_year}年度法治政府建设情况报告"
    report = read_report(report_text(title, text_year, foot), bundle(title))
    assert report.decision is Decision.UNSURE
    assert report.kind is Kind.FAZHI_ANNUAL
    assert "不能确定" in report.reason


def test_titles_of_two_years_are_for_a_person() -> None:
    report = read_report(
        report_text("灵丘县2023年度法治政府建设情况报告", 2023), bundle("灵丘县2024年度法治政府建设情况报告")
    )
    assert report.decision is Decision.UNSURE
    assert "2023、2024" in report.reason


@pytest.mark.parametrize("published", ["2024-12-31", "2025-03-31", "2021-06-30"])
def test_a_report_may_be_posted_in_december_or_years_later(published: str) -> None:
    year = 2024 if published > "2024" else 2015
    title = f"灵丘县{year}年度法治政府建设情况报告"
    report = read_report(report_text(title, year), bundle(title, published))
    assert (report.decision, report.year) == (Decision.REPORT, year)


def test_an_old_year_left_in_the_text_is_outvoted_by_title_and_signature() -> None:
    title = "灵丘县2024年度法治政府建设情况报告"
    report = read_report(report_text(title, 2023, "灵丘县人民政府\n2025年2月28日"), bundle(title))
    assert (report.decision, report.year) == (Decision.REPORT, 2024)


def test_a_former_county_keeps_its_code() -> None:
    title = "株洲县2016年法治政府建设情况报告"
    assert read_report(report_text(title, 2016), bundle(title)).region == "430221"


# --- decisions from contents


def test_a_report_in_an_attachment_behind_a_cover_page() -> None:
    title = "株洲市芦淞区人民政府2024年法治政府建设情况报告"
    report = read_report(report_text(title), bundle("关于印发法治政府建设情况报告的通知"), article("通知公告"))
    assert report.decision is Decision.REPORT
    assert report.title == title


def test_an_attachments_name_serves_when_nothing_else_has_the_title() -> None:
    text = text_of(OPENING.format(year=2024) + PARTS)
    text = dataclasses.replace(text, blocks=tuple(dataclasses.replace(block, source=1) for block in text.blocks))
    sources = (
        Source(Role.DETAIL, "http://x/", b""),
        Source(Role.ATTACHMENT, "http://x/1.pdf", b"", label="灵丘县2024年法治政府建设情况报告.pdf"),
    )
    report = read_report(text, Bundle("http://x/", sources, row_title="附件"))
    assert (report.decision, report.year, report.issuer) == (Decision.REPORT, 2024, "灵丘县人民政府")


def test_an_attachments_bare_name_makes_no_notice_unsure() -> None:
    text = text_of("各乡镇人民政府：\n定于下周召开全县法治建设工作会议，请准时参加，会议内容见附件。\n")
    text = dataclasses.replace(text, blocks=tuple(dataclasses.replace(block, source=1) for block in text.blocks))
    sources = (Source(Role.DETAIL, "http://x/", b""), Source(Role.ATTACHMENT, "http://x/1.pdf", b"", label="附件1.pdf"))
    report = read_report(text, Bundle("http://x/", sources, row_title="关于召开全县法治建设工作会议的通知"))
    assert report.decision is Decision.NOT_A_REPORT


def test_an_unsure_title_is_settled_by_a_plain_report() -> None:
    report = read_report(text_of(OPENING.format(year=2024) + PARTS), bundle("法治政府建设年度报告"))
    assert (report.decision, report.kind, report.year) == (Decision.REPORT, Kind.FAZHI_ANNUAL, 2024)


def test_a_slogan_over_a_plain_report_is_for_a_person() -> None:
    report = read_report(text_of("砥砺前行谱新篇\n" + OPENING.format(year=2024) + PARTS), bundle("砥砺前行谱新篇"))
    assert report.decision is Decision.UNSURE


def test_a_template_is_refused_though_its_title_is_a_reports() -> None:
    text = text_of(
        "灵丘县2024年法治政府建设情况报告\n2024年，XX县坚持依法行政，全年办理案件XX件。某局牵头，某镇配合，开展活动**次。\n"
        + PARTS
    )
    report = read_report(text, bundle("灵丘县2024年法治政府建设情况报告"))
    assert (report.decision, report.kind) == (Decision.NOT_A_REPORT, None)
    assert "模板" in report.reason


def test_a_report_printed_in_a_newspaper_is_still_a_report() -> None:
    title = "大连市2024年法治政府建设情况报告"
    text = report_text(title, foot="责任编辑：某某　校对：某某\n本报讯　记者从市司法局获悉")
    assert read_report(text, bundle(title)).decision is Decision.REPORT


def test_a_news_item_under_a_reports_title_is_for_a_person() -> None:
    title = "灵丘县2024年法治政府建设情况报告"
    text = text_of(
        f"{title}\n本报讯（记者 某某）"
        + "近日，我县公布了法治政府建设的情况，引起群众关注和好评。" * 20
        + "\n责任编辑：某某"
    )
    assert read_report(text, bundle(title)).decision is Decision.UNSURE


def test_an_interpretation_that_quotes_the_title_is_for_a_person() -> None:
    title = "灵丘县2024年法治政府建设情况报告"
    text = text_of(f"{title}\n" + "为便于群众了解报告的背景和主要内容，现就有关问题作如下说明。" * 15)
    assert read_report(text, bundle(), article("【文字解读】" + title)).decision is Decision.UNSURE


@pytest.mark.parametrize(
    "title",
    [
        "灵丘县2021—2025年法治政府建设工作情况的总结报告",
        "灵丘县2024年上半年法治政府建设工作总结",
        "灵丘县2024年行政复议和应诉年度报告",
    ],
)
def test_other_official_reports_stay_of_another_kind(title: str) -> None:
    report = read_report(report_text(title), bundle(title))
    assert (report.decision, report.kind) == (Decision.OTHER_KIND, None)


def test_a_person_outranks_all() -> None:
    told = dataclasses.replace(
        bundle("砥砺前行谱新篇"), decided=Decision.REPORT, decided_kind=Kind.FAZHI_ANNUAL, decided_year=2023
    )
    report = read_report(report_text("砥砺前行谱新篇"), told)
    assert (report.decision, report.kind, report.year) == (Decision.REPORT, Kind.FAZHI_ANNUAL, 2023)
    assert (report.reason, report.year_basis) == ("人工决定", "decided")
    refused = dataclasses.replace(bundle(), decided=Decision.NOT_A_REPORT)
    assert read_report(seed(L24), refused).decision is Decision.NOT_A_REPORT


def test_an_empty_text_is_judged_by_its_titles() -> None:
    empty = Text("", (), Method.NONE, 0.0, "encrypted")
    report = read_report(empty, bundle("灵丘县2024年法治政府建设情况报告", "2025-03-01"))
    assert (report.decision, report.year, report.issuer) == (Decision.REPORT, 2024, "灵丘县人民政府")
    assert read_report(empty, bundle()).decision is Decision.UNSURE


# --- dates and numbers of the page


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间：2025-03-05 浏览次数：12", "2025-03-05"),
        ("时间：2025-03-05", "2025-03-05"),
        ("统计时间：2024年1月1日至2024年12月31日", None),
        ("成文日期：2025-02-01", None),
    ],
)
def test_a_posting_date_bears_the_label_of_one(line: str, day: str | None) -> None:
    title = "关于2024年度法治政府建设情况的报告"
    report = read_report(report_text(f"{title}\n{line}"), bundle(title))
    assert report.published_on == day


def test_published_dates_and_their_basis() -> None:
    title = "灵丘县2024年法治政府建设情况报告"
    page = article(title, published_on="2025-03-05", published_basis=DateBasis.META)
    report = read_report(report_text(title), bundle(title, "2025-03-20"), page)
    assert (report.published_on, report.published_basis) == ("2025-03-05", DateBasis.META)
    assert any("相差15天" in note for note in report.notes)
    report = read_report(report_text(title), bundle(title, "2025-03-20"), article(title))
    assert (report.published_on, report.published_basis) == ("2025-03-20", DateBasis.LIST_ROW)
    anew = article(title, published_on="2025-04-15", published_basis=DateBasis.META)
    report = read_report(report_text(title), bundle(title, "2025-03-12"), anew)
    assert (report.published_on, report.published_basis) == ("2025-03-12", DateBasis.LIST_ROW)
    assert any("相差34天" in note for note in report.notes)
    signed = report_text(title, foot="灵丘县人民政府\n2025年4月9日")  # the row cannot be the posting
    assert read_report(signed, bundle(title, "2025-03-12"), anew).published_on == "2025-04-15"
    report = read_report(report_text(title), bundle(title))
    assert (report.published_on, report.published_basis) == (None, DateBasis.NONE)


def test_the_pages_head_table_gives_the_number() -> None:
    title = "灵丘县2024年法治政府建设情况报告"
    page = article(title, fields={"文　号": "灵政字[2025] 6号"})
    assert read_report(report_text(title), bundle(title), page).doc_number == "灵政字〔2025〕6号"
    page = article(title, fields={"文　号": "无"})
    assert read_report(report_text(title), bundle(title), page).doc_number is None


# --- titles that are not a report's, over a report's text


STAND_INS = (
    "灵丘县政府2024年度履行法治政府建设职责情况报告",
    "灵丘县2024年法治政府建设履职情况报告",
    "2024年度党政主要负责人履行推进法治建设第一责任人职责暨法治政府建设情况报告",
    "灵丘县贯彻落实《法治政府建设实施纲要》2024年度情况报告",
    "2024年依法治县工作总结",
    "2024年度政府法治工作报告",
    "关于2024年法治政府建设和依法行政工作考核自评报告",
    "【年报】灵丘县法治政府建设",
    "2024年全面依法治县工作情况",
    "关于2024年法治政府建设情况的报告——2025年3月10日在县人大常委会上",
    "2024年度法治政府建设情况的通报",
    "公示",
    "灵丘县人民政府公告",
    "灵丘县司法局关于全县2024年度法治政府建设情况的报告",
)


@pytest.mark.parametrize("title", STAND_INS)
def test_what_may_be_the_report_under_another_title_is_for_a_person(title: str) -> None:
    page = bundle(title, body_name="灵丘县人民政府", body_region="140224")
    whole = report_text(foot="灵丘县人民政府\n2025年2月28日")
    for text in (whole, text_of("\n".join(line[:50] for line in whole.text.split("\n")))):  # a short one tells less
        found = read_report(text, page, article(title))
        assert (found.decision, found.kind, found.year) == (Decision.UNSURE, Kind.FAZHI_ANNUAL, 2024), found.reason


@pytest.mark.parametrize("title", ["灵丘县2024年法制政府建设情况报告", "靈丘縣2024年度法治政府建設情況報告"])
def test_slips_and_traditional_characters_of_a_title_are_read(title: str) -> None:
    found = read_report(report_text(), bundle(title, body_name="灵丘县人民政府"), article(title))
    assert (found.decision, found.kind, found.year) == (Decision.REPORT, Kind.FAZHI_ANNUAL, 2024)


@pytest.mark.parametrize(
    "title",
    [
        "灵丘县政府常务会议审议《灵丘县人民政府2024年度法治政府建设情况报告》",
        "灵丘县委常委会审定《灵丘县2024年度法治政府建设情况报告》",
        "《灵丘县2024年度法治政府建设情况报告》经县政府常务会议讨论通过",
        "县长主持召开县政府常务会议 审议《灵丘县2024年度法治政府建设情况报告》等议题",
        "市人大常委会听取和审议2024年法治政府建设情况报告",
    ],
)
def test_news_of_a_deliberation_on_the_report_is_not_the_report(title: str) -> None:
    news = text_of("会议强调，要压实工作责任，强化督促检查。")
    assert read_report(news, bundle(title), article(title)).decision is Decision.NOT_A_REPORT
    assert read_report(report_text(), bundle(title), article(title)).decision is not Decision.NOT_A_REPORT


@pytest.mark.parametrize("cut", ["", "...", "…", "……"])
@pytest.mark.parametrize(
    ("row", "rest"),
    [
        ("关于报送2024年度法治政府建设情况报告", "的通知"),
        ("关于做好灵丘县2024年度法治政府建设年度报告", "公开工作的通知"),
        ("灵丘县2024年度重点领域法治建设情况", "督察工作方案"),
        ("灵丘县召开2024年度法治政府", "建设情况报告反馈会"),
    ],
)
def test_the_pages_whole_title_settles_what_the_rows_cut_one_leaves_open(row: str, rest: str, cut: str) -> None:
    call = text_of("请各单位于3月10日前报送，逾期将予以通报。")
    assert read_report(call, bundle(row + cut), article(row + rest)).decision is Decision.NOT_A_REPORT


def test_a_cut_title_beside_a_pages_title_of_other_words_stays_open() -> None:
    call = text_of("请各单位于3月10日前报送，逾期将予以通报。")
    row = bundle("关于报送2024年度法治政府建设情况报告...")
    assert read_report(call, row, article("通知公告")).decision is Decision.UNSURE


@pytest.mark.parametrize(
    "title",
    [
        "灵丘县人民政府2024年度法治政府建设情况报告（审议稿）",
        "灵丘县2024年全面依法治县工作情况（审议稿）",
        "灵丘县人民政府2024年法治政府建设情况报告（2025年2月10日县政府第60次常务会议讨论通过）",
        "《灵丘县2024年度法治政府建设年度报告》（县政府第60次常务会议审议通过）",
        "关于提请审议《灵丘县2024年度法治政府建设情况报告》的报告",
        "县司法局关于报请审定《灵丘县2024年度法治政府建设情况报告》的请示",
        "关于提请县人大常委会审议灵丘县2024年度法治政府建设情况的报告",
        "灵丘县政府常务会议审议《灵丘县2024年度法治政府建设情况报告》",  # with the report below the news
    ],
)
def test_what_a_meeting_had_before_it_is_for_a_person_where_its_text_has_a_reports_parts(title: str) -> None:
    whole = report_text(foot="灵丘县人民政府\n2025年2月28日")
    silent = text_of(re.sub("报告如下|现将.*?如下[：:]", "", whole.text))
    for text in (whole, silent):
        found = read_report(text, bundle(title, body_name="灵丘县人民政府", body_region="140224"), article(title))
        assert found.decision is Decision.UNSURE, found.reason


@pytest.mark.parametrize(
    "title",
    [
        "灵丘县2024年行政复议和行政应诉工作年度报告",
        "灵丘县法治政府建设示范创建工作情况报告",
        "灵丘县2020—2024年法治政府建设情况报告",
        "灵丘县2024年上半年法治政府建设工作总结",
        "关于中央依法治国办法治政府建设督察反馈问题整改落实情况的报告",
        "灵丘县2024年政府工作报告",
    ],
)
def test_what_is_surely_another_report_stays_one(title: str) -> None:
    for text in (report_text(), text_of("全县各项任务基本完成。")):
        assert read_report(text, bundle(title), article(title)).decision is Decision.OTHER_KIND


@pytest.mark.parametrize(
    ("row", "decision"),
    [
        ("点击下载", Decision.UNSURE),
        ("青政发〔2026〕5号", Decision.UNSURE),
        ("青溪县人民政府文件", Decision.UNSURE),
        ("2025年工作报告", Decision.UNSURE),
        ("关于报送2025年度法治政府建设情况报告的函", Decision.UNSURE),
        ("青溪县2025年政府信息公开工作年度报告", Decision.REPORT),
        ("青溪县2025年度行政复议工作报告", Decision.OTHER_KIND),
        ("关于印发《青溪县行政规范性文件管理办法》的通知", Decision.NOT_A_REPORT),
        ("青溪县城乡居民基本医疗保险办事指南", Decision.NOT_A_REPORT),
    ],
)
def test_what_cannot_be_read_is_another_paper_only_by_its_title(row: str, decision: Decision) -> None:
    unread = Text("", (), Method.NONE, 0.0, "1页是扫描件，而文字识别（OCR）已关闭")
    assert read_report(unread, bundle(row)).decision is decision
    assert read_report(text_of(row), bundle(row)).decision is decision  # a page whose body never came


OTHER_BODIES = (
    "为充实基层队伍，现面向社会公开招聘工作人员30名，其中文秘5名、会计3名。报名时间为3月1日至3月5日，笔试成绩占60%，面试成绩占40%。"
    "应聘者应具有大专以上学历，年龄在35周岁以下，身体健康，品行端正。体检、考察合格后公示7天，无异议的办理聘用手续。",
    "您的访问请求可能对网站造成安全威胁，已被拦截，请联系网站管理员。",
    "首页 政务公开 法治政府 行政执法 规范性文件 重大决策 政策法规 信访 营商环境 监管信息 办事服务 互动交流 走进灵丘 ",
    "深入学习宣传习近平法治思想，健全依法决策机制，加强规范性文件备案，推进严格执法，深化行政复议体制改革，加强普法宣传，"
    "健全调解组织，营造良好营商环境，压实各单位责任，确保各项任务落到实处。",
)


@pytest.mark.parametrize("body", [*OTHER_BODIES, (PARTS * 3).encode().decode("gbk", "replace")])
def test_another_text_under_a_reports_title_is_unsure(body: str) -> None:
    title = "灵丘县人民政府2024年度法治政府建设情况报告"
    said = text_of(f"{title}\n" + "\n".join([body] * (1 + 600 // len(body))))
    report = read_report(said, bundle(title), article(title))
    assert (report.decision, report.kind) == (Decision.UNSURE, Kind.FAZHI_ANNUAL), report.reason


def test_a_report_without_a_reports_headings_tells_what_was_done() -> None:
    title = "灵丘县人民政府2024年度法治政府建设情况报告"
    body = (
        "一年来，全县上下深入践行习近平法治思想。办理行政处罚案件326件，开展执法检查1205次。收到行政复议申请48件，办结45件。"
        "县政府法律顾问审查合同76份、规范性文件12件。各级调委会调解纠纷1530件，成功率98.5%。开展普法宣传120场次，受众3万余人。"
    )
    assert read_report(text_of(f"{title}\n{body * 4}"), bundle(title), article(title)).decision is Decision.REPORT


def test_what_says_more_than_its_title_is_judged_by_it() -> None:
    row = "青溪县人民政府文件"
    said = text_of(f"{row}\n县政府决定：任命张三为县司法局局长，李四为县财政局副局长。\n2026年3月5日")
    assert read_report(said, bundle(row)).decision is Decision.NOT_A_REPORT
