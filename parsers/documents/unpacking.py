"""Limits for everything that comes in a zip container: .docx, .xlsx, .ofd and archives."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from lxml.etree import LxmlError

MAX_MEMBERS = 3_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 250  # honest text reaches 30; a zip bomb a thousand
_SMALL = 2 * 1024 * 1024

# What zipfile raises for torn, encrypted and exotic containers.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
# What readers of office formats raise besides for parts that are missing or hold something else than they expect.
OFFICE_ERRORS = (
    *ZIP_ERRORS, LxmlError, ParseError, KeyError, IndexError, AttributeError, TypeError, AssertionError, RecursionError
)  # fmt: skip

_XML_HEAD = 2_048  # bytes in which a document type is declared, before the first element
# A document type declares entities: none of these formats needs one, and some readers would expand or fetch them.
_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def why_not_unpack(body: bytes) -> str:
    """Why a container must not be unpacked, in words for the user; "" if it may be.

    The sizes are those that the container declares. That is enough: zipfile never gives out more than declared.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
    except ZIP_ERRORS as error:
        return f"文件已损坏（{error}）"
    if len(members) > MAX_MEMBERS:
        return f"文件内有{len(members)}个成员，超过{MAX_MEMBERS}个的上限"
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        return f"文件解压后达{unpacked // 1024 // 1024} MB，超过上限"
    if unpacked > _SMALL and unpacked > MAX_RATIO * len(body):
        return "压缩比异常，疑似压缩炸弹"
    return ""


def why_not_parse(body: bytes) -> str:
    """As `why_not_unpack`, for formats made of XML: none of their parts may declare a document type or entities."""
    if reason := why_not_unpack(body):
        return reason
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        if _DECLARATION.search(part.read(_XML_HEAD)):
                            return "含有不允许的实体声明"
    except ZIP_ERRORS as error:
        return f"文件已损坏（{error}）"
    return ""
