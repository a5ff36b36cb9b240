"""What a page says of time: that what comes since a year is elsewhere, that its column ends before one, that it is old.

Such a list may be whole and well kept, and yet nothing newer will ever stand in it. A sentence of that kind is refuted
by the rows alone: by a yearly report of a later year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision

# Each alternative begins with a plain character: then only the places where one stands are looked at.
GATE = re.compile(
    r"以[后前]|之[后前]|及其?[后前]|或其?[后前]|和其?[后前]|年[后前起]|度[后前起]|月[后前起]|日[后前起]|开始|历史|归档|存档|往年|旧版|老版|新版"
    r"|（20\d\d\D{0,4}[-—–~～至到]|\(20\d\d\D{0,4}[-—–~～至到]|【20\d\d\D{0,4}[-—–~～至到]"
)
_YEAR = r"20\d\d\s?年?度?"
_PAPERS = "(?:报告|年报|总结|信息|内容|文件|资料|数据)"
_PLACE = "(?:平台|网站?|门户|官网|专?栏目?|专题|系统|频道|目录|页面?)"
_SHUT = r"[^。；;，,！!\n]"
# 2025年以后, 2025年度及以后, 自2026年1月1日起; none is 2025年以来
_SINCE = r"20\d\d\s?年度?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:[及或和]?(?:以|之|其)?后|起|开始)"
# What is spoken of; what somebody must do, is a rule that is told.
_THINGS = rf"(?:的|[，,：:\s])*(?:(?:(?!应|须|必|要)[^。；;，,：:！!\n]){{0,24}}?{_PAPERS})?[，,：:\s]*"
_SENDS = (
    r"(?:敬?请|可)(?:您)?(?:直接|统一)?(?:点击|点此|详?见|参[见阅]|访问|查[看阅询]|浏览|移步|前往|登录|进入|关注"
    rf"|[到至在](?={_SHUT}{{1,25}}?{_PLACE}))(?!\S{{0,3}}[本该此下](?:[栏专网页站平表列]|[目系]))"
)
_LEAVES = (
    r"(?:均|都|将|已|统一|一律|全部|改为?|转|只|仅){0,3}"
    r"(?:(?:在|于|由|通过|到|至)(?![本该此每]|(?:人民)?政府(?:门户)?网|门户)"
    rf"{_SHUT}{{2,30}}?{_PLACE}[^。；;，,！!\n]{{0,10}}?(?:发布|公开|公布|刊[登发]|查[看阅询]|展示|更新|登载)"
    r"|(?:移|迁|转|调整|纳入|并入|归入)(?:[至到入]|(?<=入))(?![本该此])|不再(?:在|于)?[本该此]?\S{0,6}?(?:更新|发布|公开|公布))"
)
_GOES_ON = re.compile(rf"{_SINCE}{_THINGS}(?:{_SENDS}|{_LEAVES})")
# 法治政府建设年度报告（2025年以前）, 年度报告（2015-2024）, 年度报告（历史归档）, 往年年度报告; none is 历年报告
_NAME = "[\u3400-\u9fff]{0,20}(?:报告|年报|总结|法治政府(?:建设)?|依法行政)"
_BEFORE = r"20\d\d\s?年?度?[及和]?(?:以|之)?前"
_OPEN, _CLOSE = r"(?:\s?[（(【\[—]{1,2}\s?)", r"(?:\s?[）)】\]])"
_CLOSED = re.compile(
    rf"(?:^|[\s>＞›»/:：_|-])(?:{_NAME}(?:{_OPEN}{_YEAR}\s?[-—–~～至到]{{1,2}}\s?{_YEAR}{_CLOSE}"
    rf"|{_OPEN}?{_BEFORE}{_CLOSE}?|{_OPEN}?(?:(?:历史|已|旧)?(?:归档|存档)|历史){_CLOSE}?)|{_BEFORE}的?{_NAME}"
    r"|(?:往年|以往|历史)(?:的|年度|法治政府|法治|依法行政|建设|工作|情况){0,5}(?:报告|年报|总结))(?=$|[\s_|,，<>＜＞-])"
)
# 您正在访问旧版网站; 进入新版 alone. None is 访问旧版, which stands on the new one.
_OLD_SITE = re.compile(
    r"(?:(?:正在|现在|当前|目前)(?:访问|浏览|查看|使用)的?|(?:访问|浏览|查看)的)(?:是|为|系)?[^。；;，,\s]{0,12}?(?:旧版|老版|历史版|归档)(?:本)?(?:的)?(?:政府|门户)?(?:网站|网页|页面|站点|栏目)"
    r"|[本此](?:网站?|站|页面?|网页|栏目)(?:为|是|系)(?:旧版|老版|历史|归档)"
    r"|(?<!\S)(?:点击)?(?:进入|返回|切换[到至])新版(?:政府|门户)?(?:网站?|首页|页面|站)?(?=$|[\s>＞»→！!])"
)
TO_NEW = re.compile(r"(?:点击)?(?:进入|返回|切换[到至])新版(?:政府|门户)?(?:网站?|首页|页面|站)?")  # a link's words
_NUMBER = re.compile(r"20\d\d")
_EDGES = " >＞›»/:：_|-"
_MOST = 60_000  # characters


def speaks_of_time(text: str, names: Iterable[str], rows: Sequence[Row]) -> str:
    """What says that newer rows are elsewhere, or that the page is an old one; "" for nothing.

    ``text`` is what stands outside the rows; ``names`` are the page's title and what stands above its rows.
    """
    if match := _OLD_SITE.search(text[:_MOST]):
        return match[0].strip()
    told = [*_GOES_ON.finditer(text[:_MOST]), *(match for name in names for match in _CLOSED.finditer(name[:_MOST]))]
    said = (match[0] for match in told if not _is_refuted(max(_NUMBER.findall(match[0]), default=""), rows))
    return next(said, "").strip(_EDGES)


def _is_refuted(year: str, rows: Sequence[Row]) -> bool:
    """Is a row a yearly report that a list which ends with a year would not show?"""
    if not year:
        return False
    reports = ((row, title) for row in rows if (title := parse_title(row.title)).decision is Decision.REPORT)
    return any((title.year or 0) > int(year) or int((row.date or "0")[:4]) > int(year) + 1 for row, title in reports)
