"""The chain of captures walked again: each link, no gap, and the heads that are known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from db.chain import FACTS, link, stored_facts
from db.database import GENESIS, Database, get_meta
from db.verify_failures import Failure

# Whatever names a capture by its id: where one was removed at the end, these may still speak of it.
_REFERRING = (
    "SELECT max(capture_id) FROM version_captures",
    "SELECT max(capture_id) FROM figures",
    "SELECT max(capture_id) FROM validators",
    "SELECT max(fetched_through) FROM documents_seen",
)
_COMPARE = "compare with a backup made before; what stands after it is proved by its own hashes only"


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk came to; ``head`` as recomputed, ``last`` the newest capture's id (0: there is none)."""

    captures: int
    originals: int
    size: int  # bytes of the originals in the archive
    last: int
    head: str
    failures: tuple[Failure, ...]


def check_chain(db: Database, head: str | None) -> Chain:
    """Walk the whole chain; ``head`` is one that was held elsewhere, or None."""
    failures: list[Failure] = []
    captures = originals = size = last = 0
    computed, met = GENESIS, head in (None, GENESIS)
    for row in db.conn.execute(f"SELECT {', '.join(FACTS)}, previous_hash, chain_hash FROM captures ORDER BY id"):
        facts, previous_hash, chain_hash = stored_facts(row), row[-2], row[-1]
        failures += _check_link(facts, previous_hash, chain_hash, computed, last + 1)
        computed = chain_hash  # after a break, go on from what stands there: one failure for one change
        met = met or chain_hash == head
        last = row[0]
        captures += 1
        originals += facts["archive_file"] is not None
        size += row[FACTS.index("archive_length")] or 0
    failures += _check_head(db, last, computed, None if met else head)
    return Chain(captures, originals, size, last, computed, tuple(failures))


def _check_link(
    facts: dict[str, object], previous_hash: str, chain_hash: str, computed: str, expected_id: int
) -> Iterator[Failure]:
    capture_id = facts["id"]
    assert isinstance(capture_id, int)
    if capture_id != expected_id:
        missing = f"{expected_id}" if capture_id == expected_id + 1 else f"{expected_id} to {capture_id - 1}"
        yield Failure("chain", f"capture {missing} was removed", _COMPARE, capture_id=expected_id)
    elif previous_hash != computed:
        yield Failure("chain", "it does not follow the capture before it", _COMPARE, capture_id=capture_id)
    if link(previous_hash, facts) != chain_hash:
        yield Failure("chain", "its row was changed after it was recorded", _COMPARE, capture_id=capture_id)


def _check_head(db: Database, last: int, computed: str, unmet: str | None) -> Iterator[Failure]:
    noted = get_meta(db, "chain_head") or GENESIS
    spoken_of = max(_newest_named(db, sql) for sql in _REFERRING)
    if spoken_of > last:
        problem = f"capture {spoken_of} was removed: other rows speak of it, the chain ends at capture {last}"
        yield Failure("head", problem, "compare with a backup", capture_id=spoken_of)
    if noted != computed:
        problem = (
            f"the chain ends at capture {last} with {computed[:16]}…, the file notes the head {noted[:16]}…: "
            f"captures after {last} were removed, or added by hand"
        )
        yield Failure("head", problem, "compare with a backup", capture_id=last + 1)
    if unmet is not None:
        problem = (
            f"the head {unmet} given is nowhere in this chain, which ends at capture {last}: capture {last + 1} "
            "(and any after it, up to that head) was removed, or captures before were rewritten"
        )
        yield Failure(
            "head", problem, "compare with a backup made after that head was written down", capture_id=last + 1
        )


def _newest_named(db: Database, sql: str) -> int:
    try:
        return int(db.conn.execute(sql).fetchone()[0] or 0)
    except sqlite3.DatabaseError:  # a damaged page, which `verify` names by itself; the chain is walked all the same
        return 0
