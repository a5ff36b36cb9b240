"""Unchanged sections: our crawl against a bare Scrapy spider that makes the same requests.

``python -m benchmarks.bench_crawl [--sections 3000] [--rounds 5] [--concurrency 16]`` starts a portal on loopback in a
process of its own, lets one crawl learn all sections, then times pairs of a second crawl of them and a bare Scrapy
spider (robots.txt, then one conditional request a section), both as whole processes without delays, in turn first and
second of their pair. Other work on the machine disturbs both of a pair alike, so the ratio (the floor is 0.7) is the
median of the pairs' ratios; beside it stands that of CPU seconds, which waiting for a core does not change. It also
prints our greatest memory (the ceiling is 400 MB) and that of half-way, sampled each half second. Exit 1 if floor or
ceiling is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from crawler.job import CrawlJob, CrawlResult, Limits, SectionJob
from db.database import open_database
from db.intake_records import BodyEntry, SectionEntry
from db.register import sync_register
from db.visits import begin_run
from db.vocabulary import BodyClass
from parsers.vocabulary import Kind

FLOOR = 0.7
CEILING_MB = 400.0
_HOST = "127.0.0.1"

BARE = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess

port, count, concurrency = (int(value) for value in sys.argv[1:4])


class Bare(scrapy.Spider):
    name = "bare"
    seen = 0

    async def start(self):
        for number in range(count):
            tag = sys.argv[4].format(number)
            yield scrapy.Request(
                f"http://127.0.0.1:{port}/c{number}/index.html", headers={"If-None-Match": tag}, dont_filter=True,
                meta={"handle_httpstatus_list": [304]},
            )

    def parse(self, response):
        assert response.status == 304, response.status
        self.seen += 1

    def closed(self, reason):
        assert self.seen == count, self.seen


process = CrawlerProcess({
    "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": concurrency, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
    "LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Bare)
process.start()
"""
_TAG = '"v{}"'


class _Portal(asyncio.Protocol):
    """Answers as fast as it can: robots.txt, lists with an entity tag, 304 to whoever knows it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._data = b""

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            head, self._data = self._data.split(b"\r\n\r\n", 1)
            self._transport.write(_answer(head))


def _answer(head: bytes) -> bytes:
    path = head.split(b" ", 2)[1]
    if path == b"/robots.txt":
        return _response(b"200 OK", b"User-agent: *\nAllow: /\n", b"text/plain")
    number = path.split(b"/")[1][1:]
    tag = b'"v%s"' % number
    if tag in head:
        return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
    return _response(b"200 OK", _page(int(number)), b"text/html; charset=utf-8", b"ETag: %s\r\n" % tag)


def _response(status: bytes, body: bytes, kind: bytes, more: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n" % (status, kind, more, len(body))
    return head + body


def _page(number: int) -> bytes:
    rows = "".join(
        f'<li><a href="/c{number}/20250105/i{number * 100 + n}.html">区司法局组织开展行政执法案卷评查（{n}）</a>'
        f"<span>2025-01-05</span></li>"
        for n in range(20)
    )
    head = '<meta charset="utf-8"><title>法治政府建设</title>'
    return f"<html><head>{head}</head><body><ul>{rows}</ul></body></html>".encode()


def _serve(ready: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Portal, _HOST, 0, backlog=512)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _job(folder: Path, sections: tuple[SectionJob, ...], day: int, concurrency: int) -> CrawlJob:
    db = open_database(folder)
    seen_at = f"2026-03-{day:02d}T01:30:00+00:00"
    run_id = begin_run(db, "crawl", seen_at)
    db.close()
    limits = Limits(per_host_delay=0.0, concurrency=concurrency, per_host_concurrency=concurrency)
    return CrawlJob(
        data_dir=str(folder), run_id=run_id, seen_at=seen_at, sections=sections, limits=limits, allow=(_HOST,)
    )


def _prepare(folder: Path, port: int, count: int) -> tuple[SectionJob, ...]:
    db = open_database(folder, create=True)
    sections = tuple(
        SectionJob(id=f"s{n}", body_id="b", url=f"http://{_HOST}:{port}/c{n}/index.html", kinds=("fazhi_annual",))
        for n in range(count)
    )
    entries = [SectionEntry(section.id, "b", section.url, (Kind.FAZHI_ANNUAL,)) for section in sections]
    sync_register(db, [BodyEntry("b", "某区人民政府", BodyClass.COUNTY_GOVERNMENT)], entries)
    db.close()
    return sections


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock, seconds of CPU, greatest memory in MB, and memory half-way through."""

    seconds: float
    cpu: float
    peak_mb: float = 0.0
    halfway_mb: float = 0.0


