"""Where numbers are not figures: dates, document numbers, titles, versions, names and set phrases.

A masked stretch is skipped by the number scan; its words still stand in a figure's head and quote. Masks that begin
at a numeral are tried there only, so that a text is walked once.
"""

from __future__ import annotations

import re

from parsers.numerals import NUMERAL_STARTS

_CN = "〇零○一二三四五六七八九十百"
_BRACKETED = (  # what opens them, and the rest
    ("《", r"[^《》]{0,160}》"),  # 《湖南省提升行政执法质量三年行动实施方案(2023-2025年)》
    ("<", r"[^<>]{1,80}>"),
    ("〈", r"[^〈〉]{1,80}〉"),
    (r"〔\[（(【", r"\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{0,5}(?:\s?号)?"),  # 〔2022〕2号, (2024)
    ("（(", rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})[）)](?!\s?[个件次名人家份起%])"),  # （一）
    ("“", r"[^“”]{1,30}”"),  # names and slogans: “2530”, “1+2+N”
    ("‘", r"[^‘’]{1,30}’"),
    ("「", r"[^「」]{1,30}」"),
    ('"', r"[^\"\n]{1,24}\""),
    ("h", r"ttps?://[^\s，。；]{1,200}"),
    ("w", r"ww\.[^\s，。；]{1,120}"),
    # 第二十四条, 第12次, 第一责任人
    ("第", rf"\s?(?:\d{{1,4}}|[{_CN}]{{1,6}})"),
)
# A numeral's first character, or a whole such stretch; one set opens them all, so that the text between is passed over
# quickly.
STOPS = re.compile(
    f"[{NUMERAL_STARTS}{''.join(start for start, _ in _BRACKETED)}]"
    f"(?:(?<=[{NUMERAL_STARTS}])(?:(?<!过)|(?=半))|{'|'.join(f'(?<=[{start}]){rest}' for start, rest in _BRACKETED)})"
)

