"""The command `fazhi`: one boundary that turns errors into one clear message and an exit code."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from crawler.streams import has_chinese, speak_chinese

# These three may stand anywhere on the line, as users type them: `fazhi read --json FILE` too.
_FLAGS = ("--json", "--debug")
_VALUED = ("--config",)
_FUNCTION_ENDED = "user-defined function raised"  # all that SQLite says of an exception in it


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code (0 done, 1 something failed, 2 usage, 3 lock held)."""
    if arguments is None:
        _leave_narrow_locale()
    speak_chinese()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _interrupts() as met:
            code = _run(_hoist(words), met)
    except KeyboardInterrupt:  # at any moment: much is imported late
        code = _fail("interrupted; what was stored stays, run it again to go on", 130, "--json" in words)
    sys.exit(code)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """The interrupts (Ctrl-C) met so far: one amid a function that SQLite calls comes out as SQLite's error alone."""
    met: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        met.append(number)
        signal.default_int_handler(number, frame)

    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ours = ours and threading.current_thread() is threading.main_thread()
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield met
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave_narrow_locale() -> None:
    """Begin anew in Python's UTF-8 mode where the locale (C, Latin-1) has no Chinese file names or arguments.

    One that has them (GB 18030) stays: there the bytes of names and arguments are not UTF-8.
    """
    if has_chinese(sys.getfilesystemencoding()) or os.environ.get("PYTHONUTF8") == "1":
        return
    os.environ["PYTHONUTF8"] = "1"  # for the child processes, too
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _hoist(words: list[str]) -> list[str]:
    """Move the global options to the front, where typer expects them; words after ``--`` stay."""
    front: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word == "--":
            rest += words[at:]
            break
        if word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUED)):
            front.append(word)
        elif word in _VALUED and at + 1 < len(words):
            front += words[at : at + 2]
            at += 1
        else:
            rest.append(word)
        at += 1
    return front + rest


def _run(words: list[str], interrupts: Sequence[int]) -> int:
    # Imported late: `fazhi --help` and a wrong word should answer at once.
    from typer.exceptions import TyperException
    from typer.main import get_command

    from db.problems import DatabaseProblem
    from scheduler.cli.app import app
    from scheduler.errors import FazhiError

    debug, as_json = "--debug" in words, "--json" in words
    try:
        return int(get_command(app).main(args=words, prog_name="fazhi", standalone_mode=False) or 0)
    except TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        code = getattr(error, "exit_code", 2)
        return _fail(message, code, as_json) if message else code
    except (FazhiError, DatabaseProblem) as error:
        if debug:
            raise
        return _fail(str(error), error.exit_code, as_json)
    except (OSError, sqlite3.Error) as error:
        if interrupts and _FUNCTION_ENDED in str(error):
            raise KeyboardInterrupt from error
        if debug:
            raise
        return _fail(*_explain(error), as_json)
    except Exception as error:
        # The one boundary: no traceback reaches a user who did not ask for it.
        if debug:
            raise
        kind = type(error).__name__
        return _fail(f"unexpected error ({kind}: {error}); run it again with --debug to see where", 1, as_json)


def _explain(error: OSError | sqlite3.Error) -> tuple[str, int]:
    """What is said of it, and the exit code."""
    from db.problems import DatabaseProblem, explain

    if isinstance(error, sqlite3.Error):
        problem = explain(error, "the database")
        if isinstance(problem, DatabaseProblem):
            return str(problem), problem.exit_code
    elif error.filename:
        return f"{error.filename}: {error.strerror}; nothing stored before was lost", 1
    return f"{error}; nothing stored before was lost", 1


def _fail(message: str, code: int, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": message, "exit_code": code}, ensure_ascii=False))
    print(message if message.startswith("Usage:") else f"fazhi: {message}", file=sys.stderr)
    return code
