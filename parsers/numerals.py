"""What number is written here: Arabic and Chinese numerals, their scales, shares and hedges.

Values are plain floats (``3 万`` = 30000, ``百分之九十八点五`` = 98.5 with ``percent`` set). A hedge is one of
`Qualifier`. Pure text in, values out; every scan is bounded, so that hostile input costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.vocabulary import Qualifier

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10**4, "亿": 10**8}
SCALE_WORDS = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip

# "3,300" "1019.07" "41673" "12 345件"; not the tail of a code such as A12 or 1.2.3
_ARABIC = (
    r"(?<![0-9A-Za-z.])(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,3}(?:\s\d{3}){1,3}(?=\s?[万余多]?[件个人次份名条起宗项家户场元])|"
    r"\d{1,15})(?:\.\d{1,8})?(?![A-Za-z])"
)
_CHINESE = (
    r"(?![百千]分)[零〇○一二三四五六七八九十百千两][零〇○一二三四五六七八九十百千万亿两]{0,15}"
    r"(?:点[零〇一二三四五六七八九]{1,4})?"
)
_SCALE = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?!瓦|米|克)|百(?!分|姓))"
# "20 余万", "1.6万余", "十几", "800多"
_NUMBER = re.compile(
    rf"(?:(?P<per>[百千])分之\s*(?:(?P<pa>\d{{1,3}}(?:\.\d{{1,4}})?)|(?P<pc>[零〇一二三四五六七八九十百两]{{1,6}}(?:点[零〇一二三四五六七八九]{{1,4}})?)))"
    r"|(?P<den>[二三四五六七八九十]{1,2})分之(?P<num>[一二三四五六七八九十]{1,2})"
    r"|(?P<tenth>[一二三四五六七八九])成(?P<tenth5>[一二三四五六七八九])?(?=$|[以多左的，,。；;、）)]|[^\w]|案|群|民|企|干|行|受|申)"
    r"|(?P<half>过半数?|半数|一半)|(?P<halfunit>半)(?=个?(?:工作日|小时|月|年|天))"
    rf"|(?:(?P<ar>{_ARABIC})|(?P<cn>{_CHINESE}))"
    rf"(?P<h1>\s?[余多几来](?=\s?(?:{_SCALE}|[^\d\s])))?(?P<scale>\s?{_SCALE}(?![一二三四五六七八九]))?(?P<h2>\s?[余多]|几(?=[个件次名人家份起]))?"
)

# 1万2千, 2千3百16, 3万5千余, 1亿2345.67万: digits before each scale
_MIXED = re.compile(
    r"(?P<digits>\d{1,4}[亿万千百](?:\d{1,4}(?:\.\d{1,4}(?=[万亿]))?[亿万千百十]{1,2}){0,3}(?:\d{2,3})?)(?P<hedge>\s?[余多])?(?![\d十百千万亿])"
)
_MIXED_PARTS = re.compile(r"\d+(?:\.\d+)?|[十百千万亿]")
# Slips of a scan: "l20 份", "9O8 人", "1,5OO 名", "2 4 6件"; only right before a unit, and never beside other letters
_SLIPPED = re.compile(
    r"(?P<digits>[0-9lI](?:[ ,]?[0-9lIOoB]|\.(?=[0-9lIOoB])){1,9})(?P<hedge>\s?[余多])?(?P<scale>\s?[万亿])?"
    r"(?=\s?[件个人次份名条起宗项家户场部期元卷位仵卷册批%])"
)
_SPACED = re.compile(r"\d(?: \d{1,3}){1,6}(?:\.\d{1,4})?")  # 1 00%, 2 1 60人次, 1 862.3万元; not two numbers: 13 25件
# "3 . 07万", "643 .8万元", "12. 86%": a scan's blank beside the point
_POINT_APART = re.compile(
    r"(?P<digits>\d{1,3}(?: ?\d{3}){0,3}(?: \. ?|\. )\d{1,2})(?P<hedge>\s?[余多])?(?P<scale>\s?[万亿])?"
    r"(?:(?<=[万亿余多])|(?=\s?%))"
)
_LONE_ONE = re.compile(r"[lI](?= [件宗起个次人份名])")  # 确认违法 l 件
_WORD_BEFORE = re.compile(r"[一-鿿]\s?$")
_PROSE = re.compile(r"[，。；、：,;:]")
_LINE = 200  # characters either side of a number in which its line is looked at
_SEPARATORS = re.compile(r"[,\s]")
# Bare digits, as most numbers are: with nothing behind them that could go on a numeral.
_PLAIN = re.compile(r"(?<![0-9A-Za-z.])[0-9]{1,15}(?![\d.,\sA-Za-z余多几来十百千万亿])")
_SLIP_SIGN = frozenset("lIOoB ")
_SLIPS = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0", "B": "8", " ": "", ",": ""})
NUMERAL_STARTS = "0-9零〇○一二两三四五六七八九十百千过半lI"  # a set of a pattern
_NUMERAL_START = re.compile(f"[{NUMERAL_STARTS}]")


class Number(NamedTuple):
    """One numeral: its place, its value with scales expanded, and how exactly it was printed.

    ``step`` is the last printed digit's worth (0.01 for 85.93, 1000 for 1.6万): what rounding may hide.
    """

    start: int
    end: int
    value: float
    step: float
    qualifier: Qualifier = Qualifier.EQ
    percent: bool = False
    chinese: bool = False


def expanded(value: float, factor: float) -> float:
    """A printed value times its scale, as printed: 1.93 * 10**8 is 192999999.99999997 in binary, 163.8亿 no better."""
    return round(value * factor, 6 if factor < SCALES["万"] else 2)


def parse_chinese(raw: str) -> float | None:
    """The value of a Chinese numeral (``一百二十三``, ``二〇二三``, ``三点五万``); None when it is none."""
    whole, _, fraction = raw.partition("点")
    scale = 1
    if fraction and fraction[-1] in SCALES:
        scale, fraction = SCALES[fraction[-1]], fraction[:-1]
    value = _whole(whole)
    if value is None or any(c not in DIGITS for c in fraction):
        return None
    if fraction:
        digits = "".join(str(DIGITS[char]) for char in fraction)
        return float((value + int(digits) / 10.0 ** len(fraction)) * scale)
    return float(value * scale)


def _whole(raw: str) -> int | None:
    if not raw:
        return None
    if len(raw) > 1 and all(c in DIGITS for c in raw):  # 二〇二三: digits one by one
        return int("".join(str(DIGITS[c]) for c in raw))
    total = section = digit = 0
    for char in raw:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        elif char in SCALES:
            total = (
                (total + section + digit) * SCALES[char] if char == "亿" else total + (section + digit) * SCALES[char]
            )
            section = digit = 0
        else:
            return None
    return total + section + digit


def parse_number(raw: str) -> float | None:
    """The value of one numeral standing alone (``3,300``, ``1.6万余``, ``百分之五``); None when it is none."""
    found = next(scan_numbers(raw.strip()), None)
    return None if found is None or found.end != len(raw.strip()) or found.start else found.value


def scan_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Every numeral of ``text[start:end]`` in order; offsets count in ``text``."""
    limit = len(text) if end is None else end
    position = start
    for first in _NUMERAL_START.finditer(text, start, limit):
        if first.start() < position:
            continue
        number = number_at(text, first.start(), limit)
        if number is not None:
            position = number.end
            yield number


