"""The crawl's writing hand: originals into the archive, then rows into the database, in batches and in order.

All writing happens in one thread of its own, so that neither a slow disk nor another process's transaction holds up
transfers. A batch is written in two steps: its originals (and one fsync for all of them), then one short transaction
with everything else. So a row never speaks of bytes that are not on the disk, a killed process loses at most the last
batch and nothing half-way, and 3,000 unchanged sections do not cost 3,000 transactions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from loguru import logger

from db.archive import Archive, ArchiveProblem, archive_name
from db.database import Database, open_database, write
from db.intake_records import ArchiveRecord, CaptureDraft
from db.problems import DatabaseProblem
from db.runs import is_open
from db.visits import record_capture
from parsers.records import Page

T = TypeVar("T")

_BATCH_SECONDS = 0.25
_BATCH_OPERATIONS = 400
_BATCH_BYTES = 8 << 20
_ROOM_BYTES = 64 << 20  # bodies waiting to be written; beyond it, whoever brings more waits

Operation = Callable[[Database], None]


class JournalProblem(Exception):
    """Nothing more can be stored (full disk, damaged file …): the message is for the user."""


@dataclass(slots=True)
class Original:
    """Bytes to be archived; ``record`` is there once they are on the disk."""

    page: Page
    method: str = "GET"
    request_body: bytes = b""
    rendered_of: Original | None = None
    record: ArchiveRecord | None = None


@dataclass(slots=True)
class Recorded:
    """A capture that is on its way into the database; ``id`` and ``sha256`` are there once it is in."""

    id: int | None = None
    sha256: str | None = None


@dataclass(slots=True)
class _Batch:
    originals: list[Original] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    bytes: int = 0


class Journal:
    """Open for the length of one crawl; `close` writes what is left. `JournalProblem`: nothing more can be kept."""

    def __init__(self, data_dir: Path, run_id: int, at: str) -> None:
        self._data_dir = data_dir
        self._run_id = run_id
        self._at = at
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._batch = _Batch()
        self._full = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._waiting_bytes = 0
        self._closing = False
        self._writer: asyncio.Task[None] | None = None
        self.captures = 0
        self.problem: JournalProblem | None = None
        self.on_problem: Callable[[], None] = lambda: None

    async def open(self) -> None:
        await self._in_thread(self._open)
        self._writer = asyncio.create_task(self._write_batches())

    def _open(self) -> None:
        self._db = open_database(self._data_dir)
        self._archive = Archive(self._data_dir / "archive", archive_name(self._run_id, self._at))
        if not is_open(self._db, self._run_id):  # whoever began it was killed, and what it left has been noted
            self._close()
            raise DatabaseProblem("the command that began this crawl is gone")

    # --- what the visits put in --------------------------------------------------------------------------------

    def capture(self, draft: Callable[[ArchiveRecord | None], CaptureDraft], original: Original | None) -> Recorded:
        """Archive ``original`` (None for a fetch that brought nothing), then record the capture made of it."""
        recorded = Recorded()
        self.captures += 1
        if original is not None:
            self._batch.originals.append(original)
            size = len(original.page.body)
            self._batch.bytes += size
            self._waiting_bytes += size
            if self._waiting_bytes > _ROOM_BYTES:
                self._room.clear()

        def operation(db: Database) -> None:
            record = original.record if original else None
            recorded.id = record_capture(db, draft(record))
            recorded.sha256 = record.sha256 if record else None

        self.do(operation)
        return recorded

    def do(self, operation: Operation) -> None:
        """Have ``operation`` done after all that was put in before it, in the same or a later transaction."""
        self._batch.operations.append(operation)
        if len(self._batch.operations) >= _BATCH_OPERATIONS or self._batch.bytes >= _BATCH_BYTES:
            self._full.set()

    async def room(self) -> None:
        """Wait while too many bytes wait for the disk. Raises `JournalProblem`."""
        if self.problem:
            raise self.problem
        await self._room.wait()

    async def close(self) -> None:
        """Write what is left and let go of the files."""
        self._closing = True
        self._full.set()
        if self._writer:
            await self._writer
        await self._in_thread(self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        self._archive.close()
        self._db.close()

    # --- the writing -------------------------------------------------------------------------------------------

    async def _write_batches(self) -> None:
        while not (self._closing and not self._batch.operations):
            try:
                async with asyncio.timeout(_BATCH_SECONDS):
                    await self._full.wait()
            except TimeoutError:
                pass
            self._full.clear()
            batch, self._batch = self._batch, _Batch()
            if batch.operations and not self.problem:
                await self._write_one(batch)
            self._waiting_bytes -= batch.bytes
            if self._waiting_bytes <= _ROOM_BYTES:
                self._room.set()

    async def _write_one(self, batch: _Batch) -> None:
        try:
            await self._in_thread(lambda: self._write(batch))
        except (ArchiveProblem, DatabaseProblem) as error:
            logger.error("nothing more can be stored: {}", error)
            self.problem = JournalProblem(str(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours: what cannot be recorded must not be crawled
            logger.exception("nothing more can be stored")
            self.problem = JournalProblem(f"internal error: {type(error).__name__}: {error}")
        if self.problem:
            self.on_problem()

    def _write(self, batch: _Batch) -> None:
        for original in batch.originals:
            page = original.page
            original.record = self._archive.append(
                page.final_url,
                page.status,
                page.headers,
                page.body,
                page.fetched_at or self._at,
                method=original.method,
                request_body=original.request_body,
                rendered=page.rendered,
                rendered_of=original.rendered_of.record if original.rendered_of else None,
                sync=False,
            )
        if batch.originals:
            self._archive.sync()
        with write(self._db):
            for operation in batch.operations:
                operation(self._db)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
