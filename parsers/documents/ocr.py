"""Characters on pictures: RapidOCR on OpenVINO, models from the installed package, one engine a process."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from functools import cache
from statistics import median
from typing import Any

import numpy
from PIL import Image

from parsers.documents.pieces import Extract, Line
from parsers.vocabulary import Method

_MAX_PIXELS = 60_000_000
# Below this the engine is guessing; a guess in a report is worse than a gap.
_LEAST_CONFIDENCE = 0.5


@cache
def _engine() -> Any:
    """Made on first use: the models take a second to load and a gigabyte to hold."""
    from rapidocr import EngineType, RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    engines = {f"{step}.engine_type": EngineType.OPENVINO for step in ("Det", "Cls", "Rec")}
    return RapidOCR(params={**engines, **_SETTINGS})


_SETTINGS = {
    "Global.log_level": "warning",
    "Global.use_cls": False,  # pages are upright
    "Rec.rec_batch_num": 1,  # padding a batch to its longest line costs more than it saves on a CPU
    # Lines are found on a picture of this height as well as on the whole scan, in a third of the time; they are read
    # from the whole scan all the same.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    # One thread a process: the reading pool has a process for each core already.
    "EngineConfig.openvino.inference_num_threads": 1,
}


def read_image(picture: Any, page: int) -> Iterator[Line]:
    """The printed lines of one picture (height x width x 3, uint8), top to bottom; edges in pixels."""
    result = _engine()(picture)
    if result is None or result.boxes is None:
        return
    found = [
        (box, text, float(score))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if score >= _LEAST_CONFIDENCE and text.strip()
    ]
    yield from _in_reading_order(found, page)


def _in_reading_order(found: list[tuple[Any, str, float]], page: int) -> Iterator[Line]:
    """Boxes that overlap in height are one printed line, left to right."""
    if not found:
        return
    boxes = sorted(
        (
            (
                float(min(p[1] for p in box)),
                float(max(p[1] for p in box)),
                float(min(p[0] for p in box)),
                float(max(p[0] for p in box)),
                text,
                score,
            )
            for box, text, score in found
        ),
        key=lambda item: (item[0] + item[1]) / 2,
    )
    height = median(bottom - top for top, bottom, *_ in boxes)
    row: list[Any] = []
    for item in boxes:
        if row and (item[0] + item[1]) / 2 - (row[-1][0] + row[-1][1]) / 2 > 0.6 * height:
            yield _line(row, page)
            row = []
        row.append(item)
    yield _line(row, page)


def _line(row: list[Any], page: int) -> Line:
    row.sort(key=lambda item: item[2])
    text = "".join(item[4] for item in row)
    height = max(item[1] - item[0] for item in row)
    return Line(text, page, row[0][2], row[-1][3], height, min(item[5] for item in row))


def read_picture_file(body: bytes) -> Extract:
    """The lines of one picture file (a photographed page). A broken or huge one comes back empty, with the reason."""
    try:
        with Image.open(io.BytesIO(body)) as image:
            if image.width * image.height > _MAX_PIXELS:
                return Extract((), Method.NONE, f"a picture of {image.width} x {image.height}; too large to read")
            picture = numpy.asarray(image.convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        return Extract((), Method.NONE, f"broken picture: {error}")
    lines = tuple(read_image(picture, 1))
    return Extract(lines, Method.IMAGE_OCR, "" if lines else "no characters were found on the picture", 1)
