"""Whether a PDF's insides are whole: PDFium passes over what it cannot unpack, and what is lost looks absent."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pypdfium2.raw

pdfium: Any = pypdfium2.raw  # made at build time, without types

_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_LENGTH = re.compile(rb"/Length\s{1,8}(\d{1,10})(?!\d)")  # "/Length 3214", also the number of an object that says it
_DICT_LENGTH = 600  # "<< /Length 3214 /Filter /FlateDecode >>", as far back as one is looked for
_OTHER_FILTERS = re.compile(rb"/(?:ASCII\w{1,9}|LZWDecode|DCTDecode|RunLengthDecode|Crypt|JBIG2Decode|JPXDecode)")
_MAX_STREAMS = 5_000
_MAX_UNPACKED = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_CHECKSUM = 4  # bytes at the end of a packed stream
_LINE_END = 2  # bytes at most between it and "endstream"


class FontPrograms:
    """The checksums of a file's font programs as PDFium has unpacked them: what it has need not be unpacked again.

    Fonts are most of a report's file, and to unpack them takes a tenth of the time to read it.
    """

    def __init__(self) -> None:
        self.checksums: set[bytes] = set()
        self._sizes: set[int] = set()  # one font is met on every page

    def note(self, texts: Iterable[Any]) -> None:
        """Notes the fonts of pieces of text; their page must be open."""
        for text in texts:
            font = pdfium.FPDFTextObj_GetFont(text)
            size = ctypes.c_size_t()
            pdfium.FPDFFont_GetFontData(font, None, 0, size)
            if not 0 < size.value <= _MAX_UNPACKED or size.value in self._sizes:
                continue
            self._sizes.add(size.value)
            if pdfium.FPDFFont_GetIsEmbedded(font) == 1:
                program = (ctypes.c_uint8 * size.value)()
                pdfium.FPDFFont_GetFontData(font, program, size.value, size)
                self.checksums.add(zlib.adler32(program).to_bytes(_CHECKSUM, "big"))


def damaged_streams(body: bytes, unpacked: Collection[bytes] = ()) -> int:
    """How many packed streams (page contents, fonts, object tables; not pictures) do not come out as they went in.

    0 for a file that is whole, and for an encrypted one, of which nothing can be said. Where no stream at all has a
    right checksum (ISO 32000-1, 7.4.4), the program that wrote the file is to blame and not a damage. ``unpacked`` are
    checksums of what is known to come out of the file.
    """
    packed = _packed(body)
    if packed is None:
        return 0
    view = memoryview(body)
    streams = [view[start:end] for start, end in packed]
    known = _known(streams, unpacked)
    found = ["whole" if at in known else _state(data) for at, data in enumerate(streams)]
    return found.count("broken") + (found.count("altered") if "whole" in found else 0)


def _packed(body: bytes) -> list[tuple[int, int]] | None:
    """Where the packed streams begin and end; None for an encrypted file.

    What a stream's length says is its own is not looked through.
    """
    found: list[tuple[int, int]] = []
    between: list[bytes] = []
    at = begun = 0
    for _ in range(_MAX_STREAMS):
        opening = _STREAM.search(body, at)
        if opening is None:
            break
        at = start = opening.end()
        head = body[max(0, opening.start() - _DICT_LENGTH) : opening.start()].rpartition(b"obj")[2]
        if b"/Filter" not in head:
            continue
        end = _stated_end(body, head, start)
        if end > 0:
            between.append(body[begun:start])
            at = begun = end
        if b"/FlateDecode" not in head or b"/Image" in head or _OTHER_FILTERS.search(head):
            continue
        end = end if end > 0 else body.find(b"endstream", start)
        if end > 0:
            found.append((start, end))
    between.append(body[begun:])
    return None if any(b"/Encrypt" in part for part in between) else found


def _stated_end(body: bytes, head: bytes, start: int) -> int:
    """Where a stream ends by the length that its dictionary states; -1 if it does not end there."""
    length = _LENGTH.search(head)
    if length is None:
        return -1
    stated = start + int(length[1])
    return body.find(b"endstream", stated, stated + _LINE_END + len(b"endstream"))


def _known(streams: Sequence[memoryview], unpacked: Collection[bytes]) -> set[int]:
    """The streams that end in a checksum which no other ends in, and out of which PDFium got what it is one of."""
    found: dict[bytes, list[int]] = {}
    for at, data in enumerate(streams):
        for end in range(len(data), max(len(data) - _LINE_END - 1, 0), -1):
            if (tail := bytes(data[max(end - _CHECKSUM, 0) : end])) in unpacked:
                found.setdefault(tail, []).append(at)
    return {places[0] for places in found.values() if len(places) == 1}


def _state(data: memoryview) -> str:
    """`whole`, `altered` (unpacks, but not to what was packed), `broken`, or `open` (its end is missing)."""
    unpacker = zlib.decompressobj()
    unpacked = 0
    left: memoryview | bytes = data
    try:
        while left and not unpacker.eof and unpacked < _MAX_UNPACKED:
            unpacked += len(unpacker.decompress(left, _CHUNK))
            left = unpacker.unconsumed_tail
    except zlib.error as error:
        return "altered" if "data check" in str(error) else "broken"
    return "whole" if unpacker.eof else "open"
