"""The identities of a report as data, read once and checked against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from parsers.metrics.catalogue import catalogue

_CARRIED_IN = "是否含上年结转"


@dataclass(frozen=True, slots=True)
class SumIdentity:
    id: str
    zh: str
    whole: str
    minimum: int
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    either: tuple[tuple[str, str], ...] = ()
    stands_for: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    requires: tuple[str, ...] = ()
    complete: bool = False
    instead: tuple[str, ...] = ()
    lenient: bool = False

    def keys(self) -> tuple[str, ...]:
        """Every part that this identity knows."""
        return (*self.parts, *self.optional, *self.stands_for)


@dataclass(frozen=True, slots=True)
class SplitIdentity:
    id: str
    zh: str
    whole: str
    known: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowIdentity:
    id: str
    zh: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderIdentity:
    id: str
    zh: str
    chain: tuple[str, ...]
    firm: frozenset[str]  # wholes that the parts cannot exceed whatever the base
    plus: tuple[str, ...] = ()  # what else the whole holds, where it is stated
    doubt: str = _CARRIED_IN  # what else may explain that a part is more than the whole


@dataclass(frozen=True, slots=True)
class Identities:
    sums: tuple[SumIdentity, ...]
    flows: tuple[FlowIdentity, ...]
    splits: tuple[SplitIdentity, ...]
    orders: tuple[OrderIdentity, ...]
    bases: Mapping[str, tuple[str, ...]]
    shares: tuple[tuple[str, ...], ...]


@cache
def identities() -> Identities:
    """The identities of identities.yaml; raises ValueError naming a key that the catalogue does not hold."""
    data = yaml.safe_load(files("parsers.arithmetic").joinpath("identities.yaml").read_text(encoding="utf-8"))
    sums = tuple(
        SumIdentity(
            entry["id"],
            entry["zh"],
            entry["whole"],
            entry["minimum"],
            tuple(entry["parts"]),
            tuple(entry.get("optional", ())),
            tuple((one, other) for one, other in entry.get("either", ())),
            MappingProxyType({key: tuple(parts) for key, parts in entry.get("stands_for", {}).items()}),
            tuple(entry.get("requires", ())),
            entry.get("complete", False),
            tuple(entry.get("instead", ())),
            entry.get("lenient", False),
        )
        for entry in data["sums"]
    )
    flows = tuple(
        FlowIdentity(entry["id"], entry["zh"], tuple(entry["left"]), tuple(entry["right"])) for entry in data["flows"]
    )
    splits = tuple(
        SplitIdentity(entry["id"], entry["zh"], entry["whole"], entry["known"], tuple(entry["words"]))
        for entry in data["split"]
    )
    orders = tuple(
        OrderIdentity(
            entry["id"],
            entry["zh"],
            tuple(entry["chain"]),
            frozenset(entry["firm"]),
            tuple(entry.get("plus", ())),
            entry.get("doubt", _CARRIED_IN),
        )
        for entry in data["orders"]
    )
    bases = {key: tuple(words) for key, words in data["bases"].items()}
    shares = tuple(tuple(keys) for keys in data["shares"])
    keys = [*bases, *(key for entry in shares for key in entry)]
    keys += [key for entry in sums for key in (entry.whole, *entry.instead, *entry.requires, *entry.keys())]
    keys += [key for entry in flows for key in (*entry.left, *entry.right)]
    keys += [key for entry in splits for key in (entry.whole, entry.known)]
    keys += [key for entry in orders for key in (*entry.chain, *entry.firm, *entry.plus)]
    for key in keys:
        if key not in catalogue():
            raise ValueError(f"identities.yaml: {key} is not a metric")
    return Identities(sums, flows, splits, orders, MappingProxyType(bases), shares)