def number_at(text: str, start: int, end: int) -> Number | None:
    """The numeral that begins at ``text[start]``, read up to ``end``; None when there is none."""
    plain = _PLAIN.match(text, start, end)
    if plain is not None:
        return Number(start, plain.end(), float(plain[0]), 1.0)
    if (text[start] in "lI" or not _SLIP_SIGN.isdisjoint(text[start + 1 : start + 4])) and _ascii_start(text, start):
        slipped = _slipped(text, start, end)
        if slipped is not None:
            return slipped
    mixed = _MIXED.match(text, start, end)
    if mixed is not None and (number := _mixed(mixed)) is not None:
        return number
    match = _NUMBER.match(text, start, end)
    return _number(match) if match else None


def _mixed(match: re.Match[str]) -> Number | None:
    """A numeral of digits and scales by turns, read like 二千三百一十六; None where it is none, or one number only.

    Bare digits at its end are read where they fill the scale before them: 3百16, 2千300; 1万2 may be 12,000.
    """
    parts = _MIXED_PARTS.findall(match["digits"])
    numbers = [part for part in parts if part[0].isdecimal()]
    last = parts[-1]
    if len(numbers) < 2 or (last.isdecimal() and 10 ** len(last) != _SMALL.get(parts[-2])):
        return None
    total = section = digits = 0.0
    step = 1.0
    for part in parts:
        if part[0].isdecimal():
            digits, step = float(part), 10.0 ** -_decimals(part)
        elif part in _SMALL:
            section += digits * _SMALL[part]
            digits, step = 0.0, float(_SMALL[part])
        else:
            total, section = total + expanded(section + digits, SCALES[part]), 0.0
            digits, step = 0.0, step * SCALES[part]
    hedged = match["hedge"] is not None
    value = total + section + digits
    return Number(*match.span(), value, step, Qualifier.GT if hedged else Qualifier.EQ)


