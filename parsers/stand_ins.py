"""Titles that are no report's by their grammar, though the paper behind them may be the yearly report.

县政府履行法治政府建设职责情况报告, 全面依法治县工作情况, 依法行政考核自评报告: whoever settles these as another paper
says that the report is missing while it stands there. Their text decides whether a person is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.dates import without_whole_years

_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"《[^《》]{0,80}》")
_TOPIC = re.compile(
    r"法[治制](?:[一-鿿]{1,4})?政府|依法行政|法治[一-鿿]{0,4}建设|依法治[省市县区州旗]|法治工作|第一责任人"
)
_ACCOUNT = re.compile(r"报告|总结|年报|情况|汇报|小结")
# What is surely another paper: templates, news, essays, plans, and accounts of single campaigns.
_ANOTHER = re.compile(
    r"某[省市县区镇乡街局委]|[X×xＸ*＊]{2}|范文|模板|解读|图解|一图|问答|发布会|白皮书|蓝皮书|研究|调[研查]|视察|综述|侧记|浅[析谈议]|"
    r"(?:通知|意见|方案|规划|要点|计划|办法|规定|条例|制度|决定|批复|函|细则|指引|指南|标准|名单|讲话|纪要|清单|会议|会)$|"
    r"召开|举行|举办|[我全][省市县区]发布|发展报告|启动|部署|推进会|座谈|示范|创建|督察|督查|反馈|整改|评估|满意度|提案|审议意见|案卷|培训|三项制度|述法|"
    r"公开情况|考核结果|复议|应诉|信息公开|政务公开|普法|[！!？?]"
)
# A meeting is the subject, and the title what it acts on: 县政府常务会议审议《…报告》, 市人大常委会听取和审议2024年…,
# 《…报告》经县政府常务会议讨论通过. Not （常务会议讨论通过）, 提请审议《…》 or 审议稿: they are said of the paper.
_ACTS = r"(?:听取|审[议定]|讨论|研究|通过|原则同意)"
_OF_A_MEETING = re.compile(
    rf"^(?!经)(?![^《》]{{0,40}}(?:[提报呈]请|提交|[报送呈]审))[^《》（()）]{{0,30}}(?:会议?|政府|党组|代表|委员|[县市区省州]长|书记)"
    rf"[^《》（()）]{{0,12}}?{_ACTS}(?![意结][见果]|稿|[^《》]{{0,6}}的)[^《》（()）]{{0,16}}(?:《|20\d\d年)"
    rf"|》(?:[已获]|已?经)?[^《》（()）]{{0,24}}{_ACTS}(?:[并和]?{_ACTS})?$"
)
_MONTH = "(?:[1-9]|1[01]|[一二三四五六七八九]|十一?)月(?!\\d{1,2}日)"  # but December
_NOT_A_YEAR = re.compile(
    r"20\d\d年?\s?[-－—–~～至到]+\s?20\d\d|十[二三四五六]五|[三五]年来?(?:工作|来)|上半年|下半年|半年|[一二三四1-4]季度|\d{1,2}月份|季报|月报|"
    rf"前[\d一二三四五六七八九十]{{1,2}}个?(?:季度|月)|年度?中期|(?:[-－—–~～至到]+\s?|截[至止]\s?(?:20\d\d年)?){_MONTH}"
)
# What stands around the report: who is asked about its draft, what is written on its day, how far its plan was carried
# out. Its text decides.
_AROUND = re.compile(
    r"(?:征求|征集|听取|收集)[一-鿿\d《》]{0,50}(?:意见|建议)(?!稿)|意见(?:征集|征求)(?!稿)|^写在|之际$"
    r"|(?:要点|任务|计划|清单|台账|分工|方案)[一-鿿]{0,4}(?:完成|落实|推进|执行|进展)[一-鿿]{0,6}(?:通报|公示|公告|通告)$"
)
_ASIDE = re.compile(r"[（(][^（）()]{0,24}[）)]")
# 县司法局关于全县2025年度法治政府建设情况的报告: a department speaks for its government
_OF_THE_WHOLE = re.compile(r"全[省市县区州旗盟](?:20\d\d年度?)?(?:[一-鿿]{0,6}?)(?:法[治制]政府|依法行政|法治建设)")
_OWN_LINE = re.compile(r"全[省市县区州旗盟][一-鿿]{0,12}(?:系统|行业|领域|部门)")
_BARE = re.compile(
    r"(?:无标题|未命名|未标题|新建|默认)(?:文档|文件|网页|页面|标题)?[\s（(]?\d{0,2}[）)]?|通知公告|公告公示|公示公告"
    r"|(?:[一-鿿]{2,20}(?:政府|委员会|办公室|局))?(?:的|工作)?(?:公示|公告|通告|公布|公开|报告)"
    r"|[一-鿿]{1,10}[〔\[(（【]20\d\d[〕\])）】]第?\d{1,5}号"  # 青政发〔2026〕3号
)
PICTURE = "图片"  # stands for the words of a link that only shows a picture
# Captions that leave the rest to what is around them: 2025年度, 2025年年度报告, 年度报告全文, 2025年 查看
_CAPTION = re.compile(
    r"(?:20\d\d\s?年?度?|最新|年度|年报|工作|情况|报告书?|总结|的|全文|正文|原文|附件|文件|PDF|WORD|OFD|点击|点此|立即|在线|查看|查阅|下载|阅读|浏览|预览|进入|详情|更多内容"
    r"|[\d\s()（）\[\]【】:：.、>》»]){1,12}",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[\w.()（）\[\] -]{1,80}\.(?:pdf|docx?|wps|ofd)", re.IGNORECASE)  # 2025fzzf.pdf
# What a picture is called by who gives it no name: 未标题-1, 图1, 20260312_副本.jpg, banner, 法治政府建设
_PICTURE_NAME = re.compile(
    r"[^一-鿿]{0,80}|(?:未标题|未命名|无标题|图片?|插图|配图|题图|头图|首图|大图|封面|横幅|海报|广告|轮播图?|幻灯片?|微信图片|截图|素材|副本|复制|新建"
    r"|专题|专栏|栏目|[\d\W_a-z]){1,12}|(?:[一-鿿]{1,12}[省市县区州旗])?(?:推进|深化|全面)?(?:法[治制]政府(?:建设)?|依法行政|依法治[省市县区州旗]|法治建设)"
    r"(?:专题|专栏|栏目|工作|公开)?|.{1,80}\.(?:jpe?g|png|gif|bmp|webp)",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 30


def is_bare(title: str) -> bool:
    """Is a title but a year, a form, a file's name or what opens it (2025年度报告全文, 2025fzzf.pdf)?

    Its subject is left to what is around it.
    """
    if "." in title and _FILE_NAME.fullmatch(title) and not re.search(r"[一-鿿]", title):
        return True
    return len(title) <= _LONGEST_CAPTION and _is_caption(title) and re.search(r"[一-鿿]|20\d\d", title) is not None


def is_picture_name(words: str) -> bool:
    """Do the words that stand for a picture name no paper: 未标题-1, a file's name, or the column's own subject?"""
    return len(words) <= 80 and _PICTURE_NAME.fullmatch(words) is not None


def names_nothing(title: str) -> bool:
    """Is a title but a picture's or what opens something (查看, 下载), without a year?"""
    return title == PICTURE or (is_bare(title) and not re.search(r"20\d\d|报告|年报|总结", title))


