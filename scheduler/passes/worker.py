"""The reading workers: one document each, within a time and a memory limit; the parent is the only writer."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from parsers.records import Bundle, Reading

# One 500-page scan at two seconds a page is refused long before; a normal report takes well under a minute.
TIME_LIMIT_SECONDS = 300.0
# Heap and stack of one worker. OCR needs about 1.2 GB with its models; a PDF bomb must not take the machine.
MEMORY_LIMIT_BYTES = 3 * 1024**3


@dataclass(frozen=True)
class Unread:
    """A document that its worker did not survive, and why, in words."""

    url: str
    reason: str


def _limit_memory(limit: int) -> None:
    # RLIMIT_DATA counts what is really allocated; RLIMIT_AS would also count the mapped model files.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    # One thread a worker: the pool already uses every core, and more threads only fight for them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def _read(bundle: Bundle) -> Reading:
    from parsers.reading import read_bundle  # imported in the worker: the parent stays small

    return read_bundle(bundle)


def read_all(
    bundles: Iterable[tuple[str, Callable[[], Bundle]]],
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT_SECONDS,
    memory_limit: int = MEMORY_LIMIT_BYTES,
) -> Iterator[Reading | Unread]:
    """Read bundles in worker processes, in any order, at most two a worker in flight (originals may be large).

    ``bundles`` yields (url, a function that loads the bundle), so that originals are loaded only when a worker is
    free. A worker that exceeds a limit or dies is ended; its document comes back as `Unread`, the others go on.
    """
    count = workers or os.cpu_count() or 1
    source = iter(bundles)
    running: dict[Future[Reading], str] = {}
    with ProcessPool(
        max_workers=count,
        max_tasks=200,
        initializer=_limit_memory,
        initargs=[memory_limit],
        context=get_context("spawn"),
    ) as pool:
        try:
            while True:
                while len(running) < 2 * count and (item := next(source, None)) is not None:
                    url, load = item
                    try:
                        bundle = load()
                    except (OSError, LookupError, ValueError) as error:
                        yield Unread(url, f"its originals cannot be read back from the archive: {error}")
                        continue
                    running[pool.schedule(_read, args=[bundle], timeout=time_limit)] = url
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _outcome(running.pop(future), future, time_limit)
        finally:
            for future in running:
                future.cancel()


def _outcome(url: str, future: Future[Reading], time_limit: float) -> Reading | Unread:
    try:
        return future.result()
    except TimeoutError:
        return Unread(url, f"reading took more than {time_limit:.0f} s and was ended")
    except MemoryError:
        return Unread(url, "reading needed more memory than a document may take")
    except ProcessExpired as error:
        return Unread(url, f"the reader died over it (exit code {error.exitcode})")
    except Exception as error:  # noqa: BLE001  the boundary of one document: the pass goes on with the others
        return Unread(url, f"the reader failed: {type(error).__name__}: {error}")
