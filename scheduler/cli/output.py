"""What a command answers: for people on stdout, or one JSON document there and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


class Ticker(Protocol):
    """Moves one progress bar; `total` may become known later."""

    def __call__(self, done: int, total: int | None = None, note: str = "") -> None: ...


@dataclass
class Output:
    """One command's way to speak. Only `result` writes JSON; the others are silent when JSON was asked for."""

    json: bool = False

    def __post_init__(self) -> None:
        # Portals' texts are not markup: a title in [brackets] must not style or break a line.
        self._console = Console(markup=False, highlight=False, soft_wrap=True)

    def say(self, line: str = "") -> None:
        """Print words of our own, which may be several lines, with what others wrote in them made harmless."""
        if not self.json:
            self._console.print("\n".join(map(one_line, line.split("\n"))))

    def heading(self, line: str) -> None:
        if not self.json:
            self._console.print(Text(line, style="bold"))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table on a terminal; tab-separated lines elsewhere, which cut and awk can read."""
        if self.json:
            return
        cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
        if not self._console.is_terminal:
            for row in [list(columns), *cells]:
                print("\t".join(row))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        self._console.print(table)

    def result(self, document: Any) -> None:
        if self.json:
            json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
            sys.stdout.write("\n")

    @contextmanager
    def progress(self, title: str) -> Iterator[Ticker]:
        """A bar on stderr when that is a terminal; else silence (the log lines tell)."""
        console = Console(stderr=True)
        if not console.is_terminal:
            yield lambda done, total=None, note="": None
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}", markup=False),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(title, total=None, note="")

            def tick(done: int, total: int | None = None, note: str = "") -> None:
                bar.update(task, completed=done, total=total, note=note[:60])

            yield tick


def one_line(text: str) -> str:
    """What portals or others wrote, on one line: a tab, line break or control character must not forge a row."""
    return "".join(character if character.isprintable() else " " for character in text)
