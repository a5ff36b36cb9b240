"""Trainings: who only came to one, and whether its sentence ends in an exam."""

from __future__ import annotations

import re

_HELD, _EXAMINED = "enforcement_trainings", "law_exam_participants"
# 参加省司法厅举办的行政执法培训2期: whoever comes to a training does not hold it
_ATTENDED = re.compile(
    r"参加(?:国家|[省市州]|上级|全[国省市])|(?:参加|参与)[^，,；;。]{0,16}(?:举办|组织|召开|主办|承办)的"
)
_EXAM = re.compile(r"执法(?:人员)?(?:资格|证)?[^，,；;。]{0,6}(?:考试|测试)")


def only_came(metric: str, before: str, *, to_others: bool = False) -> bool:
    """Whether a number bound to ``metric`` counts what was attended: a training of others, or those who came to one.

    ``before`` are the cleaned words before it; ``to_others``: it stands alone behind a training in something else
    (举办依法行政培训班1期，185人参加: of no exam).
    """
    return to_others if metric == _EXAMINED else metric == _HELD and _ATTENDED.search(before) is not None


def names_exam(sentence: str) -> bool:
    """Whether a sentence names an exam of those who enforce."""
    return _EXAM.search(sentence) is not None