@lru_cache(maxsize=5000)  # a site has the same menus on all its pages
def _is_caption(title: str) -> bool:
    return title == PICTURE or _CAPTION.fullmatch(title) is not None


def may_stand_for_report(title: str) -> bool:
    """May the paper behind a title be the yearly report on law-based government, though it is not called so?"""
    text = _SPACE.sub("", title)
    if not _names_subject(text) or tells_of_a_meeting(text) or _stands_around(text):
        return False
    said = without_whole_years(_QUOTED.sub("", text))
    return _ANOTHER.search(said) is None and _NOT_A_YEAR.search(said) is None


def tells_of_a_meeting(title: str) -> bool:
    """Does a title tell that a meeting, or who sits in it, heard, discussed or passed a paper?"""
    return _OF_A_MEETING.search(_SPACE.sub("", title)) is not None


def tells_of_the_report(title: str) -> bool:
    """Does a title tell of what may be the yearly report, of a meeting on it or of asking for opinions, so that its
    text may follow?"""
    text = _SPACE.sub("", title)
    return (tells_of_a_meeting(text) or _stands_around(text)) and _names_subject(text)


def _stands_around(text: str) -> bool:
    return _AROUND.search(_ASIDE.sub("", text)) is not None


def _names_subject(text: str) -> bool:
    return _TOPIC.search(text) is not None and _ACCOUNT.search(text) is not None


def speaks_for_all(title: str) -> bool:
    """Does a title report on law-based government in the whole county (city …), and not in one line of work?"""
    text = _SPACE.sub("", title)
    return _OF_THE_WHOLE.search(text) is not None and _OWN_LINE.search(text) is None


def says_nothing(title: str) -> bool:
    """Is a title only a form, with or without an issuer (公示, 某某县人民政府公告): could it be any paper?"""
    return _BARE.fullmatch(_SPACE.sub("", title)) is not None
