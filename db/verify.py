"""Proving the evidence again: archive against captures, captures against their chain, sentences against their texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, parse_record, read_bytes
from db.chain import FACTS, link, stored_facts
from db.database import GENESIS, Database, fetch_dicts, get_meta, snapshot

Progress = Callable[[int, int], object]
_EVERY = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that could not be proved: which, where, and what to do about it."""

    what: str  # original | chain | head | text | quote | version
    capture_id: int | None
    file: str | None  # archive file, relative to the archive folder
    start: int | None  # byte range in that file
    end: int | None
    problem: str
    advice: str

    def __str__(self) -> str:
        where = f" capture {self.capture_id}" if self.capture_id is not None else ""
        place = f" ({self.file} bytes {self.start}-{self.end})" if self.file else ""
        return f"{self.what}{where}{place}: {self.problem}; {self.advice}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and all that failed; ``head`` is the chain's head as recomputed."""

    captures: int
    originals: int
    quotes: int
    head: str
    failures: tuple[Failure, ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "captures": self.captures,
            "originals": self.originals,
            "quotes": self.quotes,
            "chain_head": self.head,
            "failures": [{name: getattr(failure, name) for name in Failure.__slots__} for failure in self.failures],
        }


def verify(
    db: Database, archive_folder: str | Path, *, head: str | None = None, progress: Progress | None = None
) -> Verification:
    """Re-hash every archived original, walk the chain, and hold every quote against its text.

    ``head`` is a chain head held elsewhere (a mail, another machine): only with it a rewritten chain or a removed
    last capture can be told. ``progress(done, total)`` counts originals, then versions.
    """
    with snapshot(db):
        chain = _check_chain(db, head)
        versions = [row[0] for row in db.conn.execute("SELECT id FROM report_versions ORDER BY id")]
    failures = list(chain.failures)
    quotes = done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if progress and done % _EVERY == 0:
            progress(done, chain.originals + len(versions))

    sql = f"SELECT {', '.join(FACTS)} FROM captures WHERE archive_file IS NOT NULL AND id <= ? ORDER BY id"
    for row in db.conn.execute(sql, [chain.last]):
        failures += _check_original(Path(archive_folder), stored_facts(row))
        advance()
    for version_id in versions:
        with snapshot(db):
            count, found = _check_version(db, version_id)
        failures += found
        quotes += count
        advance()
    return Verification(chain.captures, chain.originals, quotes, chain.head, tuple(failures))


@dataclass(frozen=True, slots=True)
class _Chain:
    captures: int
    originals: int
    last: int  # capture id
    head: str
    failures: tuple[Failure, ...]


def _check_chain(db: Database, head: str | None) -> _Chain:
    failures: list[Failure] = []
    captures = originals = last = 0
    computed, met = GENESIS, head in (None, GENESIS)
    for row in db.conn.execute(f"SELECT {', '.join(FACTS)}, previous_hash, chain_hash FROM captures ORDER BY id"):
        facts, previous_hash, chain_hash = stored_facts(row), row[-2], row[-1]
        failures += _check_link(facts, previous_hash, chain_hash, computed, last + 1)
        computed = chain_hash  # after a break, go on from what stands there: one failure for one change
        met = met or chain_hash == head
        last = row[0]
        captures += 1
        originals += facts["archive_file"] is not None
    failures += _check_head(db, computed, head, met)
    return _Chain(captures, originals, last, computed, tuple(failures))


def _check_link(
    facts: dict[str, object], previous_hash: str, chain_hash: str, computed: str, expected_id: int
) -> Iterator[Failure]:
    capture_id = facts["id"]
    assert isinstance(capture_id, int)
    advice = "compare with a backup made before; what stands after it is proved by its own hashes only"
    if capture_id != expected_id:
        missing = f"{expected_id}" if capture_id == expected_id + 1 else f"{expected_id} to {capture_id - 1}"
        yield Failure("chain", expected_id, None, None, None, f"capture {missing} was removed", advice)
    elif previous_hash != computed:
        yield Failure("chain", capture_id, None, None, None, "it does not follow the capture before it", advice)
    if link(previous_hash, facts) != chain_hash:
        yield Failure("chain", capture_id, None, None, None, "its row was changed after it was recorded", advice)


