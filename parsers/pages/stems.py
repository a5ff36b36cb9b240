"""Titles whose end is missing: may it be that of a yearly report?

What stands before 关于 or before the year is the issuer, and so is what stands before 法治政府. Its words (生态环境厅,
经济开发区) say nothing of the paper; only what is behind it does. So a title that was cut inside its issuer, or right
behind it, has said nothing against itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.issuers import is_body_name

# Words of papers, which no body is named after.
_PAPER = re.compile(
    r"通知|意见|方案|要点|纲要|会议|培训|办法|规定|细则|条例|公示|公告|讲座|解读|清单|名单|目录|指南|领导小组|(?<!国防)动员|部署|调研|座谈|考试|竞赛|决定|"
    r"决算|预算|收支|统计公报|计划执行|国民经济|质量(?!技|监|和|强|发展|$)|复议|应诉|整改|双公示|绩效|社会责任|人大代表|建议|提案|状况|运行|监测数据|"
    r"召开|举办|举行|招聘|招录|征集|征求|征迁|征地|申报|评选|表彰|任免|任命|任前|招标|中标|竞价|出让|年鉴|预案|宣传[周月日]|简报|"
    r"调整|拟[批同]|批准|批复|使用权|处罚|招生|分工|工作要|工作任务|突发|项目(?![办中管服推])|工程(?![质建局学中造管])|结果|作废|成立|同意|下达|补贴|放假|教师资格|施工"
)
# Words of other subjects that a body may be named after: 财政局, 气象台, 消防救援总队, 行政审批制度改革办.
_SUBJECT = re.compile(
    r"规划|示范|计划|制度|宣传|财政|审计|环境|经济|教学|就业|水资源|地质|气象|地震|监测|信用|诉讼|网站|政务公开|信息公开|巡[视察]|"
    r"党建|部门|安全生产|消防|防汛|扶贫|乡村|招商|医|疫|国民|普法"
)
_FORM_BEHIND = re.compile(r"情况|总结|报告|年报|工作(?![委部局办领])|数据|问题")
_SINGLE_ACT = re.compile(r"决定书|告知书|通知书|案件公示|许可证|当事人|处罚案|听证|拍卖|送达|公司|有限")
# 开展, 深入推进: a sentence's words, in no name
_DEED = re.compile(
    r"开展|举办|深入|持续|扎实|积极|有序|全力|多措|聚焦|强化|深化|提升|打造|走访|慰问|督导|督查|传达|主持|出席|会见|参加|参观|带队|莅临|圆满|"
    r"成功|正式|顺利|喜获|实现|完成|突破|开工|开班|开幕|开通|揭牌|签约|上线|亮相|落地|助力|护航|赋能|筑牢|擦亮|绘就|奋力|力争|"
    r"组织(?![部]|工作)|检查(?![委站总大])|送[法上]|进[校企社村]|[为把让将赴获的]|征收(?!办|中)|讲话|答复|谈话"
)
_NOT_IN_NAMES = re.compile(
    r"召开|举行|审议|听取|发布|印发|公布|通过|启动|推进|我[省市县区]|[！!？?“”\"：:，。]|落实|加强|学习|命名|做好|报送"
)
_PLACE = re.compile(
    r"中共|国家|中国|[省市县区州旗](?=[一-鿿])|[一-鿿]{1,11}?(?:[省市县区州旗盟镇乡]|街道|新区|海关)|[一-鿿]{2,4}(?=经济|高新|综合|循环|临空|工业|化工|产业|风景|旅游|生态|保税|科技|国际|航空|现代)"
)
_YEAR = r"(?:(?:19|20)\d\d|[一二][○〇零０九][○〇零一二三四五六七八九]{2}(?=年))年?度?"
_FROM_YEAR_ON = r"[（(【\[]?" + _YEAR + r"[)）\]】]?|[上全]年度?"
_SUBJECT_BEGINS = r"(?:推进|深化|全面|加强)?(?:法[治制]|依法)"
# What parts an issuer from the rest; 法 or 依 at the very end are 法治 and 依法 cut in two
_ANCHOR = re.compile(
    rf"(?P<about>关于(?:公[布开示]|印发|发布|[报呈上]送|[上呈]报)?)|(?P<year>{_FROM_YEAR_ON})|(?P<topic>{_SUBJECT_BEGINS}|[法依]$)|(?P<sent>(?:报送|呈报|上报|呈送|公布|公开|公示|印发|发布|转发)?《)"
)
_CUT_ANCHOR = re.compile(r"(?<!\d)[（(]?[12]\d{0,3}年?$|关$|《$")
_WITHOUT_SUBJECT = re.compile(
    r"(?:(?:[12]\d{3}|上|全)年度?[一-鿿]{0,8}?(?:法[治制]?政?|依法?行?)|关于[12]\d{0,3}年?度?)$"
)
_AT_YEAR = re.compile(r"(?P<issuer>[一-鿿]{2,40}?)(?:关于|(?:关于)?[(（]?(?<!\d)[12]\d{0,3}年?度?[)）]?)$")
_BEHIND_YEAR = re.compile(r"20\d\d年?度?(?P<issuer>[一-鿿]{2,24})$")
_BEHIND_ISSUERS = ("year", "about", "topic")
_MORE = re.compile("(?<!总)局[^局队所站]{7,}$")  # 县自然资源局国有建设用地使…: no branch of it has so long a name
_PLACES = re.compile(r"(?:中共)?(?:[一-鿿]{1,11}?(?:自治[省市县区州旗]|[省市县区州旗盟镇乡]|街道|新区)){1,3}")
_LONGEST_NAME = 13  # characters behind its place: 城市管理和综合行政执法局 has 12
_LONGEST = 34  # 中共紫云苗族布依族自治县委紫云苗族布依族自治县人民政府 has 27
# What a report's title may say between the year and its subject: 全面推进, 党政主要负责人履行…, 交通运输系统
_LINKING = re.compile(
    r"(?:关于|有关|对|的|全面|深入|扎实|持续|大力|加快|切实|严格|进一步|深化|贯彻|落实|推进|推动|加强|开展|履行|做好|实施|推行|坚持|度|年度|全年|工作|情况|"
    r"[我本全][省市县区州旗局厅委镇乡街]?|以?及|和|暨|与|党政|主要|负责人|负责同志|第一|责任人|职责|建设|部门|系统|领域|机关|政府|公布|公开|公示|报送|上报|"
    r"呈报|印发|发布|转发|税务|海关|公安|交通|运输|水利|教育|审计|统计|卫生|卫健|健康|农业|农村|城管|市场|监管|气象|烟草|民政|人社|应急|文旅|生态|环境|"
    r"住建|国土|环保|工商|质监|粮食|民航|邮政|消防|[《〈“（(、，]){0,12}"
)
_FRAGMENT = 2  # characters of a word cut in two


def may_go_on(text: str) -> bool:
    """May what is missing of a title be that of a report: has it named an issuer or a year at most, and no subject?

    ``text`` is the title without its dots and spaces.
    """
    if _SINGLE_ACT.search(text):
        return False
    whole = _CUT_ANCHOR.sub("关于", text)  # 青禾县公安局关, 青禾县公安局20
    pieces = list(_pieces(whole))
    return not _says_other(pieces) if len(pieces) > 1 else _may_begin_name(text)


def stops_short(title: str) -> bool:
    """Does a title end behind an issuer and a year, or inside 法治政府, as one that was cut off without dots?"""
    if _WITHOUT_SUBJECT.search(title) is None:
        at = _AT_YEAR.match(title.removeprefix("关于")) or _BEHIND_YEAR.match(title)
        if at is None or not is_body_name(at["issuer"]):
            return False
    return may_go_on(title)


def speaks_of_other(text: str) -> bool:
    """Does a whole title that does not name our subject name another one, apart from the names of bodies?"""
    pieces = [piece for piece, _ in _pieces(text) if not is_body_name(piece)]
    return any(_PAPER.search(piece) or _SUBJECT.search(piece) for piece in pieces)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What stands between the words that part an issuer from the rest, each with the sort of that behind it."""
    at = 0
    for anchor in _ANCHOR.finditer(text):
        yield text[at : anchor.start()], str(anchor.lastgroup)
        at = anchor.end()
    yield text[at:], ""


