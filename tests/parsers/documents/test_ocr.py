"""The OCR engine as a program that is loaded: it stays on this machine."""

import os
import subprocess
import sys
from pathlib import Path

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
