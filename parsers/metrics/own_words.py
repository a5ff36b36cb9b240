"""What the words of a number say by themselves, whatever stands beside them: said once of the heads that reports share.

A report has a hundred numbers, and every rule of binding asks the same few things of each one's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from parsers.metrics.catalogue import Context
from parsers.metrics.cues import Cue, CueFinder
from parsers.metrics.wording import clean

_POINTS_BACK = re.compile(r"(?:共|累计)?(?:涉及|涉案|减免)")
_VERBS = re.compile(
    r"防止|避免|预防|审查|审核|办理|办结|受理|收到|接收|出台|制定|制发|印发|评查|抽查|抽取|开展|组织|举办|作出|实施|完成|清理|废止|公布|公示|"
    r"聘请|聘任|移送|调解|化解|新增|净增|查处|答复|审结|配备|培训|参加"
)
_TRAININGS = re.compile(
    r"(?:业务|专题|集中|全员|岗位|轮岗|法制|骨干)(?:培训|轮训|集训|研修)(?:班|会)?$|(?:组织|举办|开展)(?:各[类级]|线上|线下|[、和+]|全局|全员|全系统|内部|分[批级类])*(?:培训|轮训)(?:班|会)?$"
)


class OwnWords(NamedTuple):
    """What the words around one number say."""

    before: str  # those before it, cleaned
    cues: tuple[Cue, ...]  # among those before and behind it
    contexts: frozenset[str]  # of these cues
    telling: frozenset[str]  # those of strong cues that bar other contexts from the rest of the sentence
    bars: frozenset[str]  # all that the cues' contexts bar
    part: bool  # it is told as a part (其中…)
    points_back: bool  # it is told to be of the matter before it (涉及金额)
    verb: str  # the last verb of those that govern lists
    trains: bool  # it is of a training that does not say in what


def own_words(before: str, after: str, cues: CueFinder, contexts: Mapping[str, Context]) -> OwnWords:
    """What the words right before and behind a number say; ``contexts`` are the catalogue's."""
    cleaned = clean(before)
    found = cues.find(clean(before + after))
    heard = frozenset([cue.context for cue in found])
    verbs = _VERBS.findall(cleaned)
    return OwnWords(
        cleaned,
        found,
        heard,
        frozenset([cue.context for cue in found if cue.strong and contexts[cue.context].bars]),
        frozenset().union(*[contexts[name].bars for name in heard]),
        cleaned.startswith("其中"),
        _POINTS_BACK.match(cleaned) is not None,
        verbs[-1] if verbs else "",
        _TRAININGS.search(before) is not None,
    )
