"""Limits for everything that comes in a zip container: .docx, .xlsx, .ofd and archives."""

from __future__ import annotations

import io
import zipfile
import zlib

MAX_MEMBERS = 3_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 250  # honest text reaches 30; a zip bomb a thousand
_SMALL = 2 * 1024 * 1024

# What zipfile raises for torn, encrypted and exotic containers.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


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
