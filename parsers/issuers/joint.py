"""Names of bodies in running words: which phrases are names, and where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.issuers.words import (
    BARE_ORGAN,
    BODY_TAIL,
    DEPARTMENT,
    NOT_A_BODY,
    ORGAN_TAIL,
    PARTY_AND_ADMINISTRATION,
    PARTY_NAME,
    TOWN_UNIT,
    ZONE_UNIT,
)
from parsers.regions import read_place

# 某局（公章）: where the seal goes
SEAL = re.compile(r"[（(]\s?(?:加盖|盖|公|印|签|代)?\s?[章印]\s?[）)]")


def split_issuers(text: str) -> tuple[str, ...]:
    """The bodies of a joint report, as written, in order: 中共X县委 X县人民政府 -> two."""
    pieces: list[str] = []
    for piece in re.split(r"[\s　、，,；;]+|(?<=[会委府局])(?:和|与|及)(?=[一-鿿])", SEAL.sub("", text).strip()):
        if not piece:
            continue
        if pieces and _is_bare_place(pieces[-1]) and not _is_whole(piece):
            pieces[-1] += piece  # 株洲市 芦淞区人民政府 is one name
        else:
            pieces.append(piece)
    return tuple(part for piece in pieces for part in _split_joined(piece))


def _is_bare_place(text: str) -> bool:
    place = read_place(text)
    return bool(place.written) and not place.rest


def _is_whole(text: str) -> bool:
    """Whether a piece names a place of its own that no place before it holds (so it starts another body)."""
    return text.startswith("中共") or not read_place(text).written


def _split_joined(text: str) -> tuple[str, ...]:
    match = PARTY_NAME.match(text)
    if match is None:
        both = PARTY_AND_ADMINISTRATION.fullmatch(text)
        return both.groups() if both else (text,)
    following = match["next"]
    starts_body = read_place(following).written or TOWN_UNIT.match(following) or ZONE_UNIT.match(following)
    if not starts_body or following.startswith("全面依法"):
        return (text,)
    return (match.group(), *_split_joined(following))


def with_places(names: Sequence[str]) -> tuple[str, ...]:
    """A joint report's bodies, each with its place: 屈原管理区党工委、管委会 -> 屈原管理区党工委, 屈原管理区管委会."""
    whole: list[str] = []
    for name in names:
        before = ORGAN_TAIL.sub("", whole[-1]) if whole and BARE_ORGAN.fullmatch(name) else ""
        whole.append(before.removeprefix("中共") + name if whole and before != whole[-1] else name)
    return tuple(whole)


def is_body_name(text: str) -> bool:
    """Whether a phrase can be the name of a public body, judged by its words alone (unknown places too)."""
    if not 2 <= len(text) <= 50 or NOT_A_BODY.search(text.replace("全面依法治", "")):
        return False
    bare = re.sub(r"[（(][^）)]{0,30}[）)]$", "", text)
    return bool(BODY_TAIL.search(bare) or DEPARTMENT.search(bare) or _is_bare_place(bare))
