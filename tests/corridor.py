"""The demo's site for tests: its portals on free ports, passes in a child process."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import yaml

from scheduler.cli import main
from scheduler.demo.portals import PORTS, PortalServer, serve_portals

DAY = "2026-03-20"
_MAIN = "from scheduler.cli import main; main()"


@contextmanager
def replayed(folder: Path, *, ocr: bool = True) -> Iterator[tuple[Path, dict[str, PortalServer]]]:
    """The demo's configuration in ``folder``, its portals on free ports: the file's path and the servers."""
    template = Path(__file__).parents[1] / "scheduler" / "demo" / "fazhi.yaml"
    with serve_portals(dict.fromkeys(PORTS, 0)) as servers:
        text = template.read_text(encoding="utf-8")
        for name, port in PORTS.items():
            text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{servers[name].server_address[1]}")
        config = yaml.safe_load(text)
        config["read"] = {"ocr": ocr}
        path = folder / "fazhi.yaml"
        path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        yield path, servers


def start(*words: str, **environment: str) -> subprocess.Popen[str]:
    """One `fazhi` command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=_as_from_a_shell,
    )


def _as_from_a_shell() -> None:
    """Signals as a command finds them that is typed, whatever other tests and the test runner made of ours."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def fazhi(*words: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    process = start(*words, **environment)
    out, err = process.communicate(timeout=240)
    return process.returncode, out, err


def fazhi_here(*words: str) -> tuple[int, str, str]:
    """As `fazhi`, in this process: for what is not about processes, since each costs seconds to begin."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


UNREAD = (0, 1)  # of a pass without OCR: the scan is a new failure


def fazhi_json(config: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Mapping[str, Any]:
    code, out, err = fazhi("--config", str(config), "--json", *words)
    assert code in codes, (code, out, err)
    document: Mapping[str, Any] = json.loads(out)
    return document


def kill(process: subprocess.Popen[str]) -> None:
    """End a command and its children at once, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