def _ascii_start(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return text[start].isascii() and not (before.isascii() and before.isalnum()) and before != "."


def _slipped(text: str, start: int, end: int) -> Number | None:
    """A number in which a scan took 1 for l and 0 for O, or set its digits apart; None when it is none."""
    match = _POINT_APART.match(text, start, end)
    if match is not None and _WORD_BEFORE.search(text, max(0, start - 2), start):
        return _mended(match)
    if _LONE_ONE.match(text, start, end) and _WORD_BEFORE.search(text, max(0, start - 2), start):
        return Number(start, start + 1, 1.0, 1.0)
    match = _SLIPPED.match(text, start, end)
    if match is None:
        return None
    raw = match["digits"]
    spaced = _SPACED.fullmatch(raw)
    if not any(char.isdigit() for char in raw) or (" " in raw and not spaced and not set(raw) & set("lIOoB")):
        return None
    if not set(raw) & set("lIOoB") and (not spaced or _stands_in_row(text, start, match.end(), raw)):
        return None
    return _mended(match)


def _mended(match: re.Match[str]) -> Number:
    digits = match["digits"].translate(_SLIPS)
    factor = SCALE_WORDS[match["scale"].strip()] if match["scale"] else 1
    value = float(digits)
    step = 10.0 ** -_decimals(digits) * factor
    qualifier = Qualifier.GT if match["hedge"] else Qualifier.EQ
    if match["hedge"] and not _decimals(digits):
        step = last_digit(value) * factor
    return Number(match.start(), match.end(), expanded(value, factor), step, qualifier)


def _stands_in_row(text: str, start: int, end: int, digits: str) -> bool:
    """Whether groups of digits are cells of a table whose lines are lost (维持 3 25 件) rather than one number.

    Such a row has words before them and no mark of a sentence; a scan parts the digits of prose (培训2 1 60人次，).
    """
    if " 0" in digits:  # 1 05: no cell begins so
        return False
    before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    after = text[end : end + _LINE].partition("\n")[0]
    return bool(before.strip()) and not _PROSE.search(before) and not _PROSE.search(after)


def _number(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if match["ar"]:
        return _scaled(match, float(_SEPARATORS.sub("", match["ar"])), _decimals(match["ar"]), chinese=False)
    if match["cn"]:
        value = parse_chinese(match["cn"])
        return None if value is None else _scaled(match, value, 0, chinese=True)
    if match["per"]:
        value = float(match["pa"]) if match["pa"] else parse_chinese(match["pc"])
        if value is None:
            return None
        places = _decimals(match["pa"]) if match["pa"] else len(match["pc"].partition("点")[2])
        shrink = 1.0 if match["per"] == "百" else 0.1
        return Number(start, end, value * shrink, 10.0**-places * shrink, percent=True, chinese=not match["pa"])
    if match["den"]:
        below, above = parse_chinese(match["den"]), parse_chinese(match["num"])
        if not below or above is None or above > below:
            return None
        return Number(start, end, 100 * above / below, 1.0, percent=True, chinese=True)
    if match["tenth"]:
        value = 10.0 * DIGITS[match["tenth"]] + (DIGITS[match["tenth5"]] if match["tenth5"] else 0)
        return Number(start, end, value, 10.0, Qualifier.APPROX, percent=True, chinese=True)
    if match["halfunit"]:
        return Number(start, end, 0.5, 0.1, chinese=True)  # 半个工作日
    return Number(start, end, 50.0, 10.0, Qualifier.GT if match["half"].startswith("过") else Qualifier.EQ, True, True)


def _decimals(raw: str) -> int:
    return len(raw.partition(".")[2])


def _scaled(match: re.Match[str], value: float, places: int, *, chinese: bool) -> Number:
    factor = SCALE_WORDS[match["scale"].strip()] if match["scale"] else 1
    hedged = bool(match["h1"] or match["h2"])
    step = 10.0**-places * factor
    if hedged:
        step = max(step, last_digit(value) * factor if places == 0 else step)
    return Number(
        *match.span(), expanded(value, factor), step, Qualifier.GT if hedged else Qualifier.EQ, False, chinese
    )


def last_digit(value: float) -> float:
    """The worth of the last non-zero digit: 3300余 may be anything up to 3399."""
    step = 1
    while value and value % (step * 10) == 0 and step < 10**12:
        step *= 10
    return float(step)
