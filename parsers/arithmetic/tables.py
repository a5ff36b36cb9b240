"""Totals of tables: the row 合计 against the rows above it, the column 合计 or 小计 against those of its kind."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from parsers.arithmetic.facts import plain
from parsers.arithmetic.forms import check_form
from parsers.figures.heads import begins_table
from parsers.records import Block, Figure, Finding, FindingNumber, Text
from parsers.vocabulary import AMOUNT, COUNT, BlockKind, IdentityVerdict

_TOTAL_HEAD = re.compile(r"^(?:合\s*计|总\s*计|共\s*计)")
_PART_HEAD = re.compile(r"^(?:其中|小\s*计)")
_TOTAL_COLUMN = re.compile(r"(?:合\s*计|小\s*计|总\s*计)(?:[（(][^（()）]{1,6}[）)])?\s*$")
MAX_TABLES = 200


def check_tables(text: Text, figures: Sequence[Figure]) -> list[Finding]:
    """Findings of the totals that a report's tables print."""
    found: list[Finding] = []
    for rows in _tables(text, figures):
        columns: dict[str, list[Figure]] = defaultdict(list)
        for row in rows:
            if row and _TOTAL_HEAD.match(row[0].words[2]):
                found += [_compare(total, columns[_column(total)]) for total in row if len(columns[_column(total)]) > 1]
                columns.clear()
            elif row and not _PART_HEAD.match(row[0].words[2]):
                for figure in row:
                    columns[_column(figure)].append(figure)
            found += list(_across(row))
        found += list(check_form([row for row in rows if row], figures))
    return found


def _column(figure: Figure) -> str:
    return figure.label.removeprefix(figure.words[2]).strip()


def _tables(text: Text, figures: Sequence[Figure]) -> Iterator[list[list[Figure]]]:
    """The countable figures of each table, row by row."""
    starts = [figure.start for figure in figures]
    rows: list[list[Figure]] = []
    tables = 0
    before: Block | None = None
    for block in text.blocks:
        is_row = block.kind is BlockKind.TABLE_ROW
        if rows and (not is_row or (before is not None and begins_table(before, block))):
            yield rows
            rows, tables = [], tables + 1
            if tables >= MAX_TABLES:
                return
        before = block
        if is_row:
            first = bisect_right(starts, block.start - 1)
            last = bisect_right(starts, block.start)
            kinds = (COUNT, AMOUNT)
            rows.append([figure for figure in figures[first:last] if figure.kind in kinds])
    if rows:
        yield rows


def _across(row: Sequence[Figure]) -> Iterator[Finding]:
    """Totals inside one row: a column named 合计 or 小计 after others whose heads begin alike."""
    for place, total in enumerate(row):
        mark = _TOTAL_COLUMN.search(_column(total))
        if mark is None:
            continue
        stem = _column(total)[: mark.start()].strip()
        parts = [figure for figure in row[:place] if stem and _column(figure).startswith(stem)]
        if not parts and total.kind is COUNT:  # a total of all the columns at its left
            parts = [figure for figure in row[:place] if figure.kind is COUNT]
        elif any(part.unit != total.unit for part in parts):
            continue
        if len(parts) > 1 and total.value > 0:
            finding = _compare(total, parts)
            if finding.verdict is IdentityVerdict.HOLDS:  # heads alike are no proof that the columns are all its parts
                yield finding


def _compare(total: Figure, parts: Sequence[Figure]) -> Finding:
    summed = round(sum(part.value for part in parts), 6)
    slack = max(total.step, *(part.step for part in parts)) / 2 if total.kind is AMOUNT else 0.0
    holds = abs(summed - total.value) <= slack * len(parts) + 1e-6
    numbers = tuple(FindingNumber(f.metric or f.label, f.value, *f.at) for f in (total, *parts))
    return Finding(
        rule="table_total",
        verdict=IdentityVerdict.HOLDS if holds else IdentityVerdict.BASE_UNCLEAR,  # rows may be nested
        severity="info",
        metric=total.metric,
        numbers=numbers,
        expected=plain(summed),
        nearest="",
        text=f"{total.label}{plain(total.value)}，各项之和为{plain(summed)}，{'相符' if holds else '口径不明'}。",
    )