def _timed(command: list[str], text: str | None = None) -> tuple[Run, str]:
    """Run a process to its end; what it cost, and its stdout."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    samples: list[float] = []
    done = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, samples, done), daemon=True)
    sampler.start()
    out, _ = process.communicate(text)
    seconds = time.perf_counter() - begin
    done.set()
    sampler.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)[:80]} ended with {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    halfway = samples[len(samples) // 2] if samples else 0.0
    return Run(seconds, cpu, max(samples, default=0.0), halfway), out


def _sample(pid: int, samples: list[float], done: threading.Event) -> None:
    """Resident memory of a process in MB, each half second (Linux; elsewhere nothing is known)."""
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    while not done.wait(0.5):
        try:
            samples.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page)
        except (OSError, IndexError):
            return


def _crawl(job: CrawlJob) -> tuple[Run, CrawlResult]:
    run, out = _timed([sys.executable, "-m", "crawler"], job.model_dump_json())
    return run, CrawlResult.model_validate(json.loads(out))


def _bare(port: int, count: int, concurrency: int) -> Run:
    return _timed([sys.executable, "-c", BARE, str(port), str(count), str(concurrency), _TAG])[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--concurrency", type=int, default=16)
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    portal = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    portal.start()
    port = here.recv()
    try:
        with tempfile.TemporaryDirectory() as name:
            return _compare(Path(name), port, options)
    finally:
        portal.terminate()


def _compare(folder: Path, port: int, options: argparse.Namespace) -> int:
    count, concurrency = options.sections, options.concurrency
    sections = _prepare(folder, port, count)
    first, result = _crawl(_job(folder, sections, 1, concurrency))
    print(
        f"first crawl: {count} sections in {first.seconds:.1f} s, {result.captures} captures, "
        f"{first.peak_mb:.0f} MB (half-way {first.halfway_mb:.0f})"
    )
    pairs: list[tuple[Run, Run]] = []
    for number in range(options.rounds):
        pairs.append(_pair(folder, sections, port, number, options))
        ours, bare = pairs[-1]
        print(
            f"pair {number + 1}: ours {count / ours.seconds:.0f}/s, {ours.cpu:.1f} CPU s; "
            f"bare {count / bare.seconds:.0f}/s, {bare.cpu:.1f} CPU s; "
            f"ratio {bare.seconds / ours.seconds:.2f}, of CPU {bare.cpu / ours.cpu:.2f}; "
            f"{ours.peak_mb:.0f} MB (half-way {ours.halfway_mb:.0f})",
            flush=True,
        )
    ratio = statistics.median(bare.seconds / ours.seconds for ours, bare in pairs)
    cpu = statistics.median(bare.cpu / ours.cpu for ours, bare in pairs)
    peak = max(first.peak_mb, *(ours.peak_mb for ours, _ in pairs))
    print(
        f"unchanged sections: ratio {ratio:.2f} of a bare spider's rate (floor {FLOOR}), {cpu:.2f} by CPU seconds; "
        f"memory {peak:.0f} MB (ceiling {CEILING_MB:.0f})"
    )
    return 0 if ratio >= FLOOR and peak <= CEILING_MB else 1


def _pair(
    folder: Path, sections: tuple[SectionJob, ...], port: int, number: int, options: argparse.Namespace
) -> tuple[Run, Run]:
    """Our crawl and the bare one, one after the other; which is first alternates."""
    count, concurrency = options.sections, options.concurrency

    def own() -> Run:
        run, result = _crawl(_job(folder, sections, 2 + number, concurrency))
        assert (result.ok, result.requests) == (count, count + 1), result
        return run

    if number % 2:
        bare = _bare(port, count, concurrency)
        return own(), bare
    return own(), _bare(port, count, concurrency)


if __name__ == "__main__":
    sys.exit(main())
