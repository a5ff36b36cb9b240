"""One spelling for one character: radicals, full-width forms, spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Browsers and some fonts print radicals (U+2E80 block) in place of the characters they are parts of. NFKC maps the
# U+2F00 block only; these are the equivalents of Unicode's EquivalentUnifiedIdeograph.txt that occur as characters.
_RADICALS = (
    "⺁厂⺅亻⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹"
    "⺰纟⺱罓⺲罒⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长"
    "⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_MAP: dict[int, str | None] = {ord(a): b for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
_MAP |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}  # Kangxi radicals
_MAP |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFAFF)}  # compatibility ideographs
# Digits, letters and the per cent sign of full width; punctuation stays, it is Chinese punctuation.
_MAP |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_MAP |= {ord("％"): "%", ord("﹪"): "%", ord("＋"): "+", ord("﹢"): "+"}
_MAP |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD), None)  # zero width, soft hyphen
# Bidirectional marks and control characters: never text, and able to forge what a reader sees.
_MAP |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), None)
_MAP |= {code: None for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)} | {0x7F: None}

_MAPPED = re.compile(f"[{re.escape(''.join(map(chr, sorted(_MAP))))}]")

_HAN = r"㐀-鿿"
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_HAN_LEADS = bytes(range(0xE4, 0xEA))  # first UTF-8 bytes of U+4000 to U+9FFF, and of nothing else
# "3300 余人", "93.2 %", "2025 年", "， 并": a space beside a number or a mark is the typesetter's, not the author's.
_TYPESET = re.compile(
    " (?:"
    rf"(?<=[{_HAN}“”‘’（）《》〈〉，。；：、] )(?=[\d.%+])|(?<=[\d%.] )(?=[{_HAN}%“”‘’（）《》，。；：、])|"
    "(?=[，。；：、！？）》”’〉】〕])|(?<=[，。；：、！？（《“‘〈【〔] )|"
    rf"(?<=[),:;] )(?=[{_HAN}（《“])|(?<=[{_HAN}）》”] )(?=[(),:;])"  # "(一) 法治意识", "收案 (含结转)"
    ")"
)
_BETWEEN_HAN = re.compile(rf" (?<=[{_HAN}] )(?=[{_HAN}])")
# "目 录", "文 件": single characters set apart to fill a line.
_LETTERSPACED = re.compile(rf"(?:(?<=^)|(?<=\s))[{_HAN}](?:\s[{_HAN}])+(?=\s|$)")
# "12 345" is two numbers or a broken one: left alone. "1, 234" is one.
_BROKEN_SEPARATOR = re.compile(r"(?<=\d),\s(?=\d{3}\b)")
# "2，316件", "2 ,316": typed with the comma of Chinese text, or read so from a scan; "5，100%" is two numbers
_WIDE_SEPARATORS = re.compile(
    r"(?<![\d.,，﹐])(?<!\d\s)\d{1,3}(?:\s?[,，﹐]\s?\d{3})+(?!\d|(?:\.\d+)?\s?%|\s?[,，﹐]\s?\d|年)"
)
_HAS_WIDE = re.compile(r"\d(?:\s?[，﹐]\s?|\s,\s?)\d")
_NOT_DIGITS = re.compile(r"\D+")
# "8 . 6 2%", "2 1 , 3 5 6件": characters that were spread over the line
_SPREAD = re.compile(r"(?<![\d.,]\s)(?<![\d.,])\d(?:\s\d)*\s[.,]\s\d(?:\s\d)*(?![\d.,]|\s[\d.,])")
_DECIMAL = re.compile(r"(?<=\d)[．](?=\d)")
# "体4. 92万户", "率99. 6%": a decimal that a scan broke; "1. 2024年" is a number of a list
_BROKEN_DECIMAL = re.compile(rf"(?<=[{_HAN}])(\d{{1,4}})\. (?=\d{{1,4}}\s?[%万亿])")

_LINE_OF_PROSE = 60  # characters; in shorter lines a space may part two names


def normalise_line(line: str) -> str:
    """One line with radicals mapped, full-width digits made half-width, and typesetter's spaces taken out.

    A space between two Han characters stays in a short line ("中共甲县委 甲县人民政府" are two issuers).
    """
    if _MAPPED.search(line):
        line = line.translate(_MAP)
    line = " ".join(line.split())
    if "．" in line:
        line = _DECIMAL.sub(".", line)
    if _HAS_WIDE.search(line):
        line = _WIDE_SEPARATORS.sub(lambda match: _NOT_DIGITS.sub(",", match[0]), line)
    if " " not in line:
        return line
    if " . " in line or " , " in line:
        line = _SPREAD.sub(lambda match: match[0].replace(" ", ""), line)
    if len(line) >= _LINE_OF_PROSE:
        line = _BETWEEN_HAN.sub("", line)
    else:
        line = _LETTERSPACED.sub(lambda match: match[0].replace(" ", ""), line)
    line = _TYPESET.sub("", _BROKEN_SEPARATOR.sub(",", line) if ", " in line else line)
    return _BROKEN_DECIMAL.sub(r"\1.", line) if ". " in line else line


# Han characters. A page with less is a cover note or a bare link; a report of a small town has about a thousand.
REPORT_LENGTH = 800


@lru_cache(maxsize=16)  # of one document's text it is asked several times
def han_count(text: str) -> int:
    """How many Han characters a text has."""
    raw = text.encode("utf-8", "surrogatepass")
    if raw.count(b"\xe3") > raw.count(b"\xe3\x80"):  # U+3040 to U+3FFF, which are rare and not all Han
        return sum(map(len, _HAN_RUN.findall(text)))
    # Counted among bytes, which takes a tenth of the time.
    return len(raw) - len(raw.translate(None, _HAN_LEADS))
