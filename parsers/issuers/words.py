"""The words that bodies' names are made of: ranks, units, organs and their short forms."""

from __future__ import annotations

import re

from parsers.regions import Level

SPACE = re.compile(r"[\s\u200b\ufeff]+")
TOWNSHIP = r"(?:民族乡|镇|乡|苏木)"
SUBDISTRICT = r"街道"
ZONE = (
    r"(?:管理区|开发区|高新区|经开区|新区|新城|园区|产业园(?!区)|工业园(?!区)|度假区|保税区|示范区|试验区|实验区|合作区|风景名胜区|"
    r"风景区|自贸区|集聚区|聚集区|灌区|生态区|科学城|大学城|国际港务区|(?:化工|产业|能源)基地|港区|食品区|行政委员会)"
)
ORGAN_START = r"(?=$|中共|人民政府|政府|管理委员会|管委会|办事处|党工委|党委|工作委员会|工委|委员会|人大)"
# 新田镇人民政府, 桃花源镇, 鹿城街道办事处
TOWN_UNIT = re.compile(rf"(?P<unit>[一-鿿]{{1,10}}?(?:{TOWNSHIP}|{SUBDISTRICT})){ORGAN_START}")
# 屈原管理区管理委员会, 高新区（新市区）人民政府, 万盛经开区机关事务中心
ZONE_UNIT = re.compile(rf"(?P<unit>[一-鿿]{{0,20}}?{ZONE})(?P<rest>.*)$")
UNIT_TAIL = re.compile(rf"(?:{TOWNSHIP}|{SUBDISTRICT}|{ZONE})$")
# Offices of central agencies are named after them: 国家税务总局六盘水市水城区税务局
VERTICAL = (
    "国家税务总局",
    "国家统计局",
    "国家矿山安全监察局",
    "中华人民共和国",
    "国家金融监督管理总局",
    "中国人民银行",
)
GOVERNMENT_WORD = re.compile(r"(?:人民政府|政府|行政公署)$")
DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|署|部|中心|总队|支队|大队|队|分局|司|院|所|站|社|处|总会|联合会|档案馆|银行|公司|"
    r"集团|学校|学院|大学|医院|海关|监狱|协会|馆|场|总工会|妇联|部门)$"
)
# 区委全面依法治区委员会办公室, 中共株洲市委全面依法治市委员会办公室, 区委依法治区办, 依法治县办
LAW_OFFICE = re.compile(r"依法治[国省市区县州旗镇理]{1,2}(?:委员会办公室|工作领导小组办公室|委办|办)$")
PARTY_TAIL = re.compile(r"(?:委员会|工作委员会|党工委|工委|党委|党组|[省市区县州旗盟镇乡]委|委)$")
# 市水务局, 区政府; but 市场监管局, 市容局, 市政管理局 begin so themselves
RELATIVE = re.compile(
    r"(?P<rank>[省市区县州旗])(?<!市(?=场|容|监局|政(?![府务法协])))(?=委|政府|人民政府|[一-鿿]{1,24}(?:局|委|厅|办|中心|队|社|所|会|院)$)"
)
RANKS = {
    "省": (Level.PROVINCE,),
    "市": (Level.PREFECTURE, Level.COUNTY, Level.PROVINCE),
    "州": (Level.PREFECTURE,),
    "区": (Level.COUNTY, Level.PROVINCE),
    "县": (Level.COUNTY,),
    "旗": (Level.COUNTY,),
}
# Departments go by short names; the list holds the usual ones, always in the same sense.
SHORT_ORGANS = {
    "人社局": "人力资源和社会保障局",
    "人力资源社会保障局": "人力资源和社会保障局",
    "人社厅": "人力资源和社会保障厅",
    "人力资源社会保障厅": "人力资源和社会保障厅",
    "发改委": "发展和改革委员会",
    "发展改革委": "发展和改革委员会",
    "发改局": "发展和改革局",
    "发展改革局": "发展和改革局",
    "卫健委": "卫生健康委员会",
    "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局",
    "住建局": "住房和城乡建设局",
    "住房城乡建设局": "住房和城乡建设局",
    "住建委": "住房和城乡建设委员会",
    "住房城乡建委": "住房和城乡建设委员会",
    "住建厅": "住房和城乡建设厅",
    "住房城乡建设厅": "住房和城乡建设厅",
    "自规局": "自然资源和规划局",
    "自然资源规划局": "自然资源和规划局",
    "市监局": "市场监督管理局",
    "市场监管局": "市场监督管理局",
    "应急局": "应急管理局",
    "城管局": "城市管理局",
    "教委": "教育委员会",
    "科技局": "科学技术局",
    "工信局": "工业和信息化局",
    "国资委": "国有资产监督管理委员会",
    "医保局": "医疗保障局",
    "交通局": "交通运输局",
}
# A central body has no place: 司法部, 国家统计局, 自然资源部
CENTRAL = re.compile(r"国家[一-鿿]{2,}|[一-鿿]{2,8}(?:部|总局|总署)$")
# All of what the State Council, its ministries and its bureaus are called; a county has a 宣传部, too
NATIONAL = re.compile(
    r"国务院|(?:最高|国家)[一-鿿]{2,12}|[一-鿿]{2,8}(?:总局|总署)|(?:外交|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障"
    r"|自然资源|生态环境|住房和?城乡建设|交通运输|水利|农业农村|商务|文化和旅游|应急管理)部"
)
CITIES_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})  # 东莞 中山 儋州 嘉峪关
# 中共沅陵县委沅陵县人民政府: the party's name ends at 委 or 委员会, and another body begins
PARTY_NAME = re.compile(
    r"中共[一-鿿]{2,24}?(?:工作委员会|委员会|党工委|[省市区县州旗盟镇乡]委(?!员))(?=(?P<next>[一-鿿]{4,}))"
)
# 屈原管理区党工委管委会, 芦淞区委区政府: both without a mark between them
PARTY_AND_ADMINISTRATION = re.compile(
    r"([一-鿿]{2,20}(?:党工委|工委|党委|[市区县州旗镇乡]委))((?:[市区县州旗镇乡]?(?:人民)?政府|管委会|管理委员会))"
)
# 管委会 behind 屈原管理区党工委
BARE_ORGAN = re.compile(r"管委会|管理委员会|党工委|工委|党委|(?:人民)?政府")
ORGAN_TAIL = re.compile(r"(?:党工委|工作委员会|工委|党委|管理委员会|管委会|委员会|委|人民政府|政府)$")
# What the name of no body holds.
NOT_A_BODY = re.compile(
    r"召开|举行|举办|审议|听取|发布|印发|公布|通过|启动|推进|我[省市区县]|[！？!?“”\"《》：:，。]|落实|关于|加强|全面|"
    r"学习|解读|命名|获评|荣获|入选|做好|报送"
)
BODY_TAIL = re.compile(
    rf"(?:政府|行政公署|管委会|委员会|办事处|{SUBDISTRICT}|{TOWNSHIP}|{ZONE}|[省市区县旗州盟委]|林区|地区|自治区|国务院|法院|"
    r"检察院|兵团|师|团|农场|林场|工会|团委|[一-鿿]行)$"
)
