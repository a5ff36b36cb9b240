"""The metric catalogue: `metrics.yaml` read once, checked whole, and handed out as records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from parsers.vocabulary import FigureKind

DIRECTIONS = frozenset({"higher", "lower", "two_sided", "neutral"})
REGRESSIONS = frozenset({"fall", "rise", "two_sided", "none"})
OTHER = "其他"  # the context of matters that the catalogue does not hold: letters, hotlines, notaries
_FIELD_NAMES = """
    key zh en definition topic kind unit direction regression numerator denominator
    bases contexts anywhere units additive aliases patterns loose not requires unless not_with seen_in note tier
"""
_FIELDS = frozenset(_FIELD_NAMES.split())


_SET = re.compile(r"\{([^{}]+)\}")  # {培训}


class CatalogueError(ValueError):
    """The catalogue's data contradict themselves; the message names the key."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One catalogue entry; see the head of metrics.yaml for what each field means."""

    key: str
    zh: str
    en: str
    definition: str
    topic: str
    kind: FigureKind
    unit: str
    direction: str
    regression: str
    tier: int
    aliases: tuple[str, ...]
    loose: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    anywhere: bool = False
    additive: bool = False
    units: frozenset[str] = frozenset()
    vetoes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    not_with: frozenset[str] = frozenset()
    numerator: str | None = None
    denominator: str | None = None
    bases: tuple[str, ...] = ()
    seen_in: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """A subject of a report and the cue words that show it; strong ones settle it alone.

    ``bars``: the contexts of which nothing is said in the rest of a sentence that has spoken of this one;
    ``turns``: words of a figure of no metric, and the context that it brings in where this one is spoken of;
    ``patterns``: strong cues in two halves, any word of the first and not far behind it any of the second.
    """

    name: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    filler: tuple[str, ...]
    bars: tuple[str, ...] = ()
    patterns: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    turns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    version: int
    metrics: Mapping[str, Metric]
    contexts: Mapping[str, Context]
    sources: Mapping[str, str]

    def __getitem__(self, key: str) -> Metric:
        return self.metrics[key]

    def __contains__(self, key: object) -> bool:
        return key in self.metrics


@cache
def catalogue() -> Catalogue:
    """The project's catalogue; raises `CatalogueError` naming the entry when the data are wrong."""
    return load_catalogue(files("parsers.metrics").joinpath("metrics.yaml").read_text(encoding="utf-8"))


def load_catalogue(raw: str) -> Catalogue:
    """A catalogue from YAML text; raises `CatalogueError`."""
    data = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    units = {unit: frozenset((unit, *words)) for unit, words in data["units"].items()}
    words = data.get("words", {})
    contexts = {name: _context(name, entry, words) for name, entry in data["contexts"].items()}
    metrics: dict[str, Metric] = {}
    for entry in data["metrics"]:
        metric = _metric(entry, units, words)
        if metric.key in metrics:
            raise CatalogueError(f"{metric.key}: defined twice")
        metrics[metric.key] = metric
    _check(metrics, contexts)
    return Catalogue(data["version"], MappingProxyType(metrics), MappingProxyType(contexts), data["sources"])


def _context(name: str, entry: dict[str, Any], words: Mapping[str, Sequence[str]]) -> Context:
    strong = [word for written in entry.get("strong", ()) for word in _expanded(written, words, name)]
    patterns = []
    for written in entry.get("patterns", ()):
        halves = written.split("…")
        if len(halves) != 2 or not all(halves):
            raise CatalogueError(f"{name}: {written} is no pattern of two halves")
        patterns.append((_expanded(halves[0], words, name), _expanded(halves[1], words, name)))
    weak, filler, bars = (tuple(entry.get(field, ())) for field in ("weak", "filler", "bars"))
    return Context(name, tuple(strong), weak, filler, bars, tuple(patterns), entry.get("turns", {}))


def _expanded(written: str, words: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    """The wordings that ``written`` stands for, each {set} in it replaced by each of its words."""
    found = _SET.search(written)
    if found is None:
        return (written,)
    if found[1] not in words:
        raise CatalogueError(f"{name}: {found[1]} is not a set of words")
    before, after = written[: found.start()], written[found.end() :]
    return tuple(wording for word in words[found[1]] for wording in _expanded(before + word + after, words, name))


def _metric(entry: dict[str, Any], units: Mapping[str, frozenset[str]], words: Mapping[str, Sequence[str]]) -> Metric:
    key = entry.get("key", "?")
    unknown = set(entry) - _FIELDS
    if unknown:
        raise CatalogueError(f"{key}: unknown field {', '.join(sorted(unknown))}")
    try:
        own = frozenset(entry["units"]) if "units" in entry else units.get(entry["unit"], frozenset({entry["unit"]}))
        return Metric(
            key=key,
            zh=entry["zh"],
            en=entry["en"],
            definition=entry["definition"],
            topic=entry["topic"],
            kind=FigureKind(entry["kind"]),
            unit=entry["unit"],
            direction=entry["direction"],
            regression=entry["regression"],
            tier=entry["tier"],
            aliases=(
                *entry["aliases"],
                *(wording for written in entry.get("patterns", ()) for wording in _expanded(written, words, key)),
            ),
            loose=tuple(entry.get("loose", ())),
            contexts=tuple(entry.get("contexts", ())),
            anywhere=entry.get("anywhere", False),
            additive=entry.get("additive", False),
            units=own,
            vetoes=tuple(entry.get("not", ())),
            requires=tuple(entry.get("requires", ())),
            unless=tuple(entry.get("unless", ())),
            not_with=frozenset(entry.get("not_with", ())),
            numerator=entry.get("numerator"),
            denominator=entry.get("denominator"),
            bases=tuple(entry.get("bases", [entry["denominator"]] if "denominator" in entry else ())),
            seen_in=tuple(entry.get("seen_in", ())),
            note=entry.get("note", ""),
        )
    except KeyError as missing:
        raise CatalogueError(f"{key}: {missing.args[0]} is missing") from None
    except ValueError as wrong:
        raise CatalogueError(f"{key}: {wrong}") from None


def _check(metrics: Mapping[str, Metric], contexts: Mapping[str, Context]) -> None:
    for metric in metrics.values():
        for other in (metric.numerator, metric.denominator):
            if other is not None and other not in metrics:
                raise CatalogueError(f"{metric.key}: {other} is not a metric")
        for base in metric.bases:
            unknown = [word for word in base.split() if word not in ("+", "-") and word not in metrics]
            if unknown:
                raise CatalogueError(f"{metric.key}: base {unknown[0]} is not a metric")
        conditions = [alias.partition("@")[2] for alias in metric.aliases if "@" in alias]
        for context in (*metric.contexts, *metric.not_with, *(word for word in conditions if word != "respondent")):
            if context not in contexts:
                raise CatalogueError(f"{metric.key}: {context} is not a context")
        if metric.direction not in DIRECTIONS or metric.regression not in REGRESSIONS:
            raise CatalogueError(f"{metric.key}: direction {metric.direction}, regression {metric.regression}")
        if metric.tier not in (1, 2) or not metric.aliases:
            raise CatalogueError(f"{metric.key}: tier must be 1 or 2, and aliases not empty")
        if not metric.contexts and not metric.anywhere:
            raise CatalogueError(f"{metric.key}: no context, and not anywhere")
