"""How fast `fazhi verify` proves an archive, against a plain sha256 of the same bytes in the same run.

``python -m benchmarks.bench_verify [--megabytes 200] [--folder FOLDER]`` makes an archive of pages (compressible) and
attachments (not), chains it, reads it once so that neither side has a cold disk, then times plain hashing, `verify`
and `verify --deep`. Prints one JSON line: megabytes, MB/s by the wall clock, and how many times the wall and CPU
seconds of plain hashing each took. Nothing in the archive is real.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from db.archive import Archive, archive_name
from db.database import Database, open_database, write
from db.intake_records import CaptureDraft
from db.verify import verify
from db.visits import begin_run, record_capture
from parsers.vocabulary import Role, Verdict

AT = "2026-03-20T01:30:00+08:00"
_WORDS = "全区受理行政复议案件审结法治政府建设执法监督培训普法<p></p>0123456789"


def build(folder: Path, megabytes: int) -> Database:
    """An archive of about so many megabytes: twenty pages of 60 KB to one attachment of 1 MB."""
    chance = random.Random(7)
    db = open_database(folder, create=True)
    run = begin_run(db, "crawl", at=AT)
    size = number = 0
    with Archive(folder / "archive", archive_name(run, AT)) as archive, write(db):
        while size < megabytes * 1_000_000:
            number += 1
            page = number % 21 != 0
            body = "".join(chance.choices(_WORDS, k=25_000)).encode() if page else chance.randbytes(1_000_000)
            url = f"http://portal.example/{number}"
            record = archive.append(url, 200, {"content-type": "text/html"}, body, AT, sync=False)
            role = Role.DETAIL if page else Role.ATTACHMENT
            record_capture(db, CaptureDraft(run, role, url, AT, Verdict.OK, http_status=200, record=record))
            size += record.length
    return db


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def plain(folder: Path) -> None:
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=None, help="where to build it (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        db = build(folder, options.megabytes)
        plain(folder)
        hashed = timed(lambda: plain(folder / "archive"))
        failures: list[object] = []
        proved = timed(lambda: failures.extend(verify(db, folder / "archive").failures))
        deeply = timed(lambda: failures.extend(verify(db, folder / "archive", deep=True).failures))
        size = sum(path.stat().st_size for path in folder.rglob("*.warc.gz")) / 1e6
        captures = db.conn.execute("SELECT count(*) FROM captures").fetchone()[0]
        db.close()
    print(
        json.dumps(
            {
                "megabytes": round(size),
                "captures": captures,
                "failures": len(failures),
                "sha256_mb_s": round(size / hashed[0]),
                "verify_mb_s": round(size / proved[0]),
                "wall_ratio": round(proved[0] / hashed[0], 2),
                "cpu_ratio": round(proved[1] / hashed[1], 2),
                "deep_mb_s": round(size / deeply[0]),
                "deep_cpu_ratio": round(deeply[1] / hashed[1], 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
