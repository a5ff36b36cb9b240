"""Files that a command makes for its user: whole under their name, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.problems import DatabaseProblem


class OutputProblem(DatabaseProblem):
    """A file cannot be written: the message names it, the cause, and what to do."""


class OutputExists(OutputProblem):
    """Something stands under the name already; it was left as it is."""

    exit_code = 2


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A path beside ``path`` to write to; what stands there in the end is put in its place, on any error removed.

    Raises `OutputExists` where ``path`` is taken (``force``: a file there is replaced), `OutputProblem` for a missing
    folder, no permission and a full disk.
    """
    refuse_taken(path, force=force)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.touch(exist_ok=False)
        yield partial
        _settle(partial)
        refuse_taken(path, force=force)  # somebody may have put something there meanwhile
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise cannot_write(path, error) from error
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def refuse_taken(path: Path, *, force: bool) -> None:
    """Raise `OutputExists` if a file or folder stands at ``path`` that may not be replaced."""
    if path.is_dir():
        raise OutputExists(f"{path} is a folder; name a file")
    if not force and (path.exists() or path.is_symlink()):
        raise OutputExists(f"{path} stands there already and was left as it is; name another file")


def cannot_write(path: Path, error: OSError) -> OutputProblem:
    """The `OutputProblem` that an error of the system means for who asked for ``path``."""
    return OutputProblem(f"cannot write {path}: {error.strerror or error}; nothing was left there")


def _settle(path: Path) -> None:
    """Have a file's bytes on the disk before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
