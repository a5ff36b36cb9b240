"""The reading workers: one document each, within a time and a memory limit; the parent is the only writer."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context

from loguru import logger
from pebble import ProcessExpired, ProcessPool

from parsers.records import Bundle, Reading
from scheduler.errors import FazhiError

Item = tuple[str, Callable[[], Bundle]]  # an address, and what loads its bundle

# Of the processor: what else the machine does must not decide whether a document can be read. One 500-page scan at two
# seconds a page is refused long before; a normal report takes well under a minute.
TIME_LIMIT_SECONDS = 300.0
_HANGS = 6  # times that by the clock: who has not come back by then waits for something
# Heap and stack of one worker. OCR needs about 1.2 GB with its models; a PDF bomb must not take the machine.
MEMORY_LIMIT_BYTES = 3 * 1024**3
# A pool whose worker is killed before it has a document gives up, and says so to nobody that waits.
_LOOK_SECONDS = 1.0
_MOST_FRUITLESS = 3  # pools in a row of which nothing came


@dataclass(frozen=True)
class Unread:
    """A document that its worker did not survive, and why, in words; ``known`` is its bundle without the originals."""

    url: str
    reason: str
    known: Bundle | None = None


def _prepare(memory_limit: int) -> None:
    # RLIMIT_DATA counts what is really allocated; RLIMIT_AS would also count the mapped model files.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_limit, memory_limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no gigabytes on the disk when memory ends
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, in a library's loop as well as in ours
    # One thread a worker: the pool already uses every core, and more threads only fight for them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warm_up()


def warm_up() -> None:
    """Load what every document needs, here, so that no document's time goes to it, and the parent stays small."""
    import parsers.reading  # noqa: F401
    from parsers.metrics.matching import matcher

    matcher()
    gc.freeze()  # the collector would walk the whole catalogue again and again, and never find anything in it


def _read(bundle: Bundle, time_limit: float) -> Reading:
    from parsers.reading import read_bundle

    signal.setitimer(signal.ITIMER_PROF, time_limit)
    try:
        return read_bundle(bundle)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def read_all(
    bundles: Iterable[Item],
    *,
    workers: int | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
) -> Iterator[Reading | Unread]:
    """Read bundles in worker processes, in any order, at most two a worker in flight (originals may be large).

    ``bundles`` yields (url, a function that loads the bundle), so that originals are loaded only when a worker is
    free. A worker that exceeds a limit (CPU seconds, bytes; None: those above), hangs or dies is ended;
    its document comes back as `Unread`, the others go on. Raises FazhiError where workers cannot be started at all.
    """
    time_limit = time_limit or TIME_LIMIT_SECONDS
    count = workers or os.cpu_count() or 1
    items, fruitless = iter(bundles), 0
    killed: set[str] = set()
    while True:
        with _workers(count, memory_limit or MEMORY_LIMIT_BYTES) as pool:
            finished, lost = yield from _read_in(pool, items, 2 * count, time_limit, killed)
        if lost is None:
            return
        fruitless = 0 if finished else fruitless + 1
        if fruitless == _MOST_FRUITLESS:
            raise FazhiError(
                f"documents could not be read: {_MOST_FRUITLESS} times in a row the reading workers were killed as "
                "they started, as a machine without memory does; nothing is lost: free some, or set read.workers to 1"
            )
        logger.warning("the reading workers were killed from outside; {} documents are read again", len(lost))
        items = chain(lost, items)


@contextmanager
def _workers(count: int, memory_limit: int) -> Iterator[ProcessPool]:
    pool = ProcessPool(
        max_workers=count,
        max_tasks=200,
        initializer=_prepare,
        initargs=[memory_limit],
        context=get_context("spawn"),
    )
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _read_in(
    pool: ProcessPool, items: Iterator[Item], most: int, time_limit: float, killed: set[str]
) -> Generator[Reading | Unread, None, tuple[int, list[Item] | None]]:
    """Read in one pool; how many came back, and what was in flight when the pool broke (None: all items were read).

    A document whose worker was killed from outside, as the kernel does where memory ends, is read once more behind the
    others: it need not be the one to blame. ``killed`` are the addresses of those that were.
    """
    running: dict[Future[Reading], tuple[Item, Bundle]] = {}
    finished, again = 0, deque[Item]()
    while True:
        while len(running) < most and pool.active:
            item = next(items, None) or (again.popleft() if again and not running else None)
            if item is None:
                break
            try:
                bundle = item[1]()
            except (OSError, LookupError, ValueError) as error:
                yield Unread(item[0], f"存档的原件无法读回：{error}")
                continue
            try:
                scheduled = pool.schedule(_read, args=[bundle, time_limit], timeout=_HANGS * time_limit)
            except RuntimeError:  # it broke this moment
                return finished, [item, *(item for item, _ in running.values()), *again]
            running[scheduled] = item, replace(bundle, sources=())
        if not pool.active:
            return finished, [*(item for item, _ in running.values()), *again]
        if not running:
            return finished, None
        done, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        for future in [future for future in running if future in done and not _is_broken(future)]:
            finished += 1
            item, bundle = running.pop(future)
            if _is_killed(future) and item[0] not in killed:
                killed.add(item[0])
                again.append(item)
                logger.warning("the worker that read {} was killed from outside; it is read again at the end", item[0])
                continue
            yield _outcome(bundle, future, time_limit)


def _is_broken(future: Future[Reading]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _is_killed(future: Future[Reading]) -> bool:
    error = future.exception()
    return isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGKILL


def _outcome(known: Bundle, future: Future[Reading], time_limit: float) -> Reading | Unread:
    try:
        return future.result()
    except TimeoutError:
        reason = f"读取历时超过{_HANGS * time_limit:.0f}秒仍未结束，已中止"
    except MemoryError:
        reason = "读取所需的内存超过单个文件的上限"
    except ProcessExpired as error:
        reason = f"读取进程被该文件拖垮（退出码{error.exitcode}）"
        if error.exitcode == -signal.SIGKILL:
            reason = "读取该文件的进程两次被系统终止（多因内存不足）"
        if error.exitcode == -signal.SIGPROF:
            reason = f"读取所用的处理器时间超过{time_limit:.0f}秒的上限，已中止"
    except Exception as error:  # noqa: BLE001  the boundary of one document: the pass goes on with the others
        reason = f"读取程序出错（{type(error).__name__}：{error}）"
    return Unread(known.url, reason, known)
