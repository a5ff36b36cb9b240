"""What are these bytes, and what is this file called?

The first bytes decide, not the suffix and not the header: portals serve OOXML as `.xls` and login pages as `.pdf`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from email.header import decode_header
from html import unescape
from urllib.parse import unquote_to_bytes, urlsplit

from parsers.decoding import common_share, decode_bytes

PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
WPS = "application/vnd.wps-office.wps"
ET = "application/vnd.wps-office.et"
OLE = "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
OFD = "application/ofd"
CEB = "application/x-ceb"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
RTF = "application/rtf"
MHT = "multipart/related"
HTML = "text/html"
XML = "text/xml"
JSON = "application/json"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"

_SIGNATURES = (
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Founder CEB", CEB),
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_MAX_MEMBERS = 5_000
_MARKUP = re.compile(
    rb"\s{0,2000}(?:<!--.{0,2000}?-->\s{0,200}){0,5}<(?:!doctype\s+html|html|head|body|script|meta|title|div|table|p|center|style|frameset|iframe|ul|li|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUBSTANCE = re.compile(rb"[^\x00 \r\n\t]")
_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp"})


def sniff_type(body: bytes, declared: str | None = None, name: str = "") -> str:
    """The true media type of a body, from its first bytes and, for containers, its members.

    ``declared`` (a Content-Type) and ``name`` only settle what bytes cannot: .doc or .wps, CEB, JSON or text.
    Never raises.
    """
    if not _SUBSTANCE.search(body):
        return EMPTY
    head = body[:4096].lstrip(b"\xef\xbb\xbf")
    for magic, kind in _SIGNATURES:
        if head.startswith(magic) and (kind != "image/bmp" or head[6:10] == b"\0\0\0\0"):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    suffix = suffix_of(name)
    if head.startswith(OLE_MAGIC):
        return _ole_type(body, suffix)
    if head.startswith(_ZIP_MAGIC):
        return _zip_type(body)
    # A PDF may carry up to a kilobyte of rubbish before its mark; a page about PDFs may not.
    if b"%PDF-" in body[:1024] and not _MARKUP.match(head):
        return PDF
    if suffix == "ceb" and b"\0" in head:
        return CEB
    return _text_type(body, head, declared)


def _is_entry(body: bytes, name: bytes) -> bool:
    """Whether a container's directory names a stream so; its entries stand at multiples of 128 (Bookman is a font)."""
    place = body.find(name + b"\0\0")
    while place >= 0:
        if place % 128 == 0:
            return True
        place = body.find(name + b"\0\0", place + 1)
    return False


def _ole_type(body: bytes, suffix: str) -> str:
    names = {
        kind: f"{kind}".encode("utf-16-le") for kind in ("WordDocument", "Workbook", "Book", "PowerPoint Document")
    }
    names = {kind: name for kind, name in names.items() if _is_entry(body, name)}
    if "WordDocument" in names:
        return WPS if suffix == "wps" else DOC
    if "Workbook" in names or "Book" in names:
        return ET if suffix == "et" else XLS
    if "PowerPoint Document" in names:
        return PPT
    return {"wps": WPS, "et": ET, "doc": DOC, "xls": XLS}.get(suffix, OLE)


def _zip_type(body: bytes) -> str:
    end = body.rfind(b"PK\x05\x06", max(0, len(body) - 70_000))
    if end >= 0 and int.from_bytes(body[end + 10 : end + 12], "little") > _MAX_MEMBERS:
        return ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = set(archive.namelist()[:_MAX_MEMBERS])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        # Torn at the end: the members' names still stand in front of them.
        members = {mark.decode() for mark in _MEMBER_TYPES if body.find(mark, 0, 2_000_000) >= 0}
    for mark, kind in _MEMBER_TYPES.items():
        if mark.decode() in members:
            return kind
    return ZIP


_MEMBER_TYPES = {
    b"word/document.xml": DOCX,
    b"xl/workbook.xml": XLSX,
    b"xl/workbook.bin": XLSX,
    b"ppt/presentation.xml": PPTX,
    b"OFD.xml": OFD,
    b"META-INF/manifest.xml": ODT,
}


def _text_type(body: bytes, head: bytes, declared: str | None) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = body[:8192].decode("utf-16", errors="replace").encode("utf-8")
    if _MARKUP.match(head):
        return HTML
    start = head.lstrip()
    if start.startswith(b"<?xml"):
        if re.search(rb"<html\b", head, re.IGNORECASE):
            return HTML
        return DOC if b'progid="Word.Document"' in head else XML
    if start[:13].lower() == b"mime-version:" and b"multipart/related" in head.lower():
        return MHT
    if b"\0" in head:
        return UNKNOWN
    if start[:1] in (b"{", b"["):
        return JSON if "json" in (declared or "").lower() or _is_json(body) else TEXT
    decoded = decode_bytes(body[:20_000])
    if decoded.basis == "replaced" and decoded.text.count("\ufffd") > len(decoded.text) / 50:
        return UNKNOWN
    if "html" in (declared or "").lower() or re.search(r"<(?:li|a|td|p|div|span)\b[^<>]{0,500}>", decoded.text):
        return HTML
    return TEXT


