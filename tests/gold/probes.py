"""Probes: single sentences invented to try wordings, with every value that a careful reader takes from them.

``probes/*.txt``: words, then ``= key value …`` (``= -`` for none), then perhaps ``~ key value …`` for what may
be given or left. ``@body`` before the words: whose report it is, perhaps with the code of its region (``-``: none),
which its name gives where none stands there; a county government where nobody is named. ``[prefix]`` completes the
keys below it. ``python -m tests.gold.probes [first …]`` prints precision, recall and every error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.issuers import read_issuer
from parsers.metrics import catalogue
from parsers.vocabulary import Scope, ValueBasis
from tests.gold.score import share
from tests.parsers.figures.samples import read

FOLDER = Path(__file__).parent / "probes"
_GOVERNMENT = "芷江县人民政府"
_COUNTY, _REGION = "芷江", "431228"

Value = tuple[str, float]


@dataclass(frozen=True)
class Probe:
    body: str
    words: str
    wanted: frozenset[Value]
    allowed: frozenset[Value]


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return share(self.right, self.wrong)

    @property
    def recall(self) -> float:
        return share(self.right, self.missed)


def probes(name: str) -> Iterator[Probe]:
    """The probes of one file, in order."""
    prefix, body, words, wanted = "", _GOVERNMENT, "", frozenset[Value]()
    allowed: frozenset[Value] = frozenset()
    for line in [*(FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), "", "[]"]:
        if line.startswith("= "):
            wanted = _values(prefix, line[2:])
        elif line.startswith("~ "):
            allowed = _values(prefix, line[2:])
        else:
            if words and (line.startswith(("[", "@")) or line):
                yield Probe(body, words, wanted, allowed)
                body, words, allowed = _GOVERNMENT, "", frozenset()
            if line.startswith("["):
                prefix = line.strip("[]")
            elif line.startswith("@"):
                body = line[1:]
            elif line and not line.startswith("#"):
                words = line


def _values(prefix: str, line: str) -> frozenset[Value]:
    if line == "-":
        return frozenset()
    pairs = iter(line.split())
    return frozenset(
        (key if key in catalogue() else prefix + key, float(value)) for key, value in zip(pairs, pairs, strict=True)
    )


@cache
def region_of(issuer: str) -> str | None:
    """The region that a body's name gives; that of the county where it names none of its own."""
    return _REGION if issuer.startswith(_COUNTY) else read_issuer(issuer).region


def tally(name: str) -> Tally:
    """How well the probes of one file are read."""
    found = Tally()
    for probe in probes(name):
        issuer, _, code = probe.body.partition(" ")
        region = None if code == "-" else code or region_of(issuer)
        _, values, _ = read(probe.words, issuer=issuer, region=region)
        given = {
            (value.metric, value.value)
            for value in values
            if value.basis is ValueBasis.STATED and value.scope is not Scope.HEAD
        }
        missed = probe.wanted - {(value.metric, value.value) for value in values}
        wrong = given - probe.wanted - probe.allowed
        found.right += len(probe.wanted) - len(missed)
        found.missed += len(missed)
        found.wrong += len(wrong)
        if missed or wrong:
            found.errors += (f"{probe.words}\n      missed {sorted(missed)} wrong {sorted(wrong)}",)
    return found


def main(arguments: Sequence[str]) -> int:
    for name in arguments or sorted(path.stem for path in FOLDER.glob("*.txt")):
        found = tally(name)
        for error in found.errors:
            print(f"   {error}")
        print(f"== {name}: {sum(1 for _ in probes(name))} sentences, precision {found.precision:.3f}, ", end="")
        print(f"recall {found.recall:.3f} ({found.right}/{found.right + found.missed}), wrong {found.wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