_DAY = r"(?:\s?\d{1,2}\s?日)?"
_MONTH_END = r"(?:份|底|初|末|间|上旬|中旬|下旬)?"
_LED_BY_DIGIT = (
    r"(?:19|20)\d\d\s?(?:年度?)?\s?[-—–~～至到]{1,2}\s?(?:19|20)\d\d\s?年(?:度|期间)?",  # 2021—2025年
    rf"(?:19|20)\d\d\s?年度?(?:\s?\d{{1,2}}\s?月{_MONTH_END}{_DAY})?(?:版)?",  # 2024年2月27日, 2022年版
    rf"\d{{1,2}}\s?月?\s?[-—–~～至到、]\s?\d{{1,2}}\s?月{_MONTH_END}{_DAY}",  # 6-8月
    rf"\d{{1,2}}\s?月{_MONTH_END}{_DAY}",  # 11 月 26 日
    r"(?<![缩短][至到])\d{1,2}\s?日(?!内|以内|之内)",  # 27日
    r"(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|\s?级)",
    r"\d{1,2}[:：]\d{2}(?::\d{2})?",  # 8:30
    r"\d{1,3}(?:\.\d{1,2})?\s?[:：∶]\s?1(?!\d)",  # 2.1:1
    r"\d\s?[×xX*]\s?24(?:\s?小时)?|24\s?小时(?!内|以内|之内)",  # 7×24小时
    r"\d{1,2}\.\d{1,2}\s?(?:升级|加强|优化|迭代)?(?:版|时代|模式)",  # 4.0 版
    r"\d{1,2}\.0(?![\d%])(?=\s?[^\s\d%万亿件个元分])",
    r"(?:12345|12348|12315|12329|12366|12388|12333|12328|12350|12369|12380|12389|12393|12309|12368)"
    r"(?!\s?[\d件人次户起元宗份万条])",
    r"1(?:10|19|20|22)(?=[、\s]?(?:热线|报警|联动|平台|警|指挥|电话|非警务|12))",
    r"0\d{2,3}[-—]\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)",  # telephones
    r"\d{1,4}\s?(?:号|楼|级|届|室|省道|国道|岁(?=以上|以下|及|至|-))",  # 88号, 3级
    # score bands: "90分以上案卷", "80分（不含）至90分的"
    r"\d{1,3}\s?分(?:[（(][^（()）]{1,6}[）)])?\s?"
    r"(?:[-—–~～至到]\s?\d{1,3}\s?分?(?:[（(][^（()）]{1,6}[）)])?|及?以上|及?以下)",
    r"\d{1,3}\s?[-—–~～至到]\s?\d{1,3}\s?分(?!钟|之)",
    r"(?<=不足|低于|未满)\d{2}\s?分(?!钟|之)",  # 不足60分的3卷
    r"\d{1,3}(?:\s?\+\s?[\dNnXx]{1,3}){1,6}",  # 1+2+N
    # 1200-1300件, 98%~99%: from one number to another, and none of them
    r"\d{1,9}(?:\.\d{1,4})?%?\s?(?:[-－—–~～]{1,2}|至)\s?\d{1,9}(?:\.\d{1,4})?"
    r"(?=\s?(?:%|[万亿]?[余多]?(?:件次?|起|宗|人次|人|名|份|户次?|家次?|场次?|例|篇|卷|元)))",
    r"\d{1,2}年(?:来|间|行动|计划|规划|攻坚|专项|以上工作)",
)
_COUNTED = r"[余多]?(?:[万亿]?[个件起宗次人名份户家场例篇卷元])"
_LED_BY_HAN = (
    rf"(?<=几)[十百千]{{1,2}}{_COUNTED}|(?<![人件次户案总分份个]数)(?<=数)[十百千]{{1,2}}{_COUNTED}",  # 数十件, 几百人
    rf"(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)[十百千]?{_COUNTED}",  # 四五百件
    rf"(?<=[一-鿿])(?:二、三|三、四|四、五|五、六|六、七|七、八|八、九)十?{_COUNTED}",  # 三、四十件
    rf"(?<=[廿卅])[一二三四五六七八九]{_COUNTED}",
    rf"[一二][〇零○一二三四五六七八九]{{3}}\s?年度?(?:[{_CN}]{{1,3}}月{_MONTH_END}(?:[{_CN}]{{1,3}}日)?)?(?:版)?",
    rf"[一二三四五六七八九十]{{1,2}}月{_MONTH_END}(?:[{_CN}]{{1,3}}日)?",  # 十二月
    rf"[{_CN}]{{1,3}}(?:级|届|审(?!结)|中全会|等奖)",  # 四级网办深度, 二十届三中全会
    rf"[{_CN}]{{1,3}}大(?![领方类项重型])",  # 二十大
    r"[七八九十]{1,2}[一三四]?五(?=[”普规期时\s，,、以])|十[二三四五六]五",  # 八五普法, 十四五
    r"[一二三四五六七八九十]{1,2}(?:是|、)",  # 一是, 一、
    r"[一二两三四五六七八九十]年(?:来|间|行动|计划|规划|攻坚|专项|以上工作)",
    r"一(?:把手|件事|网(?:通办|统管)|窗|站式?|次性|次办|趟|批|系列|定|般|律|致|直|体|线|流|方面|支|切|些|种|起|条龙|一)",
    r"一[村户企人案事]一|十全十美|千方百计|千家万户|四面八方|五湖四海|百姓|三农|三公|三位|两会|两委|两代表一委员",
    r"[三四五六七八九](?:大体系|大行动|项制度|项行动|项工程|统一|集中|到位|分离)",
    r"[一二两三四五六七八九十](?:[法定](?=衔接|方案|规定)|[张项]清单)",
)
# What follows the first digits of every mask but telephone numbers and hotlines: most numbers have none of it behind.
_MASK_FOLLOWS = (
    r"(?=\d{1,9}(?:\.\d{1,2})?\s{0,2}(?:[年月日号级楼届室省国岁分版时模升加优迭小~～至到、—–－.:：∶×xX*+/-]|%\s?[~～至—–－-])"
    r"|0|1\d\d|24)"
)
_AT_DIGIT = re.compile(_MASK_FOLLOWS + "(?:" + "|".join(f"(?:{pattern})" for pattern in _LED_BY_DIGIT) + ")")
_AT_HAN = re.compile("|".join(f"(?:{pattern})" for pattern in _LED_BY_HAN))
# What right before a numeral makes it part of a word or a formula: 进一步, 统一, N+2; and 近三年 is a span of time.
_WORD_BEFORE = frozenset("进统唯单万同之专逐其")
_SIGN_BEFORE = frozenset("+×")
_SPAN_BEFORE = re.compile(r"(?:近|过去|最近|未来|今后|这)\s?$")
_SPAN_BEFORE_ENDS = frozenset("近去来后这")
_SPAN_AFTER = re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s?个?年")
_HEADING_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}[.．、](?!\d)|[（(]?\d{1,2}[）)])\s*")  # "1. ", "（2）"


def behind_heading_number(text: str, start: int, end: int) -> int:
    """Where the words of a block begin that ``1. `` or ``（2）`` may head."""
    heading = _HEADING_NUMBER.match(text, start, end)
    return heading.end() if heading else start


def masked_until(text: str, start: int, end: int) -> int:
    """Where the mask that begins at the numeral ``text[start]`` ends; 0 when the numeral is not masked."""
    mask = (_AT_DIGIT if text[start].isdecimal() else _AT_HAN).match(text, start, end)
    if mask:
        return mask.end()
    before = text[start - 1] if start else " "
    if before in _SIGN_BEFORE or (text[start] == "一" and before in _WORD_BEFORE):
        return start + 1
    if (before in _SPAN_BEFORE_ENDS or before.isspace()) and _SPAN_BEFORE.search(text, max(0, start - 3), start):
        span = _SPAN_AFTER.match(text, start, end)
        if span:
            return span.end()
    return 0
