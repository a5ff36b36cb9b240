"""Whether a PDF's insides are whole: PDFium passes over what it cannot unpack, and what is lost looks absent."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_DICT_LENGTH = 600  # "<< /Length 3214 /Filter /FlateDecode >>", as far back as one is looked for
_OTHER_FILTERS = re.compile(rb"/(?:ASCII\w{1,9}|LZWDecode|DCTDecode|RunLengthDecode|Crypt|JBIG2Decode|JPXDecode)")
_MAX_STREAMS = 5_000
_MAX_UNPACKED = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


def damaged_streams(body: bytes) -> int:
    """How many packed streams (page contents, fonts, object tables; not pictures) do not come out as they went in.

    0 for a file that is whole, and for an encrypted one, of which nothing can be said. Where no stream at all has a
    right checksum (ISO 32000-1, 7.4.4), the program that wrote the file is to blame and not a damage.
    """
    if b"/Encrypt" in body:
        return 0
    found = [_state(data) for data in _packed(body)]
    return found.count("broken") + (found.count("altered") if "whole" in found else 0)


def _packed(body: bytes) -> Iterator[bytes]:
    for number, found in enumerate(_STREAM.finditer(body)):
        if number == _MAX_STREAMS:
            return
        head = body[max(0, found.start() - _DICT_LENGTH) : found.start()].rpartition(b"obj")[2]
        if b"/FlateDecode" not in head or b"/Image" in head or _OTHER_FILTERS.search(head):
            continue
        end = body.find(b"endstream", found.end())
        if end > 0:
            yield body[found.end() : end]


def _state(data: bytes) -> str:
    """`whole`, `altered` (unpacks, but not to what was packed), `broken`, or `open` (its end is missing)."""
    unpacker = zlib.decompressobj()
    unpacked = 0
    try:
        while data and not unpacker.eof and unpacked < _MAX_UNPACKED:
            unpacked += len(unpacker.decompress(data, _CHUNK))
            data = unpacker.unconsumed_tail
    except zlib.error as error:
        return "altered" if "data check" in str(error) else "broken"
    return "whole" if unpacker.eof else "open"
