"""Archives (.zip): the documents in them, in memory, each within limits. Nothing is written, no path is followed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from parsers.documents.unpacking import MAX_RATIO, ZIP_ERRORS, why_not_unpack
from parsers.pages.media import DOCUMENT_SUFFIXES, PICTURE_SUFFIXES, repair_name, suffix_of

_MAX_DOCUMENTS = 12
_MAX_PICTURES = 60
_MAX_MEMBER = 50 * 1024 * 1024
_SMALL = 1024 * 1024
_READ = DOCUMENT_SUFFIXES | PICTURE_SUFFIXES | {"txt", "htm", "html"}
_LIKELY = re.compile(r"报告|总结|法治|依法行政")
_DIGITS = re.compile(r"(\d{1,9})")
_UNLIKELY = re.compile(r"通知|附表|清单|回执|模板")


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The documents of an archive, the likeliest report first, else by name and number (第2页 before 第10页).

    ``reason`` says what was left out, and why.
    """

    members: tuple[Member, ...]
    reason: str = ""


def unpack_zip(body: bytes) -> Unpacked:
    """The documents in a zip. Bombs, encrypted and torn members are left out, with the reason in words."""
    if reason := why_not_unpack(body):
        return Unpacked((), reason)
    found: list[Member] = []
    left_out: list[str] = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for info in sorted(archive.infolist(), key=lambda info: _rank(_name(info))):
            name = _name(info)
            if info.is_dir() or not name or suffix_of(name) not in _READ or "__MACOSX" in info.filename:
                continue
            alike = [member for member in found if _is_picture(member.name) == _is_picture(name)]
            most = _MAX_PICTURES if _is_picture(name) else _MAX_DOCUMENTS
            if len(alike) == most:
                left_out.append(f"{'图片' if _is_picture(name) else '文件'}多于{most}个")
                break
            why = _why_not_read(info)
            if not why:
                try:
                    found.append(Member(name, archive.read(info)))
                except ZIP_ERRORS as error:
                    why = f"已损坏（{error}）"
            if why:
                left_out.append(f"{name}：{why}")
    return Unpacked(tuple(found), "；".join(left_out))


def _is_picture(name: str) -> bool:
    return suffix_of(name) in PICTURE_SUFFIXES


def _name(info: zipfile.ZipInfo) -> str:
    """The member's own name, without folders; without the UTF-8 flag it is what Windows wrote: GBK."""
    return info.filename.rsplit("/", 1)[-1] if info.flag_bits & 0x800 else repair_name(info.filename)


def _rank(name: str) -> tuple[bool, bool, list[tuple[int, str]]]:
    numbered = [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(name)]
    return bool(_UNLIKELY.search(name)), not _LIKELY.search(name), numbered


def _why_not_read(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x1:
        return "已加密"
    if info.file_size > _MAX_MEMBER:
        return "过大"
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "压缩比异常"
    return ""