def _says_other(pieces: list[tuple[str, str]]) -> bool:
    named, before = False, ""
    for piece, behind in pieces:
        after, before = before, behind
        if not piece:
            continue
        if behind and is_body_name(piece):
            named = True
            continue
        if _PAPER.search(piece):
            return True
        if behind in _BEHIND_ISSUERS and not _is_sentence(piece):
            named = True
        elif behind or named or not _may_begin_name(piece):
            unplaced = after == "year" and not named and len(piece) <= _LONGEST_NAME  # 2025年度石鼓海
            if _SUBJECT.search(piece) or not (behind or unplaced or _links(piece)):
                return True
        else:
            named = True
    return False


def _links(piece: str) -> bool:
    """Is the last piece of a title no more than what may lead to its subject, or a name again?"""
    linking = _LINKING.match(piece)
    return linking is not None and len(piece) - linking.end() <= _FRAGMENT


def _may_begin_name(piece: str) -> bool:
    """May a title's last words be the beginning of a body's name: a place and a field of work, and no sentence?"""
    if not 2 <= len(piece) <= _LONGEST or _is_sentence(piece) or _PAPER.search(piece) or _MORE.search(piece):
        return False
    subject = _SUBJECT.search(piece)
    if subject is not None and _FORM_BEHIND.search(piece, subject.end()):
        return False
    if is_body_name(piece):
        return True
    place = _PLACES.match(piece)
    behind = len(piece) - place.end() if place else len(piece)
    return _PLACE.match(piece) is not None and (behind <= _LONGEST_NAME or piece.startswith("中共"))


def _is_sentence(piece: str) -> bool:
    said = piece.replace("全面依法治", "")
    return _NOT_IN_NAMES.search(said) is not None or _DEED.search(said) is not None
