"""What reading adds to the libraries under it, printed as ratios: articles, text PDFs, scans.

``python -m benchmarks.bench_documents [--rounds 3] [--no-ocr]`` reads the replayed portals' reports. It prints reports
read a second from HTML to metric values (the floor is 80 on one core, storing apart; both with the heads of the same
report already known, and with none known, as the first report of all is read), the rate of text PDF against
pypdfium2's bare text of the same pages (floor 0.7), and for the scan: seconds a page, the time against the engine's own
(ceiling 1.15), two workers against one (floor 1.7), and peak memory (ceiling 1.3 GB with OCR, 200 MB without). CPU time
is counted where one process works, so that a busy machine changes the verdict less; workers are timed in pairs, one
worker and two in turn, and the best pair counts. Exit 1 if a bound is missed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pypdfium2

from parsers.documents import read_text
from parsers.metrics import binder
from parsers.metrics.matching import matcher
from parsers.reading import read_bundle
from parsers.records import Bundle, Source, Text
from parsers.vocabulary import Role
from scheduler.passes.worker import warm_up

FIXTURES = Path(__file__).parents[1] / "fixtures"
LUSONG = FIXTURES / "html" / "portals" / "lusong"
PDF, SCAN = LUSONG / "attachments" / "bg2025.pdf", LUSONG / "attachments" / "bg2022.pdf"
HTML_FLOOR, PDF_FLOOR, OCR_CEILING, WORKERS_FLOOR = 80.0, 0.7, 1.15, 1.7
MEMORY_WITH_OCR, MEMORY_WITHOUT = 1300.0, 200.0


def bundle(path: Path, role: Role = Role.ATTACHMENT) -> Bundle:
    source = Source(role, f"http://127.0.0.1/{path.name}", path.read_bytes(), None, path.name)
    return Bundle(source.url, (source,))


def seconds(work: Callable[[], object], rounds: int, repeat: int) -> float:
    """CPU seconds of one call: the median of ``rounds``, each of ``repeat`` calls, after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(repeat):
            work()
        taken.append((time.process_time() - started) / repeat)
    return statistics.median(taken)


def bare_pdf(body: bytes) -> int:
    document: Any = pypdfium2.PdfDocument(body)
    length = 0
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        length += len(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return length


def compiled() -> bool:
    """Whether the rooms that read a report run as machine code (``make compiled``)."""
    return not binder.__file__.endswith(".py")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def squeezed(text: str) -> str:
    """Without spaces, and brackets of one width: the original mixes them."""
    return re.sub(r"\s", "", text).translate(str.maketrans("()", "（）"))


def check_html(rounds: int) -> bool:
    page = next((LUSONG / "c14692" / "20250228").glob("*.html"))
    one = bundle(page, Role.DETAIL)
    rate = 1 / seconds(lambda: read_bundle(one), rounds, 20)
    first_rate = 1 / seconds(lambda: (matcher().forget(), read_bundle(one)), rounds, 20)
    text_rate = 1 / seconds(lambda: read_text(one), rounds, 20)
    print("rooms: compiled" if compiled() else "rooms: interpreted")
    print(
        f"html: {rate:.0f} reports/s to metric values, {first_rate:.0f}/s with no head known, "
        f"{text_rate:.0f}/s to text ({len(one.sources[0].body)} bytes)"
    )
    return rate >= HTML_FLOOR


def check_pdf(rounds: int) -> bool:
    one = bundle(PDF)
    ours = seconds(lambda: read_text(one), rounds, 20)
    bare = seconds(lambda: bare_pdf(one.sources[0].body), rounds, 20)
    pages = len(pypdfium2.PdfDocument(PDF))
    print(f"text PDF: {pages / ours:.0f} pages/s, bare pypdfium2 {pages / bare:.0f}: ratio {bare / ours:.2f}")
    return bare / ours >= PDF_FLOOR


def engine_seconds() -> float:
    """CPU seconds of the engine alone on the scan's pages, rendered beforehand."""
    from parsers.documents.ocr import engine
    from parsers.documents.pdf import _SCAN_DPI

    document: Any = pypdfium2.PdfDocument(SCAN)
    pictures = [page.render(scale=_SCAN_DPI / 72).to_numpy() for page in document]
    started = time.process_time()
    for picture in pictures:
        engine()(picture)
    return time.process_time() - started


def check_ocr() -> bool:
    one = bundle(SCAN)
    read_text(bundle(FIXTURES / "documents" / "page2.jpg"))  # loads the models
    pages = len(pypdfium2.PdfDocument(SCAN))
    started = time.process_time()
    text = read_text(one)
    ours = time.process_time() - started
    bare = engine_seconds()
    print(f"scan: {ours / pages:.2f} s a page, the engine alone {bare / pages:.2f}: ratio {ours / bare:.2f}")
    _print_errors(text)
    return ours / bare <= OCR_CEILING


def _print_errors(text: Text) -> None:
    seed = squeezed(next((FIXTURES / "seeds").glob("002_*.txt")).read_text(encoding="utf-8"))
    changes = list(SequenceMatcher(None, seed, squeezed(text.text), autojunk=False).get_opcodes())
    wrong = sum(max(b - a, d - c) for tag, a, b, c, d in changes if tag != "equal")
    digits = sum(1 for tag, a, b, _, _ in changes if tag != "equal" and re.search(r"\d", seed[a:b]))
    print(f"scan: character error rate {wrong / len(seed):.4%} of {len(seed)}, {digits} wrong numbers")


def _scan_once(_: int) -> float:
    read_text(bundle(SCAN))
    return peak_mb()


def _warm(_: int) -> None:
    read_text(bundle(FIXTURES / "documents" / "page2.jpg"))
    time.sleep(1)  # so that the other worker gets one too


def check_workers(rounds: int) -> bool:
    """Two scans by one worker and by two, in wall time, in turn: what others take of the machine, they take of both."""
    context = multiprocessing.get_context("spawn")
    gains, memory = [], 0.0
    with context.Pool(1) as one, context.Pool(2) as two:
        for pool, workers in ((one, 1), (two, 2)):
            pool.map(_warm, range(workers), chunksize=1)
        for _ in range(rounds):
            taken = []
            for pool in (one, two):
                started = time.perf_counter()
                memory = max(memory, *pool.map(_scan_once, range(2), chunksize=1))
                taken.append(time.perf_counter() - started)
            gains.append(taken[0] / taken[1])
    shown = ", ".join(f"{gain:.2f}" for gain in gains)
    print(f"workers: two are {shown} times as fast as one; peak memory of one {memory:.0f} MB")
    return max(gains) >= WORKERS_FLOOR and memory <= MEMORY_WITH_OCR


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-ocr", action="store_true")
    arguments = parser.parse_args()
    warm_up()  # as a worker does
    kept = [check_html(arguments.rounds), check_pdf(arguments.rounds)]
    print(f"memory: {peak_mb():.0f} MB without OCR")
    kept.append(peak_mb() <= MEMORY_WITHOUT)
    if not arguments.no_ocr:
        kept += [check_ocr(), check_workers(arguments.rounds)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
