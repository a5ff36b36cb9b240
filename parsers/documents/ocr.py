"""Characters on pictures: RapidOCR on OpenVINO, models from the installed package, one engine a process."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from statistics import median
from typing import Any

import numpy
from PIL import Image, ImageOps

from parsers.documents.layout import lines_in_order
from parsers.documents.pieces import Extract, Line, Row, Stretch
from parsers.documents.slips import mend_slips
from parsers.vocabulary import Method

_MAX_PIXELS = 60_000_000
# Below this the engine is guessing; a guess in a report is worse than a gap.
_LEAST_CONFIDENCE = 0.5
_SURE = 0.85  # below this mean, a page may stand on its head
_DARK, _LEAST_INK = 96, 0.0005  # of 255; a line of a dozen characters on A4 is about 0.001 of the page
_TALL = 1.5  # times its width: a line that runs down the page


@cache
def engine() -> Any:
    """The OCR engine, made on first use: the models take a second to load and a gigabyte to hold.

    Raises ImportError where it is not installed whole.
    """
    # OpenVINO tells its maker of each import, unless this package is missing: reading never calls anybody.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
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
    # Pinned, the one thread of every process sits on the same first core, and two workers are as slow as one.
    "EngineConfig.openvino.enable_cpu_pinning": False,
}


def read_image(picture: Any, page: int) -> Iterator[Line | Row]:
    """The printed lines and table rows of one picture (height x width x 3, uint8); edges in pixels, as if upright."""
    found = [one for one in _looked_at(picture) if one[2] >= _LEAST_CONFIDENCE]
    for item, _ in lines_in_order(_upright(found), page) if found else ():
        if isinstance(item, Line):
            yield replace(item, text=mend_slips(item.text))
        else:
            cells = ((mend_slips(text), mend_slips(column), mend_slips(row)) for text, column, row in item.cells)
            yield replace(item, cells=tuple(cells))


_Seen = tuple[Any, str, float]  # box, text, confidence


def _looked_at(picture: Any) -> list[_Seen]:
    """What stands on a picture; of a page on its side or its head, turned so that it can be read."""
    seen = _look(picture)
    on_head = _is_guessed(seen) if seen else _has_ink(picture)
    quarters = (1, 3) if _lies(seen) else (2,) if on_head else ()
    turned = (_look(numpy.ascontiguousarray(numpy.rot90(picture, turn))) for turn in quarters)
    return max((seen, *turned), key=_certainty)


def _certainty(found: list[_Seen]) -> float:
    return sum(len(text) * score for _, text, score in found)


def _is_guessed(found: list[_Seen]) -> bool:
    """Whether little of a page is sure: upright ones are read at 0.95 and more, those on their head at 0.6 to 0.7."""
    return _certainty(found) < _SURE * sum(len(text) for _, text, _ in found)


def _has_ink(picture: Any) -> bool:
    """Whether something dark stands on a page: a back that was scanned too is not looked at twice."""
    return float((picture[::4, ::4] < _DARK).mean()) > _LEAST_INK


def _look(picture: Any) -> list[_Seen]:
    result = engine()(picture)
    if result is None or result.boxes is None:
        return []
    read = zip(result.boxes, result.txts, result.scores, strict=True)
    return [(box, text, float(score)) for box, text, score in read if text.strip()]


def _lies(found: list[_Seen]) -> bool:
    """Whether most lines of a page run down it: its boxes are taller than wide.

    Few need be left: what is read upside down is mostly dropped by the engine itself.
    """
    tall = sum(bool(box[3][1] - box[0][1] > _TALL * (box[1][0] - box[0][0])) for box, _, _ in found)
    return 2 * tall > len(found)


def _upright(found: list[_Seen]) -> list[Stretch]:
    """The boxes with the page's turn taken out, so that edges of lines far apart can be compared.

    A box is (left top, right top, right bottom, left bottom); the turn is that of the middle one of the longer half.
    """
    lengths = [box[1][0] - box[0][0] for box, _, _ in found]
    half = median(lengths)
    slopes = [(b[1][1] - b[0][1]) / n for (b, _, _), n in zip(found, lengths, strict=True) if n >= half and n > 0]
    slope = float(median(slopes)) if slopes else 0.0
    boxes = []
    for box, text, score in found:
        xs = [float(x + slope * y) for x, y in box]
        ys = [float(y - slope * x) for x, y in box]
        boxes.append(Stretch(text, min(xs), min(ys), max(xs), max(ys), score))
    return boxes


def read_picture_file(body: bytes) -> Extract:
    """The lines of one picture file (a photographed page). A broken or huge one comes back empty, with the reason."""
    try:
        with Image.open(io.BytesIO(body)) as image:
            if image.width * image.height > _MAX_PIXELS:
                return Extract((), Method.NONE, f"图片为 {image.width} x {image.height} 像素，超过上限")
            picture = numpy.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return Extract((), Method.NONE, f"图片已损坏（{error}）")
    lines = tuple(read_image(picture, 1))
    return Extract(lines, Method.IMAGE_OCR, "" if lines else "图片上没有识别出文字", 1)
