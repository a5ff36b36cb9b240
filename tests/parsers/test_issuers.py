"""Names of bodies: expanded only where certain, told apart, and matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import BodyClass
from parsers.issuers import (
    IssuerClass,
    classify,
    expand,
    government_of,
    is_body_name,
    is_national,
    place_names,
    placed,
    read_issuer,
    same_body,
    spelled_out,
    split_issuers,
    with_places,
)
from parsers.regions import region

LUSONG = ("430203",)


def test_the_classes_are_those_of_the_register_and_the_party() -> None:
    assert {item.value for item in IssuerClass} == {item.value for item in BodyClass} | {"party"}


@pytest.mark.parametrize(
    ("name", "hints", "full"),
    [
        ("芦淞区", (), "株洲市芦淞区人民政府"),
        ("芦淞区人民政府", (), "株洲市芦淞区人民政府"),
        ("黑龙江省", (), "黑龙江省人民政府"),
        ("闵行区", (), "上海市闵行区人民政府"),
        ("灵丘县", (), "灵丘县人民政府"),
        ("厦门市海沧区政府", (), "厦门市海沧区人民政府"),
        ("朝阳区人民政府", (), "朝阳区人民政府"),
        ("朝阳区人民政府", ("110000",), "北京市朝阳区人民政府"),
        ("区政府", LUSONG, "株洲市芦淞区人民政府"),
        ("区政府", (), "区政府"),
        ("市水务局", ("420100",), "武汉市水务局"),
        ("市水务局", LUSONG, "株洲市水务局"),
        ("甘州区城市管理局", (), "甘州区城市管理局"),
        ("鼓楼区司法局", ("320100",), "南京市鼓楼区司法局"),
        ("内湖镇", (), "内湖镇"),
        ("内湖镇", ("441581",), "陆丰市内湖镇人民政府"),
        ("山亭区徐庄镇", (), "枣庄市山亭区徐庄镇人民政府"),
        ("丰都县树人镇人民政府", (), "丰都县树人镇人民政府"),
        ("鹿城街道", ("532301",), "楚雄市人民政府鹿城街道办事处"),
        ("重庆市铜梁区人民政府东城街道办事处", (), "重庆市铜梁区人民政府东城街道办事处"),
        ("屈原管理区", (), "岳阳市屈原管理区管理委员会"),
        ("恩施州人民政府", (), "恩施土家族苗族自治州人民政府"),
        ("湘西自治州人民政府", (), "湘西土家族苗族自治州人民政府"),
        ("三都县人民政府", (), "三都水族自治县人民政府"),
        ("昆山高新技术产业开发区", (), "昆山高新技术产业开发区管理委员会"),
        ("屈原管理区管理委员会", (), "屈原管理区管理委员会"),
        ("岳阳市屈原管理区管委会", (), "岳阳市屈原管理区管理委员会"),
        ("区委依法治区办", LUSONG, "株洲市芦淞区委依法治区办"),
        ("国家税务总局六盘水市水城区税务局", (), "国家税务总局六盘水市水城区税务局"),
        ("锡林郭勒盟行政公署", (), "锡林郭勒盟行政公署"),
        ("国务院", LUSONG, "国务院"),
        ("应急管理局", ("220581",), "梅河口市应急管理局"),
        ("应急管理局", (), "应急管理局"),
        ("市场监管局", ("330523",), "安吉县市场监管局"),
        ("市市场监管局", ("330500",), "湖州市市场监管局"),
        ("市容管理局", ("330500",), "湖州市市容管理局"),
        ("市政管理局", ("330500",), "湖州市市政管理局"),
        ("市政务服务局", ("330500",), "湖州市政务服务局"),
        ("市民政局", ("330500",), "湖州市民政局"),
        ("司法厅", LUSONG, "湖南省司法厅"),
        ("区水利局", ("430200",), "区水利局"),
        ("国家统计局", LUSONG, "国家统计局"),
        ("自然资源部", LUSONG, "自然资源部"),
    ],
)
def test_names_are_expanded_where_the_place_is_certain(name: str, hints: tuple[str, ...], full: str) -> None:
    assert expand(name, hints) == full


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("湖南省人民政府", "province"),
        ("重庆市人民政府", "province"),
        ("株洲市人民政府", "prefecture_government"),
        ("锡林郭勒盟行政公署", "prefecture_government"),
        ("株洲市芦淞区人民政府", "county_government"),
        ("朝阳区人民政府", "county_government"),  # one of two, but a county in either case
        ("高新区（新市区）人民政府", "county_government"),  # a government, whatever its place is called
        ("乌鲁木齐高新区（新市区）人民政府", "county_government"),
        ("屈原管理区管理委员会", "management_zone"),
        ("株洲高新区管委会", "management_zone"),
        ("重庆市开州区义和镇人民政府", "township_government"),
        ("芷江侗族自治县罗卜田乡", "township_government"),
        ("天元区泰山路街道办事处", "subdistrict_office"),
        ("城区街道办事处", "subdistrict_office"),
        ("武汉市司法局", "department"),
        ("重庆市万盛经开区机关事务中心", "department"),
        ("株洲市生态环境局芦淞分局", "department"),
        ("中共沅陵县委", "party"),
        ("中共重庆市荣昌区广顺街道工作委员会", "party"),
        ("中共株洲市芦淞区委全面依法治区委员会办公室", "party"),
        ("神农大地", None),
    ],
)
def test_classes(name: str, cls: str | None) -> None:
    found = classify(name)
    assert (found.value if found else None) == cls


@pytest.mark.parametrize(
    ("first", "second", "hints", "same"),
    [
        ("芦淞区人民政府", "株洲市芦淞区人民政府", (), True),
        ("湖南省株洲市芦淞区人民政府", "芦淞区", (), True),
        ("芦淞区 人民政府", "芦淞区人民政府", (), True),
        ("区政府", "株洲市芦淞区人民政府", LUSONG, True),
        ("区政府", "株洲市芦淞区人民政府", (), False),
        ("朝阳区", "北京市朝阳区人民政府", (), False),
        ("朝阳区", "北京市朝阳区人民政府", ("110000",), True),
        ("朝阳区", "长春市朝阳区人民政府", ("110000",), False),
        ("区委依法治区办", "株洲市芦淞区人民政府", LUSONG, False),
        ("区委依法治区办", "中共株洲市芦淞区委全面依法治区委员会办公室", LUSONG, True),
        ("屈原管理区管委会", "岳阳市屈原管理区管理委员会", (), True),
        ("屈原管理区管委会", "汨罗市人民政府", (), False),
        ("中共屈原管理区委员会", "屈原管理区管理委员会", (), False),
        ("临淄区皇城镇人民政府", "淄博市临淄区皇城镇人民政府", (), True),
        ("皇城镇人民政府", "临淄区皇城镇人民政府", ("370305",), True),
        ("皇城镇人民政府", "临淄区皇城镇人民政府", (), False),
        ("株洲市司法局", "芦淞区司法局", (), False),
        ("芦淞区人社局", "株洲市芦淞区人力资源和社会保障局", (), True),
        ("株洲高新区管委会", "株洲高新技术产业开发区管理委员会", (), True),
        ("株洲市渌口区人民政府", "株洲县人民政府", (), False),
        ("司法部", "中华人民共和国司法部", (), True),
        ("应急管理局", "应急管理局机关", (), False),
    ],
)
def test_the_same_body_under_two_names(first: str, second: str, hints: tuple[str, ...], same: bool) -> None:
    assert same_body(first, second, hints) is same
    assert same_body(second, first, hints) is same


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中共沅陵县委 沅陵县人民政府", ("中共沅陵县委", "沅陵县人民政府")),
        ("中共炎陵县委炎陵县人民政府", ("中共炎陵县委", "炎陵县人民政府")),
        ("中共屈原管理区委员会屈原管理区管理委员会", ("中共屈原管理区委员会", "屈原管理区管理委员会")),
        (
            "中共重庆市万州区新田镇委员会重庆市万州区新田镇人民政府",
            ("中共重庆市万州区新田镇委员会", "重庆市万州区新田镇人民政府"),
        ),
        ("株洲市 芦淞区人民政府", ("株洲市芦淞区人民政府",)),
        ("芦淞区委、区政府", ("芦淞区委", "区政府")),
        ("芦淞区委区政府", ("芦淞区委", "区政府")),
        ("屈原管理区党工委管委会", ("屈原管理区党工委", "屈原管理区管委会")),
        ("屈原管理区党工委、管委会", ("屈原管理区党工委", "屈原管理区管委会")),
        ("屈原管理区管委会和党工委", ("屈原管理区管委会", "屈原管理区党工委")),
        ("中共屈原管理区工作委员会和屈原管理区管理委员会", ("中共屈原管理区工作委员会", "屈原管理区管理委员会")),
        ("屈原管理区管理委员会　中共屈原管理区委员会", ("屈原管理区管理委员会", "中共屈原管理区委员会")),
        ("中共屈原管理区工委、管理委员会", ("中共屈原管理区工委", "屈原管理区管理委员会")),
        ("管委会、党工委", ("管委会", "党工委")),
        ("中共株洲市芦淞区委全面依法治区委员会办公室", ("中共株洲市芦淞区委全面依法治区委员会办公室",)),
        ("重庆市铜梁区人民政府东城街道办事处", ("重庆市铜梁区人民政府东城街道办事处",)),
        ("", ()),
    ],
)
def test_joint_issuers_are_parted(text: str, names: tuple[str, ...]) -> None:
    assert with_places(split_issuers(text)) == names


@pytest.mark.parametrize(
    "name", ["株洲市司法局", "屈原管理区管理委员会", "内湖镇", "湖南省", "市发展和改革委员会", "拱北海关"]
)
def test_words_of_a_body(name: str) -> None:
    assert is_body_name(name)


@pytest.mark.parametrize(
    "text", ["我市发布", "市司法局召开会议", "深入推进", "《法治政府建设实施纲要》", "一", "奋力谱写新篇章"]
)
def test_words_of_no_body(text: str) -> None:
    assert not is_body_name(text)


def test_a_joint_report_counts_for_the_government() -> None:
    issuers = [read_issuer(name) for name in ("中共沅陵县委", "沅陵县人民政府")]
    chief = government_of(issuers)
    assert chief is not None
    assert chief.name == "沅陵县人民政府"
    assert government_of([]) is None


def test_a_zone_belongs_to_the_division_it_answers_to() -> None:
    issuer = read_issuer("屈原管理区管理委员会")
    assert (issuer.region, issuer.unit) == ("430600", "屈原管理区")


def test_all_forms_of_a_bodys_own_name() -> None:
    assert {"株洲市芦淞区", "芦淞区", "芦淞", "株洲市"} <= set(place_names(("株洲市芦淞区人民政府",)))
    assert {"屈原管理区", "屈原"} <= set(place_names(("屈原管理区管理委员会",)))
    forms = place_names(("株洲市芦淞区人民政府",))
    assert list(forms) == sorted(forms, key=lambda form: (-len(form), form))


@given(st.text(alphabet="中共株洲市芦淞区委员会人民政府局镇街道（）、 管理办事处", max_size=40))
def test_any_string_is_read_and_parted_without_loss(text: str) -> None:
    issuer = read_issuer(text)
    assert issuer.region is None or region(issuer.region) is not None
    assert same_body(text, text)
    compact = "".join(text.split())
    assert all(name in compact for name in split_issuers(text))


@pytest.mark.parametrize(
    ("written", "said", "name"),
    [
        ("东寺头乡人民政府", "平顺县东寺头乡地处太行山区。", "平顺县东寺头乡人民政府"),
        ("东寺头乡人民政府", "位于平顺县东寺头乡的项目。", "平顺县东寺头乡人民政府"),
        ("城关镇人民政府", "山西省长治市平顺县城关镇获评先进。", "平顺县城关镇人民政府"),
        ("虎门镇人民政府", "东莞市虎门镇获评先进。", "东莞市虎门镇人民政府"),
        ("紫阳街道办事处", "杭州市上城区紫阳街道召开现场会。", "杭州市上城区紫阳街道办事处"),
        ("城关镇人民政府", "平顺县城关镇与壶关县城关镇比学赶超。平顺县城关镇是县城。", "平顺县城关镇人民政府"),
        # nothing is made up: another of that name, no county, none that is known, two, none at all
        ("城关镇人民政府", "赴壶关县城关镇学习。", "城关镇人民政府"),
        ("东寺头乡人民政府", "长治市东寺头乡获评先进。", "东寺头乡人民政府"),
        ("东寺头乡人民政府", "全县东寺头乡最先完成。", "东寺头乡人民政府"),
        ("城关镇人民政府", "朝阳区城关镇完成任务。", "城关镇人民政府"),
        ("城关镇人民政府", "平顺县城关镇先行。壶关县城关镇随后。", "城关镇人民政府"),
        ("东寺头乡人民政府", "平顺县委部署，壶关县协助。", "东寺头乡人民政府"),
    ],
)
def test_a_township_in_the_county_that_stands_before_its_name(written: str, said: str, name: str) -> None:
    issuer = placed(read_issuer(written), lambda: said)
    assert issuer.name == name
    assert (issuer.region is None) == (name == written)


def test_a_zone_under_its_long_name_where_the_page_has_it() -> None:
    issuer = read_issuer("襄阳高新区管理委员会")
    long = "襄阳高新技术产业开发区管理委员会"
    assert spelled_out(issuer, lambda: "主办：襄阳高新技术产业开发区").name == long
    assert spelled_out(issuer, lambda: "襄阳市人民政府").name == issuer.name
    both = "襄阳高新技术产业开发区、襄阳高新技术开发区"
    assert spelled_out(issuer, lambda: both).name == issuer.name


@pytest.mark.parametrize(
    ("name", "national"),
    [
        ("国务院", True),
        ("司法部", True),
        ("国家市场监督管理总局", True),
        ("最高人民法院", True),
        ("县委宣传部", False),
        ("湖南省司法厅", False),
        ("国家税务总局六盘水市水城区税务局", False),
        ("市公安局", False),
    ],
)
def test_what_stands_over_all_provinces(name: str, national: bool) -> None:
    assert is_national(read_issuer(name)) is national
