"""The register of divisions, and that a name alone is never enough where it repeats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.regions import (
    Level,
    _register,
    ancestor,
    chain,
    find_regions,
    find_zones,
    full_name,
    is_within,
    official_name,
    read_place,
    region,
    resolve_region,
    short_names,
    site_region,
)


def test_the_register_is_whole() -> None:
    standing = [entry for entry in _register() if entry.until is None]
    assert len(standing) == 3214
    assert sum(entry.level is Level.PROVINCE for entry in standing) == 34
    codes = [entry.code for entry in standing]
    assert len(set(codes)) == len(codes)
    every = {entry.code for entry in _register()}
    for entry in _register():
        assert len(entry.code) == 6
        assert entry.code.isdigit()
        assert entry.parent in every or entry.level is Level.PROVINCE
        assert not entry.successor or entry.successor in every
        assert entry.level is Level.PROVINCE or entry.parent[:2] == entry.code[:2]


@pytest.mark.parametrize(
    ("code", "full", "official"),
    [
        ("430203", "湖南省株洲市芦淞区", "株洲市芦淞区"),
        ("310112", "上海市闵行区", "上海市闵行区"),
        ("500230", "重庆市丰都县", "丰都县"),
        ("130533", "河北省邢台市威县", "威县"),
        ("419001", "河南省济源市", "济源市"),
        ("430000", "湖南省", "湖南省"),
        ("152525", "内蒙古自治区锡林郭勒盟东乌珠穆沁旗", "东乌珠穆沁旗"),
        ("653132", "新疆维吾尔自治区喀什地区岑岭县", "岑岭县"),
        ("999999", "", ""),
    ],
)
def test_names_of_a_code(code: str, full: str, official: str) -> None:
    assert full_name(code) == full
    assert official_name(code) == official


def test_short_codes_are_padded() -> None:
    assert region("43") == region("430000")
    assert region("4302") == region("430200")
    assert region(None) is None


def test_a_repeated_name_needs_a_hint() -> None:
    assert len([entry for entry in find_regions("鼓楼区") if entry.until is None]) == 4
    assert resolve_region("鼓楼区") is None
    assert resolve_region("鼓楼区", ["320100"]).code == "320106"  # type: ignore[union-attr]
    assert resolve_region("朝阳区", ["110105"]).code == "110105"  # type: ignore[union-attr]
    assert resolve_region("朝阳区", ["220000"]).code == "220104"  # type: ignore[union-attr]
    assert resolve_region("朝阳区", ["430200"]) is None
    assert resolve_region("芦淞区").code == "430203"  # type: ignore[union-attr]


def test_a_neighbour_of_the_sections_body_is_meant() -> None:
    assert resolve_region("城关区", ["620103"]).code == "620102"  # type: ignore[union-attr]


def test_former_divisions_by_report_year() -> None:
    assert resolve_region("株洲县").code == "430221"  # type: ignore[union-attr]
    assert region("430221").successor == "430212"  # type: ignore[union-attr]
    assert resolve_region("江北区", ["500000"], 2023).code == "500105"  # type: ignore[union-attr]
    assert resolve_region("江北区").code == "330205"  # type: ignore[union-attr]
    assert resolve_region("江北区", year=2023) is None  # Chongqing's still stood then
    assert resolve_region("渝北区", year=2024).code == "500112"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "code", "written", "rest"),
    [
        ("湖南省株洲市芦淞区人民政府", "430203", "湖南省株洲市芦淞区", "人民政府"),
        ("北京市朝阳区人民政府", "110105", "北京市朝阳区", "人民政府"),
        ("北京海淀区教委", "110108", "北京海淀区", "教委"),
        ("重庆市万州区新田镇委员会", "500101", "重庆市万州区", "新田镇委员会"),
        ("株洲高新区管委会", "430200", "株洲", "高新区管委会"),
        ("湘西州司法局", "433100", "湘西州", "司法局"),
        ("芷江侗族自治县人民政府", "431228", "芷江侗族自治县", "人民政府"),
        ("黄山路街道办事处", None, "", "黄山路街道办事处"),
        ("鼓楼区人民政府", None, "鼓楼区", "人民政府"),
        ("市水务局", None, "", "市水务局"),
    ],
)
def test_the_place_a_name_begins_with(text: str, code: str | None, written: str, rest: str) -> None:
    place = read_place(text)
    assert (place.code, place.written, place.rest) == (code, written, rest)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("湘西土家族苗族自治州", ("湘西", "湘西州", "湘西自治州")),
        ("察布查尔锡伯自治县", ("察布查尔", "察布查尔县", "察布查尔自治县")),
        ("广西壮族自治区", ("广西", "广西区", "广西自治区")),
        ("株洲市", ("株洲",)),
        ("锡林郭勒盟", ("锡林郭勒",)),
    ],
)
def test_short_names(name: str, short: tuple[str, ...]) -> None:
    assert short_names(name) == short


def test_zones_are_known_by_either_form_and_have_no_gb_code() -> None:
    (quyuan,) = find_zones("屈原管理区")
    assert (quyuan.parent, quyuan.located_in, quyuan.stat_code) == ("430600", "430681", "430671")
    assert region(quyuan.stat_code) is None
    assert find_zones("郑州经开区") == find_zones("郑州经济技术开发区")
    assert [zone.stat_code for zone in find_zones("经开区", "410100")] == ["410171"]
    assert find_zones("某管理区") == ()


def test_site_codes() -> None:
    assert site_region("4302030001") == "430203"
    assert site_region("bm07000001") is None
    assert site_region("9999990001") is None
    assert site_region(None) is None


@given(st.sampled_from([entry.code for entry in _register()]))
def test_a_full_name_leads_back_to_its_code(code: str) -> None:
    entry = region(code)
    assert entry is not None
    place = read_place(full_name(code) + "人民政府", year=entry.until - 1 if entry.until else None)
    named = {region(found).name for found in place.candidates}  # type: ignore[union-attr]
    assert entry.name in named
    assert place.rest == "人民政府"
    if entry.until is None:
        assert place.code == code


@given(st.sampled_from([entry.code for entry in _register()]), st.sampled_from(list(Level)))
def test_ancestors_contain_their_divisions(code: str, level: Level) -> None:
    above = ancestor(code, level)
    assert above is None or is_within(code, above.code)
    assert chain(code)[-1] == region(code)
