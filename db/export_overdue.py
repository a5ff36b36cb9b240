"""The reminder list as a sheet to print: whom to remind, by how many days, and what was looked at to say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from db.export_files import print_on_a4
from db.export_words import DICTIONARY, STAMP, column_entries, words
from db.plain import Cell, cell

_HEADS = (
    ("序号", 5), ("机构", 20), ("区划代码", 9), ("报告", 16), ("年度", 6), ("期限（最后一日）", 11), ("逾期日数", 6),
    ("检索情况", 12), ("监测栏目", 28), ("最近完整读取（北京时间）", 12), ("读取页数", 6), ("读取条目", 6),
    ("首页存档 sha256", 24),
    ("依据及核实程度", 22), ("人工处理", 18),
)  # fmt: skip
_NOTES = (
    "一、本表所列报告，在期限之后各监测栏目均已完整读取，其中未检索到公开。是否已通过其他栏目、报刊等公开，或已按内部程序报送，从这些栏目无从得知。",
    "二、看得不够完整、尚不能断定的，不列入本表（另有{unsure}项）；未检索到不等于未报送。",
    "三、“首页存档”为该次读取的列表首页（或其未变时此前存档）的校验值，原件及全部记录可用 fazhi evidence 导出核验。",
    "四、依据注明“无直接条文”的，公开义务未经条文直接规定，请先核实再决定是否催报。",
    "五、经人工判为误报或已整改的，不列入本表（另有{closed}项，见“已人工处理”）。",
    "六、本表由公开信息自动生成，以发布机关正式文本为准；发出催报前请人工核实。",
)
_EARLIER = (
    "一、较早的报告可能已移出栏目、归入档案或发布在其他位置。本表只说明监测的栏目在完整读取时没有，仅供核查，不用于催报。",
    "二、本表由公开信息自动生成，以发布机关正式文本为准。",
)
_CLOSED = ("一、下列各项已由人工判为误报或已整改，不用于催报。", "二、本表由公开信息自动生成，以发布机关正式文本为准。")
_LINE_HEIGHT = 15  # points
_BEIJING = ZoneInfo("Asia/Shanghai")
_LINE = Side(style="thin", color="808080")


def write_reminders(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, as_of: str | None, unsure: int, stamp: bool
) -> int:
    """Write the list; ``rows`` are those of the table `overdue`. The number of reports in it, all sheets together.

    Only the newest due year is a matter of reminding, and of that what no person dismissed or called put right. Earlier
    years and what people closed stand on sheets of their own.
    """
    book = Workbook()
    listed = [dict(zip(columns, row, strict=True)) for row in rows]
    closed = [row for row in listed if row["newest_due"] and _is_closed(row)]
    newest = [row for row in listed if row["newest_due"] and not _is_closed(row)]
    later = [row for row in listed if not row["newest_due"]]
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "催报清单"
    top = [f"未检索到公开的年度报告清单（截至{as_of or '—'}）", *([STAMP] if stamp else [])]
    _fill(first, top, newest, [note.format(unsure=unsure, closed=len(closed)) for note in _NOTES])
    if closed:
        top[0] = f"已人工处理、不催报的年度报告（截至{as_of or '—'}）"
        _fill(book.create_sheet("已人工处理"), top, closed, _CLOSED)
    if later:
        earlier = book.create_sheet("较早年度（仅供核查）")
        top[0] = f"栏目中未检索到的较早年度报告（截至{as_of or '—'}）"
        _fill(earlier, top, later, _EARLIER)
    meaning = book.create_sheet("dictionary")
    meaning.append(DICTIONARY)
    for entry in column_entries("overdue", tuple(columns)):
        meaning.append([cell(value) for value in entry])
    book.save(path)
    return len(rows)


def _is_closed(row: dict[str, Cell]) -> bool:
    """Whether a person dismissed the case or called it put right; what the program closed nobody decided."""
    return row["case_state"] == "dismissed" or (row["case_state"] == "resolved" and row["decided_by"] is not None)


def _decision(row: dict[str, Cell]) -> str:
    """Who decided what and when, and why; a dash where nobody did."""
    if row["decided_by"] is None:
        return "—"
    state = words().codes["alert"][str(row["case_state"])][0]
    who = f"{state}\n{cell(row['decided_by'])} {_beijing(str(row['decided_at']))}"
    return f"{who}\n{cell(row['decided_why'])}" if row["decided_why"] else who


def _fill(sheet: Worksheet, top: Sequence[str], rows: Sequence[dict[str, Cell]], notes: Sequence[str]) -> None:
    print_on_a4(sheet)
    for number, (_, width) in enumerate(_HEADS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line, text in enumerate(top, 1):
        size, color = (16, "000000") if line == 1 else (12, "AA1111")
        _across(sheet, line, text, Font(bold=True, size=size, color=color))
    head = len(top) + 1
    for number, (title, _) in enumerate(_HEADS, 1):
        made = sheet.cell(head, number, title)
        made.font, made.fill = Font(bold=True), PatternFill("solid", fgColor="EEF1F5")
        made.alignment, made.border = Alignment(wrap_text=True, vertical="center", horizontal="center"), _box()
    sheet.row_dimensions[head].height = 2 * _LINE_HEIGHT
    sheet.print_title_rows = f"1:{head}"
    sheet.freeze_panes = f"A{head + 1}"
    kinds = words().codes["kind"]
    for number, row in enumerate(rows, 1):
        _line(sheet, head + number, number, row, kinds[str(row["kind"])][0])
    if not rows:
        sheet.cell(head + 1, 2, "无")
    for line, note in enumerate(notes, head + max(1, len(rows)) + 2):
        _across(sheet, line, note, Font(size=10))


def _across(sheet: Worksheet, line: int, text: str, font: Font) -> None:
    sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(_HEADS))
    made = sheet.cell(line, 1, text)
    made.font, made.alignment = font, Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[line].height = 30 if font.bold else 20


def _line(sheet: Worksheet, at: int, number: int, values: dict[str, Cell], kind: str) -> None:
    shown = (
        number, cell(values["body"]), cell(values["region"]), kind, values["year"], values["due_on"],
        values["days_overdue"], values["wording"], _lines(values["sections"]),
        "\n".join(_beijing(word) for word in str(values["visited_at"]).split(" | ")),
        _lines(values["pages"]), _lines(values["rows"]), _lines(values["first_page_sha256"]),
        cell(values["basis_of_duty"]), _decision(values),
    )  # fmt: skip
    for column, value in enumerate(shown, 1):
        made = sheet.cell(at, column, value)
        made.alignment, made.border = Alignment(wrap_text=True, vertical="top"), _box()
    # Not every program makes a row as high as its wrapped text by itself.
    needed = max(_height(str(value), width) for value, (_, width) in zip(shown, _HEADS, strict=True))
    sheet.row_dimensions[at].height = needed * _LINE_HEIGHT


def _height(text: str, width: int) -> int:
    """Lines that a text takes in a column of so many characters; a Han character is two wide."""
    widths = (sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.split("\n"))
    return sum(max(1, ceil(wide / (width - 1))) for wide in widths)


def _lines(value: Cell) -> str | int | float:
    """Several items, one a line; each is a text of ours, a number, or an address."""
    shown = cell(value)
    return shown.replace(" | ", "\n") if isinstance(shown, str) else shown


def _beijing(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M") if "T" in at else "—"


def _box() -> Border:
    return Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
