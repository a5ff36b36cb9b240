"""The OCR engine as a program that is loaded: it stays on this machine."""

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy
import pytest
from PIL import Image

from parsers.documents.ocr import engine, read_picture_file
from parsers.documents.pieces import Line

_PAGE = Path(__file__).parents[3] / "fixtures" / "documents" / "page1.jpg"

_LOADS = "import numpy; from parsers.documents.ocr import engine; engine()(numpy.zeros((64, 64, 3), 'uint8'))"


def test_loading_the_engine_tells_nobody(tmp_path: Path) -> None:
    """OpenVINO imports its telemetry where it finds it; here it would find one that leaves a trace."""
    trace = tmp_path / "called"
    planted = tmp_path / "planted" / "openvino_telemetry"
    planted.mkdir(parents=True)
    (planted / "__init__.py").write_text(f"open({str(trace)!r}, 'w')\nraise ImportError\n", encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    paths = os.pathsep.join([str(planted.parent), *sys.path])
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", _LOADS], env=environment, check=True, timeout=120)
    assert not trace.exists()
    assert not list(home.iterdir())


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no processor affinity on this system")
def test_the_engine_runs_on_any_processor() -> None:
    """A pinned engine would put every reading worker on the first processor, and two would be as slow as one."""
    page = numpy.full((640, 640, 3), 255, "uint8")
    engine()(page)  # compiling the models looks at each processor in turn
    reader = threading.get_native_id()
    free = os.sched_getaffinity(reader)
    seen, finished = [], threading.Event()

    def watch() -> None:
        while not finished.wait(0.001):
            seen.append(os.sched_getaffinity(reader))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        engine()(page)
    finally:
        finished.set()
        watcher.join()
    assert seen
    assert all(places == free for places in seen)


@pytest.mark.parametrize(
    "turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, None]
)
def test_a_page_photographed_on_its_side_or_head_is_read(turn: Image.Transpose | None) -> None:
    with Image.open(_PAGE) as page:
        upright = page.convert("RGB")
    body, tag = io.BytesIO(), Image.Exif()
    if turn is None:  # the camera says itself how it was held
        tag[0x0112] = 6
    upright.transpose(turn or Image.Transpose.ROTATE_90).save(body, "JPEG", quality=95, exif=tag)
    whole = io.BytesIO()
    upright.save(whole, "JPEG", quality=95)
    read, wanted = (
        [piece.text for piece in read_picture_file(found.getvalue()).pieces if isinstance(piece, Line)]
        for found in (body, whole)
    )
    assert len(wanted) >= 3
    assert len(set(read) & set(wanted)) >= 0.8 * len(wanted)


def test_a_page_of_few_lines_on_its_head_is_read() -> None:
    """The last page of a scan, of which the engine guesses nothing at all while it stands on its head."""
    with Image.open(_PAGE) as page:
        few = page.convert("RGB").crop((0, 0, page.width, page.height // 4))
    body = io.BytesIO()
    few.transpose(Image.Transpose.ROTATE_180).save(body, "JPEG", quality=95)
    assert "法治政府建设情况报告" in "".join(
        piece.text for piece in read_picture_file(body.getvalue()).pieces if isinstance(piece, Line)
    )


def test_an_empty_page_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr("parsers.documents.ocr._look", lambda picture: looked.append(picture) or [])
    grain = numpy.random.default_rng(7).normal(244, 6, (900, 640, 3)).clip(0, 255).astype("uint8")
    body = io.BytesIO()
    Image.fromarray(grain).save(body, "PNG")
    assert not read_picture_file(body.getvalue()).pieces
    assert len(looked) == 1
