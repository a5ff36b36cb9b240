"""Documents that would take the machine: their worker is ended, they are said to be unreadable, the pass goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent import futures
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from db.database import fetch_dicts
from parsers.records import Bundle, Reading, Source
from parsers.vocabulary import Decision, Kind, Role
from scheduler.config import load_config
from scheduler.errors import FazhiError
from scheduler.passes import by_hand, worker
from scheduler.passes.by_hand import Word, add_document
from scheduler.passes.reading import read_pending
from scheduler.passes.site import open_site
from scheduler.passes.worker import Unread, read_all

SEED = next((Path(__file__).parents[3] / "fixtures" / "seeds").glob("001_*.txt")).read_text(encoding="utf-8")
CONFIG = """
data_dir: ./data
read: {workers: 1, ocr: false}
bodies:
  - {id: lusong, name: 株洲市芦淞区人民政府, region: "430203", class: county_government}
"""


def bomb(depth: int = 7, width: int = 10) -> bytes:
    """A PDF of two kilobytes whose page draws a form ten times, which draws another ten times, and so on."""

    def stream(head: bytes, body: bytes) -> bytes:
        return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(body), body)

    def form(number: int) -> bytes:
        return b"/Resources << /XObject << /F %d 0 R >> >>" % number

    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + form(5) + b" >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    objects.append(stream(b"", b"/F Do " * width))
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
    objects += [stream(kind + form(level + 6), b"/F Do " * width) for level in range(depth)]
    objects.append(stream(kind, b"q Q"))
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return body + head + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(body))


@pytest.mark.timeout(180)
def test_who_exceeds_the_time_is_ended_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fazhi.yaml").write_text(CONFIG, encoding="utf-8")
    endless = (SEED * 600).encode()[:7_900_000]  # many seconds of work
    site = open_site(load_config(tmp_path / "fazhi.yaml"))
    with monkeypatch.context() as patch:
        patch.setattr(by_hand, "read_pending", lambda *words, **more: None)  # all in one pass, below
        for year, body in ((2021, SEED.encode()), (2022, endless), (2024, SEED.encode())):
            file = tmp_path / f"{year}.txt"
            file.write_bytes(body)
            word = Word(Decision.REPORT, Kind.FAZHI_ANNUAL, year, "王科长", "纸质文件已核对")
            add_document(site, str(file), "lusong", word)
    monkeypatch.setattr(worker, "TIME_LIMIT_SECONDS", 1.0)

    result = read_pending(site)

    assert result.read == 3
    assert [
        "2022.txt：读取所用的处理器时间超过1秒的上限，已中止" in line.replace(": ", "：") for line in result.failures
    ] == [True]
    reports = fetch_dicts(site.db, "SELECT year, state FROM reports ORDER BY year")
    assert [(row["year"], row["state"]) for row in reports] == [
        (2021, "listed"),
        (2022, "unreadable"),
        (2024, "listed"),
    ]
    seen = fetch_dicts(site.db, "SELECT reason FROM documents_seen WHERE url LIKE '%2022.txt'")
    assert "已中止" in str(seen[0]["reason"])


@pytest.mark.timeout(120)
def test_who_waits_without_end_is_ended_by_the_clock_and_who_only_waits_long_is_read() -> None:
    """A limit of the processor's time says nothing of a worker that was kept waiting: here by a signal."""
    urls = [f"http://q.example/{name}.txt" for name in "ab"]
    loads = [(url, partial(Bundle, url, (Source(Role.DETAIL, url, SEED.encode(), None, "a.txt"),))) for url in urls]
    with worker._workers(1, worker.MEMORY_LIMIT_BYTES) as pool:
        slept = pool.schedule(_waits_and_reads, args=[loads[0][1](), 2.0])
        assert slept.result().report.year == 2024
        hung = pool.schedule(_waits_and_reads, args=[loads[1][1](), 60.0], timeout=1.0)
        outcome = worker._outcome(loads[1][1](), hung, 1.0)
    assert isinstance(outcome, Unread) and "仍未结束，已中止" in outcome.reason


def _waits_and_reads(bundle: Bundle, seconds: float) -> Reading:
    signal.signal(signal.SIGALRM, lambda *_: time.sleep(seconds))  # in the midst of the reading, as a busy machine
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    return worker._read(bundle, 1.5)


