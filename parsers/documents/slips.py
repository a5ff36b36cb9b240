"""Slips of OCR that are certain: marks of the wrong width, letters inside numbers. Words are never touched."""

from __future__ import annotations

import re

_HAN = r"㐀-鿿"
# In Chinese prose brackets, commas, colons and semicolons are full width; OCR now and then gives the narrow form.
_WIDE = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_NARROW_MARK = re.compile(rf"(?<=[{_HAN}〕》”）])[,:;?!](?!\d)|(?<=[{_HAN}〕》”，。；：、\d%])[()]|[()](?=[{_HAN}《“])")
# "〔2022]21号", "[2022〕47号": a document number one bracket of which came out as another.
_NUMBER_BRACKETS = re.compile(rf"(?<=[{_HAN}])(?:〔(20\d\d)[\]】)）〉]|[\[【(（〈](20\d\d)〕)(?=\s?第?\d{{1,4}}\s?号)")
# "1O0件", "l5件": letters that look like digits, in a number before a counting word.
_NUMBER = re.compile(rf"(?<![A-Za-z\d])[\dOoIl]{{2,12}}(?=[%％{_HAN}])")
_DIGITS = str.maketrans("OoIl", "0011")


def mend_slips(line: str) -> str:
    """One recognised line with its certain slips mended; all else stays as the engine saw it."""
    line = _NUMBER_BRACKETS.sub(lambda match: f"〔{match[1] or match[2]}〕", line)
    line = _NUMBER.sub(_as_digits, line)
    return _NARROW_MARK.sub(lambda match: _WIDE[match[0]], line)


def _as_digits(match: re.Match[str]) -> str:
    return match[0].translate(_DIGITS) if any(character.isdigit() for character in match[0]) else match[0]
