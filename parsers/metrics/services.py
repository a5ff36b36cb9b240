"""What a hall of services counts, and what is counted beside it: calls, legal aid, services of several places."""

from __future__ import annotations

import re

from parsers.figures.years import last

# 12345平台转办诉求906件，办结903件; 法律援助窗口受理182件: told behind the hall's, of another desk
_OTHER_DESK = re.compile(r"12345|热线|诉求|投诉|举报|信访|来信|工单|法律援助|法援")
_HALL = re.compile(r"政务服务|便民服务|办事大厅|服务大厅|服务中心|办件|政务中心")
# 跨省通办事项11项，办理24.6万件次
_OTHER_SERVICE = re.compile(r"跨省|跨市|跨域|异地|全程网办|一网通办|帮办|代办|告知承诺")
_ONE_THING = re.compile(r"一件事|一次办|集成")
# 办理12345工单9371件，满意率96%: of those who called, not of those whom the hall served
_CALLED = re.compile(r"123\d\d|热线|(?<![零无])投诉|举报|信访|来[信电]|工单|法律援助|法援")
_SERVED = re.compile(rf"{_HALL.pattern}|大厅|窗口|好差评|审批|许可|一件事|一次办|办事(?:群众|企业)")
_KINDS = {
    "service_hall_cases": (_OTHER_DESK, _HALL),
    "one_thing_cases": (_OTHER_SERVICE, _ONE_THING),
    "service_satisfaction_rate": (_CALLED, _SERVED),
}


def is_another_service(metric: str, words: str) -> bool:
    """Whether ``words`` (since a semicolon) tell last of another desk than the hall, or of no “one thing”."""
    others, own = _KINDS[metric]
    other = last(others, words)
    return other is not None and own.search(words, other.end()) is None
