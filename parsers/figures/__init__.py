"""Every quantitative claim of a report, with its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.figures.levels import levels_of
from parsers.figures.months import is_of_eleven_months
from parsers.figures.reader import read_prose
from parsers.figures.tables import TableReader
from parsers.parts import part_at
from parsers.records import Block, Figure, Part, Report, Text
from parsers.vocabulary import BlockKind

__all__ = ["MAX_FIGURES", "read_figures"]

_SILENT = frozenset({BlockKind.TITLE, BlockKind.LETTERHEAD, BlockKind.SIGNATURE, BlockKind.NOTE})
MAX_FIGURES = 20_000  # a hostile text of one million characters stays bounded; a real report has about a hundred


def read_figures(text: Text, report: Report, parts: Sequence[Part]) -> tuple[Figure, ...]:
    """The figures of ``text`` in order, none bound to a metric yet.

    Numbers in titles, letterheads, signatures and notes (a page's counters) are not figures, nor are dates, document
    numbers, names and set phrases. ``text.text[figure.start:figure.end] == figure.quote`` holds for each.
    """
    levels = levels_of(report.issuer, report.region)
    tables = TableReader(text, report.year, apart=levels is not None and levels.apart)
    figures: list[Figure] = []
    prose: list[Block] = []

    def read_waiting() -> None:
        most = MAX_FIGURES - len(figures)
        figures.extend(read_prose(text.text, prose, report.year, lambda at: part_at(parts, at), levels, most))
        prose.clear()

    for index, block in enumerate(text.blocks or _paragraphs(text.text)):
        if block.kind in _SILENT:
            continue
        if not (block.kind is BlockKind.TABLE_ROW and block.cells):
            prose.append(block)
            continue
        if prose:
            read_waiting()
        figures.extend(tables.read(index, block, part_at(parts, block.start)))
        if len(figures) >= MAX_FIGURES:
            break
    else:
        read_waiting()
    early = _before_year_is_over(report)
    if early is not None:
        figures = [_of_year(figure, early) for figure in figures]
    return tuple(figures[:MAX_FIGURES])


def _before_year_is_over(report: Report) -> int | None:
    """The year of a report that was signed, or published, before its end; None of any other."""
    dated = report.signed_on or report.published_on
    return report.year if report.year and dated and dated[:4] == str(report.year) else None


def _of_year(figure: Figure, year: int) -> Figure:
    return figure._replace(period=str(year)) if is_of_eleven_months(figure.period, year) else figure


def _paragraphs(text: str) -> tuple[Block, ...]:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return tuple(blocks)
