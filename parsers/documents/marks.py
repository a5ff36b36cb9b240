"""What the form of a line says of its function: headings by their numbers, letterheads, titles, signatures."""

from __future__ import annotations

import re

# 一、 第一部分 二. | （一） | 1. | （1）: a group for each level
_LEVELS = re.compile(
    r"(第[一二三四五六七八九十]{1,3}(?:部分|章|篇)|[一二三四五六七八九十]{1,3}\s?[、.．，])|"
    r"([（(〔]\s?[一二三四五六七八九十]{1,3}\s?[）)〕])|"
    r"(\d{1,2}\s?[.．、](?!\d))|"
    r"([（(]\s?\d{1,2}\s?[）)])"
)
# 中共屈原管理区委文件; 签发人：…; 屈报〔2025〕2号
_LETTERHEAD = re.compile(
    r"^[㐀-鿿（）()\s]{2,50}文\s?件$|^签发人|^[^，。]{2,20}[〔\[【(（]20\d\d[〕\]】)）]\s?第?\d{1,4}\s?号(?:$|\s|签发)"
)
REPORT_TITLE = re.compile(r"报\s?告$|总\s?结$|情况$|(?:数据|统计|情况)表$|年\s?报$")
DATE_LINE = re.compile(
    r"^[（(]?[\d〇○零一二三四五六七八九十OoIl]{4}\s?年\s?[\d一二三四五六七八九十OoIl]{1,3}\s?月\s?[\d一二三四五六七八九十OoIl]{1,3}\s?日[）)]?$"
)
# A body's name and nothing else: 株洲市芦淞区人民政府
BODY_NAME = re.compile(r"^[㐀-鿿（）()\s、]{3,40}(?:政府|委员会|办公室|局|厅|处|院|会|办|中心|街道|支队|大队|总队)$")
# Two names in one line of a title: 中共甲县委员会 甲县人民政府
BODY_NAMES = re.compile(
    r"^[㐀-鿿（）()]{3,30}(?:政府|委员会|委|局|办公室)(?:\s[㐀-鿿（）()]{3,30}(?:政府|委员会|局|办公室))?$"
)

# 浏览次数：1207次; 来源：县司法局 发布时间：2025-02-28 阅读量：356 【字体：大 中 小】. A page's counter knows no 万.
_OF_THE_PAGE = (
    r"(?:(?:信息|文章|稿件)?来源|作者|(?:责任)?编辑|审核|发布(?:时间|日期|机构|单位)|更新(?:时间|日期)|时间|日期|字号|字体|打印|索引号)"
    r"\s?[:：][^。；，]{0,60}"
)
_BUTTONS = r"(?:打印|关闭|收藏|分享到?|字[号体]|返回|顶部|本页|此?文章|微[信博]|[大中小\s\[【(（|｜丨\]】)）:：]){0,24}"
_COUNTER = re.compile(
    rf"^[\[【(（]?\s?(?:{_OF_THE_PAGE})?(?:(?:本文|文章|页面|本页)?(?:已被|已|总|累计)?"
    r"(?:点击|浏览|阅读|访问|查看|下载|点赞|转发)(?:次数|人数|总数|总?量|数|率)?|人气)\s?[:：]\s?"
    rf"[\[(（]?\s?\d[\d,]{{0,11}}\s?(?:人次|人|次)?(?![\d.万亿%％]){_BUTTONS}(?:{_OF_THE_PAGE})?$"
)
_LONGEST_COUNTER = 160
# What a report says of itself, and covers, notes and tables beside it do not
REPORT_MARKS = re.compile(
    r"现将.{0,60}?(?:报告|汇报|总结)如下|(?:情况|工作)(?:报告|汇报)如下|存在(?:的)?(?:主要)?(?:问题|不足)|下一步|"
    r"第一责任人|主要(?:举措|做法|工作)"
)


def is_counter(text: str) -> bool:
    """Whether a line holds nothing but what a page says of itself and how often it was read: 阅读量：356."""
    return len(text) <= _LONGEST_COUNTER and _COUNTER.match(text) is not None


def is_letterhead(text: str) -> bool:
    """Whether a line is a letterhead's: 甲县人民政府文件, a document's number, 签发人：…"""
    # Asked of every line: most are sorted out.
    possible = "件" in text[-2:] or ("号" in text and "20" in text) or text.startswith("签发人")
    return possible and _LETTERHEAD.match(text) is not None


def heading_level(text: str) -> int | None:
    """1 for 一、 2 for （一） 3 for 1. 4 for （1）; None for a line that does not start so."""
    found = _LEVELS.match(text)
    return found.lastindex if found else None