@pytest.mark.timeout(180)
def test_who_exceeds_the_memory_is_ended_and_the_others_are_read() -> None:
    bodies = {"a.txt": SEED.encode(), "bomb.pdf": bomb(), "b.txt": SEED.encode()}
    bundles = {
        name: Bundle(f"http://q.example/{name}", (Source(Role.DETAIL, f"http://q.example/{name}", body, None, name),))
        for name, body in bodies.items()
    }
    loads = [(bundle.url, partial(replace, bundle)) for bundle in bundles.values()]
    outcomes = {
        outcome.url.rpartition("/")[2]: outcome
        for outcome in read_all(loads, workers=1, time_limit=120, memory_limit=200 * 1024 * 1024)
    }
    bombed = outcomes.pop("bomb.pdf")
    assert isinstance(bombed, Unread)
    assert "内存" in bombed.reason or "拖垮" in bombed.reason  # PDFium ends its process where memory ends
    assert [outcome.report.year for outcome in outcomes.values() if isinstance(outcome, Reading)] == [2024, 2024]


@pytest.mark.timeout(120)
def test_all_are_read_however_many_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "wait", lambda running, **_: futures.wait(running))  # as on a machine that is late
    urls = [f"http://q.example/{number}.txt" for number in range(7)]
    loads = [(url, partial(Bundle, url, (Source(Role.DETAIL, url, b"", None, "a.txt"),))) for url in urls]
    assert {outcome.url for outcome in read_all(loads, workers=1)} == set(urls)


def _killed_as_they_start(times: int, killed: list[int]) -> None:
    """Kill this process's reading workers, one after another, before they have read anything."""
    _killed_at(0.0, times, killed)


def _killed_at(seconds: float, times: int, killed: list[int]) -> None:
    """Kill this process's reading workers, one after another, as each has used so many of the processor's seconds."""
    until = time.monotonic() + 60
    while len(killed) < times and time.monotonic() < until:
        for worker_id, used in _workers_used().items():
            if worker_id not in killed and used >= seconds and len(killed) < times:
                os.kill(worker_id, signal.SIGKILL)
                killed.append(worker_id)
        time.sleep(0.01)


def _workers_used() -> dict[int, float]:
    """What this process's reading workers have used of the processor, in seconds, by their number."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"spawn_main" in (entry / "cmdline").read_bytes():
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == os.getpid():
                    found[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue  # gone by now
    return found


@pytest.mark.timeout(120)
@pytest.mark.parametrize("times", [1, 3])
def test_a_pool_that_breaks_is_begun_anew_or_said_to_be_broken(times: int) -> None:
    """As a machine without memory does: kill a worker that has no document yet."""
    urls = [f"http://q.example/{name}.txt" for name in "ab"]
    bundles = [Bundle(url, (Source(Role.DETAIL, url, SEED.encode(), None, "a.txt"),)) for url in urls]
    killed: list[int] = []
    killer = threading.Thread(target=_killed_as_they_start, args=(times, killed), daemon=True)
    killer.start()
    outcomes = read_all([(bundle.url, partial(replace, bundle)) for bundle in bundles], workers=1)
    if times == 1:
        assert {outcome.url for outcome in outcomes if isinstance(outcome, Reading)} == set(urls)
    else:
        with pytest.raises(FazhiError, match="nothing is lost"):
            list(outcomes)
    killer.join()
    assert len(killed) == times


@pytest.mark.timeout(180)
@pytest.mark.parametrize("times", [1, 2])
def test_a_document_whose_worker_is_killed_is_read_once_more(times: int) -> None:
    """As the kernel does where memory ends: kill a worker in the midst of a document that takes some seconds."""
    bodies = {"short.txt": SEED.encode(), "long.txt": SEED.encode() * 120}
    bundles = [
        Bundle(f"http://q.example/{name}", (Source(Role.DETAIL, f"http://q.example/{name}", body, None, name),))
        for name, body in bodies.items()
    ]
    killed: list[int] = []
    found = {}
    for outcome in read_all([(bundle.url, partial(replace, bundle)) for bundle in bundles], workers=1):
        if not found:  # what a worker has used by now is what it takes to start
            in_the_midst = max(_workers_used().values()) + 0.8
            killer = threading.Thread(target=_killed_at, args=(in_the_midst, times, killed), daemon=True)
            killer.start()
        found[outcome.url.rpartition("/")[2]] = outcome
    killer.join()
    assert len(killed) == times
    assert [type(found[name]) for name in bodies] == [Reading, Reading if times == 1 else Unread]
    assert times == 1 or "两次被系统终止" in found["long.txt"].reason
