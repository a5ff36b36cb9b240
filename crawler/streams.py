"""What this process prints and logs, whatever the machine's locale: Chinese must not stop a pass."""

from __future__ import annotations

import io
import sys

SAMPLE = "法"  # an encoding that has it has the rest of what is printed; what is rarer is escaped


def speak_chinese() -> None:
    r"""Let stdout and stderr take any text: in UTF-8, with what no encoding has (half a character) as ``\udc80``.

    A terminal keeps its own encoding where that has Chinese (GB 18030): UTF-8 would be garbled there.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            own = stream.isatty() and has_chinese(stream.encoding)
            stream.reconfigure(encoding=stream.encoding if own else "utf-8", errors="backslashreplace")


def has_chinese(encoding: str) -> bool:
    """Whether an encoding can write Chinese."""
    try:
        SAMPLE.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
