"""Words made comparable: slips of scans, blanks, quotation marks and titles taken out."""

from __future__ import annotations

import re
from functools import lru_cache

# Titles are no words of the sentence, but those of papers that are counted are (制发《行政复议意见书》6份).
_TITLES = re.compile(r"《(?![^《》]{1,14}(?:[书函]|执法证)》)[^《》]{0,120}》")
_NOISE = str.maketrans("仵", "件", "“”‘’\"'「」『』《》")  # 仵: how scans often read 件
_SLIPS = (
    ("复义", "复议"),
    ("复仪", "复议"),
    ("咨洵", "咨询"),
    ("诉颂", "诉讼"),
    ("处罔", "处罚"),
    ("审査", "审查"),
    ("法津", "法律"),
)
_SAME = (
    ("行政执法人员", "执法人员"),
    ("行政执法证", "执法证"),
    ("行政规范性文件", "规范性文件"),
    ("市场主体", "经营主体"),
    ("政府信息公开", "信息公开"),
    ("卷宗", "案卷"),
    ("矛盾隐患", "矛盾纠纷"),
    ("矛盾争议", "矛盾纠纷"),
    ("争议纠纷", "纠纷"),
    ("纠纷矛盾", "矛盾纠纷"),
)


def mend(words: str) -> str:
    """``words`` with slips of OCR in the genre's own terms put right, as long as before; none of them is a word."""
    for slip, word in _SLIPS:
        if slip in words:
            words = words.replace(slip, word)
    return words


def one_word(words: str) -> str:
    """``words`` with one of those that authors take one for another."""
    for other, word in _SAME:
        if other in words:
            words = words.replace(other, word)
    return words


@lru_cache(maxsize=16384)
def clean(words: str) -> str:
    """``words`` without blanks and quotation marks, which authors set as they please, and without titles."""
    words = mend(words)
    if "《" in words:
        words = _TITLES.sub("", words)
    return words if words.isalnum() and "仵" not in words else "".join(words.translate(_NOISE).split())