def _check_original(folder: Path, facts: dict[str, Any]) -> Iterator[Failure]:
    file, offset, length = facts["archive_file"], facts["archive_offset"], facts["archive_length"]
    where = (facts["id"], file, offset, offset + length)
    advice = f"restore {file} from a copy of the archive folder"
    try:
        data = read_bytes(folder, file, offset, length)
        digest = hashlib.sha256(data).hexdigest()
        if digest != facts["record_sha256"]:
            problem = f"these bytes hash to {digest[:16]}…, recorded was {facts['record_sha256'][:16]}…"
            yield Failure("original", *where, problem, advice)
            return
        body = hashlib.sha256(parse_record(data).body).hexdigest()
    except ArchiveProblem as error:
        yield Failure("original", *where, str(error), advice)
        return
    if body != facts["sha256"]:
        problem = f"the body in it hashes to {body[:16]}…, recorded was {facts['sha256'][:16]}…"
        yield Failure("original", *where, problem, advice)


def _check_head(db: Database, computed: str, head: str | None, met: bool) -> Iterator[Failure]:
    noted = get_meta(db, "chain_head") or GENESIS
    if noted != computed:
        yield Failure(
            "head", None, None, None, None,
            f"the newest capture's hash is {computed[:16]}…, the file notes {noted[:16]}…: the last captures were "
            "removed or added by hand", "compare with a backup",
        )  # fmt: skip
    if not met:
        yield Failure(
            "head", None, None, None, None,
            f"the head {head} given is nowhere in this chain: captures up to it were removed or rewritten",
            "compare with a backup made before that head was written down",
        )  # fmt: skip


def _check_version(db: Database, version_id: int) -> tuple[int, list[Failure]]:
    """How many quotes of a version were checked, and what failed; nothing of one that is gone by now."""
    row = db.conn.execute(
        "SELECT v.text, v.text_sha256, p.url FROM report_versions v JOIN report_places p ON p.id = v.place_id "
        "WHERE v.id = ?",
        [version_id],
    ).fetchone()
    if row is None:
        return 0, []
    text, digest, url = row
    failures = [*_check_text(version_id, url, text, digest), *_check_captures(db, version_id, url)]
    figures = fetch_dicts(
        db, 'SELECT id, quote, start, "end", capture_id FROM figures WHERE version_id = ?', [version_id]
    )
    for figure in figures:
        failures += _check_quote(figure, text, f"version {version_id} of {url}")
    return len(figures), failures


_REREAD = "the originals decide: fazhi reread --all stores text and figures anew from the archive"


def _check_text(version_id: int, url: str, text: str, digest: str) -> Iterator[Failure]:
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        problem = f"the text of version {version_id} of {url} is not the one that was stored"
        yield Failure("text", None, None, None, None, problem, _REREAD)


def _check_captures(db: Database, version_id: int, url: str) -> Iterator[Failure]:
    rows = db.conn.execute(
        "SELECT vc.capture_id, c.archive_file FROM version_captures vc LEFT JOIN captures c ON c.id = vc.capture_id "
        "WHERE vc.version_id = ?",
        [version_id],
    ).fetchall()
    if not rows:
        yield Failure(
            "version", None, None, None, None, f"version {version_id} of {url} stands on no capture",
            "crawl its section again; until then its figures are without proof",
        )  # fmt: skip
    for capture_id, file in rows:
        if file is None:
            problem = f"version {version_id} of {url} stands on a capture that is not there, or has no original"
            yield Failure("version", capture_id, None, None, None, problem, "compare with a backup")


def _check_quote(figure: dict[str, Any], text: str, where: str) -> Iterator[Failure]:
    found = text[figure["start"] : figure["end"]]
    if found != figure["quote"]:
        problem = (
            f"the quote of figure {figure['id']} ({where}, characters {figure['start']}-{figure['end']}) is "
            f"{figure['quote']!r}, the text there says {found!r}"
        )
        yield Failure("quote", figure["capture_id"], None, None, None, problem, _REREAD)
