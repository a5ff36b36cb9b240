"""The wordings of many authors, from `wordings.txt`: every value that stands in them, and no other.

A key may say whose cases its value counts (``litigation_cases/area``); without that it may be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.metrics import catalogue
from parsers.vocabulary import Scope, ValueBasis
from tests.parsers.figures.samples import read

_GOVERNMENT = "芷江县人民政府"


def wordings() -> Iterator[tuple[str, str, dict[str, float]]]:
    """(whose report, words, values by metric)."""
    topic, body, words = "", _GOVERNMENT, ""
    for line in Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            topic = line.strip("[]")
        elif line.startswith("@"):
            body = line[1:]
        elif line.startswith("= "):
            yield body, words, _values(topic, line[2:])
            body = _GOVERNMENT
        elif line and not line.startswith("#"):
            words = line


def _values(topic: str, line: str) -> dict[str, float]:
    if line == "-":
        return {}
    pairs = iter(line.split())
    keyed = (
        (key if key.partition("/")[0] in catalogue() else topic + key, float(value))
        for key, value in zip(pairs, pairs, strict=True)
    )
    return dict(keyed)


@pytest.mark.parametrize(("body", "words", "values"), list(wordings()))
def test_wording(body: str, words: str, values: dict[str, float]) -> None:
    _, found, _ = read(words, issuer=body)
    own = [value for value in found if value.basis is ValueBasis.STATED and value.scope is not Scope.HEAD]
    found = {f"{value.metric}/{value.scope}": value.value for value in own}
    named = {key if key in values else key.partition("/")[0]: value for key, value in found.items()}
    assert named == values


def test_every_key_is_in_the_catalogue() -> None:
    assert all(key.partition("/")[0] in catalogue() for _, _, values in wordings() for key in values)