def _is_json(body: bytes) -> bool:
    try:
        json.loads(decode_bytes(body[:2_000_000]).text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def is_document(media_type: str) -> bool:
    """Whether a type is one that reports come in: text documents, sheets, pictures, archives."""
    return media_type in _IMAGES or media_type in _DOCUMENTS


_DOCUMENTS = frozenset(
    {PDF, DOC, XLS, PPT, WPS, ET, OLE, DOCX, XLSX, PPTX, ODT, OFD, CEB, ZIP, RAR, SEVEN_ZIP, RTF, MHT}
)

DOCUMENT_SUFFIXES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "wps",
        "xls",
        "xlsx",
        "et",
        "ppt",
        "pptx",
        "ofd",
        "ceb",
        "rtf",
        "odt",
        "zip",
        "rar",
        "7z",
        "tif",
        "tiff",
    ]
)
# What a link in words (点击下载) opens as a file too; elsewhere pictures are of the page
PICTURE_SUFFIXES = frozenset({"jpg", "jpeg", "png", "bmp"})
FILE_SUFFIXES = DOCUMENT_SUFFIXES | PICTURE_SUFFIXES
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,5})(?:$|[?#&;\s\"'）)》】])")


def suffix_of(name: str) -> str:
    """The lower-case suffix of a file name or address (`…/a.PDF?x=1` -> `pdf`), "" if it has none."""
    match = _SUFFIX.search(name.rsplit("/", 1)[-1][-300:])
    return match.group(1).lower() if match else ""


_DISPOSITION_EXT = re.compile(r"filename\*\s{0,3}=\s{0,3}([\w-]{0,20})'[\w-]{0,10}'([^;]{1,1000})", re.IGNORECASE)
_DISPOSITION = re.compile(r"filename\s{0,3}=\s{0,3}(?:\"((?:[^\"\\]|\\.){0,1000})\"|([^;]{1,1000}))", re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?[\w-]{1,30}\?[bBqQ]\?[^?]{0,1000}\?=")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


def disposition_name(header: str) -> str:
    """The file name in a Content-Disposition header, repaired: RFC 5987, RFC 2047, or raw GBK and UTF-8 bytes."""
    if match := _DISPOSITION_EXT.search(header[:4000]):
        raw = unquote_to_bytes(match.group(2).strip().strip('"'))
        charset = match.group(1).lower()
        return _safe(decode_bytes(raw, f"text/plain; charset={charset}" if charset else None).text)
    if match := _DISPOSITION.search(header[:4000]):
        return repair_name(match.group(1) or match.group(2) or "")
    return ""


def repair_name(raw: str) -> str:
    """A file name as its author wrote it: percent-escapes, entities, encoded words and wrong decodings undone.

    Folders, control characters and anything after 200 characters are dropped. What cannot be bettered stays.
    """
    name = unescape(raw.strip().strip('"'))
    if match := _ENCODED_WORD.search(name):
        name = _encoded_word(match.group()) or name
    if "%" in name and re.search(r"%[0-9A-Fa-f]{2}", name):
        name = decode_bytes(unquote_to_bytes(name)).text
    return _safe(_unscramble(name))


def _encoded_word(word: str) -> str:
    try:
        value, charset = decode_header(word)[0]
    except (ValueError, LookupError):
        return ""
    if isinstance(value, str):
        return value
    return decode_bytes(value, f"text/plain; charset={charset}" if charset else None).text


def _unscramble(name: str) -> str:
    """Undoes bytes read in a wrong encoding: as Latin-1 (HTTP headers), as CP437 (zip), UTF-8 as GBK."""
    for wrong in ("latin-1", "cp1252", "cp437"):
        try:
            raw = name.encode(wrong)
        except UnicodeEncodeError:
            continue
        if raw.isascii():
            return name
        decoded = decode_bytes(raw)
        if decoded.basis != "replaced" and _HANZI.search(decoded.text) and common_share(decoded.text) >= 0.5:
            return decoded.text
    try:
        again = name.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return name
    return again if again != name and _HANZI.search(again) else name


def _safe(name: str) -> str:
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]", "", name)
    return re.split(r"[/\\]", name)[-1].strip(" .")[:200]


def name_in_url(url: str) -> str:
    """The file name that an address carries: in `showname=` and the like, or as its last segment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    for key in ("showname", "filename", "fileName", "name", "fileUrl", "file"):
        if match := re.search(rf"(?:^|&){key}=([^&]{{1,500}})", parts.query):
            return repair_name(match.group(1).replace("+", " "))
    return repair_name(parts.path.rsplit("/", 1)[-1])
