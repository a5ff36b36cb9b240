"""``python -m crawler``: a `CrawlJob` as JSON on stdin, one `CrawlResult` as a JSON line on stdout, logs on stderr.

``python -m crawler look`` takes a `LookJob` and answers a `LookResult`.

Exit code 0 when a result was printed (its ``errors`` say what failed), 2 for a job that cannot be read. SIGTERM and
SIGINT end the crawl in good order.
"""

from __future__ import annotations

import sys

from pydantic import ValidationError

from crawler.job import CrawlJob, LookJob
from crawler.logs import configure_logs
from crawler.process import run_job, run_look
from crawler.streams import speak_chinese


def main() -> int:
    """Read the job, run it, print what it came to."""
    speak_chinese()
    configure_logs()
    try:
        if sys.argv[1:] == ["look"]:
            look = LookJob.model_validate_json(sys.stdin.buffer.read())
            print(run_look(look).model_dump_json(), flush=True)
            return 0
        job = CrawlJob.model_validate_json(sys.stdin.buffer.read())
    except ValidationError as error:
        print(f"crawler: the job on stdin cannot be read: {error}", file=sys.stderr)
        return 2
    print(run_job(job).model_dump_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
