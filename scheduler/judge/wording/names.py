"""What bodies and metrics are called in a reader's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from db.vocabulary import BodyClass
from parsers.metrics import Metric
from parsers.regions import official_name, region
from scheduler.config import Config

# 株洲市芦淞区人民政府, 屈原管理区管理委员会, 曲尺乡政府
_SUFFIX = re.compile(r"(?<=..)(?:人民政府(?:办公室)?|管理委员会|管委会|政府)$")
_OF_PLACE = frozenset({BodyClass.PROVINCE, BodyClass.PREFECTURE_GOVERNMENT, BodyClass.COUNTY_GOVERNMENT})


@dataclass(frozen=True, slots=True)
class BodyName:
    """``short`` for titles (芦淞区), ``full`` as configured, ``code`` of GB/T 2260 or None."""

    short: str
    full: str
    code: str | None


@dataclass(frozen=True)
class Names:
    bodies: Mapping[str, BodyName]
    metrics: Mapping[str, Metric]

    def body(self, body_id: str | None) -> BodyName:
        return self.bodies.get(body_id or "") or BodyName(body_id or "", body_id or "", None)

    def metric(self, key: str, language: str) -> str:
        metric = self.metrics.get(key)
        if metric is None:
            return key
        return metric.en if language == "en" else metric.zh.removesuffix("(计算)")

    def unit(self, key: str) -> str:
        metric = self.metrics.get(key)
        return metric.unit if metric else ""


def names_of(config: Config, metrics: Mapping[str, Metric]) -> Names:
    """The names of the configured bodies; two that would be called alike (朝阳区) keep more of theirs."""
    shorts = {body.id: _short(body.name, body.cls, body.region) for body in config.bodies}
    often = Counter(shorts.values())
    bodies = {}
    for body in config.bodies:
        short = shorts[body.id]
        if often[short] > 1:
            short = _SUFFIX.sub("", body.name)
        bodies[body.id] = BodyName(short, body.name, body.region)
    return Names(bodies, metrics)


def _short(name: str, cls: BodyClass, code: str | None) -> str:
    place = region(code)
    if cls in _OF_PLACE and place is not None and code is not None:
        stem = _SUFFIX.sub("", name)
        if stem in (place.name, official_name(code)) or stem.endswith(place.name):
            return place.name
    return _SUFFIX.sub("", name)
