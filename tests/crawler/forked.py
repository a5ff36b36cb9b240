"""A crawl in a child that was forked off: standard streams are files of a folder."""

from __future__ import annotations

import os
import resource
import sys

from scrapy.utils.misc import load_object

from crawler.job import Limits
from crawler.settings import scrapy_settings

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC

for _names in scrapy_settings(Limits()).values():  # what Scrapy would import in each child
    for _name in _names if isinstance(_names, dict) else ():
        if "." in _name:
            load_object(_name)


def run_forked(folder: str, largest_file: int | None) -> None:
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    for name, flags, target in (("in", os.O_RDONLY, 0), ("out", _WRITE, 1), ("log", _WRITE, 2)):
        os.dup2(os.open(f"{folder}/{name}", flags, 0o600), target)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    os.environ["http_proxy"] = "http://127.0.0.1:9"  # an environment's proxy must not be used
    from crawler.__main__ import main

    code = main()
    sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open(f"{folder}/memory", "w") as file:  # the greatest that this process ever was, in kB
        file.write(str(peak))
    sys.exit(code)
